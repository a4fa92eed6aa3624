import { instantOf, parseWallClock } from "../../base/time.ts";
import { zonedDay } from "../../base/zoned-time.ts";
import type { Chat } from "../../model/chat.ts";
import type { Fact } from "../../model/finding.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { placesOf } from "../places.ts";
import { onlyRow } from "../row.ts";
import { statedDays, type StatedDays } from "../stated-range.ts";

const DAY_MS = 86_400_000;

/** A period that the record of a conversation does not reach: that of the case file, and the one the export states. */
export const period = defineCheck({
  id: "completeness/period",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "D",
  needs: [],
  options: {},
  title: { zh: "记录未覆盖的期间", en: "Period the record does not reach" },
  rule: {
    zh: "按运行时区的日历日，把案件信息文件填写的争议期间（首尾两日均包含在内）和导出文件写明的范围，与该会话首条和末条的日期比较：期间从首条之前开始、到末条之后结束，或者期间内一条也没有的，列出差多少天；导出文件写明的范围比争议期间窄的，另行列出。期间中部的空缺由连续性的各项检查说明。公众号会话不适用。",
    en: "Compares, by calendar days in the zone of the run, the disputed period of the case file (first and last day included) and the range that the export states with the days of the first and last message of the conversation. A period that begins before the first, ends after the last, or holds no message at all is listed with the days that are not reached; a stated range narrower than the disputed period is listed too. Gaps in between are what the checks of continuity look at. Not applicable to official accounts.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第四十四条第二款（摘录应当保持内容相应的完整性，本程序参照列出）；争议期间没有记录的部分，应向提交人询问原因。",
    en: "Article 44 (2) of the Provisions on Evidence in Civil Procedure (an excerpt keeps the completeness its content needs; used here by analogy); why part of the disputed period has no record is a question to whoever submits it.",
  },
  innocent: [
    { zh: "双方在这些日子里没有联系。", en: "There was no contact in those days." },
    { zh: "导出时选择的日期范围较窄。", en: "A narrower range of dates was chosen for the export." },
    {
      zh: "这些日子的记录在另一部设备、另一次导出或另一个会话中。",
      en: "Those days are on another device, in another export or in another conversation.",
    },
    { zh: "期间填写有误。", en: "The period was mistyped." },
  ],
  reference: "law.md §1.1 L10, §2.1 (4); design.md §6.2",
  words: {
    "begins-later": {
      zh: "争议期间（填报）自 {from} 起，该会话首条记录在 {firstDay}（{firstAt}），此前 {days} 天没有记录。",
      en: "The disputed period (declared) begins on {from}; the first message of this conversation is of {firstDay} ({firstAt}), so {days} day(s) before it have no record.",
    },
    "ends-earlier": {
      zh: "争议期间（填报）至 {to} 止，该会话末条记录在 {lastDay}（{lastAt}），此后 {days} 天没有记录。",
      en: "The disputed period (declared) ends on {to}; the last message of this conversation is of {lastDay} ({lastAt}), so {days} day(s) after it have no record.",
    },
    "none-inside": {
      zh: "争议期间（填报）{from} 至 {to}（首尾两日均包含在内）之内，该会话没有一条记录；记录在 {firstDay} 至 {lastDay} 之间。",
      en: "Within the disputed period (declared) from {from} to {to}, both days included, this conversation has no message; its record runs from {firstDay} to {lastDay}.",
    },
    reversed: {
      zh: "案件信息文件的 case.period 填写的起日 {from} 晚于止日 {to}，无法比较。",
      en: "In case.period of the case file the first day {from} is later than the last day {to}; nothing can be compared.",
    },
    "range-narrower": {
      zh: "导出文件写明的范围「{statedRange}」（{statedFrom} 至 {statedTo}）窄于争议期间（填报）{from} 至 {to}。",
      en: "The range “{statedRange}” that the export states ({statedFrom} to {statedTo}) is narrower than the disputed period (declared) from {from} to {to}.",
    },
    "range-begins-later": {
      zh: "导出文件写明的范围「{statedRange}」自 {from} 起，该会话首条记录在 {firstDay}（{firstAt}），此前 {days} 天没有记录。",
      en: "The range “{statedRange}” that the export states begins on {from}; the first message of this conversation is of {firstDay} ({firstAt}), so {days} day(s) before it have no record.",
    },
    "range-ends-earlier": {
      zh: "导出文件写明的范围「{statedRange}」至 {to} 止，该会话末条记录在 {lastDay}（{lastAt}），此后 {days} 天没有记录。",
      en: "The range “{statedRange}” that the export states ends on {to}; the last message of this conversation is of {lastDay} ({lastAt}), so {days} day(s) after it have no record.",
    },
  },
  *run({ chat, conversation, export: of, caseFile, timeZone }: ConversationContext) {
    if (conversation.type === "official") return { notApplicable: "official-account" };
    const declared = caseFile?.declared.case?.period;
    const stated = of.statedRange === null ? null : statedDays(of.statedRange, timeZone);
    if (declared?.from === undefined && declared?.to === undefined && stated === null) {
      return { notApplicable: caseFile === null ? "no-case-file" : "no-period-stated" };
    }
    const { firstMessageAt: firstAt, lastMessageAt: lastAt } = conversation;
    if (firstAt === null || lastAt === null) return { notApplicable: "no-message-times" };
    const ends = {
      first: endAt(chat, conversation.id, firstAt, timeZone),
      last: endAt(chat, conversation.id, lastAt, timeZone),
    };
    const wanted: StatedDays = { from: declared?.from ?? null, to: declared?.to ?? null };
    const isWanted = wanted.from !== null || wanted.to !== null;
    if (isReversed(wanted)) yield { word: "reversed", facts: { ...wanted }, at: casePlace(caseFile, "case/period") };
    else if (isWanted) yield* disputed(wanted, ends, hasMessageIn(chat, conversation.id, wanted, timeZone));
    if (stated !== null && of.statedRange !== null) {
      if (!isReversed(wanted)) yield* narrower(wanted, stated, of.statedRange);
      yield* statedFound(stated, ends, of.statedRange);
    }
    const compared = Number(isWanted) + Number(stated !== null);
    return { counts: { messages: conversation.messageCount, periods: compared } };
  },
});

