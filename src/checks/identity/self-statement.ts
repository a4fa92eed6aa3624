import type { Chat, Conversation } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { PLACES_SHOWN } from "../places.ts";
import { statedNames } from "../stated-names.ts";
import { statedNumbers } from "../stated-numbers.ts";

/**
 * Places where somebody writes a name or a number that may be held against papers.
 *
 * Shown as places to look: people also send other people's numbers.
 */
export const selfStatement = defineCheck({
  id: "identity/self-statement",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "聊天中写出的姓名和号码", en: "Names and numbers stated in the chat" },
  rule: {
    zh: "在文字和引用消息中查找：符合校验位、地区和出生日期规则的 18 位居民身份证号，1 开头的 11 位手机号，符合校验位的银行卡号，以及“我叫……”“我是（单位）的……”等第一人称写出的姓名。同一账号写出的同一内容合并列出；号码只列末四位。只供查找位置，不表明号码或姓名属于谁。",
    en: "Looks in text and quoting messages for resident identity numbers of 18 digits (check digit, province and day of birth), mobile numbers of 11 digits, bank card numbers with a correct check digit, and names given in the first person. The same content from the same account is listed once; of a number only the last four characters. These are places to look; they do not say whose the number or the name is.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体是否明确；聊天中说出的姓名、号码与外部材料对应，是说明账号使用人的常见途径之一。",
    en: "Article 11 of the Provisions on Internet Courts asks whether it is clear who generated electronic data; a name or number given in the chat that papers outside it bear too is one usual way of showing who used an account.",
  },
  innocent: [
    { zh: "写出的是他人的号码或姓名。", en: "The number or name is somebody else's." },
    {
      zh: "订单号、单号等恰好符合号码的规则。",
      en: "The number of an order or a parcel happens to follow the same rules.",
    },
    { zh: "玩笑、转述或复制的文字。", en: "A joke, a report of what others said, or copied text." },
  ],
  reference: "law.md §3.3 PHONE_BINDING, CONTENT_CONTEXT; §3.2 SELF_ADMISSION; §9.3 (7)",
  words: {
    "resident-id": {
      zh: "账号 {account} 在第 {seq} 条（{sentAt}）写出一个符合居民身份证号规则的号码（末四位 {lastFour}），共 {count} 处；供查找，不表明属于谁。",
      en: "In message {seq} ({sentAt}) account {account} writes a number that follows the rules of resident identity numbers (ending in {lastFour}), {count} time(s) in all; a place to look, it does not say whose it is.",
    },
    mobile: {
      zh: "账号 {account} 在第 {seq} 条（{sentAt}）写出一个手机号形式的号码（末四位 {lastFour}），共 {count} 处；供查找，不表明属于谁。",
      en: "In message {seq} ({sentAt}) account {account} writes a number in the form of a mobile number (ending in {lastFour}), {count} time(s) in all; a place to look, it does not say whose it is.",
    },
    "bank-card": {
      zh: "账号 {account} 在第 {seq} 条（{sentAt}）写出一个符合银行卡号规则的号码（末四位 {lastFour}），共 {count} 处；供查找，不表明属于谁。",
      en: "In message {seq} ({sentAt}) account {account} writes a number that follows the rules of bank card numbers (ending in {lastFour}), {count} time(s) in all; a place to look, it does not say whose it is.",
    },
    name: {
      zh: "账号 {account} 在第 {seq} 条（{sentAt}）以第一人称写出姓名「{name}」，共 {count} 处；供查找，不表明账号由谁使用。",
      en: "In message {seq} ({sentAt}) account {account} gives the name “{name}” in the first person, {count} time(s) in all; a place to look, it does not say who used the account.",
    },
    more: {
      zh: "另有 {count} 处写出的姓名或号码，从第 {seq} 条起。",
      en: "Another {count} name(s) or number(s) are stated, from message {seq} on.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    if (conversation.type === "official") return { notApplicable: "official-account" };
    const { places, rest, texts } = statements(chat, conversation, options["listed"] ?? 50);
    for (const place of places) yield found(place);
    if (rest !== null) yield { word: "more", facts: { ...rest }, at: [], messages: [rest.seq] };
    return { counts: { texts, statements: places.length } };
  },
});

/** One name or number of one account, with the messages that hold it. */
interface Statement {
  readonly word: string;
  readonly facts: Readonly<Record<string, string>>;
  readonly account: string | null;
  readonly sentAt: number | null;
  readonly seqs: number[];
  readonly at: Locator[];
  count: number;
}

interface Text {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly sender: string | null;
  readonly locator: string;
  readonly tail: string;
}

const TEXTS = `SELECT seq, sent_at AS sentAt, sender, locator, tail FROM message CROSS JOIN message_text USING (id)
  WHERE conversation = ? AND kind IN ('text', 'quote') ORDER BY seq`;

/** Whether a text is worth taking apart. */
const PROMISING = /[\d\uFF10-\uFF19](?:[ -]?[\d\uFF10-\uFF19]){9}|我|本人|my name is/;
const OPENING = '"text":"';

/** The first statements in full, the rest as a number: what is kept does not grow with the chat. */
function statements(chat: Chat, { id, source }: Conversation, listed: number) {
  const kept = new Map<string, Statement>();
  let [texts, others, firstOther] = [0, 0, 0];
  for (const { seq, sentAt, sender, locator, tail } of chat.query<Text>(TEXTS, id)) {
    texts += 1;
    const text = textIn(tail);
    if (text === null || !PROMISING.test(text)) continue;
    for (const { word, content, facts } of statedIn(text)) {
      const key = `${sender ?? ""}\u0000${word}\u0000${content}`;
      const known = kept.get(key);
      if (known === undefined && kept.size >= listed) {
        if (others === 0) firstOther = seq;
        others += 1;
        continue;
      }
      const account = sender === null ? null : sender.slice(source.length + 1).replace(/^name:/, "");
      const place: Statement = known ?? { word, facts, account, sentAt, seqs: [], at: [], count: 0 };
      kept.set(key, place);
      place.count += 1;
      if (place.seqs.length >= PLACES_SHOWN || place.seqs.at(-1) === seq) continue;
      place.seqs.push(seq);
      place.at.push(JSON.parse(locator) as Locator);
    }
  }
  return { places: [...kept.values()], rest: others === 0 ? null : { count: others, seq: firstOther }, texts };
}

/** The text of a record from its stored half, in which it is the only key of that name. */
function textIn(tail: string): string | null {
  const from = tail.lastIndexOf(OPENING);
  if (from < 0 || !PROMISING.test(tail.slice(from))) return null;
  return (JSON.parse(`{${tail}`) as { readonly text: string | null }).text;
}

function* statedIn(text: string) {
  const given = text.slice(0, LONGEST);
  for (const { sort, digits } of statedNumbers(given)) {
    yield { word: sort, content: digits, facts: { lastFour: digits.slice(-4) } };
  }
  for (const name of statedNames(given)) yield { word: "name", content: name, facts: { name } };
}

/** Characters of one message that are looked at. */
const LONGEST = 20_000;

function found({ word, facts, account, sentAt, seqs, at, count }: Statement): Found {
  return { word, facts: { ...facts, account, seq: seqs[0] ?? null, sentAt, count }, at, messages: seqs };
}
