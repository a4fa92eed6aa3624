import type { Chat, Conversation } from "../../model/chat.ts";
import type { Fact, Level, Strength } from "../../model/finding.ts";
import type { Message } from "../../model/message.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { beginningOf } from "../first-rows.ts";
import { beginning, PLACES_SHOWN, placesOf } from "../places.ts";
import { recallNotices } from "../recalls.ts";
import { onlyRow } from "../row.ts";
import { unplacedRecords } from "../unplaced.ts";

const DAY_MS = 86_400_000;

/**
 * Quoted messages that the record itself does not hold.
 *
 * The quoting message carries a snapshot of the quoted words, made when it was quoted; it outlives the quoted message.
 */
export const quotedMissing = defineCheck({
  id: "continuity/quoted-missing",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["quote-target", "server-id"],
  continuity: "gap-by-witness",
  options: { listed: 100, nearStartDays: 3 },
  title: { zh: "被引用的消息不在记录中", en: "Quoted messages that are not in the record" },
  rule: {
    zh: "引用消息以服务端编号指明所引用的消息。在同一会话的全部记录中查找该编号；找不到而被引用消息的时间落在记录的首末时间之间时列为警告，并列出引用中保留的文字。被引用消息的时间早于首条记录的，只作提示；导出文件没有写明其时间的，无法判断是否在范围之内（服务端编号不按时间排列），强度较低；如引用发生在记录开始后 3 天之内、而记录又没有会话开始的提示，只作提示。对同一条缺失消息的多次引用合并为一项。",
    en: "A quote names the quoted message by its server id. That id is looked for among all records of the conversation; where it is not there although the time of the quoted message lies between the first and the last record, a warning is given with the words the quote preserved. A quoted message older than the first record is noted. Where the export does not state its time, server ids cannot tell whether it lies inside, because they are in no order: that is weaker, and only noted where the quote stands within three days of a first record that is not the beginning of the conversation. Several quotes of one message are one finding.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除及不完整等情形；《最高人民法院关于民事诉讼证据的若干规定》第九十条规定存有疑点的电子数据不能单独作为认定案件事实的根据。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from or are incomplete; under article 90 of the Provisions on Evidence in Civil Procedure electronic data about which doubts remain cannot alone found a finding of fact.",
  },
  innocent: [
    {
      zh: "被引用的消息后来被撤回，或账号使用人在本设备上删除了它。",
      en: "The quoted message was recalled later, or the holder of the account deleted it on this device.",
    },
    {
      zh: "对方引用的消息从未到达本设备，例如在加入群聊之前发送，或更换手机后没有迁移。",
      en: "The quoted message never reached this device: it was sent before the account joined the group, or was not migrated to a new phone.",
    },
    {
      zh: "导出时选择了日期、类型或发送人范围，被引用的消息不在其中，或导出工具漏掉了该类型。",
      en: "The export was limited to dates, kinds or senders that leave the quoted message out, or the exporter drops its kind.",
    },
    {
      zh: "该消息在导出中没有服务端编号，或编号在转换中改变。",
      en: "The message has no server id in the export, or its id changed when the file was converted.",
    },
  ],
  reference: "wechat-databases.md §8.3 S-X08, §7.6 (57); export-formats.md §0.5, §4.1.2, §12.3 (quote target)",
  words: {
    absent: {
      zh: "第 {seq} 条引用了 {quotedSender} 于 {quotedAt} 发送的「{quotedText}」，该消息不在记录中（共被引用 {count} 次）；其时间在本记录的首末时间之间。",
      en: "Message {seq} quotes “{quotedText}” by {quotedSender} of {quotedAt}, which is not in the record (quoted {count} time(s)); its time lies between the first and the last record.",
    },
    "absent-time-unknown": {
      zh: "第 {seq} 条引用了 {quotedSender} 的「{quotedText}」，该消息不在记录中（共被引用 {count} 次）；导出文件没有写明其时间，它可能在本记录的起止时间之内，也可能在此之外。",
      en: "Message {seq} quotes “{quotedText}” by {quotedSender}, which is not in the record (quoted {count} time(s)); the export does not state its time, which may lie within that of this record or outside.",
    },
    "before-record": {
      zh: "第 {seq} 条引用了 {quotedSender} 于 {quotedAt} 发送的「{quotedText}」，早于本记录的首条消息（{firstAt}），不在记录中（共被引用 {count} 次）。",
      en: "Message {seq} quotes “{quotedText}” by {quotedSender} of {quotedAt}, before the first record ({firstAt}); it is not in the record (quoted {count} time(s)).",
    },
    recalled: {
      zh: "第 {seq} 条引用了 {quotedSender} 的「{quotedText}」，该消息已撤回，撤回提示为第 {recallSeq} 条（共被引用 {count} 次）。",
      en: "Message {seq} quotes “{quotedText}” by {quotedSender}, which was recalled; the notice is message {recallSeq} (quoted {count} time(s)).",
    },
    "in-other-export": {
      zh: "第 {seq} 条引用了 {quotedSender} 的「{quotedText}」，该消息不在本份导出中，但在同一会话的另一份导出（{otherConversation} 第 {otherSeq} 条）中（共被引用 {count} 次）。",
      en: "Message {seq} quotes “{quotedText}” by {quotedSender}, which is not in this export but in another export of the conversation ({otherConversation}, message {otherSeq}; quoted {count} time(s)).",
    },
    more: {
      zh: "另有 {targets} 条被引用的消息不在记录中，共被引用 {count} 次，首次在第 {seq} 条。",
      en: "Another {targets} quoted message(s) are not in the record, quoted {count} time(s) in all, first in message {seq}.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, judgement, options } = context;
    if (judgement.serverIds === "none") return { notApplicable: "no-server-ids" };
    const quotes = onlyRow(chat.query<{ quotes: number; targets: number }>(QUOTES, conversation.id));
    const isPresent = judgement.serverIds === "rounded" ? presentWhenRounded(chat, conversation.id) : () => false;
    const listed: Absent[] = [];
    const more = { targets: 0, count: 0, seq: 0 };
    for (const absent of chat.query<Absent>(ABSENT, conversation.id, conversation.id, conversation.id)) {
      if (isPresent(absent.target)) continue;
      if (listed.length < (options["listed"] ?? 100)) listed.push(absent);
      else addTo(more, absent);
    }
    yield* told(context, listed);
    if (more.targets > 0)
      yield { word: "more", facts: more, at: [], messages: [more.seq], level: "note", strength: "C" };
    return { counts: { messages: conversation.messageCount, ...quotes, absent: listed.length + more.targets } };
  },
});

const IS_ID = "ltrim(quote_target, '-0') <> '' AND ltrim(quote_target, '-') NOT GLOB '*[^0-9]*'";

const QUOTES = `SELECT count(*) AS quotes, count(DISTINCT quote_target) AS targets FROM message
  WHERE conversation = ? AND quote_target IS NOT NULL AND ${IS_ID}`;

interface Absent {
  readonly target: string;
  readonly count: number;
  /** The first quoting message. */
  readonly seq: number;
  /** When the quoted message was sent, as one of the quotes states it. */
  readonly quotedAt: number | null;
}

// The inner question is answered by two indexes alone; only rows that quote an absent message are read.
const ABSENT = `SELECT quote_target AS target, count(*) AS count, min(seq) AS seq, min(quote_sent_at) AS quotedAt
  FROM message WHERE conversation = ? AND quote_target IN (
    SELECT DISTINCT quote_target FROM message AS quoting
    WHERE conversation = ? AND quote_target IS NOT NULL AND ${IS_ID}
      AND NOT EXISTS (SELECT 1 FROM message AS quoted
        WHERE quoted.conversation = ? AND quoted.server_id = quoting.quote_target))
  GROUP BY quote_target ORDER BY seq, quote_target`;

function addTo(more: { targets: number; count: number; seq: number }, { count, seq }: Absent): void {
  more.targets += 1;
  more.count += count;
  if (more.seq === 0) more.seq = seq;
}

/** Rounding moves an id of 19 digits by less than this; two different ids are as near once in ten million million. */
const ROUNDED_WITHIN = 100_000n;

/** Whether a target is among the server ids, when both may have lost their last digits in different ways. */
function presentWhenRounded(chat: Chat, conversation: string): (target: string) => boolean {
  const wanted = new Set<string>();
  const quotes = "SELECT quote_target AS id FROM message WHERE conversation = ? AND quote_target IS NOT NULL";
  for (const { id } of chat.query<{ id: string }>(quotes, conversation))
    for (const near of nearby(id)) wanted.add(near);
  const present = new Set<string>();
  const ids = "SELECT server_id AS id FROM message WHERE conversation = ? AND server_id IS NOT NULL";
  for (const { id } of chat.query<{ id: string }>(ids, conversation)) {
    const [own] = nearby(id);
    if (own !== undefined && wanted.has(own)) present.add(own);
  }
  return (target) => nearby(target).some((near) => present.has(near));
}

/** The stretch of numbers an id lies in, then its two neighbours. */
function nearby(id: string): string[] {
  if (!/^\d{16,20}$/.test(id)) return [id];
  const stretch = BigInt(id) / ROUNDED_WITHIN;
  return [stretch, stretch - 1n, stretch + 1n].map((number) => `${number}/`);
}

function* told(context: ConversationContext, listed: readonly Absent[]): Generator<Found, void, void> {
  if (listed.length === 0) return;
  const witness: Witness = {
    recalls: recallNotices(context.chat, context.conversation.id, new Set(listed.map(({ target }) => target))),
    strength: strengthOf(context),
    beginning: beginningOf(context.chat, context.conversation.id, context.export.owner) !== null,
  };
  for (const absent of listed) yield describe(context, absent, witness);
}

/** What is known beside the quote. */
interface Witness {
  /** Recalled server id -> number of the notice. */
  readonly recalls: ReadonlyMap<string, number>;
  readonly strength: Strength;
  /** Whether the record begins with the beginning of the conversation. */
  readonly beginning: boolean;
}

/** The quoted message may be a row without a server id, or one that could not be read. */
function strengthOf({ chat, conversation, export: of, judgement }: ConversationContext): Strength {
  const sql =
    "SELECT count(*) AS rows FROM message WHERE conversation = ? AND server_id IS NULL AND direction <> 'system'";
  const withoutId = onlyRow(chat.query<{ rows: number }>(sql, conversation.id)).rows;
  const unread = conversation.skippedCount + unplacedRecords(chat, of.id);
  return judgement.serverIds === "exact" && withoutId + unread === 0 ? "B" : "C";
}

// The plus keeps the index of the target in use: the one that stands in order of seq would be read from end to end.
const QUOTING = `SELECT seq, locator AS at FROM message WHERE conversation = ? AND quote_target = ?
  ORDER BY +seq LIMIT ${PLACES_SHOWN}`;

function describe(context: ConversationContext, absent: Absent, witness: Witness): Found {
  const { chat, conversation } = context;
  const { target, count, seq, quotedAt } = absent;
  const rows = [...chat.query<{ seq: number; at: string }>(QUOTING, conversation.id, target)];
  const quoting = chat.message(conversation.id, seq);
  const quotedText = quoting.quote?.text == null ? null : beginning(quoting.quote.text);
  const facts = {
    target,
    count,
    seq,
    sentAt: quoting.sentAt,
    quotedAt,
    quotedSender: quoting.quote?.sender ?? null,
    quotedText,
  };
  const verdict = verdictOn(context, absent, quoting, witness);
  return {
    word: verdict.word,
    facts: { ...facts, ...verdict.facts },
    at: placesOf(rows),
    messages: rows.map((row) => row.seq),
    level: verdict.level ?? "warning",
    strength: verdict.strength ?? witness.strength,
  };
}

interface Verdict {
  readonly word: string;
  readonly facts?: Readonly<Record<string, Fact>>;
  readonly level?: Level;
  readonly strength?: Strength;
}

function verdictOn(context: ConversationContext, absent: Absent, quoting: Message, witness: Witness): Verdict {
  const { chat, conversation, options } = context;
  const { firstMessageAt: firstAt } = conversation;
  const recallSeq = witness.recalls.get(absent.target);
  if (recallSeq !== undefined) return { word: "recalled", facts: { recallSeq }, level: "note", strength: "D" };
  const other = inOtherExport(chat, conversation, absent.target);
  if (other) return { word: "in-other-export", facts: other };
  if (absent.quotedAt !== null) {
    const isBefore = firstAt !== null && absent.quotedAt + 999 < firstAt;
    return isBefore ? { word: "before-record", facts: { firstAt }, level: "note", strength: "D" } : { word: "absent" };
  }
  const nearStart =
    firstAt === null || (quoting.sentAt ?? firstAt) - firstAt < (options["nearStartDays"] ?? 3) * DAY_MS;
  const mayPrecede = nearStart && !witness.beginning;
  return { word: "absent-time-unknown", level: mayPrecede ? "note" : "warning", strength: "C" };
}

/** The same message in the record of another export of the same talker. */
function inOtherExport(chat: Chat, { id, talker }: Conversation, target: string): Record<string, Fact> | null {
  if (talker === null) return null;
  const sql = "SELECT seq FROM message WHERE conversation = ? AND server_id = ? LIMIT 1";
  for (const other of chat.conversations) {
    if (other.id === id || other.talker !== talker || !other.selected) continue;
    for (const { seq } of chat.query<{ seq: number }>(sql, other.id, target)) {
      return { otherConversation: other.id, otherSeq: seq };
    }
  }
  return null;
}
