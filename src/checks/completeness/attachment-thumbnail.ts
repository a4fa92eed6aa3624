import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext } from "../check.ts";
import { onlyRow, rowPlace } from "../row.ts";

const LISTED = `SELECT m.id, m.seq, m.sent_at AS sentAt, a.kind, a.stated_path AS path
  FROM attachment a JOIN message m ON m.id = a.message
  WHERE a.conversation = ? AND a.role = 'main' AND a.state = 'thumbnail-only' ORDER BY a.message, a.ordinal LIMIT ?`;
const THUMBNAILS = `SELECT message, min(file) AS file FROM attachment
  WHERE conversation = ? AND role = 'thumbnail' AND message IN (SELECT value FROM json_each(?)) GROUP BY message`;
const COUNTED = `SELECT count(*) AS attachments, coalesce(sum(state = 'thumbnail-only'), 0) AS thumbnails
  FROM attachment WHERE conversation = ? AND role = 'main'`;

interface Row {
  readonly id: number;
  readonly seq: number;
  readonly sentAt: number | null;
  readonly path: string | null;
}

/** Pictures and videos of which only the thumbnail was received. */
export const attachmentThumbnail = defineCheck({
  id: "completeness/attachment-thumbnail",
  version: 2,
  scope: "conversation",
  level: "warning",
  strength: "C",
  needs: ["media-path"],
  options: { listed: 200 },
  title: { zh: "仅有缩略图", en: "Only a thumbnail" },
  rule: {
    zh: "消息所附的图片或视频本身不在收到的文件中，而其缩略图在：逐条列出，超过 200 条的合并计数。",
    en: "The picture or video of a message is not among the files received, but its thumbnail is: listed one by one, those above 200 by count.",
  },
  legalHook: {
    zh: "缩略图辨认不清细节；《最高人民法院关于民事诉讼证据的若干规定》第十五条、第二十三条要求提供电子数据的原始载体或与之一致的内容，法庭会要求当庭打开原图。",
    en: "Details cannot be made out in a thumbnail. Articles 15 and 23 of the Provisions on Evidence in Civil Procedure ask for the data as first stored; a court will ask to have the picture opened on the device.",
  },
  innocent: [
    {
      zh: "该图片或视频在设备上从未点开，客户端只下载了缩略图。",
      en: "It was never opened on the device, so the client fetched the thumbnail only.",
    },
    { zh: "原图已过期或被存储空间清理删除。", en: "It expired, or storage was cleaned up." },
    { zh: "导出时跳过了较大的文件。", en: "The exporter skipped large files." },
  ],
  reference: "wechat-databases.md §9.2; export-formats.md §4.1.1",
  words: {
    thumbnail: {
      zh: "第 {seq} 条（{sentAt}）的图片或视频“{path}”不在收到的文件中，只有其缩略图。",
      en: "The picture or video “{path}” of message {seq} ({sentAt}) is not among the files received; only its thumbnail is.",
    },
    unnamed: {
      zh: "第 {seq} 条（{sentAt}）的图片或视频仅有缩略图“{thumbnail}”，原图或视频不在收到的文件中；该设备上可能从未点开。",
      en: "Of the picture or video of message {seq} ({sentAt}) only the thumbnail “{thumbnail}” was received; it may never have been opened on this device.",
    },
    more: { zh: "另有 {count} 条消息只有缩略图。", en: "{count} further messages have only a thumbnail." },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const counts = onlyRow(chat.query<{ attachments: number; thumbnails: number }>(COUNTED, conversation.id));
    const listed = options["listed"] ?? 200;
    const rows = [...chat.query<Row>(LISTED, conversation.id, listed)];
    const thumbnails = thumbnailsOf(chat, conversation.id, rows);
    for (const { id, seq, sentAt, path } of rows) {
      const facts = { seq, sentAt, path, thumbnail: thumbnails.get(id) ?? null };
      yield { word: path === null ? "unnamed" : "thumbnail", facts, at: [rowPlace(chat, id).at], messages: [seq] };
    }
    const more = counts.thumbnails - listed;
    if (more > 0) yield { word: "more", facts: { count: more }, at: [] };
    return { counts: { ...counts } };
  },
});

/** Paths of the thumbnails of some messages, in one pass. */
function thumbnailsOf(chat: Chat, conversation: string, rows: readonly Row[]): ReadonlyMap<number, string | null> {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const found = chat.query<{ message: number; file: string | null }>(THUMBNAILS, conversation, ids);
  return new Map(Array.from(found, ({ message, file }) => [message, file]));
}
