import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { Largest } from "../largest.ts";
import { rhythmOf, type Pause, type Rhythm } from "../rhythm.ts";
import { rowPlace } from "../row.ts";

const DAY_MS = 86_400_000;

/**
 * A silence far beyond the rhythm of this conversation.
 *
 * People do fall silent. It shows where to ask, and says nothing more.
 */
export const silence = defineCheck({
  id: "continuity/silence",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: ["sent-second"],
  options: { listed: 5, messages: 50, days: 3, times: 2.5 },
  title: { zh: "异于平常的静默", en: "Silence beyond the usual" },
  rule: {
    zh: "一段不少于 8 小时没有消息的时间称为间歇。以该会话自身全部间歇由短到长第九成处的长度为其通常间歇；长于通常间歇 2.5 倍且不少于 3 天的静默列出，最多列出最长的 5 段。少于 50 条消息的会话不作判断。",
    en: "A time of eight hours or more without a message is a pause. The usual pause of a conversation is the length that nine in ten of its own pauses do not exceed; a silence longer than two and a half times that, and of three days at least, is reported, the five longest at most. Conversations of fewer than 50 messages are not judged.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条要求结合通常的往来情况考虑电子数据；静默期间有无其他联系方式，可向双方询问。",
    en: "Article 93 of the Provisions on Evidence in Civil Procedure looks at electronic data as they arise in ordinary dealings; whether the parties were in touch by other means meanwhile is a question to both.",
  },
  innocent: [
    {
      zh: "双方在此期间没有联系，或改用电话、当面、邮件或其他群聊联系。",
      en: "The parties were not in touch, or met, telephoned, wrote mail or used another group.",
    },
    {
      zh: "节假日、出差、住院或争议发生后的冷淡期。",
      en: "Holidays, travel, illness, or a cooling after a dispute.",
    },
    {
      zh: "此期间的数据没有同步到该设备，或没有导出。",
      en: "The data of the time were not synchronised to this device, or not exported.",
    },
  ],
  reference: "wechat-databases.md §8.5 S-L10",
  words: {
    silence: {
      zh: "第 {beforeSeq} 条（{beforeAt}）之后 {durationMs} 没有消息，直到第 {afterSeq} 条（{afterAt}）；该会话通常的间歇不超过 {usualMs}。",
      en: "No message for {durationMs} after message {beforeSeq} ({beforeAt}), until message {afterSeq} ({afterAt}); the usual pause of this conversation is no longer than {usualMs}.",
    },
    "only-pause": {
      zh: "第 {beforeSeq} 条（{beforeAt}）之后 {durationMs} 没有消息，直到第 {afterSeq} 条（{afterAt}）；该会话再没有别的间歇。",
      en: "No message for {durationMs} after message {beforeSeq} ({beforeAt}), until message {afterSeq} ({afterAt}); the conversation has no other pause.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const messages = conversation.messageCount;
    if (messages < (options["messages"] ?? 50)) return { notApplicable: "too-few-messages" };
    const rhythm = rhythmOf(chat, conversation.id);
    const leastMs = leastSilence(rhythm, options);
    const silences = rhythm.pauses.filter(({ durationMs }) => durationMs > leastMs);
    const largest = new Largest<Pause>(options["listed"] ?? 5);
    for (const found of silences) largest.add(found, found.durationMs);
    for (const entry of largest.entries()) yield silenceFound(chat, entry, rhythm);
    return { counts: { messages, pauses: rhythm.pauses.length, silences: silences.length } };
  },
});

function leastSilence({ usualPauseMs }: Rhythm, options: Readonly<Record<string, number>>): number {
  return Math.max((options["days"] ?? 3) * DAY_MS, (options["times"] ?? 2.5) * (usualPauseMs ?? 0));
}

function silenceFound(chat: Chat, { beforeId, afterId, durationMs }: Pause, { usualPauseMs }: Rhythm): Found {
  const [before, after] = [rowPlace(chat, beforeId), rowPlace(chat, afterId)];
  const facts = {
    beforeSeq: before.seq,
    beforeAt: before.sentAt,
    afterSeq: after.seq,
    afterAt: after.sentAt,
    durationMs,
    usualMs: usualPauseMs,
  };
  return {
    word: usualPauseMs === null ? "only-pause" : "silence",
    facts,
    at: [before.at, after.at],
    messages: [before.seq, after.seq],
  };
}
