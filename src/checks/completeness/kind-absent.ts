import type { Bilingual } from "../../base/bilingual.ts";
import { KINDS, type Kind } from "../../model/kind.ts";
import { defineCheck, type ConversationContext } from "../check.ts";

/** Kinds that a long conversation of two people or a group hardly ever lacks. */
const EVERYDAY = [
  "text",
  "image",
  "voice",
  "video",
  "sticker",
  "file",
  "link",
  "system",
] as const satisfies readonly Kind[];
const DAY_MS = 86_400_000;

const sentence = ({ zh, en }: Bilingual): Bilingual => ({
  zh: `{messages} 条、前后 {days} 天的记录中没有一条${zh}消息。`,
  en: `In {messages} messages over {days} days there is not one of the kind ${en}.`,
});

/** A kind of message that is absent altogether from a long record, as when the export left it out. */
export const kindAbsent = defineCheck({
  id: "completeness/kind-absent",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: ["type-code"],
  options: { messages: 1000, days: 90 },
  title: { zh: "整类消息不在记录中", en: "Kinds of message absent altogether" },
  rule: {
    zh: "会话有 1000 条以上消息、前后 90 天以上，而文字、图片、语音、视频、动图/表情、文件、链接、系统提示中某一类一条也没有的，列为提示。只表明记录中没有，不表明曾经有过；公众号会话不在此列。",
    en: "Where a conversation has 1000 messages or more over at least 90 days and not one text, picture, voice, film, sticker, file, link or notice, that kind is noted. It says that the record has none, not that there ever were any. Conversations with official accounts are left out.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项考虑电子数据是否被完整地保存、传输、提取；导出时不勾选某一类消息，记录中不会有空缺的痕迹。",
    en: "Article 93 (4) of the Provisions on Evidence in Civil Procedure asks whether electronic data were kept, transferred and extracted whole; a kind that was not ticked for the export leaves no gap in the record.",
  },
  innocent: [
    { zh: "双方确实不使用这类消息。", en: "These people do not use that kind of message." },
    {
      zh: "导出时没有勾选这一类，或导出格式不支持。",
      en: "The kind was not ticked for the export, or the format does not support it.",
    },
    { zh: "该类消息被列为其他类型。", en: "Messages of that kind are listed as another." },
  ],
  reference: "design.md §6.2; export-formats.md §14 ROWS_DROPPED_BY_TYPE",
  words: Object.fromEntries(EVERYDAY.map((kind) => [kind, sentence(KINDS[kind].name)])),
  *run({ chat, conversation, options }: ConversationContext) {
    if (conversation.type === "official") return { notApplicable: "official-account" };
    const { messageCount: messages, firstMessageAt: first, lastMessageAt: last } = conversation;
    const days = first === null || last === null ? 0 : Math.floor((last - first) / DAY_MS);
    if (messages < (options["messages"] ?? 1000) || days < (options["days"] ?? 90)) return { notApplicable: "record-too-short" }; // prettier-ignore
    const found = new Set(Array.from(chat.query<{ kind: string }>(KINDS_OF, conversation.id), ({ kind }) => kind));
    for (const kind of EVERYDAY) {
      if (!found.has(kind)) yield { word: kind, facts: { messages, days }, at: [] };
    }
    return { counts: { messages, days, kinds: found.size } };
  },
});

const KINDS_OF = "SELECT DISTINCT kind FROM message WHERE conversation = ?";
