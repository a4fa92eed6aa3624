import { beginning } from "../places.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { firstWarned, rowFacts, rowsFound, warnedCount, warnedRows, type WarnedRow } from "../warned-rows.ts";

/** From this share of all rows on it is the way the whole file is, not rows that stand out. */
const WHOLESALE_SHARE = 0.2;
const WHOLESALE_ROWS = 20;

/** What an importer notes of a row, and the sentence for it. */
const DIFFERENCES = [
  { code: "STORAGE_TAG_DIFFERS", word: "storage-tag", strength: "A" },
  { code: "TYPE_PAYLOAD_DIFFERS", word: "type", strength: "B" },
] as const;
const UNREAD = [
  { code: "CONTENT_NOT_DECODED", word: "not-decoded" },
  { code: "PAYLOAD_DAMAGED", word: "payload-damaged" },
] as const;

/** Type number, way of storing and content of a row, which the client writes together. */
export const typePayload = defineCheck({
  id: "consistency/type-payload",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["client-table"],
  options: { listed: 100 },
  title: { zh: "类型、存储方式与内容不符", en: "Type, storage and content of a row disagree" },
  rule: {
    zh: "客户端写一行消息时，类型编号、压缩标记和内容是一起写入的。逐行核对：压缩标记与实际存储不符（标为压缩而内容是文字，或内容已压缩而标为未压缩）；类型编号与内容不符（标为文字而内容是 XML，或类型编号中的子类型与 XML 中的不同，或文字中有控制字符，或应有内容而为空）。占全部行五分之一以上的合并为一项。内容无法解码的行合并计数，该行仍列入记录。",
    en: "The client writes type number, compression tag and content of a row together. For each row it is tested whether the tag fits the way the content is stored (tagged as compressed but plain, or compressed but tagged as plain) and whether the type fits the content (a text that holds XML, a sub-type that differs from that in the XML, control characters in a text, no content where the type has some). A fifth of all rows or more are told together. Rows whose content cannot be decoded are counted together; they are in the record all the same.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的内容有无增加、删除、修改；只改内容而没有改标记，会留下这种不一致。",
    en: "Article 11 of the Provisions on Internet Courts asks whether content was added, deleted or changed; changing the content and not the tag leaves such a disagreement.",
  },
  innocent: [
    {
      zh: "导出或备份软件把压缩的内容就地解压，没有改动标记。",
      en: "An exporter or backup program unpacked contents in place and left the tags.",
    },
    {
      zh: "旧版本或其他平台的客户端写入的消息，其类型的用法不同。",
      en: "The message was written by an older client or another platform that uses the type otherwise.",
    },
    {
      zh: "客户端不支持的类型，由服务器填入提示语。",
      en: "A type the client does not support, for which the server fills in a sentence.",
    },
  ],
  reference: "wechat-databases.md §8.4 S-R07, S-R08, §3.2",
  words: {
    "storage-tag": {
      zh: "第 {seq} 条（{sentAt}）的压缩标记与内容的实际存储方式不符；客户端写入的行不会如此，内容可能被其他软件改写过。",
      en: "In message {seq} ({sentAt}) the compression tag does not fit the way the content is stored; the client does not write a row like this, and other software may have rewritten the content.",
    },
    "more-storage-tag": {
      zh: "另有 {count} 行的压缩标记与存储方式不符，从第 {seq} 条起。",
      en: "In another {count} row(s) compression tag and storage disagree, from message {seq} on.",
    },
    "storage-tag-throughout": {
      zh: "全部 {messages} 行中有 {count} 行的压缩标记与存储方式不符，从第 {seq} 条起；整个文件可能被某个软件就地解压过，不逐行列出。",
      en: "In {count} of all {messages} rows compression tag and storage disagree, from message {seq} on; a program may have unpacked the whole file in place, and the rows are not listed.",
    },
    type: {
      zh: "第 {seq} 条（{sentAt}）的类型编号 {typeCode} 与其内容不符，内容开头为「{text}」。",
      en: "In message {seq} ({sentAt}) the type number {typeCode} does not fit the content, which begins “{text}”.",
    },
    "more-type": {
      zh: "另有 {count} 行的类型编号与内容不符，从第 {seq} 条起。",
      en: "In another {count} row(s) type number and content disagree, from message {seq} on.",
    },
    "type-throughout": {
      zh: "全部 {messages} 行中有 {count} 行的类型编号与内容不符，从第 {seq} 条起；该来源对类型的用法可能不同，不逐行列出。",
      en: "In {count} of all {messages} rows type number and content disagree, from message {seq} on; this source may use types otherwise, and the rows are not listed.",
    },
    "not-decoded": {
      zh: "有 {count} 行的内容无法解码，只按类型列入记录，从第 {seq} 条起。",
      en: "The content of {count} row(s) cannot be decoded; they are in the record by their type only, from message {seq} on.",
    },
    "payload-damaged": {
      zh: "有 {count} 行的内容（XML）中断或有误，能读到的部分已列入记录，从第 {seq} 条起。",
      en: "The content (XML) of {count} row(s) is cut off or faulty; what can be read of it is in the record, from message {seq} on.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, options } = context;
    const counts: Record<string, number> = { messages: conversation.messageCount };
    for (const difference of DIFFERENCES) {
      const rows = warnedCount(chat, conversation.id, difference.code);
      counts[difference.code] = rows;
      if (rows > 0) yield* differences(context, difference, rows, options["listed"] ?? 100);
    }
    for (const { code, word } of UNREAD) {
      const count = warnedCount(chat, conversation.id, code);
      const first = count === 0 ? null : firstWarned(chat, conversation.id, code);
      if (first) yield { ...rowFacts(first), word, facts: { count, seq: first.seq }, level: "note", strength: "C" };
    }
    return { counts };
  },
});

function* differences(
  { chat, conversation }: ConversationContext,
  { code, word, strength }: (typeof DIFFERENCES)[number],
  count: number,
  listed: number,
): Generator<Found, void, void> {
  const messages = conversation.messageCount;
  const first = firstWarned(chat, conversation.id, code);
  if (first && count >= WHOLESALE_ROWS && count >= WHOLESALE_SHARE * messages) {
    yield { ...rowFacts(first), word: `${word}-throughout`, facts: { count, messages, seq: first.seq }, strength: "C" };
    return;
  }
  yield* rowsFound(warnedRows(chat, conversation.id, code), listed, `more-${word}`, (row) => {
    const { seq, sentAt, typeCode } = row;
    const text = contentOf(chat, conversation.id, row);
    return { ...rowFacts(row), word, facts: { seq, sentAt, typeCode, text }, strength };
  });
}

function contentOf(chat: ConversationContext["chat"], conversation: string, { seq }: WarnedRow): string {
  const { payload, text } = chat.message(conversation, seq);
  return beginning(payload ?? text ?? "", 40);
}
