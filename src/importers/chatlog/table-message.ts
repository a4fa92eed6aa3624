import { parseWallClock } from "../../base/time.ts";
import type { Locator } from "../../model/locator.ts";
import type { Direction } from "../../model/message.ts";
import type { MessageFacts, ReadSettings } from "../importer.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import type { Talked } from "./json-message.ts";
import { noticeOf, SYSTEM_SENDER } from "./notice.ts";
import { renderedContent } from "./placeholder.ts";
import { alphaSequence, isAlphaSequence } from "./sequence.ts";

/** One record of a table. */
export interface TableRow {
  readonly at: Locator;
  /** Column MessageID of chatlog_alpha; null where there is none. */
  readonly sequence: string | null;
  readonly time: string;
  readonly senderName: string;
  readonly sender: string;
  readonly talkerName: string;
  readonly talker: string;
  readonly content: string;
  readonly warnings: readonly string[];
}

/** The message a record states. Pure: the same record gives the same facts. */
export function tableMessage(row: TableRow, folder: string, settings: ReadSettings): Talked {
  const { talker, sender, content } = row;
  const isGroup = talker.endsWith("@chatroom");
  const isNotice = sender === SYSTEM_SENDER;
  const read = isNotice ? { ...noticeOf(content, "system"), attachments: [] } : renderedContent(content, folder);
  const direction = isNotice ? "system" : directionOf(sender, talker, isGroup);
  const { times, localId, extra, warnings } = timesOf(row, settings);
  const facts: MessageFacts = {
    ...times,
    ...read,
    locator: row.at,
    localId,
    direction,
    ...senderOf(row, isNotice),
    kindBasis: read.kind === "unknown" ? "none" : isNotice ? "word" : "placeholder",
    extra: { ...read.extra, ...extra },
    warnings: isGroup && !isNotice && sender !== "" ? [...warnings, "SENDER_FROM_TEXT"] : warnings,
  };
  return { talker, talkerName: row.talkerName === "" ? null : row.talkerName, isGroup, facts };
}

/** In a private chat whoever is not the other side is the owner; of a group the table does not say. */
function directionOf(sender: string, talker: string, isGroup: boolean): Direction {
  if (isGroup || sender === "" || talker === "") return "unknown";
  return sender === talker ? "received" : "sent";
}

function senderOf({ sender, senderName }: TableRow, isNotice: boolean) {
  if (isNotice) return { sender: null, senderName: null, senderBasis: "none" } as const;
  const name = senderName === "" ? null : senderName;
  if (sender === "") return { sender: null, senderName: name, senderBasis: name === null ? "none" : "name" } as const;
  return { sender, senderName: name, senderBasis: "stated" } as const;
}

type Times = Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis">;

interface TimeFacts {
  readonly times: Times;
  readonly localId: string | null;
  readonly extra: Record<string, string>;
  readonly warnings: string[];
}

const QUARTER_HOUR_MS = 900_000;

/** The number of chatlog_alpha holds the second as an epoch; the text beside it must show it in some zone. */
function timesOf({ sequence, time, warnings }: TableRow, settings: ReadSettings): TimeFacts {
  const extra: Record<string, string> = sequence === null || sequence === "" ? {} : { MessageID: sequence };
  const clock = parseWallClock(time);
  const { doubt, ...local } = timeOfText(time, settings, clock);
  const noted = [...warnings, ...(doubt === null ? [] : [doubt])];
  if (sequence === null || !isAlphaSequence(sequence)) {
    return {
      times: local,
      localId: null,
      extra,
      warnings: local.sentAt === null ? [...noted, "TIME_UNREADABLE"] : noted,
    };
  }
  const parts = alphaSequence(sequence, null);
  const isSame =
    parts !== null && (local.sentAt === null || (parts.seconds * 1000 - local.sentAt) % QUARTER_HOUR_MS === 0);
  if (!isSame) return { times: local, localId: null, extra, warnings: [...noted, "SEQUENCE_TIME_DISAGREE"] };
  const times = { ...local, sentAt: parts.seconds * 1000, timePrecision: "s", timeBasis: "epoch" } as const;
  return { times, localId: parts.localId, extra, warnings: [...warnings] };
}
