import { offsetAt } from "./time.ts";

/**
 * Wall time in a zone with its offset, such as `2024-03-01 09:12:05 +08:00`.
 *
 * @param epochMs epoch milliseconds UTC; fractions of a second are cut off
 * @param timeZone IANA name
 */
export function zonedTime(epochMs: number, timeZone: string): string {
  if (!isOnCalendar(epochMs)) return `${epochMs} ms`;
  const offsetMs = offsetAt(epochMs, timeZone);
  const wall = new Date(Math.floor(epochMs / 1000) * 1000 + offsetMs).toISOString();
  return `${wall.slice(0, 10)} ${wall.slice(11, 19)} ${offset(Math.round(offsetMs / 60_000))}`;
}

/** Calendar day in a zone, such as `2024-03-01`. */
export function zonedDay(epochMs: number, timeZone: string): string {
  return zonedTime(epochMs, timeZone).slice(0, 10);
}

/** Damaged sources state times that no calendar holds. */
function isOnCalendar(epochMs: number): boolean {
  const date = new Date(epochMs);
  return !Number.isNaN(date.getTime()) && date.getUTCFullYear() >= 1 && date.getUTCFullYear() <= 9998;
}

function offset(minutes: number): string {
  const size = Math.abs(minutes);
  return `${minutes < 0 ? "-" : "+"}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

function pad(value: number): string {
  return String(value).padStart(2, "0");
}
