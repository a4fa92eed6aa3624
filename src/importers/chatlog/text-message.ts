import type { Direction } from "../../model/message.ts";
import type { MessageFacts, ReadSettings } from "../importer.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import type { Talked } from "./json-message.ts";
import { noticeOf, SYSTEM_SENDER } from "./notice.ts";
import { renderedContent } from "./placeholder.ts";
import type { NamedRange } from "./range.ts";
import { alphaSequence } from "./sequence.ts";
import type { TextHead } from "./text-head.ts";
import type { TextMessage } from "./text-messages.ts";

/** What the messages of one text are read against. */
export interface TextContext {
  readonly path: string;
  readonly folder: string;
  readonly range: NamedRange | null;
  readonly settings: ReadSettings;
}

const MYSELF = "我";

/** The message under one head. `isFirst`: no text stands above in which its head could have been typed. */
export function textMessage(message: TextMessage, isFirst: boolean, context: TextContext): Talked {
  const { head, line, content } = message;
  const isNotice = head.id === SYSTEM_SENDER;
  const read = isNotice
    ? { ...noticeOf(content, "system"), attachments: [] }
    : renderedContent(content, context.folder);
  const { times, localId, extra, warnings } = timesOf(head, context);
  const isGroup = head.room !== null;
  const noted = [
    ...warnings,
    ...(isFirst ? [] : ["BOUNDARY_FORGEABLE"]),
    ...(isGroup && !isNotice && head.id !== MYSELF ? ["SENDER_FROM_TEXT"] : []),
    ...(message.isCut ? ["TEXT_CUT"] : []),
  ];
  const facts: MessageFacts = {
    ...times,
    ...read,
    locator: { path: context.path, line },
    localId,
    direction: directionOf(head),
    ...senderOf(head),
    kindBasis: read.kind === "unknown" ? "none" : "placeholder",
    extra: { ...read.extra, ...extra },
    warnings: noted,
  };
  return { talker: head.room ?? "", talkerName: head.roomName, isGroup, facts };
}

function directionOf({ id }: TextHead): Direction {
  if (id === SYSTEM_SENDER) return "system";
  return id === MYSELF ? "sent" : id === "" ? "unknown" : "received";
}

/** The owner's id is printed as 我, so that only the name is known. */
function senderOf({ id, name }: TextHead) {
  if (id === SYSTEM_SENDER) return { sender: null, senderName: null, senderBasis: "none" } as const;
  const isUnnamed = id === MYSELF || id === "";
  if (!isUnnamed) return { sender: id, senderName: name, senderBasis: "stated" } as const;
  const senderName = name ?? (id === "" ? null : id);
  return { sender: null, senderName, senderBasis: senderName === null ? "none" : "name" } as const;
}

interface TimeFacts {
  readonly times: Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis">;
  readonly localId: string | null;
  readonly extra: Record<string, string>;
  readonly warnings: string[];
}

/**
 * Year and day stand only in the address that was asked for. Without a range in the file name such a time is not placed.
 *
 * @source documented: export-formats.md §3.1
 */
function timesOf({ time, form, sequence }: TextHead, { range, settings }: TextContext): TimeFacts {
  const extra: Record<string, string> = sequence === null ? {} : { seq: sequence };
  const parts = sequence === null ? null : alphaSequence(sequence, null);
  if (parts !== null && isShownBy(parts.seconds, time)) {
    const times = { sentAt: parts.seconds * 1000, sentAtText: time, timePrecision: "s", timeBasis: "epoch" } as const;
    return { times, localId: parts.localId, extra, warnings: [] };
  }
  const inherited = form === "full" ? time : inheritedTime(time, form, range);
  const clipped = [...(form === "full" ? [] : ["TIME_CLIPPED"]), ...(parts === null ? [] : ["SEQUENCE_TIME_DISAGREE"])];
  if (inherited === null) {
    const times = { sentAt: null, sentAtText: time, timePrecision: "none", timeBasis: "none" } as const;
    return { times, localId: null, extra, warnings: clipped };
  }
  const { doubt, ...read } = timeOfText(inherited, settings);
  const warnings = [...clipped, ...(form === "full" ? [] : ["TIME_INHERITED"]), ...(doubt === null ? [] : [doubt])];
  if (read.sentAt === null) warnings.push("TIME_UNREADABLE");
  return { times: { ...read, sentAtText: time }, localId: null, extra, warnings };
}

const QUARTER_HOUR = 900;

/** Whether clocks of some zone can show this second so: zones differ by quarters of an hour. */
function isShownBy(seconds: number, time: string): boolean {
  const shown = Number(time.slice(-5, -3)) * 60 + Number(time.slice(-2));
  return (seconds - shown) % QUARTER_HOUR === 0;
}

function inheritedTime(time: string, form: "month" | "clock", range: NamedRange | null): string | null {
  if (range === null) return null;
  if (form === "clock") return range.from === range.until ? `${range.from} ${time}` : null;
  const year = range.from.slice(0, 4);
  const day = `${year}-${time.slice(0, 5)}`;
  return year === range.until.slice(0, 4) && day >= range.from && day <= range.until ? `${year}-${time}` : null;
}