/** Where the record of a conversation begins and ends. */
interface Ends {
  readonly first: End;
  readonly last: End;
}

interface End {
  readonly at: number;
  readonly day: string;
  /** Number and place of a message of that instant. */
  readonly seq: number;
  readonly locator: string;
}

const AT_INSTANT = "SELECT seq, locator FROM message WHERE conversation = ? AND sent_at = ? ORDER BY seq LIMIT 1";

function endAt(chat: Chat, conversation: string, at: number, timeZone: string): End {
  const row = onlyRow(chat.query<{ seq: number; locator: string }>(AT_INSTANT, conversation, at));
  return { at, day: zonedDay(at, timeZone), ...row };
}

function placeOf({ seq, locator }: End): Pick<Found, "at" | "messages"> {
  return { at: placesOf([{ at: locator }]), messages: [seq] };
}

function isReversed({ from, to }: StatedDays): boolean {
  return from !== null && to !== null && from > to;
}

/** Days from one calendar day to a later one. */
function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS);
}

function* disputed(wanted: StatedDays, ends: Ends, hasMessage: boolean): Generator<Found, void, void> {
  const { first, last } = ends;
  if (hasMessage) {
    yield* reached(wanted, ends, ["begins-later", "ends-earlier"]);
    return;
  }
  const facts = { ...wanted, firstDay: first.day, lastDay: last.day };
  yield { word: "none-inside", facts, at: placesOf([first, last].map(({ locator }) => ({ at: locator }))) };
}

const WITHIN = `SELECT EXISTS (SELECT 1 FROM message WHERE conversation = ? AND sent_at >= ? AND sent_at < ?) AS found`;
const [BEFORE_ALL, AFTER_ALL] = [-8.64e15, 8.64e15];

function hasMessageIn(chat: Chat, conversation: string, { from, to }: StatedDays, timeZone: string): boolean {
  const begin = from === null ? BEFORE_ALL : startOf(from, 0, timeZone);
  const end = to === null ? AFTER_ALL : startOf(to, 1, timeZone);
  return onlyRow(chat.query<{ found: number }>(WITHIN, conversation, begin, end)).found === 1;
}

/** Instant at which a day begins, or the day so many days after it. */
function startOf(day: string, later: number, timeZone: string): number {
  const clock = parseWallClock(new Date(Date.parse(day) + later * DAY_MS).toISOString().slice(0, 10));
  if (clock === null) throw new RangeError(`not a day: ${day}`);
  return instantOf(clock, timeZone).epochMs;
}

/** The ends of a period that the record does not reach. */
function* reached(
  { from, to }: StatedDays,
  { first, last }: Ends,
  [late, early]: readonly [string, string],
  given: Readonly<Record<string, Fact>> = {},
): Generator<Found, void, void> {
  if (from !== null && first.day > from) {
    const facts = { ...given, from, firstDay: first.day, firstAt: first.at, days: daysBetween(from, first.day) };
    yield { word: late, facts, ...placeOf(first) };
  }
  if (to !== null && last.day < to) {
    const facts = { ...given, to, lastDay: last.day, lastAt: last.at, days: daysBetween(last.day, to) };
    yield { word: early, facts, ...placeOf(last) };
  }
}

function* narrower({ from, to }: StatedDays, stated: StatedDays, statedRange: string): Generator<Found, void, void> {
  const isLate = from !== null && stated.from !== null && stated.from > from;
  const isEarly = to !== null && stated.to !== null && stated.to < to;
  if (!isLate && !isEarly) return;
  yield {
    word: "range-narrower",
    facts: { statedRange, statedFrom: stated.from, statedTo: stated.to, from, to },
    at: [],
  };
}

/** Exporters write the range that was chosen, and people choose widely: only worth knowing. */
function* statedFound(stated: StatedDays, ends: Ends, statedRange: string): Generator<Found, void, void> {
  const words = ["range-begins-later", "range-ends-earlier"] as const;
  for (const found of reached(stated, ends, words, { statedRange })) yield { ...found, level: "note" };
}
