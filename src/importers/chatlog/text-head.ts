/** Time as the range that was asked for lets the program write it. */
export type TimeForm = "full" | "month" | "clock";

/** First line of a message in plain text. */
export interface TextHead {
  readonly name: string | null;
  /** Account, `我` for the owner, `系统消息` for notices; empty where nothing stands there. */
  readonly id: string;
  /** Number of chatlog_alpha. */
  readonly sequence: string | null;
  readonly room: string | null;
  readonly roomName: string | null;
  readonly time: string;
  readonly form: TimeForm;
}

const TIME = /(?:^| )((\d{4}-)?(\d{2}-\d{2} )?\d{2}:\d{2}:\d{2})$/;

/** Form of the time a line ends with; null where it ends with none. */
export function timeForm(line: string): TimeForm | null {
  const match = TIME.exec(line);
  if (match === null) return null;
  const [, , year, day] = match;
  if (day === undefined) return year === undefined ? "clock" : null;
  return year === undefined ? "month" : "full";
}

const LONGEST = 1000;
const BARE = /^(?:我|系统消息|[A-Za-z0-9_][\w@.-]{0,79}|)$/;

/**
 * Reads `名(编号) [群名(群编号)] 时间`, with `[编号]` before the group in chatlog_alpha; a sender without a name stands bare.
 * Null for any other line.
 *
 * @source documented: export-formats.md §3.1; the number observed in chatlog_alpha's plain text, read 2026-09
 */
export function headOf(line: string): TextHead | null {
  const form = line.length > LONGEST ? null : timeForm(line);
  const time = form === null ? undefined : TIME.exec(line)?.[1];
  if (form === null || time === undefined) return null;
  const before = line.slice(0, line.length - time.length).replace(/ $/, "");
  const parts = partsOf(before);
  const sender = senderIn(parts.sender);
  if (sender === null || (before === "" && !line.startsWith(" "))) return null;
  return { ...sender, ...parts.brackets, time, form };
}

type Brackets = Pick<TextHead, "sequence" | "room" | "roomName">;

const NONE: Brackets = { sequence: null, room: null, roomName: null };

/** The sender, and what stands in brackets behind it. A name may hold brackets too: only what is known there counts. */
function partsOf(text: string): { readonly sender: string; readonly brackets: Brackets } {
  for (const mark of [") [", " ["]) {
    const at = text.indexOf(mark);
    const brackets = at < 0 ? null : bracketsIn(text.slice(at + mark.length - 1));
    if (brackets !== null) return { sender: text.slice(0, at + mark.length - 2), brackets };
  }
  return { sender: text, brackets: NONE };
}

const NUMBER = /^\[(\d{13,17})\](?: |$)/;
const ROOM_ID = /^[^\s()]{1,80}@[\w.]{0,20}chatroom$/;

/** `[编号] [群名(群编号)]`, either of which may be absent; null for anything else. */
function bracketsIn(text: string): Brackets | null {
  const numbered = NUMBER.exec(text);
  const sequence = numbered?.[1] ?? null;
  const rest = text.slice(numbered?.[0].length ?? 0);
  if (rest === "") return { ...NONE, sequence };
  if (!rest.startsWith("[") || !rest.endsWith("]")) return null;
  const inner = rest.slice(1, -1);
  const open = inner.endsWith(")") ? inner.lastIndexOf("(") : -1;
  const room = open < 0 ? inner : inner.slice(open + 1, -1);
  return ROOM_ID.test(room) ? { sequence, room, roomName: open > 0 ? inner.slice(0, open) : null } : null;
}

/** `名(编号)` or an account alone; null for other words. */
function senderIn(text: string): Pick<TextHead, "name" | "id"> | null {
  const open = text.endsWith(")") ? text.lastIndexOf("(") : -1;
  if (open >= 0) return { name: open === 0 ? null : text.slice(0, open), id: text.slice(open + 1, -1) };
  return BARE.test(text) ? { name: null, id: text } : null;
}
