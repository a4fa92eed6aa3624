const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DATE =
  /^(?:[A-Za-z]{3},\s*)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s+(?:([+-])(\d{2})(\d{2})|GMT|UTC|UT)/;

/** Epoch milliseconds of a date as mails write it; null for one without an offset or in no calendar. @source documented: RFC 5322 §3.3 */
export function mailDate(text: string): number | null {
  const [, day, monthName, year, hour, minute, second, sign, hours, minutes] = DATE.exec(text.trim()) ?? [];
  const month = MONTHS.indexOf((monthName ?? "").toLowerCase());
  if (month < 0 || Number(hour) > 23 || Number(minute) > 59) return null;
  const local = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second ?? "0"));
  if (new Date(local).getUTCDate() !== Number(day)) return null;
  const offset = (Number(hours ?? "0") * 60 + Number(minutes ?? "0")) * 60_000;
  return sign === "-" ? local + offset : local - offset;
}
