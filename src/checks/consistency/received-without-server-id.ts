import type { Chat } from "../../model/chat.ts";
import type { Kind } from "../../model/kind.ts";
import { defineCheck, type ConversationContext } from "../check.ts";
import { beginningOf, FIRST_ROWS } from "../first-rows.ts";
import { onlyRow } from "../row.ts";
import { rowFacts, rowsFound, type WarnedRow } from "../warned-rows.ts";

/** Kinds that reach a device only through the server. Notices, pats, calls and greetings may be made on the device. */
const ORDINARY: readonly Kind[] = [
  "text", "image", "voice", "video", "file", "link", "music", "channels", "miniProgram", "quote", "forward", "chain",
  "note", "transfer", "redPacket",
]; // prettier-ignore
/** From this share of received rows on it is the way this record came here, not rows that stand out. */
const WHOLESALE_SHARE = 0.2;
const WHOLESALE_ROWS = 20;
/** The client makes the words of a greeting itself when an account is added: so near such a notice nothing is told. */
const NEAR_ROWS = 5;
const NEAR_MS = 600_000;

/** Received messages of ordinary kinds that have no server id. */
export const receivedWithoutServerId = defineCheck({
  id: "consistency/received-without-server-id",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["client-table", "server-id", "direction"],
  options: { listed: 100 },
  title: { zh: "收到的消息没有服务端编号", en: "Received messages without a server id" },
  rule: {
    zh: "收到的普通消息（文字、图片、语音、视频、文件、链接、引用、转账等）由服务器送达，数据库行中有服务端编号。逐行列出编号为 0 或空的；系统提示、撤回、拍一拍、通话、名片等可能由客户端自行写入，不在此列；会话开头和“已添加好友”一类提示前后 10 分钟内的招呼语也不列。占收到消息五分之一以上的合并为一项。",
    en: "A received ordinary message (text, picture, voice, film, file, link, quote, transfer …) came through the server, and its row has a server id. Rows where it is 0 or absent are listed. Notices, recalls, pats, calls, cards and the like may be written by the client itself and are left out, as are greetings within ten minutes of the beginning or of a notice that an account was added. A fifth of all received messages or more are told together.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体和内容有无增加；直接写入数据库的行通常没有服务端编号，可以向对方设备核对。",
    en: "Article 11 of the Provisions on Internet Courts asks who generated electronic data and whether anything was added; a row written straight into the database usually has no server id, and can be held against the other side's device.",
  },
  innocent: [
    {
      zh: "由早期版本的客户端写入，或从别的设备迁移而来。",
      en: "It was written by an early version of the client, or migrated from another device.",
    },
    { zh: "由其他软件导入或恢复的记录。", en: "Records imported or restored by another program." },
    {
      zh: "客户端在本机写入的提示语，类型与普通文字相同。",
      en: "A sentence the client wrote on the device itself, of the same type as an ordinary text.",
    },
  ],
  reference: "wechat-databases.md §8.4 S-R02, §10.1 (local insertion)",
  words: {
    without: {
      zh: "第 {seq} 条（{sentAt}）是收到的普通消息，但没有服务端编号。",
      en: "Message {seq} ({sentAt}) is an ordinary received message, but has no server id.",
    },
    more: {
      zh: "另有 {count} 条收到的普通消息没有服务端编号，从第 {seq} 条起。",
      en: "Another {count} ordinary received message(s) have no server id, from message {seq} on.",
    },
    throughout: {
      zh: "收到的 {received} 条普通消息中有 {count} 条没有服务端编号，从第 {seq} 条起；可能是迁移或早期版本写入的，不逐行列出。",
      en: "Of {received} ordinary received messages {count} have no server id, from message {seq} on; they may have been migrated or written by an early version, and are not listed.",
    },
  },
  *run({ chat, conversation, export: of, options }: ConversationContext) {
    if (conversation.type === "official") return { notApplicable: "official-account" };
    const { received, count } = onlyRow(chat.query<{ received: number; count: number }>(COUNTS, conversation.id));
    const counts = { messages: conversation.messageCount, received };
    // A copy made without the column says nothing of any row; a single conversation without ids does.
    if (count > 0 && !hasAnyServerId(chat, of.id)) return { notApplicable: "no-server-ids" };
    if (count === 0) return { counts: { ...counts, without: 0 } };
    if (count >= WHOLESALE_ROWS && count >= WHOLESALE_SHARE * received) {
      const first = onlyRow(chat.query<WarnedRow>(ROWS, conversation.id));
      yield { ...rowFacts(first), word: "throughout", facts: { received, count, seq: first.seq }, strength: "C" };
      return { counts: { ...counts, without: count } };
    }
    const rows = outside(chat, conversation.id, of.owner);
    const without = yield* rowsFound(rows, options["listed"] ?? 100, "more", (row) => ({ ...rowFacts(row), word: "without" })); // prettier-ignore
    return { counts: { ...counts, without } };
  },
});

const RECEIVED = `conversation = ? AND direction = 'received' AND kind IN (${ORDINARY.map((kind) => `'${kind}'`).join(", ")})`;
const WITHOUT = "(server_id IS NULL OR server_id = '0')";
const COUNTS = `SELECT count(*) AS received, coalesce(sum(${WITHOUT}), 0) AS count FROM message WHERE ${RECEIVED}`;
const ROWS = `SELECT seq, sent_at AS sentAt, direction, kind, type_code AS typeCode, sender, sort_seq AS sortSeq, locator AS at
  FROM message WHERE ${RECEIVED} AND ${WITHOUT} ORDER BY seq`;
const ANY = `SELECT 1 AS one FROM message WHERE source = ? AND NOT ${WITHOUT} LIMIT 1`;
const GREETING = `SELECT count(*) AS notices FROM message WHERE conversation = ? AND seq BETWEEN ? AND ?
  AND event IN ('friend-added', 'greeting') AND abs(sent_at - ?) <= ${NEAR_MS}`;

function hasAnyServerId(chat: Chat, source: string): boolean {
  return [...chat.query<{ one: number }>(ANY, source)].length > 0;
}

/** Rows that are not the words which the client itself writes when an account is added. */
function* outside(chat: Chat, conversation: string, owner: string | null): Generator<WarnedRow, void, void> {
  const began = beginningOf(chat, conversation, owner)?.sentAt ?? null;
  for (const row of chat.query<WarnedRow>(ROWS, conversation)) {
    const { seq, sentAt } = row;
    const isFirst = seq <= FIRST_ROWS && began !== null && sentAt !== null && Math.abs(sentAt - began) <= NEAR_MS;
    if (isFirst) continue;
    const near = chat.query<{ notices: number }>(GREETING, conversation, seq - NEAR_ROWS, seq + NEAR_ROWS, sentAt);
    if (onlyRow(near).notices === 0) yield row;
  }
}
