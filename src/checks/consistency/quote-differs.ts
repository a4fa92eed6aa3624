import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { listedFound } from "../listed.ts";
import { agreement, whereTheyPart, type Agreement } from "../plain-words.ts";

/**
 * Quoted words that are not those stored.
 *
 * A quote carries a snapshot of the quoted words made when it was written. The client itself never changes a text after it
 * was sent.
 */
export const quoteDiffers = defineCheck({
  id: "consistency/quote-differs",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["quote-target", "server-id"],
  options: { listed: 100 },
  title: { zh: "引用的文字与原消息不同", en: "Quoted words that differ from the message" },
  rule: {
    zh: "引用消息保存了引用当时的原文。被引用的消息在本会话记录中、且两处都是纯文字的，逐条比较；空白、表情及其名称、转义字符、群消息前的账号不计。文字不同的列出两处的文字；引用只存开头的，引用以省略号结尾时视为相同，否则只作提示。",
    en: "A quote keeps the words as they were when it was written. Where the quoted message is in the record of the conversation and both are plain text, the two are compared; spaces, emoji and their names, escapes and the account in front of a group message do not count. Where the words differ both are told; a quote that stops early counts as the same where it ends in an ellipsis and is noted otherwise.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无修改；同一句话在同一份记录中有两种文字时，须说明哪一处在后、因何不同。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were changed; where one record has two wordings of one message it has to be said which is the later, and why they differ.",
  },
  innocent: [
    {
      zh: "引用较长的消息时只保存了一部分。",
      en: "Only a part of a long message was kept in the quote.",
    },
    {
      zh: "导出工具改写了其中一处，例如替换表情、链接或提及的名字。",
      en: "The exporter rewrote one of both, such as emoji, links or the names of those mentioned.",
    },
    {
      zh: "两条消息的服务端编号相同（例如重复导入），引用指的是另一条。",
      en: "Two messages bear one server id, as after importing twice, and the quote means the other.",
    },
  ],
  reference: "wechat-databases.md §10.1, §8.3 S-X08, §7.6 (57); design.md §6.2",
  words: {
    differs: {
      zh: "第 {seq} 条引用第 {quotedSeq} 条（{quotedAt}）时的文字是「{quoteText}」，而该条存储的文字是「{storedText}」。",
      en: "Message {seq} quotes message {quotedSeq} ({quotedAt}) as “{quoteText}”, while the words stored there are “{storedText}”.",
    },
    shorter: {
      zh: "第 {seq} 条引用第 {quotedSeq} 条（{quotedAt}）时只有开头「{quoteText}」，该条存储的文字更长：「{storedText}」。",
      en: "Message {seq} quotes only the beginning “{quoteText}” of message {quotedSeq} ({quotedAt}); the words stored there go on: “{storedText}”.",
    },
    more: {
      zh: "另有 {count} 处引用的文字与原消息不同，首处在第 {seq} 条。",
      en: "Another {count} quote(s) differ from their message, first in message {seq}.",
    },
  },
  *run(context: ConversationContext) {
    const { conversation, options } = context;
    const tally = { quotes: 0, compared: 0 };
    const differing = yield* listedFound(quotesFound(context, tally), options["listed"] ?? 100);
    if (tally.compared === 0) return { notApplicable: "no-quoted-words" };
    return { counts: { messages: conversation.messageCount, ...tally, differing } };
  },
});

const PAIRS = `SELECT q.seq AS seq, m.seq AS quotedSeq FROM message AS q
  CROSS JOIN message AS m ON m.conversation = q.conversation AND m.server_id = q.quote_target
  WHERE q.conversation = ? AND q.quote_target IS NOT NULL AND m.kind = 'text' AND m.id <> q.id ORDER BY q.seq, m.seq`;

function* quotesFound(
  { chat, conversation, judgement }: ConversationContext,
  tally: { quotes: number; compared: number },
): Generator<Found, void, void> {
  for (const { seq, quoted } of quotesOf(chat, conversation.id)) {
    tally.quotes += 1;
    const found = compared(chat, conversation.id, seq, quoted);
    if (found === null) continue;
    tally.compared += 1;
    if (found === "same") continue;
    yield judgement.serverIds === "exact" ? found : { ...found, strength: "C" };
  }
}

interface Quoting {
  readonly seq: number;
  readonly quoted: number[];
}

/** Quotes with the rows that bear the id of what they quote, usually one. */
function* quotesOf(chat: Chat, conversation: string): Generator<Quoting, void, void> {
  let last = null as Quoting | null;
  for (const { seq, quotedSeq } of chat.query<{ seq: number; quotedSeq: number }>(PAIRS, conversation)) {
    if (last?.seq === seq) {
      last.quoted.push(quotedSeq);
      continue;
    }
    if (last) yield last;
    last = { seq, quoted: [quotedSeq] };
  }
  if (last) yield last;
}

/** Null where there is nothing to compare. */
function compared(chat: Chat, conversation: string, seq: number, rows: readonly number[]): Found | "same" | null {
  const quoting = chat.message(conversation, seq);
  const { quote } = quoting;
  if (quote?.text == null || (quote.kind !== undefined && quote.kind !== "text")) return null;
  let worst: { agreement: Agreement; quotedSeq: number } | null = null;
  for (const quotedSeq of rows) {
    const agrees = agreement(chat.message(conversation, quotedSeq).text, quote.text);
    if (agrees === "same") return "same";
    if (agrees !== null) worst ??= { agreement: agrees, quotedSeq };
  }
  if (worst === null) return null;
  const quoted = chat.message(conversation, worst.quotedSeq);
  const texts = whereTheyPart(quoted.text ?? "", quote.text);
  return {
    word: worst.agreement === "beginning" ? "shorter" : "differs",
    facts: {
      ...{ seq, sentAt: quoting.sentAt, quotedSeq: quoted.seq, quotedAt: quoted.sentAt, target: quote.targetServerId },
      ...{ quoteText: texts.copy, storedText: texts.stored },
    },
    at: [quoting.locator, quoted.locator],
    messages: [seq, quoted.seq],
    ...(worst.agreement === "beginning" ? { level: "note", strength: "C" } : {}),
  };
}
