import type { Fact } from "../../model/finding.ts";
import type { Message } from "../../model/message.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { beginning } from "../places.ts";

/**
 * Recall notices: who recalled, when, and what where the export says it.
 *
 * A recall is a feature of the client. The words that were recalled are usually gone from the record when the notice is there.
 */
export const recall = defineCheck({
  id: "continuity/recall",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: ["system-notices"],
  options: { listed: 200 },
  title: { zh: "撤回的消息", en: "Recalled messages" },
  rule: {
    zh: "逐条列出记录中的撤回提示：由谁撤回、提示的时间，以及导出文件写明的被撤回消息的服务端编号。撤回提示通常在数据库中覆盖了被撤回的消息，其内容不在导出文件中。",
    en: "Lists every recall notice of the record: who recalled, the time of the notice, and the server id of the recalled message where the export states it. In the database the notice usually takes the place of the recalled message, so that its content is not in the export.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除、修改及不完整等情形；撤回发生在何时、由谁作出，对方可以从自己的设备说明。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from, changed or are incomplete; when a message was recalled and by whom is something the other side can speak to from its own device.",
  },
  innocent: [
    {
      zh: "撤回是微信的普通功能：发错对象、写错字、重复发送后常被使用。",
      en: "Recalling is an ordinary feature of the client, used after a wrong recipient, a slip of the pen or a message sent twice.",
    },
    {
      zh: "部分导出工具把其他系统提示归为同一类型。",
      en: "Some exporters put other notices under the same type.",
    },
  ],
  reference: "wechat-databases.md §7.9 (revoke), §8.3 S-X07; export-formats.md §0.4 (5)",
  words: {
    recalled: {
      zh: "第 {seq} 条：{by} 撤回了一条消息（提示时间 {sentAt}）；导出文件没有写明是哪一条。",
      en: "Message {seq}: {by} recalled a message (notice of {sentAt}); the export does not say which.",
    },
    "recalled-target": {
      zh: "第 {seq} 条：{by} 撤回了服务端编号为 {target} 的消息（提示时间 {sentAt}）。",
      en: "Message {seq}: {by} recalled the message with server id {target} (notice of {sentAt}).",
    },
    more: {
      zh: "另有 {count} 条撤回提示，从第 {firstSeq} 条到第 {lastSeq} 条。",
      en: "Another {count} recall notice(s), from message {firstSeq} to message {lastSeq}.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const listed = options["listed"] ?? 200;
    const more = { count: 0, firstSeq: 0, lastSeq: 0 };
    let shown = 0;
    for (const { seq } of chat.query<{ seq: number }>(NOTICES, conversation.id)) {
      if (shown < listed) {
        shown += 1;
        yield noticeFound(chat.message(conversation.id, seq));
        continue;
      }
      more.count += 1;
      if (more.count === 1) more.firstSeq = seq;
      more.lastSeq = seq;
    }
    if (more.count > 0) yield { word: "more", facts: more, at: [], messages: [more.firstSeq, more.lastSeq] };
    return { counts: { messages: conversation.messageCount, notices: shown + more.count } };
  },
});

const NOTICES = "SELECT seq FROM message WHERE conversation = ? AND kind = 'recall' ORDER BY seq";

function noticeFound({ seq, sentAt, locator, recall: stated, senderName, text }: Message): Found {
  const target = stated?.targetServerId ?? null;
  const by = stated?.byName ?? stated?.by ?? senderName;
  const notice = text === null ? null : beginning(text);
  const facts: Record<string, Fact> = { seq, sentAt, by, notice, target };
  return { word: target === null ? "recalled" : "recalled-target", facts, at: [locator], messages: [seq] };
}
