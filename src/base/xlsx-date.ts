import type { WallClock } from "./time.ts";

const DAY_SECONDS = 86_400;
/** Day 0 of both date systems. The first counts a 29 February 1900 that never was; no chat is that old. */
const DAY_ZERO = { 1900: Date.UTC(1899, 11, 30), 1904: Date.UTC(1904, 0, 1) };

/** Wall clock that a spreadsheet shows for a serial date, to the nearest second; null where it is no such number. */
export function wallClockOfSerial(serial: string, dateSystem: 1900 | 1904): WallClock | null {
  if (!/^\d{1,7}(\.\d+)?(E[+-]?\d{1,2})?$/i.test(serial)) return null;
  const seconds = Math.round(Number(serial) * DAY_SECONDS);
  const date = new Date(DAY_ZERO[dateSystem] + seconds * 1000);
  if (!(date.getUTCFullYear() >= 1900 && date.getUTCFullYear() <= 9999)) return null;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    precision: "s",
  };
}
