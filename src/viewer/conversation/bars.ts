import type { ViewerDay } from "../../model/viewer.ts";

/** Size of the strip in its own units. */
export const WIDTH = 960;
export const HEIGHT = 48;
/** More columns than this cannot be told apart. */
const MOST_BARS = 366;
const DAY_MS = 86_400_000;

/** One column of the calendar strip: some days alike in width. */
export interface Bar {
  readonly x: number;
  readonly width: number;
  /** First and last day. */
  readonly from: string;
  readonly to: string;
  readonly state: ViewerDay["state"];
  /** Of the busiest column. */
  readonly share: number;
  readonly level: "error" | "warning" | "note" | null;
  /** First of its days that has messages. */
  readonly first: ViewerDay | null;
  readonly title: string;
}

interface Column {
  messages: number;
  errors: number;
  warnings: number;
  notes: number;
  state: ViewerDay["state"] | null;
  first: ViewerDay | null;
}

/** Columns over all days, and how many days one stands for. */
export function barsOf(days: readonly ViewerDay[]): { readonly bars: readonly Bar[]; readonly perBar: number } {
  const [begin, end] = [days[0]?.from, days.at(-1)?.to];
  if (begin === undefined || end === undefined) return { bars: [], perBar: 1 };
  const total = dayNumber(end) - dayNumber(begin) + 1;
  const perBar = Math.max(1, Math.ceil(total / MOST_BARS));
  const columns = columnsOf(days, dayNumber(begin), Math.ceil(total / perBar), perBar);
  const most = Math.max(1, ...columns.map(({ messages }) => messages));
  const width = WIDTH / columns.length;
  const bars = columns.map(({ messages, errors, warnings, notes, state, first }, place): Bar => {
    const from = dayText(dayNumber(begin) + place * perBar);
    const to = dayText(Math.min(dayNumber(end), dayNumber(begin) + (place + 1) * perBar - 1));
    return {
      x: place * width,
      width,
      from,
      to,
      state: state ?? "out-of-range",
      share: messages / most,
      level: errors > 0 ? "error" : warnings > 0 ? "warning" : notes > 0 ? "note" : null,
      first,
      title: `${from === to ? from : `${from} – ${to}`} · ${messages}`,
    };
  });
  return { bars, perBar };
}

/** A column with any message has messages; else it is silent if any of its days is. */
function columnsOf(days: readonly ViewerDay[], begin: number, count: number, perBar: number): Column[] {
  const columns = Array.from({ length: count }, (): Column => ({ messages: 0, errors: 0, warnings: 0, notes: 0, state: null, first: null })); // prettier-ignore
  for (const day of days) {
    const last = Math.min(count - 1, Math.floor((dayNumber(day.to) - begin) / perBar));
    for (let place = Math.floor((dayNumber(day.from) - begin) / perBar); place <= last; place += 1) {
      const column = columns[place];
      if (column) add(column, day);
    }
  }
  return columns;
}

function add(column: Column, day: ViewerDay): void {
  column.messages += day.messages;
  column.errors += day.errors;
  column.warnings += day.warnings;
  column.notes += day.notes;
  if (day.state === "messages") column.first ??= day;
  if (column.state !== "messages" && (day.state !== "out-of-range" || column.state === null)) column.state = day.state;
}

function dayNumber(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS);
}

function dayText(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}
