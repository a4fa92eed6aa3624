import type { Chat } from "../../model/chat.ts";
import type { Level, Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { deletionOf, type Deletion } from "../deletions.ts";
import { listedFound } from "../listed.ts";
import { placesOf } from "../places.ts";

/** What the client itself wrote down of deletions. It says that something was removed, not by whom nor why. */
export const deletionRecord = defineCheck({
  id: "continuity/deletion-record",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["traces", "client-table"],
  continuity: "gap-by-witness",
  options: { listed: 100 },
  title: { zh: "客户端自己的删除登记", en: "The client's own records of deletion" },
  rule: {
    zh: "客户端在若干表中登记删除：从列表移除会话、清空会话的数据表、清理媒体、从索引移除一段消息。逐条列出登记的内容，并在记录中查找所涉的行。所涉的行确已不在的列为警告；消息仍在，只移除了会话列表的条目、媒体文件或索引的，只作提示。登记通常很快清空，没有登记不表示没有删除。",
    en: "The client writes deletions down in some tables: a conversation taken off the list, a conversation's table emptied, media cleaned up, a stretch of messages taken out of the index. Each entry is told, and the rows it concerns are looked for. A warning is given where they are gone; where the messages are here and only the entry of the list, the media or the index went, it is noted. These tables are emptied soon: none of it does not mean that nothing was deleted.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除及不完整等情形；客户端登记的删除时间可与争议发生的时间对照。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from or are incomplete; the time of a deletion that the client wrote down can be held against that of the dispute.",
  },
  innocent: [
    {
      zh: "账号使用人用普通功能移除会话或清理存储空间，客户端也会自行清理媒体和索引。",
      en: "The holder of the account took a conversation off the list or cleaned up storage; the client cleans media and index by itself.",
    },
    {
      zh: "移除会话之后，双方又继续聊天。",
      en: "After the conversation was removed, both sides went on chatting.",
    },
  ],
  reference: "wechat-databases.md §8.3 S-X10, S-X01, §8.1 S-C07, §3.1, §3.4; design.md §6.2",
  words: {
    "conversation-removed": {
      zh: "客户端登记本会话于 {deletedAt} 被移除（{kind}），记录中没有在此之前的消息。",
      en: "The client has written down that this conversation was removed at {deletedAt} ({kind}); the record holds no message from before that.",
    },
    "conversation-unlisted": {
      zh: "客户端登记本会话于 {deletedAt} 从列表移除（{kind}）；记录中仍有此前的 {rows} 条消息。",
      en: "The client has written down that this conversation was taken off the list at {deletedAt} ({kind}); {rows} message(s) from before that are still in the record.",
    },
    "table-deleted": {
      zh: "客户端登记本会话的数据表“{table}”已删除（{kind}）；该会话在同一数据库中现有 {rows} 条记录。",
      en: "The client has written down that the table “{table}” of this conversation was deleted ({kind}); the conversation now has {rows} record(s) in that database.",
    },
    "message-removed": {
      zh: "客户端登记了本地编号 {localId} 的消息的媒体已清理（{kind}，消息时间 {at}），该消息不在记录中。",
      en: "The client has written down that media of the message with local id {localId} were removed ({kind}, message of {at}); that message is not in the record.",
    },
    "media-removed": {
      zh: "客户端登记了第 {seq} 条（{sentAt}）的媒体已清理（{kind}）；消息仍在记录中。",
      en: "The client has written down that media of message {seq} ({sentAt}) were removed ({kind}); the message is still in the record.",
    },
    "span-removed": {
      zh: "客户端登记本地编号 {from} 至 {to} 的消息已从索引移除（{kind}），其中只有 {rows} 条仍在记录中。",
      en: "The client has written down that the messages with local ids {from} to {to} were taken out of the index ({kind}); only {rows} of them are still in the record.",
    },
    "span-unindexed": {
      zh: "客户端登记本地编号 {from} 至 {to} 的消息已从索引移除（{kind}）；该范围的 {rows} 条消息仍在记录中。",
      en: "The client has written down that the messages with local ids {from} to {to} were taken out of the index ({kind}); {rows} message(s) of that stretch are still in the record.",
    },
    other: {
      zh: "客户端的删除登记（{kind}）有一条涉及本会话，没有写明是哪些消息。",
      en: "A record of deletion of the client's ({kind}) concerns this conversation without saying which messages.",
    },
    more: {
      zh: "另有 {count} 条删除登记。",
      en: "Another {count} record(s) of deletion.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const found = yield* listedFound(deletionsFound(chat, conversation.id), options["listed"] ?? 100);
    return { counts: { messages: conversation.messageCount, records: found } };
  },
});

/** What an entry means, where the rows it concerns are still here: less. */
const NOTED: Readonly<Record<Deletion["word"], boolean>> = {
  "conversation-removed": false,
  "conversation-unlisted": true,
  "table-deleted": false,
  "message-removed": false,
  "media-removed": true,
  "span-removed": false,
  "span-unindexed": true,
  other: true,
};

function* deletionsFound(chat: Chat, conversation: string): Generator<Found, void, void> {
  const sql = `SELECT kind, local_id AS localId, local_id_scope AS scope, at, detail, locator FROM trace
    WHERE conversation = ? AND relation = 'deleted' ORDER BY kind, id`;
  for (const entry of chat.query<Parameters<typeof deletionOf>[2]>(sql, conversation)) {
    const { word, facts, messages, isWeak } = deletionOf(chat, conversation, entry);
    const level: Level = NOTED[word] ? "note" : "warning";
    const strength: Strength = NOTED[word] || isWeak === true ? "C" : "B";
    yield {
      word,
      facts: { kind: entry.kind, ...facts },
      at: placesOf([{ at: entry.locator }]),
      messages: messages ?? [],
      level,
      strength,
    };
  }
}
