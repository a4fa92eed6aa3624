import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";
import { reversals, type Reversal, type TimedRow } from "../reversal.ts";
import { onlyRow, rowPlace } from "../row.ts";

const DAY_MS = 86_400_000;

/** Rows that the client numbered late though they are dated early: fetched as history, restored, or written in. */
export const importedBlock = defineCheck({
  id: "continuity/imported-block",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "C",
  needs: ["client-table", "local-id"],
  needsGrade: ["native", "carried"],
  options: { listed: 50, blockRows: 10, noiseSeconds: 60 },
  title: { zh: "编号靠后而时间靠前的记录", en: "Records numbered late but dated early" },
  rule: {
    zh: "按客户端编号依次看各条消息的时间（系统提示不看）。时间退回 1 分钟以上的，到时间赶上为止算作一处：10 条以上的是成段写入的旧记录，多为迁移、恢复或补取的历史；不足 10 条的逐处列出，其中没有服务端编号、或退回 1 天以上的列为警告。客户端标明为补取历史的记录、以及数据库中关于迁移或恢复的记载另行提示。",
    en: "Looks at the times of messages in the order of the client's numbers (notices left out). Where time falls back by more than a minute, the rows until it has caught up are one place: ten or more are a block of old records, mostly migrated, restored or fetched as history; fewer are listed one by one, as a warning where they have no server id or lie more than a day back. Rows the client marks as fetched history, and entries about migration or restoring, are noted besides.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条要求考虑电子数据保存、传输、提取的方法；从别的设备迁移或恢复而来的一段记录，应说明来自哪台设备、何时恢复。",
    en: "Article 93 of the Provisions on Evidence in Civil Procedure looks at how electronic data were kept, transferred and extracted; of records that came from another device by migration or restoring it should be said from which one and when.",
  },
  innocent: [
    {
      zh: "聊天记录从旧手机或电脑迁移、从备份恢复而来。",
      en: "The chat was migrated from an older phone or computer, or restored from a backup.",
    },
    {
      zh: "设备离线期间的消息，在重新联网后由客户端补取。",
      en: "Messages of a time offline were fetched by the client when it was online again.",
    },
    {
      zh: "在另一台设备上发出的消息较晚才同步到本机；网络延迟。",
      en: "Messages sent on another device were synchronised late; delays of the network.",
    },
    {
      zh: "设备时钟曾经调整。",
      en: "The clock of the device had been set.",
    },
  ],
  reference: "wechat-databases.md §8.2 S-N06, §8.6 S-F08, §5.1.2, §3.1 HistoryAddMsgInfo",
  words: {
    block: {
      zh: "编号 {from} 至 {to} 的 {rows} 条消息时间都早于它们之前的一条（最多早 {depthMs}）：第 {firstSeq} 条（{firstAt}）至第 {lastSeq} 条（{lastAt}），在编号上接在第 {beforeSeq} 条（{beforeAt}）之后；是成段写入的旧记录，其中标明为补取历史的 {history} 条。",
      en: "The {rows} messages numbered {from} to {to} are all dated before the one ahead of them, by up to {depthMs}: message {firstSeq} ({firstAt}) to {lastSeq} ({lastAt}), numbered after message {beforeSeq} ({beforeAt}). They are old records written as a block; {history} of them are marked as fetched history.",
    },
    "few-rows": {
      zh: "第 {firstSeq} 条（{firstAt}）起 {rows} 条消息的编号（{from} 至 {to}）排在第 {beforeSeq} 条（{beforeAt}）之后，时间却早 {depthMs}；其中没有服务端编号的 {withoutServerId} 条，标明为补取历史的 {history} 条。",
      en: "{rows} message(s) from message {firstSeq} ({firstAt}) are numbered {from} to {to}, after message {beforeSeq} ({beforeAt}), but dated {depthMs} earlier; {withoutServerId} of them have no server id and {history} are marked as fetched history.",
    },
    ahead: {
      zh: "第 {seq} 条（编号 {number}，{sentAt}）的时间比编号在它之后的第 {afterSeq} 条（{afterAt}）晚 {depthMs}。",
      en: "Message {seq} (number {number}, {sentAt}) is dated {depthMs} after message {afterSeq} ({afterAt}), which is numbered after it.",
    },
    "history-rows": {
      zh: "有 {count} 条消息由客户端标明为补取的历史记录，首条为第 {seq} 条（{sentAt}）。",
      en: "The client marks {count} message(s) as fetched history, the first is message {seq} ({sentAt}).",
    },
    restored: {
      zh: "数据库中有 {count} 项记载表明该会话经过迁移或恢复（例如：{kind}，{at}）。",
      en: "{count} entr(ies) in the databases say that this conversation was migrated or restored (such as {kind}, {at}).",
    },
    more: {
      zh: "另有 {count} 处编号靠后而时间靠前的记录。",
      en: "{count} further place(s) where records are numbered late but dated early.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, options } = context;
    const listed = options["listed"] ?? 50;
    const noiseMs = (options["noiseSeconds"] ?? 60) * 1000;
    let places = 0;
    for (const scope of scopesOf(chat, conversation.id)) {
      for (const reversal of reversals(chat.query<NumberedRow>(NUMBERED, conversation.id, scope))) {
        if (reversal.depthMs <= noiseMs) continue;
        places += 1;
        if (places <= listed) yield reversalFound(context, scope, reversal);
      }
    }
    if (places > listed) yield { word: "more", facts: { count: places - listed }, at: [] };
    const history = yield* historyFound(chat, conversation.id);
    yield* restoredFound(chat, conversation.id);
    return { counts: { messages: conversation.messageCount, places, history } };
  },
});

interface NumberedRow extends TimedRow {
  readonly id: number;
  readonly number: number;
}

function scopesOf(chat: Chat, conversation: string): string[] {
  const sql = `SELECT DISTINCT local_id_scope AS scope FROM message
    WHERE conversation = ? AND local_id_scope IS NOT NULL AND local_id IS NOT NULL ORDER BY 1`;
  return Array.from(chat.query<{ scope: string }>(sql, conversation), ({ scope }) => scope);
}

const NUMBERED = `SELECT id, seq, sent_at AS sentAt, direction, server_id AS serverId, CAST(local_id AS INTEGER) AS number
  FROM message WHERE conversation = ? AND local_id_scope = ? AND sent_at IS NOT NULL AND kind NOT IN ('system', 'recall', 'pat')
    AND local_id NOT GLOB '*[^0-9]*' AND length(local_id) BETWEEN 1 AND 15 ORDER BY number`;

function reversalFound(context: ConversationContext, scope: string, reversal: Reversal<NumberedRow>): Found {
  const { chat, conversation, options } = context;
  const { before, first, last, after, earlier, rows, depthMs, withoutServerId } = reversal;
  if (reversal.isAhead) return aheadFound(chat, scope, { earlier, before, first });
  const around = [first, ...(rows > 1 ? [last] : []), before, ...(after ? [after] : [])];
  const facts = {
    ...{ scope, rows, depthMs, withoutServerId, from: first.number, to: last.number },
    ...{ history: historyBetween(chat, conversation.id, scope, first.number, last.number) },
    ...{ beforeSeq: before.seq, beforeAt: before.sentAt, firstSeq: first.seq, firstAt: first.sentAt },
    ...{ lastSeq: last.seq, lastAt: last.sentAt, afterSeq: after?.seq ?? null, afterAt: after?.sentAt ?? null },
  };
  const place = { at: placesOfRows(chat, around), messages: around.map(({ seq }) => seq) };
  if (rows >= (options["blockRows"] ?? 10)) return { word: "block", facts, ...place };
  return { word: "few-rows", facts, ...place, ...weightOf(reversal, facts.history) };
}

/** Received rows without a server id between rows that have one are not what a server delivers. */
function weightOf(
  { rows, depthMs, withoutServerId, allReceived, before, after }: Reversal<NumberedRow>,
  history: number,
) {
  if (history === rows) return { level: "note", strength: "D" } as const;
  const lacking = withoutServerId === rows;
  const between = before.serverId !== null && (after === null || after.serverId !== null);
  const strength = lacking && allReceived && between ? "B" : "C";
  return { level: lacking || depthMs > DAY_MS ? "warning" : "note", strength } as const;
}

type Ahead = Pick<Reversal<NumberedRow>, "earlier" | "before" | "first">;

function aheadFound(chat: Chat, scope: string, { earlier, before, first }: Ahead): Found {
  const around = [before, ...(earlier ? [earlier] : []), first];
  const depthMs = before.sentAt - first.sentAt;
  const facts = {
    ...{ scope, seq: before.seq, number: before.number, sentAt: before.sentAt, depthMs },
    ...{ afterSeq: first.seq, afterAt: first.sentAt },
  };
  const level = depthMs > DAY_MS ? "warning" : "note";
  return { word: "ahead", facts, at: placesOfRows(chat, around), messages: around.map(({ seq }) => seq), level };
}

const placesOfRows = (chat: Chat, rows: readonly NumberedRow[]) => rows.map(({ id }) => rowPlace(chat, id).at);

/** Rows the client marks as history itself, or that a table of fetched messages names; takes the conversation twice. */
const IS_HISTORY = `(id IN (SELECT message FROM warning WHERE conversation = ? AND code = 'FETCHED_AS_HISTORY')
  OR server_id IN (SELECT server_id FROM trace WHERE conversation = ? AND relation = 'history'))`;

function historyBetween(chat: Chat, conversation: string, scope: string, from: number, to: number): number {
  const sql = `SELECT count(*) AS count FROM message WHERE conversation = ? AND local_id_scope = ?
    AND kind NOT IN ('system', 'recall', 'pat') AND CAST(local_id AS INTEGER) BETWEEN ? AND ? AND ${IS_HISTORY}`;
  return onlyRow(chat.query<{ count: number }>(sql, conversation, scope, from, to, conversation, conversation)).count;
}

interface HistoryRow {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: string;
  /** Of all such rows. */
  readonly count: number;
}

function* historyFound(chat: Chat, conversation: string): Generator<Found, number, void> {
  const sql = `SELECT seq, sent_at AS sentAt, locator AS at, count(*) OVER () AS count FROM message
    WHERE conversation = ? AND ${IS_HISTORY} ORDER BY seq LIMIT ${PLACES_SHOWN}`;
  const rows = [...chat.query<HistoryRow>(sql, conversation, conversation, conversation)];
  const [first] = rows;
  if (!first) return 0;
  const facts = { count: first.count, seq: first.seq, sentAt: first.sentAt };
  yield { word: "history-rows", facts, at: placesOf(rows), messages: rows.map(({ seq }) => seq), strength: "D" };
  return first.count;
}

interface Restored {
  readonly kind: string;
  readonly time: number | null;
  readonly at: string;
  readonly count: number;
}

function* restoredFound(chat: Chat, conversation: string): Generator<Found, void, void> {
  const sql = `SELECT kind, at AS time, locator AS at, count(*) OVER () AS count FROM trace
    WHERE conversation = ? AND relation = 'restored' ORDER BY id LIMIT ${PLACES_SHOWN}`;
  const entries = [...chat.query<Restored>(sql, conversation)];
  const [first] = entries;
  if (!first) return;
  const facts = { count: first.count, kind: first.kind, at: first.time };
  yield { word: "restored", facts, at: placesOf(entries), strength: "B" };
}
