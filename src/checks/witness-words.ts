import type { Bilingual } from "../base/bilingual.ts";

/** Sorts of places that name messages, and the word of the sentence that speaks of each. */
const PLACES: Readonly<Record<string, Bilingual>> = {
  index: { zh: "全文索引", en: "The full-text index" },
  resource: { zh: "资源数据库", en: "The resource database" },
  voice: { zh: "语音数据库", en: "The voice database" },
  media: { zh: "媒体文件或其登记表", en: "A media file, or the table of media files," },
  unread: { zh: "未读或已读记录", en: "The list of unread or read messages" },
  payment: { zh: "转账或红包登记表", en: "The table of transfers or red packets" },
  quotation: { zh: "引用登记表", en: "The table of quotations" },
  other: { zh: "数据库另一处", en: "Another place of the databases" },
};

const WORD_OF_KIND: Readonly<Record<string, string>> = {
  fts: "index", "fts-aux": "index",
  resource: "resource",
  voice: "voice",
  "media-file": "media", "file-name": "media", "file-index": "media", hardlink: "media",
  "image-table": "media", "video-table": "media", "attachment-table": "media",
  unread: "unread", "last-read": "unread",
  "transfer-table": "payment", "red-envelope-table": "payment",
  "quote-table": "quotation",
}; // prettier-ignore

/** Word for a kind of trace. @param hasText whether the place keeps the words of the message */
export function witnessWord(kind: string, hasText: boolean): string {
  const word = Object.hasOwn(WORD_OF_KIND, kind) ? (WORD_OF_KIND[kind] ?? "other") : "other";
  return hasText ? `${word}-text` : word;
}

/** One sentence for each sort of place, and one more where the place keeps the words. */
export const WITNESS_WORDS: Readonly<Record<string, Bilingual>> = Object.fromEntries(
  Object.entries(PLACES).flatMap(([word, place]) => [
    [word, sentence(place, { zh: "", en: "" })],
    [`${word}-text`, sentence(place, { zh: "该处保留的文字：「{text}」。", en: " The words it keeps: “{text}”." })],
  ]),
);

function sentence({ zh, en }: Bilingual, words: Bilingual): Bilingual {
  return {
    zh: `${zh}（{place}，{kind}）记有一条消息（服务端编号 {serverId}，本地编号 {localId}，时间 {at}），记录中没有；相邻的是第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）。${words.zh}`,
    en: `${en} ({place}, {kind}) names a message (server id {serverId}, local id {localId}, time {at}) that is not in the record; its neighbours are message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}).${words.en}`,
  };
}
