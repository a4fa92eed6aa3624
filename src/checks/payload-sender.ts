import type { Chat } from "../model/chat.ts";
import type { Kind } from "../model/kind.ts";
import type { Message } from "../model/message.ts";
import { PLACES_SHOWN } from "./places.ts";

/** Payloads whose own `fromusername` is the sender; cards, links and forwarded records name authors there instead. */
const NAMING_KINDS: readonly Kind[] = ["sticker", "voice", "video", "location"];
const NAMED_SENDER =
  /<(?:emoji|voicemsg|videomsg|location)\b[^<>]{0,20000}?\sfromusername\s*=\s*["']([^"']{1,128})["']/iu;
/** The same within a line of JSON, where quotes are escaped; and the export that the line ends with. */
const NAMED_IN_LINE =
  /<(?:emoji|voicemsg|videomsg|location)\b[^<>]{0,20000}?\sfromusername\s*=\s*(?:\\"|')([\w.@-]{1,128})(?:\\"|')/u;
const SOURCE_IN_LINE = /"source":"(s\d+)"/u;
/** Rows looked at to see whether the export carries such payloads at all. */
const PROBED_ROWS = 200;
const MOST_PAIRS = 10_000;

/** Account behind a participant id; null where the export gives only a name. */
export function accountOf(sender: string, source: string): string | null {
  const account = sender.slice(source.length + 1);
  return account.startsWith("name:") ? null : account;
}

/** What payloads say of their sender, compared with the rows. */
export interface PayloadSenders {
  readonly compared: number;
  readonly differing: number;
  /** By named and row's account: the first messages, and how many there are. */
  readonly pairs: ReadonlyMap<string, { named: string; account: string; count: number; seqs: number[] }>;
}

/** Reads the payloads of one conversation once, and only where a first look finds any that name a sender. */
export function payloadSenders(chat: Chat, conversation: string): PayloadSenders {
  const pairs = new Map<string, { named: string; account: string; count: number; seqs: number[] }>();
  let [compared, differing] = [0, 0];
  if (!carriesNames(chat, conversation)) return { compared, differing, pairs };
  for (const { line } of chat.lines(conversation, NAMING_KINDS)) {
    if (!line.includes("fromusername")) continue;
    const said = agreesAtSight(line) ? "agrees" : comparisonOf(JSON.parse(line) as Message);
    if (said === null) continue;
    compared += 1;
    if (said === "agrees") continue;
    differing += 1;
    const { seq, named, account } = said;
    const key = `${named}\u0000${account}`;
    const pair = pairs.get(key) ?? { named, account, count: 0, seqs: [] };
    pair.count += 1;
    if (pair.seqs.length < PLACES_SHOWN) pair.seqs.push(seq);
    if (pairs.size < MOST_PAIRS) pairs.set(key, pair);
  }
  return { compared, differing, pairs };
}

function carriesNames(chat: Chat, conversation: string): boolean {
  let probed = 0;
  for (const { line } of chat.lines(conversation, NAMING_KINDS)) {
    if (line.includes("fromusername") && namedSender(JSON.parse(line) as Message) !== null) return true;
    probed += 1;
    if (probed === PROBED_ROWS) return false;
  }
  return false;
}

/** Nearly every row agrees, which its line shows without being parsed. */
function agreesAtSight(line: string): boolean {
  const named = NAMED_IN_LINE.exec(line)?.[1];
  const source = SOURCE_IN_LINE.exec(line)?.[1];
  return named !== undefined && source !== undefined && line.includes(`"sender":"${source}:${named}"`);
}

/** Null where there is nothing to compare. */
function comparisonOf(message: Message): "agrees" | { seq: number; named: string; account: string } | null {
  const named = namedSender(message);
  const account = message.sender === null ? null : accountOf(message.sender, message.source);
  if (named === null || account === null) return null;
  return named === account ? "agrees" : { seq: message.seq, named, account };
}

/** Old clients wrote the group itself into the field. */
function namedSender({ kind, payload }: Message): string | null {
  if (payload === null || !NAMING_KINDS.includes(kind)) return null;
  const named = NAMED_SENDER.exec(payload)?.[1] ?? null;
  return named === null || named.endsWith("@chatroom") ? null : named;
}
