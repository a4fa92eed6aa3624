import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext } from "../check.ts";
import { beginningOf, FIRST_ROWS } from "../first-rows.ts";
import { onlyRow, rowPlace } from "../row.ts";

/**
 * A conversation that begins without its beginning.
 *
 * The client opens a conversation with a notice: a contact was added, a group made or joined. Where the first records
 * hold none, earlier ones may exist elsewhere. It is said of nearly every export and means no more than that.
 */
export const rangeStart = defineCheck({
  id: "continuity/range-start",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: ["system-notices"],
  options: {},
  title: { zh: "记录的开头", en: "Beginning of the record" },
  rule: {
    zh: "查看会话最前面的 10 条记录中有无表明会话开始的提示：添加好友、打招呼、建立群聊或本账号加入群聊。没有时说明首条记录的时间；导出文件写明了范围的，一并列出该范围。公众号会话不适用。",
    en: "Looks among the first ten records for a notice that a conversation begins with: a contact was added, a greeting, a group was made, or this account joined it. Where there is none the time of the first record is stated, with the range that the export states, if it states one. Not applicable to official accounts.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第四十四条第二款（摘录应当保持内容相应的完整性，本程序参照列出）；此前有无往来，应向提交人询问。",
    en: "Article 44 (2) of the Provisions on Evidence in Civil Procedure (an excerpt keeps the completeness its content needs; used here by analogy); whether there was contact before is a question to whoever submits the record.",
  },
  innocent: [
    {
      zh: "更换手机或电脑后没有迁移更早的记录；电脑客户端只保存登录期间收到的消息。",
      en: "Earlier records were not migrated to a new phone or computer; a desktop client holds only what arrived while it was logged in.",
    },
    {
      zh: "账号使用人清空过该会话，或清理过存储空间。",
      en: "The holder of the account emptied the conversation or cleaned up storage at some time.",
    },
    {
      zh: "导出时选择了日期范围，或没有导出系统提示。",
      en: "The export was limited to a range of dates, or notices were not exported.",
    },
    {
      zh: "早期版本的客户端没有留下添加好友的提示。",
      en: "An early client left no notice when a contact was added.",
    },
  ],
  reference: "wechat-databases.md §7.9, §8.1 S-C09, §8.5 S-L05; design.md §6.2",
  words: {
    "no-beginning": {
      zh: "记录从第 {seq} 条（{firstAt}）开始，最前面的 {examined} 条中没有添加好友、建群或入群的提示；更早的消息可能存在于其他设备。",
      en: "The record begins with message {seq} ({firstAt}); the first {examined} hold no notice of a contact added or a group made or joined. Earlier messages may exist on another device.",
    },
    "no-beginning-stated-range": {
      zh: "记录从第 {seq} 条（{firstAt}）开始，最前面的 {examined} 条中没有添加好友、建群或入群的提示；导出文件写明的范围为「{statedRange}」。",
      en: "The record begins with message {seq} ({firstAt}); the first {examined} hold no notice of a contact added or a group made or joined. The export states the range “{statedRange}”.",
    },
  },
  *run({ chat, conversation, export: of }: ConversationContext) {
    if (conversation.messageCount === 0) return { notApplicable: "no-messages" };
    if (conversation.type === "official") return { notApplicable: "official-account" };
    const examined = Math.min(FIRST_ROWS, conversation.messageCount);
    if (beginningOf(chat, conversation.id, of.owner) === null) {
      const { seq, sentAt, at } = firstRow(chat, conversation.id);
      const { statedRange } = of;
      const facts = { seq, firstAt: sentAt, examined, ...(statedRange === null ? {} : { statedRange }) };
      const word = statedRange === null ? "no-beginning" : "no-beginning-stated-range";
      yield { word, facts, at: [at], messages: [seq] };
    }
    return { counts: { examined } };
  },
});

function firstRow(chat: Chat, conversation: string) {
  const sql = "SELECT id FROM message WHERE conversation = ? ORDER BY seq LIMIT 1";
  return rowPlace(chat, onlyRow(chat.query<{ id: number }>(sql, conversation)).id);
}
