import { zonedDay } from "../base/zoned-time.ts";

/** Days that an export says it covers, `YYYY-MM-DD`; null for an open end. */
export interface StatedDays {
  readonly from: string | null;
  readonly to: string | null;
}

const DAY = /(?<!\d)((?:19|20)\d{2})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?|(\d{2})(\d{2})(?!\d))/g;
/** Seconds or milliseconds since 1970, as some exporters write their range. */
const EPOCH = /(?<!\d)(\d{10}|\d{13})(?!\d)/g;
const OPEN_END = /至今|~\s*不限/;
const OPEN_START = /截至|不限\s*~/;

/**
 * Days of a range as exporters write it: two days, one day, an open end, or two epochs. Null where it states none or
 * more than can be told.
 *
 * @param timeZone zone in which epochs are days
 */
export function statedDays(range: string, timeZone: string): StatedDays | null {
  const days = daysIn(range);
  const found = days.length > 0 ? days : epochsIn(range, timeZone);
  const [first, second] = found;
  if (first === undefined || found.length > 2) return null;
  if (second !== undefined) return first <= second ? { from: first, to: second } : null;
  if (OPEN_END.test(range)) return { from: first, to: null };
  if (OPEN_START.test(range)) return { from: null, to: first };
  return { from: first, to: first };
}

function daysIn(range: string): string[] {
  return Array.from(range.matchAll(DAY), (match) => {
    const [, year = "", ...parts] = match;
    const [month = "", day = ""] = parts.filter((part: string | undefined) => part !== undefined);
    return `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  });
}

function epochsIn(range: string, timeZone: string): string[] {
  return Array.from(range.matchAll(EPOCH), ([, digits = ""]) =>
    zonedDay(Number(digits) * (digits.length === 10 ? 1000 : 1), timeZone),
  );
}
