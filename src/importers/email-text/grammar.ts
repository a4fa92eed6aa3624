import { parseWallClock, type WallClock } from "../../base/time.ts";

/** Longer lines stand above no message. */
const LONGEST = 500;

/** Forms of text that the client, or a reader of it, hands out. */
export type Form = "mail" | "copy-macos" | "copy-forward" | "copy-print" | "copy-windows";

/** The line, or the two lines, above a message. */
export interface Head {
  readonly name: string;
  /** As written; null where the form has none. */
  readonly timeText: string | null;
  /** Null where the day is not part of it. */
  readonly clock: WallClock | null;
  /** Lines it takes: 1, or 2. */
  readonly lines: 1 | 2;
}

const MAC = /^(\S.{0,99}?) (\d{4}\/\d{1,2}\/\d{1,2} \d{1,2}:\d{2})$/;
const PRINT = /^(\S.{0,99}?) (\d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{2})$/;
const FORWARD_NAME = /^[·•](\S.{0,99})$/;
const FORWARD_TIME = /^(\d{4}年\d{1,2}月\d{1,2}日 \d{1,2}:\d{2})$/;
const WINDOWS = /^(\S.{0,59}):$/;

/**
 * What stands above a message in text copied out of the client, where this line and the next are that.
 *
 * @source documented: export-formats.md §8.2
 */
export function copyHead(form: Exclude<Form, "mail">, line: string, next: string): Head | null {
  if (line.length > LONGEST) return null;
  if (form === "copy-windows") {
    const name = WINDOWS.exec(line)?.[1];
    return name === undefined ? null : { name, timeText: null, clock: null, lines: 1 };
  }
  if (form === "copy-forward") {
    return timed(FORWARD_NAME.exec(line)?.[1], FORWARD_TIME.exec(next.slice(0, LONGEST).trim())?.[1], 2);
  }
  const [, name, timeText] = (form === "copy-macos" ? MAC : PRINT).exec(line) ?? [];
  return timed(name, timeText, 1);
}

function timed(name: string | undefined, timeText: string | undefined, lines: 1 | 2): Head | null {
  if (name === undefined || timeText === undefined) return null;
  const clock = parseWallClock(timeText);
  return clock === null ? null : { name: name.trim(), timeText, clock, lines };
}

/** The rule across a mail that names the day of what follows. Month and day may lack their zero. */
export function dividerDay(line: string): WallClock | null {
  if (line.length > LONGEST) return null;
  const day = /^[—–―-]{3,10}\s+(\d{4}-\d{1,2}-\d{1,2})\s+[—–―-]{3,10}$/.exec(line.trim())?.[1];
  return day === undefined ? null : parseWallClock(day);
}

/** What the greeting of a mail names. */
export interface Greeting {
  readonly type: "private" | "group";
  readonly title: string;
}

const GREETINGS: readonly { readonly type: Greeting["type"]; readonly pattern: RegExp }[] = [
  { type: "private", pattern: /^(.{1,200} 和 .{1,200}?)\s*在微信上的聊天记录如下/ },
  { type: "group", pattern: /^(.{1,200}?)\s*微信群上的聊天记录如下/ },
  { type: "group", pattern: /^微信群[“"「](.{1,200})[”"」]的聊天记录如下/ },
];

/** @source documented: export-formats.md §8.1 (wordings of 2018 to 2025) */
export function greetingOf(line: string): Greeting | null {
  if (line.length > LONGEST) return null;
  for (const { type, pattern } of GREETINGS) {
    const title = pattern.exec(line.trim())?.[1];
    if (title !== undefined) return { type, title: title.trim() };
  }
  return null;
}

/** Name and time of day above a message in a mail; null for any other line. */
export function mailHead(
  line: string,
): { readonly name: string; readonly timeText: string; readonly isSpaced: boolean } | null {
  if (line.length > LONGEST) return null;
  const [, name, gap, timeText] = /^(\S.{0,99}?)([ \u00a0\u3000]+)(\d{1,2}:\d{2})$/.exec(line.trim()) ?? [];
  if (name === undefined || gap === undefined || timeText === undefined) return null;
  const [hour, minute] = timeText.split(":").map(Number);
  if ((hour ?? 24) > 23 || (minute ?? 60) > 59) return null;
  return { name, timeText, isSpaced: gap.length > 1 };
}
