import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { rowPlace } from "../row.ts";

/** Received rows below which nothing is learned of whether the rule holds. */
const ENOUGH_RECEIVED = 10;
const OBEYING_SHARE = 0.99;
/** In a short record so many rows may deviate: one time in a thousand falls on a whole second by chance. */
const FEW_DEVIATING = 2;
const FEW_SHARE = 0.9;
/** Rows remembered; a source with more does not keep the rule. */
const MOST_DEVIATING = 100_000;

/**
 * The Android client dates a received message with the server's second, and only where another message of the
 * conversation stands at or after it, with one millisecond more than that one. A message off the second whose
 * predecessor is not there tells of an absent one without any number.
 *
 * @source wechat-databases.md §5.1.2, §8.4 S-R04
 */
export const missingPredecessor = defineCheck({
  id: "continuity/missing-predecessor",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["client-table", "sent-second", "direction"],
  continuity: "gap-by-witness",
  options: { listed: 50 },
  title: { zh: "前一毫秒的记录不在（安卓）", en: "The record one millisecond before is absent (Android)" },
  rule: {
    zh: "安卓客户端收到消息时以服务器的整秒记时；同一会话的前一条已在该秒或其后时，记为前一条加 1 毫秒。因此收到的消息若不在整秒，前 1 毫秒处必有同一会话的记录。先以整个来源验证此规律（至少 10 条收到的消息，99% 以上符合，或不符合的不超过 2 条且不到一成），成立时才列出没有这样一条记录的消息；补取的历史记录和系统提示不看。",
    en: "The Android client dates a received message with the server's whole second, or, where the record before it in the conversation stands at or after that second, one millisecond after that record. So a received message off the second has a record of its conversation one millisecond before. Whether the rule holds is tested on the whole source first (ten received messages or more, of which 99 % keep it, or no more than two, and less than a tenth, do not); only then are messages without such a record listed. Fetched history and notices are left out.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无增加、删除、修改；这一痕迹不依赖编号，说明该处曾有另一条记录，或该条并非按接收方式写入，不说明是哪一种。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were added to, deleted from or changed. This trace needs no numbers; it says that another record stood there, or that this one was not written as received messages are, and not which.",
  },
  innocent: [
    {
      zh: "账号使用人删除了前一条消息。",
      en: "The holder of the account deleted the message before.",
    },
    {
      zh: "该段记录由迁移或恢复写入。",
      en: "These records were written by a migration or from a backup.",
    },
    {
      zh: "客户端在更新状态时改写了该条的时间。",
      en: "The client rewrote the time of the record when its state changed.",
    },
  ],
  reference: "wechat-databases.md §5.1.2, §8.4 S-R04",
  words: {
    predecessor: {
      zh: "第 {seq} 条是收到的消息，时间为 {sentAt} 又 {milliseconds} 毫秒，不在整秒；按该客户端的规律，前 1 毫秒处应有本会话的另一条记录，而没有（前一条为第 {beforeSeq} 条，{beforeAt}）。",
      en: "Message {seq}, a received one, is dated {sentAt} and {milliseconds} milliseconds, off the whole second. By this client's rule another record of the conversation stands one millisecond before, but there is none (the one before is message {beforeSeq}, {beforeAt}).",
    },
    more: {
      zh: "另有 {count} 条收到的消息，其前 1 毫秒处没有应有的记录。",
      en: "{count} further received message(s) lack the record one millisecond before.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const rule = ruleOf(chat, conversation.source);
    if (!rule.hasMilliseconds) return { notApplicable: "times-in-seconds" };
    if (rule.received < ENOUGH_RECEIVED) return { notApplicable: "too-few-received" };
    if (!isKept(rule)) return { notApplicable: "millisecond-rule-not-kept" };
    const rows = rule.rows.get(conversation.id) ?? [];
    const listed = options["listed"] ?? 50;
    for (const row of rows.slice(0, listed)) yield predecessorFound(chat, row);
    if (rows.length > listed) yield { word: "more", facts: { count: rows.length - listed }, at: [] };
    return { counts: { receivedInSource: rule.received, deviatingInSource: rule.deviating, deviating: rows.length } };
  },
});

function isKept({ received, deviating }: Rule): boolean {
  if (deviating > MOST_DEVIATING) return false;
  const obeying = received - deviating;
  return obeying >= (deviating <= FEW_DEVIATING ? FEW_SHARE : OBEYING_SHARE) * received;
}

/** Keys of the `message` table: a row off the second, and the row before it in time. */
interface Deviating {
  readonly id: number;
  readonly beforeId: number | null;
}

/** How a source keeps the rule. */
interface Rule {
  hasMilliseconds: boolean;
  received: number;
  deviating: number;
  /** By conversation. */
  readonly rows: Map<string, Deviating[]>;
}

const remembered = new WeakMap<Chat, Map<string, Rule>>();

function ruleOf(chat: Chat, source: string): Rule {
  const known = remembered.get(chat) ?? new Map<string, Rule>();
  remembered.set(chat, known);
  const rule = known.get(source) ?? readRule(chat, source);
  known.set(source, rule);
  return rule;
}

interface Row {
  readonly id: number;
  readonly sentAt: number;
  readonly isReceived: number;
}

const ROWS = `SELECT id, sent_at AS sentAt, direction = 'received' AND kind NOT IN ('system', 'recall', 'pat')
    AND id NOT IN (SELECT message FROM warning WHERE conversation = ? AND code = 'FETCHED_AS_HISTORY') AS isReceived
  FROM message WHERE conversation = ? AND sent_at IS NOT NULL ORDER BY seq`;

function readRule(chat: Chat, source: string): Rule {
  const rule: Rule = { hasMilliseconds: hasMilliseconds(chat, source), received: 0, deviating: 0, rows: new Map() };
  if (!rule.hasMilliseconds) return rule;
  for (const { id } of chat.conversations.filter((conversation) => conversation.source === source)) {
    readConversation(chat, id, rule);
  }
  return rule;
}

/** Where no time has milliseconds, the client keeps none. */
function hasMilliseconds(chat: Chat, source: string): boolean {
  const sql = "SELECT 1 FROM message WHERE source = ? AND sent_at % 1000 <> 0 LIMIT 1";
  return [...chat.query(sql, source)].length > 0;
}

function readConversation(chat: Chat, conversation: string, rule: Rule): void {
  let [at, before]: [Row | null, Row | null] = [null, null];
  for (const row of chat.query<Row>(ROWS, conversation, conversation)) {
    // Rows of one time have the same row before them.
    if (at === null || row.sentAt !== at.sentAt) [before, at] = [at, row];
    if (row.isReceived === 0) continue;
    rule.received += 1;
    if (row.sentAt % 1000 === 0 || before?.sentAt === row.sentAt - 1) continue;
    rule.deviating += 1;
    keep(rule, conversation, { id: row.id, beforeId: before?.id ?? null });
  }
}

/** Beyond what any source that keeps the rule may have, the rows are of no use. */
function keep(rule: Rule, conversation: string, row: Deviating): void {
  if (rule.deviating > MOST_DEVIATING) return;
  const rows = rule.rows.get(conversation) ?? [];
  rule.rows.set(conversation, rows);
  rows.push(row);
}

function predecessorFound(chat: Chat, { id, beforeId }: Deviating): Found {
  const { seq, sentAt, at } = rowPlace(chat, id);
  const before = beforeId === null ? null : rowPlace(chat, beforeId);
  const facts = {
    ...{ seq, sentAt, milliseconds: (sentAt ?? 0) % 1000 },
    ...{ beforeSeq: before?.seq ?? null, beforeAt: before?.sentAt ?? null },
  };
  const messages = before ? [before.seq, seq] : [seq];
  return { word: "predecessor", facts, at: before ? [before.at, at] : [at], messages };
}
