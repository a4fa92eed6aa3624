const formats = new Map<string, Intl.DateTimeFormat>();

/**
 * Wall time in a zone with its offset, such as `2024-03-01 09:12:05 +08:00`. The locale of the machine plays no part;
 * the zone rules are those of the running Node.
 *
 * @param epochMs epoch milliseconds UTC; fractions of a second are cut off
 * @param timeZone IANA name
 */
export function zonedTime(epochMs: number, timeZone: string): string {
  const parts = wallTime(epochMs, timeZone);
  if (parts === null) return `${epochMs} ms`;
  const { year, month, day, hour, minute, second } = parts;
  const offsetMinutes = Math.round(
    (Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(epochMs / 1000) * 1000) / 60_000,
  );
  return `${pad(year, 4)}-${pad(month)}-${pad(day)} ${pad(hour)}:${pad(minute)}:${pad(second)} ${offset(offsetMinutes)}`;
}

/** Calendar day in a zone, such as `2024-03-01`. */
export function zonedDay(epochMs: number, timeZone: string): string {
  return zonedTime(epochMs, timeZone).slice(0, 10);
}

interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/** Null for what no calendar holds: damaged sources state such times. */
function wallTime(epochMs: number, timeZone: string): WallTime | null {
  const date = new Date(epochMs);
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1 || date.getUTCFullYear() > 9998) return null;
  const found = new Map(
    formatOf(timeZone)
      .formatToParts(date)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => found.get(type) ?? 0;
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
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

function offset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, "0");
}
