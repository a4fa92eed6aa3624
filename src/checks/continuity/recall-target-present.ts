import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { listedFound } from "../listed.ts";
import { beginning, placesOf } from "../places.ts";
import { onlyRow } from "../row.ts";

/**
 * Recalled messages that are still ordinary rows.
 *
 * In the client the notice of a recall takes the place of the message; both together are not its doing.
 */
export const recallTargetPresent = defineCheck({
  id: "continuity/recall-target-present",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "A",
  needs: ["server-id"],
  options: { listed: 100 },
  title: { zh: "已撤回的消息仍在记录中", en: "Recalled messages that are still in the record" },
  rule: {
    zh: "撤回提示写明被撤回消息的服务端编号；在本会话中查找带有该编号的普通消息（撤回提示和系统提示本身除外），仍然存在的列出。客户端自己的撤回登记、历史消息登记、引用登记所载的已撤回消息同样查找，强度较低。",
    en: "A notice of recall states the server id of the recalled message. An ordinary message of the conversation that bears this id (not the notice itself, nor another notice) is listed where it is still there. Messages that the client's own lists of recalls, of fetched history and of quotations call recalled are looked for as well, at a lower strength.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成、存储是否依赖可靠的软件环境、有无增加和修改；撤回后仍保有内容，通常要说明使用了什么软件。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data come from a reliable environment and were added to or changed; content kept after a recall usually calls for an account of the software used.",
  },
  innocent: [
    {
      zh: "撤回没有成功，或撤回的指令晚于消息到达之前的同步，本设备没有执行。",
      en: "The recall failed, or its command never took effect on this device.",
    },
    {
      zh: "安装了防止撤回的软件或触发器；使用者保留了对方撤回的内容。",
      en: "Software or a trigger against recalls was installed, so that what the other side withdrew was kept.",
    },
    {
      zh: "合并两台设备的数据，一台保留了消息，另一台只有提示。",
      en: "Data of two devices were merged, of which one had kept the message and the other had the notice.",
    },
  ],
  reference: "wechat-databases.md §8.5 S-L01, §8.3 S-X07, §7.8 revokemsg; design.md §6.2",
  words: {
    present: {
      zh: "第 {noticeSeq} 条撤回提示（{noticeAt}）所撤回的消息（服务端编号 {target}）仍在记录中：第 {seq} 条（{sentAt}）「{text}」。",
      en: "The message that notice {noticeSeq} ({noticeAt}) recalls (server id {target}) is still in the record: message {seq} ({sentAt}) “{text}”.",
    },
    "listed-as-recalled": {
      zh: "数据库的“{kind}”登记服务端编号 {target} 的消息已撤回，该消息仍在记录中：第 {seq} 条（{sentAt}）「{text}」。",
      en: "The “{kind}” of the databases calls the message with server id {target} recalled; it is still in the record: message {seq} ({sentAt}) “{text}”.",
    },
    more: {
      zh: "另有 {count} 条已撤回的消息仍在记录中，首条为第 {seq} 条。",
      en: "Another {count} recalled message(s) are still in the record, the first is message {seq}.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, options, judgement } = context;
    const targets = onlyRow(chat.query<{ notices: number; traces: number }>(TARGETS, conversation.id));
    if (targets.notices + targets.traces === 0) return { notApplicable: "no-recall-targets" };
    if (judgement.serverIds === "rounded") return { notApplicable: "server-ids-rounded" };
    const present = yield* listedFound(presentFound(chat, conversation.id), options["listed"] ?? 100);
    return { counts: { messages: conversation.messageCount, ...targets, present } };
  },
});

const TARGETS = `SELECT
  (SELECT count(*) FROM message WHERE conversation = ?1 AND recall_target IS NOT NULL) AS notices,
  (SELECT count(*) FROM trace WHERE conversation = ?1 AND relation = 'revoked' AND server_id IS NOT NULL) AS traces`;

/** Kinds of rows that may stand in the place of a recalled message. */
const ORDINARY = "m.kind NOT IN ('recall', 'system')";

const BY_NOTICE = `SELECT min(n.seq) AS noticeSeq, min(n.sent_at) AS noticeAt, n.locator AS noticeLocator, n.recall_target AS target,
    m.seq AS seq, m.locator AS at
  FROM message AS n CROSS JOIN message AS m ON m.conversation = n.conversation AND m.server_id = n.recall_target
  WHERE n.conversation = ? AND n.recall_target IS NOT NULL AND m.id <> n.id AND ${ORDINARY}
  GROUP BY m.id ORDER BY m.seq`;

const BY_TRACE = `SELECT t.kind AS kind, t.locator AS traceLocator, t.server_id AS target, m.seq AS seq, m.locator AS at, min(t.id) AS trace
  FROM trace AS t CROSS JOIN message AS m ON m.conversation = t.conversation AND m.server_id = t.server_id
  WHERE t.conversation = ? AND t.relation = 'revoked' AND t.server_id IS NOT NULL AND ${ORDINARY}
  GROUP BY m.id ORDER BY m.seq`;

interface Present {
  readonly target: string;
  readonly seq: number;
  readonly at: string;
}

function* presentFound(chat: Chat, conversation: string): Generator<Found, void, void> {
  const told = new Set<string>();
  type ByNotice = Present & {
    readonly noticeSeq: number;
    readonly noticeAt: number | null;
    readonly noticeLocator: string;
  };
  for (const row of chat.query<ByNotice>(BY_NOTICE, conversation)) {
    told.add(row.target);
    const { noticeSeq, noticeAt } = row;
    yield {
      word: "present",
      facts: { noticeSeq, noticeAt, ...rowFacts(chat, conversation, row) },
      at: placesOf([{ at: row.noticeLocator }, row]),
      messages: [noticeSeq, row.seq],
    };
  }
  type ByTrace = Present & { readonly kind: string; readonly traceLocator: string };
  for (const row of chat.query<ByTrace>(BY_TRACE, conversation)) {
    if (told.has(row.target)) continue;
    yield {
      word: "listed-as-recalled",
      facts: { kind: row.kind, ...rowFacts(chat, conversation, row) },
      at: placesOf([{ at: row.traceLocator }, row]),
      messages: [row.seq],
      strength: row.kind === "quote-table" ? "C" : "B",
    };
  }
}

function rowFacts(chat: Chat, conversation: string, { target, seq }: Present) {
  const { sentAt, text, kind } = chat.message(conversation, seq);
  return { target, seq, sentAt, messageKind: kind, text: text === null ? null : beginning(text) };
}
