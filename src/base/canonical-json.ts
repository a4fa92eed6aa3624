import canonicalize from "canonicalize";

/**
 * RFC 8785 form of a value: sorted keys, no blanks, so that equal values have equal bytes.
 *
 * Lone surrogates (cut-off texts contain them) have no RFC 8785 form; callers escape them on import.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("value has no JSON form");
  return text;
}
