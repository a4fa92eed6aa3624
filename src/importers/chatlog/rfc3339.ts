const RFC3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:\.(\d{1,9}))?(?:Z|([+-])(\d{2}):(\d{2}))$/;

/** Epoch milliseconds UTC of a time with its offset, such as `2025-09-01T15:39:00+08:00`; null for anything else. */
export function instantOfRfc3339(text: string | null): number | null {
  const match = text === null ? null : RFC3339.exec(text);
  if (match === null) return null;
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number, number, number, number, number, number,
  ]; // prettier-ignore
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  const date = new Date(asUtc);
  const isCalendar =
    date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  if (!isCalendar) return null;
  const offsetMinutes = (match[8] === "-" ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  return asUtc + Number((match[7] ?? "").slice(0, 3).padEnd(3, "0")) - offsetMinutes * 60_000;
}
