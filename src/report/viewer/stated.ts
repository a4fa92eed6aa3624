/** Fields as a record has them: those that may be left out may also be null or false. */
type Given<Of> = {
  readonly [Key in keyof Of]: Record<never, never> extends Pick<Of, Key> ? Of[Key] | null | undefined | false : Of[Key];
};

/** The fields that say something: those that are null or false are left out. */
export function stated<Of extends object>(fields: Given<Of>): Of {
  const kept: Record<string, unknown> = {};
  for (const key in fields) {
    const value: unknown = fields[key];
    if (value !== null && value !== undefined && value !== false) kept[key] = value;
  }
  return kept as Of;
}

/** The list, or null where it is empty. */
export function some<Entry>(list: readonly Entry[]): readonly Entry[] | null {
  return list.length === 0 ? null : list;
}
