/** What a clock on the wall showed, without zone. */
export interface WallClock {
  readonly year: number;
  /** 1–12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** What the text stated: seconds, or only minutes, or only the day. */
  readonly precision: "s" | "min" | "day";
}

/** An instant read from a wall clock. */
export interface LocalInstant {
  readonly epochMs: number;
  /** `ambiguous`: the clock showed this twice (the first is taken); `nonexistent`: it was skipped (read with the offset before). */
  readonly doubt: "ambiguous" | "nonexistent" | null;
}

const WALL_CLOCK =
  /^\s*(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.0+)?)?)?\s*$|^\s*(\d{4})年(\d{1,2})月(\d{1,2})日(?:\s*(\d{1,2}):(\d{2})(?::(\d{2}))?)?\s*$/;

/** Reads `2024-02-27 10:13:21`, also with `/`, `.`, `年月日`, `T`, without seconds or time of day; null for anything else. */
export function parseWallClock(text: string): WallClock | null {
  const match = WALL_CLOCK.exec(text);
  if (match === null) return null;
  const part = (index: number, chinese: number) => match[index] ?? match[chinese];
  const number = (value: string | undefined) => Number(value ?? "0");
  const hourText = part(5, 11);
  const secondText = part(7, 13);
  const clock = {
    year: number(part(1, 8)),
    month: number(part(3, 9)),
    day: number(part(4, 10)),
    hour: number(hourText),
    minute: number(part(6, 12)),
    second: number(secondText),
    precision: hourText === undefined ? "day" : secondText === undefined ? "min" : "s",
  } as const;
  return isCalendarTime(clock) ? clock : null;
}

function isCalendarTime({ year, month, day, hour, minute, second }: WallClock): boolean {
  if (hour > 23 || minute > 59 || second > 59) return false;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}

/** 1991-09-15 00:00 local, when China set its clocks back for the last time: from then on always UTC+8. @source documented: tzdata, Asia/Shanghai */
const SHANGHAI_FIXED_SINCE = Date.UTC(1991, 8, 16);
const EIGHT_HOURS = 8 * 3_600_000;
const DAY = 24 * 3_600_000;

/**
 * The instant at which clocks in a zone showed this. The machine's own zone plays no part.
 *
 * @param timeZone IANA name
 * @throws RangeError for a name that is no zone
 */
export function instantOf(clock: WallClock, timeZone: string): LocalInstant {
  const asUtc = Date.UTC(clock.year, clock.month - 1, clock.day, clock.hour, clock.minute, clock.second);
  if (timeZone === "Asia/Shanghai" && asUtc >= SHANGHAI_FIXED_SINCE)
    return { epochMs: asUtc - EIGHT_HOURS, doubt: null };
  const before = offsetAt(asUtc - DAY, timeZone);
  const after = offsetAt(asUtc + DAY, timeZone);
  const [earlier, later] = [...new Set([before, after])]
    .map((offset) => asUtc - offset)
    .filter((epochMs) => offsetAt(epochMs, timeZone) === asUtc - epochMs)
    .sort((a, b) => a - b);
  if (earlier === undefined) return { epochMs: asUtc - before, doubt: "nonexistent" };
  return { epochMs: earlier, doubt: later === undefined ? null : "ambiguous" };
}

const QUARTER_HOUR = 900_000;
const MOST_REMEMBERED = 20_000;
const remembered = new Map<string, Map<number, number>>();

/**
 * Milliseconds that local time is ahead of UTC. Remembered by quarter hour, the grid on which zones change. The locale
 * of the machine plays no part; the zone rules are those of the running Node.
 *
 * @param timeZone IANA name
 * @throws RangeError for a name that is no zone
 */
export function offsetAt(epochMs: number, timeZone: string): number {
  const known = remembered.get(timeZone) ?? new Map<number, number>();
  remembered.set(timeZone, known);
  const quarter = Math.floor(epochMs / QUARTER_HOUR);
  const offset = known.get(quarter) ?? computedOffset(quarter * QUARTER_HOUR, timeZone);
  if (known.size >= MOST_REMEMBERED) known.clear();
  known.set(quarter, offset);
  return offset;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function computedOffset(epochMs: number, timeZone: string): number {
  const part = new Map(
    formatOf(timeZone)
      .formatToParts(epochMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes) => part.get(type) ?? 0;
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - epochMs;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(timeZone, format);
  return format;
}
