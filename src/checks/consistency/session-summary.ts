import type { Chat } from "../../model/chat.ts";
import type { Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { lacksLog, lacksShard } from "../coverage.ts";
import { placesOf, beginning } from "../places.ts";
import { isMarkup, plainWords } from "../plain-words.ts";
import { onlyRow } from "../row.ts";

/** Times of one message in two places differ by less; a list that names a later time than this speaks of another message. */
const SAME_TIME_MS = 600_000;
/** Type number of plain text on every platform. */
const TEXT = "1";

/**
 * The last message as the list of conversations names it, against the record.
 *
 * The client writes the list anew when the last message is deleted in it; a list that still names it was not there.
 */
export const sessionSummary = defineCheck({
  id: "consistency/session-summary",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["traces", "client-table"],
  options: {},
  title: {
    zh: "会话列表所载的最后一条与记录不符",
    en: "Last message of the conversation list differs from the record",
  },
  rule: {
    zh: "会话列表记有最后一条消息的本地编号、时间和摘要。编号没有对应的行、或没有编号而时间晚于最后一条记录 10 分钟以上的，列出列表所载的内容。编号或时间对应的行是纯文字、列表也标为文字，而两处文字互不包含的，列出两处的文字。有草稿、缺少分片或日志、会话没有任何记录的，强度较低。公众号和折叠会话不比较。",
    en: "The list of conversations keeps local id, time and words of the last message. Where no row has the id, or where there is no id and the time lies more than ten minutes after the last record, what the list says is told. Where the row of that id or time is plain text, the list calls it text, and neither contains the other's words, both are told. It is weaker where there is a draft, where a shard or the log is absent, and where the conversation has no record at all. Official accounts and folded conversations are not compared.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除、修改及不完整等情形；会话列表由客户端另行保存，可与记录相互核对。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from, changed or are incomplete; the client keeps the list apart, so that it can be held against the record.",
  },
  innocent: [
    {
      zh: "最后的消息在未提供的分片或预写日志中。",
      en: "The last messages lie in a shard or a write-ahead log that was not given.",
    },
    {
      zh: "草稿、置顶、拍一拍和客户端不支持的消息也会改变列表的时间和摘要。",
      en: "Drafts, pinning, pats and messages the client does not support change time and words of the list as well.",
    },
    {
      zh: "列表与消息不是同一时刻复制的。",
      en: "List and messages were not copied at the same moment.",
    },
  ],
  reference: "wechat-databases.md §8.1 S-C06, §3.4 SessionTable; design.md §6.2",
  words: {
    "absent-id": {
      zh: "会话列表所载的最后一条消息（本地编号 {localId}，时间 {at}）不在记录中；列表的摘要是「{text}」。",
      en: "The last message that the list of conversations names (local id {localId}, time {at}) is not in the record; its words there are “{text}”.",
    },
    later: {
      zh: "会话列表所载的最后一条消息时间为 {at}，而记录的最后一条为 {lastAt}；列表的摘要是「{text}」。",
      en: "The list of conversations dates the last message {at}, while the last record is of {lastAt}; its words there are “{text}”.",
    },
    "text-differs": {
      zh: "会话列表所载最后一条的文字是「{text}」，而第 {seq} 条（{sentAt}）存储的文字是「{storedText}」。",
      en: "The list of conversations has “{text}” as the last message, while the words stored in message {seq} ({sentAt}) are “{storedText}”.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation } = context;
    if (conversation.type === "official") return { notApplicable: "official-account" };
    // In a rebuilt copy a number of the list may be that of another row by now.
    const isRenumbered = context.export.provenance?.class === "rebuilt-copy";
    const entries = [...chat.query<Entry>(ENTRIES, conversation.id)]
      .map((entry) => (isRenumbered ? { ...entry, localId: null } : entry))
      .filter(({ localId, at, text }) => localId !== null || at !== null || text !== null);
    if (entries.length === 0 || isHolder(conversation.talker)) return { notApplicable: "no-session-entry" };
    let compared = 0;
    for (const entry of entries) {
      const row = rowOf(chat, conversation.id, entry, conversation.lastMessageAt);
      if (row === null) {
        yield* absentFound(context, entry);
        continue;
      }
      const verdict = compareWords(chat, conversation.id, entry, row.seq);
      if (verdict === null) continue;
      compared += 1;
      if (verdict !== "same") yield { ...verdict, strength: strengthOf(context, entry) };
    }
    return { counts: { entries: entries.length, compared } };
  },
});

/** An entry of the list. */
interface Entry {
  readonly localId: string | null;
  readonly at: number | null;
  readonly text: string | null;
  readonly typeCode: string | null;
  readonly detail: string;
  readonly locator: string;
}

const ENTRIES = `SELECT local_id AS localId, at, text, type_code AS typeCode, detail, locator FROM trace
  WHERE conversation = ? AND relation = 'last' ORDER BY id LIMIT 20`;

/** Entries that stand for a folder of conversations. */
const isHolder = (talker: string | null): boolean =>
  talker !== null &&
  /^@|^(?:brandsessionholder|brandservicesessionholder|notification_messages|notifymessage)/i.test(talker);

interface Row {
  readonly seq: number;
  readonly sentAt: number | null;
}

// Of rows that share a number (one in each shard) the one nearest in time.
const BY_NUMBER = `SELECT seq, sent_at AS sentAt FROM message WHERE conversation = ?1 AND local_id = ?2
  ORDER BY abs(coalesce(sent_at - ?3, 0)), seq DESC LIMIT 1`;
const LAST = "SELECT seq, sent_at AS sentAt FROM message WHERE conversation = ? ORDER BY seq DESC LIMIT 1";

const TABLES = "SELECT count(DISTINCT local_id_scope) AS tables FROM message WHERE conversation = ?";

function hasSeveralTables(chat: Chat, conversation: string): boolean {
  return onlyRow(chat.query<{ tables: number }>(TABLES, conversation)).tables > 1;
}

const HAS_ID = "SELECT count(*) AS rows FROM message WHERE conversation = ? AND local_id = ?";

/** The row that an entry speaks of; null where it is not here. */
function rowOf(chat: Chat, conversation: string, { localId, at }: Entry, lastAt: number | null): Row | null {
  if (localId !== null) {
    for (const row of chat.query<Row>(BY_NUMBER, conversation, localId, at)) {
      // A number that repeats from shard to shard is that of another message where the time is another.
      const isOther = at !== null && row.sentAt !== null && Math.abs(at - row.sentAt) > SAME_TIME_MS;
      return isOther && hasSeveralTables(chat, conversation) ? null : row;
    }
    return null;
  }
  if (at !== null && (lastAt === null || at - lastAt > SAME_TIME_MS)) return null;
  for (const row of chat.query<Row>(LAST, conversation)) return row;
  return null;
}

const HAS_NUMBERS =
  "SELECT count(*) AS rows FROM (SELECT 1 FROM message WHERE conversation = ? AND local_id IS NOT NULL LIMIT 1)";

function* absentFound(context: ConversationContext, entry: Entry): Generator<Found, void, void> {
  const { chat, conversation } = context;
  const { localId, at, text } = entry;
  const words = text === null ? null : beginning(text);
  const { rows } = onlyRow(chat.query<{ rows: number }>(HAS_NUMBERS, conversation.id));
  const byNumber = localId !== null && (rows > 0 || conversation.messageCount === 0);
  if (localId === null && conversation.messageCount === 0 && words === null) return;
  const facts = { localId, at, text: words, lastAt: conversation.lastMessageAt };
  // Where a row of another table has the number, only the time tells them apart.
  const isRepeated = byNumber && onlyRow(chat.query<{ rows: number }>(HAS_ID, conversation.id, localId)).rows > 0;
  const strength = byNumber && !isRepeated ? strengthOf(context, entry) : "C";
  const isLater =
    at !== null && (conversation.lastMessageAt === null || at - conversation.lastMessageAt > SAME_TIME_MS);
  if (byNumber) yield { word: "absent-id", facts, at: placesOf([{ at: entry.locator }]), strength };
  else if (isLater) yield { word: "later", facts, at: placesOf([{ at: entry.locator }]), strength };
}

function strengthOf({ conversation, export: of }: ConversationContext, { detail }: Entry): Strength {
  const stated = JSON.parse(detail) as Readonly<Record<string, string | undefined>>;
  const hasDraft = (stated["draft"] ?? stated["editingMsg"] ?? "") !== "";
  return hasDraft || lacksShard(of) || lacksLog(of) || conversation.messageCount === 0 ? "C" : "B";
}

/** Null where one of both is no plain text. The list may put a name in front and cut what follows. */
function compareWords(chat: Chat, conversation: string, entry: Entry, seq: number): Found | "same" | null {
  const { text, typeCode, at, locator } = entry;
  if (text === null || typeCode !== TEXT || isMarkup(text)) return null;
  const message = chat.message(conversation, seq);
  if (message.kind !== "text" || message.text === null || isMarkup(message.text)) return null;
  // Without a number only the time says that both are one message.
  if (entry.localId === null && (at === null || message.sentAt === null || Math.abs(at - message.sentAt) > 1000))
    return null;
  const [listed, stored] = [plainWords(text).replace(/(?:…|\.\.\.)$/, ""), plainWords(message.text)];
  if (listed === "" || stored === "") return null;
  if (isContained(listed, stored)) return "same";
  const facts = { seq, sentAt: message.sentAt, text: beginning(text), storedText: beginning(message.text) };
  return { word: "text-differs", facts, at: [...placesOf([{ at: locator }]), message.locator], messages: [seq] };
}

/** The list has the beginning of the message, with or without a name and a colon in front. */
function isContained(listed: string, stored: string): boolean {
  if (stored.startsWith(listed) || listed.endsWith(stored)) return true;
  const colon = listed.search(/[:：]/);
  return colon >= 0 && colon < 64 && stored.startsWith(listed.slice(colon + 1)) && listed.length > colon + 1;
}
