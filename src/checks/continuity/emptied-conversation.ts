import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { numberingsConcerning, type TableNumbering } from "../table-numbering.ts";

/** Tables of a conversation that once held records and hold none. */
export const emptiedConversation = defineCheck({
  id: "continuity/emptied-conversation",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["sequence"],
  needsGrade: ["native"],
  continuity: "gap-by-witness",
  options: {},
  title: { zh: "会话的数据表已清空", en: "A conversation's table was emptied" },
  rule: {
    zh: "每个会话有自己的数据表时（4.x、苹果手机、苹果电脑），表中没有记录而数据库的计数表（sqlite_sequence）写明已编至某号，即表示该表曾有这么多条记录；数据表已不存在而计数仍在的，一并列出（正常删除数据表会同时删去其计数）。",
    en: "Where each conversation has a table of its own (4.x, iPhone, Mac): a table without a row whose counter (sqlite_sequence) says that numbers were handed out once held that many records. A counter whose table is not there is reported as well; dropping a table would have removed it.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除及不完整等情形；清空的会话应以手机、对方设备或备份核对。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from or are incomplete; for an emptied conversation the phone, the other side's device or a backup are the places to look.",
  },
  innocent: [
    {
      zh: "账号使用人在客户端使用了“清空聊天记录”，或在存储空间管理中清理了该会话。",
      en: "The holder of the account cleared the chat in the client, or cleaned it up in storage management.",
    },
    {
      zh: "会话中只有过发送失败后移除的消息或草稿类记录。",
      en: "The conversation only ever held failed messages that were removed, or drafts.",
    },
    {
      zh: "记录转存到了另一个分片，而该分片不在材料中。",
      en: "The records went to another shard that is not here.",
    },
  ],
  reference: "wechat-databases.md §8.0, §8.2 S-N05",
  words: {
    emptied: {
      zh: "会话的数据表“{table}”现无记录，而计数显示曾编至 {sequence} 号：这些记录已不在数据库中，原因无法从本数据判断。",
      en: "The table of this conversation, {table}, holds no record, but its counter says that numbers were handed out up to {sequence}: those records are no longer in the database; the cause cannot be told from these data.",
    },
    "emptied-table": {
      zh: "会话在“{path}”中的数据表现无记录，而计数显示曾编至 {sequence} 号；该会话在其他数据库中另有 {messages} 条记录。",
      en: "The table of this conversation in “{path}” holds no record, but its counter says that numbers were handed out up to {sequence}; the conversation has {messages} records in other databases.",
    },
    "table-gone": {
      zh: "会话在“{path}”中的数据表“{table}”已不存在，而计数仍在，显示曾编至 {sequence} 号；正常删除数据表会同时删去计数。",
      en: "The table {table} of this conversation is not in “{path}” any more, but its counter is, up to {sequence}; dropping a table would have removed the counter.",
    },
  },
  *run({ chat, conversation }: ConversationContext) {
    const numberings = numberingsConcerning(chat, conversation);
    if (numberings.length === 0) return { notApplicable: "no-numbering" };
    const own = numberings.filter(({ isShared }) => !isShared);
    if (own.length === 0) return { notApplicable: "numbering-shared-between-conversations" };
    for (const numbering of own) {
      const found = emptiedFound(numbering, conversation.messageCount);
      if (found) yield found;
    }
    return { counts: { tables: own.length, rows: own.reduce((sum, { rows }) => sum + rows, 0) } };
  },
});

function emptiedFound(
  { path, table, scope, rows, sequence, isTableGone }: TableNumbering,
  messages: number,
): Found | null {
  if (rows > 0 || sequence === null || sequence === 0n) return null;
  const word = isTableGone ? "table-gone" : messages > 0 ? "emptied-table" : "emptied";
  const facts = { path, table, scope, sequence: String(sequence), messages };
  return { word, facts, at: [isTableGone ? { path, table: "sqlite_sequence" } : { path, table }] };
}
