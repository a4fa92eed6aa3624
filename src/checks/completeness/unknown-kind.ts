import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";

/** Messages whose type this program does not know; they are kept as found and say what they are only by their code. */
export const unknownKind = defineCheck({
  id: "completeness/unknown-kind",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 30 },
  title: { zh: "未识别的消息类型", en: "Messages of unknown type" },
  rule: {
    zh: "会话中类型代码不在已知类型表内的消息按代码合并列出，给出条数和最先出现的位置。这些消息按原样保留在清单中，不推测其类型。",
    en: "Messages whose type code is not in the table of known types are listed by code, with their number and first places. They stay in the record as found, and no type is guessed for them.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第十九条要求说明材料的内容；类型不明的消息应在手机上查看后补充说明。",
    en: "Article 19 of the Provisions on Evidence in Civil Procedure asks for the content of each item; messages of unknown type should be looked at on the phone and described.",
  },
  innocent: [
    {
      zh: "微信新增了消息类型，或导出工具自定了类型名称。",
      en: "WeChat has added a kind of message, or the exporter has a name of its own for one.",
    },
    {
      zh: "导出工具把它不认识的消息一律写成“其他”。",
      en: "The exporter writes everything it does not know as “other”.",
    },
  ],
  reference: "wechat-databases.md §6; law.md §6 C4.99",
  words: {
    unknown: {
      zh: "有 {count} 条消息的类型未能识别，类型代码为 {typeCode}；第一条为第 {firstSeq} 条。",
      en: "{count} message(s) are of unknown type, with the code {typeCode}; the first is message {firstSeq}.",
    },
    more: {
      zh: "另有 {codes} 种类型代码的 {count} 条消息未能识别。",
      en: "Another {count} message(s) with {codes} other type code(s) are of unknown type.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const listed = options["listed"] ?? 30;
    const shown: Group[] = [];
    const rest = { codes: 0, count: 0 };
    let unknown = 0;
    for (const group of chat.query<Group>(GROUPS, conversation.id)) {
      unknown += group.count;
      if (shown.length < listed) shown.push(group);
      else {
        rest.codes += 1;
        rest.count += group.count;
      }
    }
    if (unknown > 0) yield* found(shown, firstPlaces(chat, conversation.id, shown));
    if (rest.codes > 0) yield { word: "more", facts: rest, at: [] };
    return { counts: { messages: conversation.messageCount, unknown, codes: shown.length + rest.codes } };
  },
});

interface Group {
  readonly typeCode: string | null;
  readonly count: number;
  readonly firstSeq: number;
}

const GROUPS = `SELECT type_code AS typeCode, count(*) AS count, min(seq) AS firstSeq FROM message
  WHERE conversation = ? AND kind = 'unknown' GROUP BY type_code ORDER BY count DESC, firstSeq`;

const ROWS = `SELECT seq, type_code AS typeCode, locator AS at FROM message
  WHERE conversation = ? AND kind = 'unknown' ORDER BY seq`;

type Places = { seq: number; at: string }[];

/** One walk for all codes: looking for each by itself would read the conversation as often as there are codes. */
function firstPlaces(chat: Chat, conversation: string, groups: readonly Group[]): Map<string | null, Places> {
  const places = new Map<string | null, Places>(groups.map(({ typeCode }) => [typeCode, []]));
  for (const row of chat.query<{ seq: number; typeCode: string | null; at: string }>(ROWS, conversation)) {
    const known = places.get(row.typeCode);
    if (known && known.length < PLACES_SHOWN) known.push(row);
  }
  return places;
}

function* found(groups: readonly Group[], places: ReadonlyMap<string | null, Places>): Generator<Found, void, void> {
  for (const group of groups) {
    const rows = places.get(group.typeCode) ?? [];
    yield { word: "unknown", facts: { ...group }, at: placesOf(rows), messages: rows.map(({ seq }) => seq) };
  }
}
