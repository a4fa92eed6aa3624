import { zonedDay } from "../../base/zoned-time.ts";
import { mm, SHEET, type Shape } from "./drawing.ts";

const DAY_MS = 86_400_000;
/** Bins of the widest axis: below this a bar is still seen on paper. */
const MOST_BINS = 180;
const MOST_TICKS = 6;
/** Years that a calendar writes with four digits. */
const CALENDAR_DAY = /^\d{4}-\d{2}-\d{2}$/;

export const UNITS = ["day", "week", "month", "quarter", "year", "decade", "century"] as const;
export type Unit = (typeof UNITS)[number];

/** Days from `from` up to but not including `until`, numbered from 1970-01-01. */
export interface Bin {
  readonly from: number;
  readonly until: number;
}

/** One stretch of days for every figure, in bins wide enough to be seen. */
export interface Axis extends Bin {
  readonly unit: Unit;
  readonly bins: readonly Bin[];
}

/** Number of the day in a zone, counted from 1970-01-01; null where no calendar holds the time. */
export function dayOf(epochMs: number | null, timeZone: string): number | null {
  if (epochMs === null) return null;
  const day = zonedDay(epochMs, timeZone);
  return CALENDAR_DAY.test(day) ? Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS) : null;
}

/** `YYYY-MM-DD` of a day number. */
export function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The axis from one day to another, both included; null without days. */
export function axisOf(days: readonly number[]): Axis | null {
  if (days.length === 0) return null;
  const from = days.reduce((a, b) => Math.min(a, b));
  const until = days.reduce((a, b) => Math.max(a, b)) + 1;
  for (const unit of UNITS) {
    const bins = binsOf(unit, from, until);
    if (bins !== null) return { from, until, unit, bins };
  }
  return { from, until, unit: "century", bins: [{ from, until }] };
}

/** The bins of a unit, the first and last cut to the axis; null where they are too many. */
function binsOf(unit: Unit, from: number, until: number): Bin[] | null {
  const bins: Bin[] = [];
  for (let at = from; at < until;) {
    if (bins.length >= MOST_BINS) return null;
    const next = Math.min(nextStart(unit, at), until);
    bins.push({ from: at, until: next });
    at = next;
  }
  return bins;
}

/** The first day after `day` on which a bin of this unit begins; weeks begin on Monday. */
function nextStart(unit: Unit, day: number): number {
  if (unit === "day") return day + 1;
  // 1970-01-01 was a Thursday.
  if (unit === "week") return day + 7 - ((((day + 3) % 7) + 7) % 7);
  const date = new Date(day * DAY_MS);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  if (unit === "month") return dayAt(year, month + 1);
  if (unit === "quarter") return dayAt(year, month - (month % 3) + 3);
  const years = unit === "year" ? 1 : unit === "decade" ? 10 : 100;
  return dayAt(year - (year % years) + years, 0);
}

function dayAt(year: number, month: number): number {
  const date = new Date(0);
  // Unlike Date.UTC this takes the years before 100 as they are.
  date.setUTCFullYear(year, month, 1);
  return Math.round(date.getTime() / DAY_MS);
}

/** Where a day begins on paper. */
export function xOf(axis: Axis, day: number): number {
  return mm(SHEET.plotX + ((day - axis.from) / (axis.until - axis.from)) * SHEET.plotW);
}

/** The middle of the bin a day lies in; null outside the axis. */
export function middleOf(axis: Axis, day: number): number | null {
  const bin = axis.bins.find(({ from, until }) => day >= from && day < until);
  return bin === undefined ? null : mm((xOf(axis, bin.from) + xOf(axis, bin.until)) / 2);
}

/** The line under a figure with the days at which some bins begin. */
export function axisShapes(axis: Axis, y: number): Shape[] {
  const step = Math.ceil(axis.bins.length / MOST_TICKS);
  const ticks = axis.bins.filter((_, index) => index % step === 0);
  const right = SHEET.plotX + SHEET.plotW;
  return [
    { type: "line", x1: SHEET.plotX, y1: y, x2: right, y2: y },
    ...ticks.flatMap(({ from }): Shape[] => {
      const x = xOf(axis, from);
      return [
        { type: "line", x1: x, y1: y, x2: x, y2: mm(y + 1) },
        { type: "label", x, y: mm(y + 1.2), w: 20, text: dayText(from) },
      ];
    }),
  ];
}
