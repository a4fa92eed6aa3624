import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { rhythmOf } from "../rhythm.ts";
import { onlyRow, rowPlace, type RowPlace } from "../row.ts";

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
/** Days are those of Beijing time. */
const BEIJING_MS = 8 * HOUR_MS;
/** A day with fewer messages says nothing about how long a day's talk goes on. */
const DAY_MESSAGES = 3;
/** Headers state whole seconds, or the time the list of conversations was last touched. */
const HEADER_SLACK_MS = MINUTE_MS;
/** An export time given as text may be read in a wrong zone: the widest difference of zones is 26 hours. */
const TEXT_SLACK_MS = 26 * HOUR_MS;

/**
 * How the record ends, against the time of the export and against its own header.
 *
 * Three ways in which a record may stop before the talk did: long before the export, in the middle of a dense exchange,
 * or before the last message that the header names.
 */
export const rangeEnd = defineCheck({
  id: "continuity/range-end",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  options: {
    days: 7,
    times: 2,
    messages: 20,
    denseMessages: 10,
    denseMinutes: 10,
    lastHour: 5,
    fullDays: 10,
    laterShare: 0.75,
  },
  title: { zh: "记录的结尾", en: "End of the record" },
  rule: {
    zh: "将最后一条记录的时间与导出时间、文件头写明的最后消息时间比较。文件头写明的最后消息比记录中的更晚时为警告（文件写明导出范围的为提示）；记录在导出前 7 天以上即停止，且这段时间超过该会话最长间歇的 2 倍时提示；导出前 10 分钟内仍有 10 条以上消息时，提示对话可能在导出之后继续；最后一小时仍有 5 条以上消息，而有消息的日子（北京时间，至少 10 天）四分之三以上都谈到比这更晚的时刻，提示最后一天可能被截断；记录晚于导出时间的为警告。",
    en: "Compares the time of the last record with the time of the export and with the last message its header states. A header that names a later message than the record holds is a warning (a note where the file states a range); a record that stops more than seven days before the export, and longer than twice the longest pause of this conversation, is noted; so is an export made within ten minutes of ten or more messages, because the talk may go on after it; so is a last hour of five or more messages where three in four days of talk (Beijing time, ten days at least) go on to a later time of day, because the last day may have been cut. Records later than the export are a warning.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无不完整等情形；最后一条记录之后有无往来，应向提交人询问。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data are incomplete; whether there was contact after the last record is a question to whoever submits it.",
  },
  innocent: [
    {
      zh: "双方在此之后没有再联系。",
      en: "The parties were not in touch any more.",
    },
    {
      zh: "导出时选择了日期范围或消息类型，最后的消息不在其中。",
      en: "The export was limited to dates or kinds that leave the last messages out.",
    },
    {
      zh: "会话列表的时间会因草稿、置顶、拍一拍、已删除的消息等而晚于最后一条记录。",
      en: "Drafts, pinning, pats and deleted messages may set the list of conversations to a later time than the last record.",
    },
    {
      zh: "解密数据库时没有合并最近写入的日志（WAL），最新的消息没有导出。",
      en: "The log of recent writes (WAL) was not merged when the database was decrypted, so that the newest messages were not exported.",
    },
    {
      zh: "导出电脑的时钟或时区设置不准。",
      en: "Clock or time zone of the computer that exported was off.",
    },
  ],
  reference: "wechat-databases.md §8.1 S-C02, S-C06; export-formats.md §4.1.2 (session.lastTimestamp); design.md §6.2",
  words: {
    "stated-later": {
      zh: "文件头写明的最后消息时间为 {statedAt}，而记录的最后一条是第 {seq} 条（{lastAt}），早 {differenceMs}。",
      en: "The header states {statedAt} for the last message; the last record is message {seq} ({lastAt}), {differenceMs} earlier.",
    },
    "stops-early": {
      zh: "最后一条是第 {seq} 条（{lastAt}），此后直到导出（{exportedAt}）的 {differenceMs} 没有记录；该会话此前最长的间歇为 {longestMs}。",
      en: "The last record is message {seq} ({lastAt}); there is none in the {differenceMs} until the export ({exportedAt}). The longest pause of the conversation before that is {longestMs}.",
    },
    "talk-at-export": {
      zh: "最后一条是第 {seq} 条（{lastAt}），导出时间为 {exportedAt}；此前 {withinMs} 内有 {count} 条消息，对话可能在导出之后继续。",
      en: "The last record is message {seq} ({lastAt}) and the export was made at {exportedAt}; there are {count} messages in the {withinMs} before, and the talk may go on after the export.",
    },
    "last-day-early": {
      zh: "最后一条是第 {seq} 条（{lastAt}），此前一小时内还有 {count} 条消息；其余 {days} 个谈话日中有 {later} 个谈到比这更晚的时刻，导出时间为 {exportedAt}，最后一天的记录可能被截断。",
      en: "The last record is message {seq} ({lastAt}), with {count} messages in the hour before; of the other {days} days of talk {later} go on to a later time of day. The export was made at {exportedAt}; the last day may have been cut.",
    },
    "after-export": {
      zh: "有 {count} 条记录的时间晚于导出时间（{exportedAt}），最晚的是第 {seq} 条（{lastAt}），晚 {differenceMs}。",
      en: "{count} record(s) are later than the export ({exportedAt}); the latest is message {seq} ({lastAt}), {differenceMs} later.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, export: of } = context;
    if (conversation.lastMessageAt === null) return { notApplicable: "no-message-times" };
    const { exportedAt } = of;
    const { statedLastMessageAt: statedAt } = conversation;
    if (exportedAt === null && statedAt === null) return { notApplicable: "no-export-time" };
    const end = endOf(chat, conversation.id, conversation.lastMessageAt);
    if (statedAt !== null) yield* statedLater(end, statedAt, of.statedRange);
    if (exportedAt !== null) yield* againstExport(context, end, exportedAt);
    return { counts: { messages: conversation.messageCount } };
  },
});

interface End extends RowPlace {
  readonly lastAt: number;
}

// Printed order is order of time.
const LAST = "SELECT id FROM message WHERE conversation = ? AND sent_at IS NOT NULL ORDER BY seq DESC LIMIT 1";

function endOf(chat: Chat, conversation: string, lastAt: number): End {
  const { id } = onlyRow(chat.query<{ id: number }>(LAST, conversation));
  return { ...rowPlace(chat, id), lastAt };
}

function* statedLater(end: End, statedAt: number, statedRange: string | null): Generator<Found, void, void> {
  const { seq, lastAt } = end;
  const differenceMs = statedAt - lastAt;
  if (differenceMs <= HEADER_SLACK_MS) return;
  const grade = statedRange === null ? ({ level: "warning", strength: "C" } as const) : {};
  const facts = { seq, lastAt, statedAt, differenceMs, statedRange };
  yield { word: "stated-later", facts, at: [end.at], messages: [seq], ...grade };
}

function* againstExport(context: ConversationContext, end: End, exportedAt: number): Generator<Found, void, void> {
  const { export: of } = context;
  const sinceMs = exportedAt - end.lastAt;
  const slackMs = of.exportedAtText === null ? MINUTE_MS * 5 : TEXT_SLACK_MS;
  if (sinceMs < -slackMs) yield afterExport(context, end, exportedAt);
  else if (sinceMs >= 0) {
    yield* stopsEarly(context, end, exportedAt);
    yield* talkAtExport(context, end, exportedAt);
    if (sinceMs > HOUR_MS) yield* lastDayEarly(context, end, exportedAt);
  }
}

function afterExport({ chat, conversation }: ConversationContext, end: End, exportedAt: number): Found {
  const { seq, lastAt } = end;
  const sql = "SELECT count(*) AS count FROM message WHERE conversation = ? AND sent_at > ?";
  const { count } = onlyRow(chat.query<{ count: number }>(sql, conversation.id, exportedAt));
  const facts = { count, seq, lastAt, exportedAt, differenceMs: lastAt - exportedAt };
  return { word: "after-export", facts, at: [end.at], messages: [seq], level: "warning", strength: "C" };
}

function* stopsEarly(context: ConversationContext, end: End, exportedAt: number): Generator<Found, void, void> {
  const { chat, conversation, options } = context;
  const { seq, lastAt } = end;
  const differenceMs = exportedAt - lastAt;
  if (differenceMs <= (options["days"] ?? 7) * DAY_MS || conversation.messageCount < (options["messages"] ?? 20))
    return;
  const { longestPauseMs: longestMs } = rhythmOf(chat, conversation.id);
  if (differenceMs <= (options["times"] ?? 2) * (longestMs ?? 0)) return;
  yield {
    word: "stops-early",
    facts: { seq, lastAt, exportedAt, differenceMs, longestMs },
    at: [end.at],
    messages: [seq],
  };
}

function* talkAtExport(context: ConversationContext, end: End, exportedAt: number): Generator<Found, void, void> {
  const { chat, conversation, options } = context;
  const withinMs = (options["denseMinutes"] ?? 10) * MINUTE_MS;
  if (exportedAt - end.lastAt > withinMs) return;
  const count = messagesSince(chat, conversation.id, exportedAt - withinMs);
  if (count < (options["denseMessages"] ?? 10)) return;
  const { seq, lastAt } = end;
  yield { word: "talk-at-export", facts: { seq, lastAt, exportedAt, withinMs, count }, at: [end.at], messages: [seq] };
}

/** Read from the end, so that only the messages counted are looked at. */
function messagesSince(chat: Chat, conversation: string, since: number): number {
  const sql = "SELECT sent_at AS sentAt FROM message WHERE conversation = ? AND sent_at IS NOT NULL ORDER BY seq DESC";
  let count = 0;
  for (const { sentAt } of chat.query<{ sentAt: number }>(sql, conversation)) {
    if (sentAt <= since) break;
    count += 1;
  }
  return count;
}

interface Days {
  readonly days: number;
  /** Days whose last message comes at a later time of day. */
  readonly later: number;
}

const DAYS = `SELECT count(*) AS days, coalesce(sum(latest > ?), 0) AS later FROM (
    SELECT (sent_at + ${BEIJING_MS}) / ${DAY_MS} AS day, max((sent_at + ${BEIJING_MS}) % ${DAY_MS}) AS latest
    FROM message WHERE conversation = ? AND sent_at IS NOT NULL GROUP BY day HAVING count(*) >= ${DAY_MESSAGES})
  WHERE day <> ?`;

function* lastDayEarly(context: ConversationContext, end: End, exportedAt: number): Generator<Found, void, void> {
  const { chat, conversation, options } = context;
  const { seq, lastAt } = end;
  const count = messagesSince(chat, conversation.id, lastAt - HOUR_MS);
  if (count < (options["lastHour"] ?? 5)) return;
  const local = lastAt + BEIJING_MS;
  const { days, later } = onlyRow(chat.query<Days>(DAYS, local % DAY_MS, conversation.id, Math.floor(local / DAY_MS)));
  if (days < (options["fullDays"] ?? 10) || later < (options["laterShare"] ?? 0.75) * days) return;
  const facts = { seq, lastAt, exportedAt, count, days, later };
  yield { word: "last-day-early", facts, at: [end.at], messages: [seq] };
}
