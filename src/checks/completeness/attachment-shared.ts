import type { Kind } from "../../model/kind.ts";
import { defineCheck, type ConversationContext } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";
import { onlyRow } from "../row.ts";

/** One file of the source that several messages of a conversation are given. */
export const attachmentShared = defineCheck({
  id: "completeness/attachment-shared",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "一个文件对应多条消息", en: "One file for several messages" },
  rule: {
    zh: "列出同一会话中对应两条以上消息的附件文件（动图/表情除外）。各条消息写明的 MD5 不同的，至少有一条对应错了，列为警告；MD5 相同或没有写明的，通常是同一文件发送多次，只作提示。",
    en: "Lists attachment files that two or more messages of one conversation are given (stickers aside). Where the messages state different MD5 at least one of them is given the wrong file, which is a warning; where they state the same or none, one file was usually sent several times, which is only noted.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第十九条要求对证据材料逐一分类编号并写明来源；一个文件用于多条消息时，应说明每一条各是哪个文件。",
    en: "Article 19 of the Provisions on Evidence in Civil Procedure asks that each piece of evidence be numbered with its source; where one file serves for several messages it should be said which file each of them had.",
  },
  innocent: [
    {
      zh: "同一张图片、同一个文件发送或转发了多次。",
      en: "The same picture or file was sent or forwarded several times.",
    },
    {
      zh: "客户端对相同内容的文件只保存一份。",
      en: "The client keeps one copy of files with the same content.",
    },
    {
      zh: "导出工具以文件名或秒数命名，后一个覆盖了前一个。",
      en: "The exporter names files by their name or second, and a later one overwrote an earlier one.",
    },
  ],
  reference: "export-formats.md §14 MEDIA_WRONG_FILE; design.md §6.2",
  words: {
    shared: {
      zh: "文件“{path}”对应 {count} 条消息，从第 {seq} 条起。",
      en: "The file “{path}” stands for {count} messages, from message {seq} on.",
    },
    "digests-differ": {
      zh: "文件“{path}”对应 {count} 条消息，从第 {seq} 条起，而这些消息写明的 MD5 有 {digests} 种；至少有一条对应的不是它的文件。",
      en: "The file “{path}” stands for {count} messages, from message {seq} on, but they state {digests} different MD5; at least one of them is given a file that is not its own.",
    },
    more: {
      zh: "另有 {count} 个文件对应多条消息。",
      en: "Another {count} file(s) stand for several messages.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const { files } = onlyRow(chat.query<{ files: number }>(FILES, conversation.id));
    if (files === 0) return { notApplicable: "no-attachment-files" };
    const listed = options["listed"] ?? 50;
    let shared = 0;
    for (const row of chat.query<Shared>(SHARED, conversation.id)) {
      shared += 1;
      if (shared > listed) continue;
      const { file: path, messages: count, digests, seq } = row;
      const places = [...chat.query<Place>(PLACES, conversation.id, path, PLACES_SHOWN)];
      const facts = { path, count, seq, digests };
      const at = { at: [...placesOf(places), { path }], messages: [...new Set(places.map((place) => place.seq))] };
      const differ = digests > 1 && TRANSPORTED.includes(row.kind);
      if (differ) yield { word: "digests-differ", facts, ...at, level: "warning", strength: "C" };
      else yield { word: "shared", facts, ...at };
    }
    if (shared > listed) yield { word: "more", facts: { count: shared - listed }, at: [] };
    return { counts: { files, shared } };
  },
});

/** Kinds whose stated MD5 is that of the content, not of one sending. */
const TRANSPORTED: readonly Kind[] = ["file", "image", "video"];

interface Shared {
  readonly file: string;
  readonly kind: Kind;
  readonly messages: number;
  readonly digests: number;
  readonly seq: number;
}

interface Place {
  readonly seq: number;
  readonly at: string;
}

const OWN = "conversation = ? AND role = 'main' AND file IS NOT NULL AND kind <> 'sticker'";
const FILES = `SELECT count(DISTINCT file) AS files FROM attachment WHERE ${OWN}`;
const SHARED = `SELECT file, min(kind) AS kind, count(DISTINCT message) AS messages,
    count(DISTINCT lower(claimed_md5)) AS digests, min(seq) AS seq
  FROM attachment WHERE ${OWN} GROUP BY file HAVING count(DISTINCT message) > 1 ORDER BY digests DESC, seq, file`;
const PLACES = `SELECT a.seq AS seq, m.locator AS at FROM attachment AS a CROSS JOIN message AS m ON m.id = a.message
  WHERE a.conversation = ? AND a.role = 'main' AND a.file = ? ORDER BY a.seq LIMIT ?`;
