import type { Chat, Conversation } from "../../model/chat.ts";
import type { Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { databaseTimes } from "../database-times.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";
import { onlyRow } from "../row.ts";
import { rowFacts, rowsFound, warnedRows } from "../warned-rows.ts";

/** Beijing time, in which nearly every export is rendered. */
const BEIJING_SECONDS = 8 * 3600;
/** Rows needed before one of several offsets passes for a zone (summer time, or a journey) and not for changed rows. */
const ZONE_ROWS = 50;
const ZONE_SHARE = 0.05;
/** Rows of one deviation up to which each is told alone. */
const ALONE = 3;
/** Share and number of rows whose sort sequence must agree before a row that does not means anything. */
const SEQUENCE_SHARE = 0.9;
const SEQUENCE_ROWS = 10;
/** Up to so many rows, or so small a share of them, stand out; more are the way this file is. */
const FEW_ROWS = 3;
const FEW_SHARE = 0.01;
/** Deviations of the sort sequence that sending and receiving leave. */
const SEQUENCE_SLACK_SECONDS = 60;

/**
 * Two renderings of one time within a row that do not agree.
 *
 * An exporter writes the text from the epoch it writes beside it, in the zone of its computer; whoever changes one by
 * hand has to change the other.
 */
export const timeFields = defineCheck({
  id: "consistency/time-fields",
  version: 2,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: [],
  options: { listed: 100 },
  title: { zh: "同一行内的时间不一致", en: "Times within one row that disagree" },
  rule: {
    zh: "读不出时间的行逐条列出原值。同一行既有时间戳又有时间文字的，两者之差应当是同一个时区（15 分钟的整数倍，−12 至 +14 小时）；与该会话多数行不同的行列出两个值，相差 1 秒以内不计。多个时差各有 50 行以上且各占 5% 以上的，视为时区变化，只作提示；与北京时间以外的通常时差正好相差 1 小时、按季节交替的，视为夏令时；时差不是北京时间的也作提示。带有 13 位排序序号的，其前 10 位（秒）应与时间戳一致；只有 90% 以上的行符合时才列出不符的行，60 秒以内的差异合并计数。数据库来源不留余地：排序序号的秒与该行时间不同的逐行列出；另比较转账内容中的发起时间、资源库等处记录的同一条消息的时间（相差 10 分钟以上的列出，某处记录大多不符的不逐行列出），以及图片、视频路径中的年月文件夹与该行的月份（月初、月末 3 天以内不计）。",
    en: "Rows whose time cannot be read are listed with what is stored. Where a row has both an epoch and a text of its time, the difference must be one time zone (a multiple of 15 minutes from −12 to +14 hours). Rows that differ from most rows of the conversation are listed with both values; one second is let pass. Several offsets, each with at least 50 rows and five per cent, count as a change of zone and are noted; rows one hour from a usual offset other than Beijing time that take turns with it by season are summer time; so is an offset other than Beijing time. Where rows have a sort sequence of 13 digits its first ten (the second) must agree with the epoch; rows that do not are listed only where 90 per cent agree, and differences up to 60 seconds are counted together. With databases there is no slack: every row whose sort sequence holds another second is listed. Further the time that the content of a transfer states, the time that other places such as the resource database keep of the same message (listed from ten minutes on; a place that differs from most rows is not listed row by row), and the month in the folder of a picture or film against the month of the row (three days around the turn of a month are let pass).",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体和时间是否明确、有无修改；同一行内两个时间不一致，是导出文件自身的矛盾。",
    en: "Article 11 of the Provisions on Internet Courts asks whether author and time of electronic data are clear and whether data were changed; two times of one row that disagree are a contradiction within the export.",
  },
  innocent: [
    {
      zh: "导出期间电脑切换过时区，或多台电脑导出的文件被合并。",
      en: "The zone of the computer was switched during the export, or files exported on several computers were merged.",
    },
    {
      zh: "文件曾用表格软件打开保存，时间文字被改写或舍入。",
      en: "The file was opened and saved in a spreadsheet, which rewrote or rounded the text of the times.",
    },
    {
      zh: "补取的历史消息、重新发送的消息，其排序序号与时间可能相差；转发旧图片时，文件可能留在原来月份的文件夹。",
      en: "In history fetched later and in messages sent again, sort sequence and time may differ; a picture forwarded later may stay in the folder of its first month.",
    },
    {
      zh: "导出工具对个别类型的消息从另一字段取时间。",
      en: "For some kinds of message the exporter takes the time from another field.",
    },
  ],
  reference: "wechat-databases.md §8.4 S-R03, §8.2; export-formats.md §0.4 (2), (3), §4.1.2; law.md §2.1 (7)",
  words: {
    unreadable: {
      zh: "第 {seq} 条的时间读不出，原值为「{text}」；该条按来源中的先后排列，不参与时间的比对。",
      en: "The time of message {seq} cannot be read; it is stored as “{text}”. The message keeps its place in the source and takes no part in comparisons of time.",
    },
    "more-unreadable": {
      zh: "另有 {count} 条的时间读不出，首条为第 {seq} 条。",
      en: "The time of another {count} message(s) cannot be read; the first is message {seq}.",
    },
    differs: {
      zh: "第 {seq} 条的时间戳为 {sentAt}，同一行的时间文字为「{text}」；按该会话通常的时差（{usual}）相差 {differenceMs}。",
      en: "Message {seq} has the epoch {sentAt} and, in the same row, the text “{text}”; by the usual offset of the conversation ({usual}) they differ by {differenceMs}.",
    },
    "differ-alike": {
      zh: "有 {count} 行的时间文字与时间戳按通常的时差（{usual}）同样相差 {differenceMs}，首行为第 {seq} 条（时间戳 {sentAt}，文字「{text}」），末行为第 {lastSeq} 条。",
      en: "In {count} rows text and epoch differ by the same {differenceMs} from the usual offset ({usual}); the first is message {seq} (epoch {sentAt}, text “{text}”), the last is message {lastSeq}.",
    },
    more: {
      zh: "另有 {count} 行的时间文字与时间戳不一致，首行为第 {seq} 条。",
      en: "In another {count} row(s) text and epoch disagree; the first is message {seq}.",
    },
    "no-common-offset": {
      zh: "{compared} 行的时间文字与时间戳之间没有共同的时差：最常见的 {usual} 也只有 {agreeing} 行；不逐行列出。",
      en: "Text and epoch of {compared} rows have no offset in common: the most frequent, {usual}, holds for {agreeing} rows only; the rows are not listed.",
    },
    "several-offsets": {
      zh: "时间文字与时间戳之间有多个时差：{offsets}；可能是夏令时，或导出电脑的时区有变化。",
      en: "Text and epoch differ by several offsets: {offsets}; summer time, or a change of the exporting computer's zone, leaves this.",
    },
    "other-zone": {
      zh: "该会话的时间文字比时间戳（UTC）相差 {usual}，不是北京时间（+08:00）；各处所列时间以时间戳为准。",
      en: "The texts of the times are at {usual} from the epoch (UTC), not in Beijing time (+08:00); times are printed by the epoch.",
    },
    sequence: {
      zh: "第 {seq} 条的时间戳为 {sentAt}，而其排序序号 {sortSeq} 所含的时间为 {sequenceAt}，相差 {differenceMs}。",
      en: "Message {seq} has the epoch {sentAt}, but its sort sequence {sortSeq} holds the time {sequenceAt}, {differenceMs} apart.",
    },
    "sequence-throughout": {
      zh: "全部 {messages} 行中有 {count} 行的排序序号与时间不一致；该来源的排序序号不宜用于比对，不逐行列出。",
      en: "In {count} of all {messages} rows sort sequence and time disagree; the sequence does not serve for comparison in this source, and the rows are not listed.",
    },
    payload: {
      zh: "第 {seq} 条的时间为 {sentAt}，而其内容写明的转账发起时间为 {payloadAt}，相差 {differenceMs}。",
      en: "Message {seq} has the time {sentAt}, but its content states that the transfer began at {payloadAt}, {differenceMs} apart.",
    },
    "more-payload": {
      zh: "另有 {count} 行的内容写明的时间与该行时间不一致，从第 {seq} 条起。",
      en: "In another {count} row(s) the time in the content and that of the row disagree, from message {seq} on.",
    },
    "other-place": {
      zh: "第 {seq} 条的时间为 {sentAt}，而“{place}”中同一条消息的时间为 {otherAt}，相差 {differenceMs}。",
      en: "Message {seq} has the time {sentAt}, but “{place}” has {otherAt} for the same message, {differenceMs} apart.",
    },
    "more-other-place": {
      zh: "另有 {count} 处记录的时间与消息行不一致，从第 {seq} 条起。",
      en: "Another {count} record(s) elsewhere have another time than the row, from message {seq} on.",
    },
    "other-place-unrelated": {
      zh: "“{place}”一类记录中写明时间的 {compared} 处，有 {differing} 处与消息行不一致；该类记录不宜用于比对，不逐行列出。",
      en: "Of {compared} records of the sort “{place}” that state a time {differing} disagree with their rows; they do not serve for comparison, and the rows are not listed.",
    },
    "media-month": {
      zh: "第 {seq} 条的时间为 {sentAt}，而其图片或视频存放在 {month} 的文件夹中（{path}）。",
      en: "Message {seq} has the time {sentAt}, but its picture or film lies in the folder of {month} ({path}).",
    },
    "more-media-month": {
      zh: "另有 {count} 条消息的媒体文件夹与该行的月份不一致。",
      en: "In another {count} message(s) the media folder is of another month than the row.",
    },
    "more-sequence": {
      zh: "另有 {count} 行的排序序号与时间戳不一致，首行为第 {seq} 条。",
      en: "In another {count} row(s) sort sequence and epoch disagree; the first is message {seq}.",
    },
    "sequence-noise": {
      zh: "有 {count} 行的排序序号与时间戳略有差异，最多 {largestMs}，通常由收发延迟引起。",
      en: "In {count} row(s) sort sequence and epoch differ slightly, by {largestMs} at most, as delays of sending and receiving leave it.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, options } = context;
    const listed = options["listed"] ?? 100;
    const isDatabase = context.export.databases !== undefined;
    const tally = tallyOf(chat, conversation.id);
    const { compared, sequences } = tally;
    const unreadable = yield* unreadableTimes(chat, conversation, listed);
    if (compared === 0 && sequences.rows === 0 && unreadable === 0 && !isDatabase)
      return { notApplicable: "only-one-time-field" };
    if (compared > 0) yield* textAgainstEpoch(chat, conversation, tally, listed);
    const more = isDatabase ? yield* databaseTimes(context, listed) : {};
    if (!isDatabase && sequences.agreeing < sequences.rows) {
      yield* sequenceAgainstEpoch(chat, conversation, sequences, listed);
    }
    const counts = { compared, unreadable, sequences: sequences.rows, sequencesAgreeing: sequences.agreeing };
    return { counts: { messages: conversation.messageCount, ...counts, ...more } };
  },
});

/** Rows whose time is there and no time, or not there at all. */
function unreadableTimes(chat: Chat, { id }: Conversation, listed: number): Generator<Found, number, void> {
  return rowsFound(warnedRows(chat, id, "TIME_UNREADABLE"), listed, "more-unreadable", (row) => {
    const text = chat.message(id, row.seq).sentAtText ?? "";
    return { ...rowFacts(row), word: "unreadable", facts: { seq: row.seq, text }, strength: "C" };
  });
}

const SEQUENCED = "length(sort_seq) = 13 AND sort_seq NOT GLOB '*[^0-9]*'";
/** Seconds between the sort sequence and the epoch. */
const APART = "abs(CAST(substr(sort_seq, 1, 10) AS INTEGER) - sent_at / 1000)";

/** Text less epoch in seconds; null where there is no text to the second or the minute beside an epoch. */
const RAW = `CASE WHEN time_basis = 'epoch' AND length(sent_at_text) IN (16, 19) AND substr(sent_at_text, 5, 1) IN ('-', '/')
  THEN unixepoch(replace(sent_at_text, '/', '-'))
    - CASE length(sent_at_text) WHEN 16 THEN sent_at / 60000 * 60 ELSE sent_at / 1000 END END`;

/** Each row with its offset: snapped to the quarter hour that zones lie on where it is within a second of one. */
const ROWS = `SELECT *, CASE WHEN abs(raw - quarter) <= 1 AND quarter BETWEEN -43200 AND 50400 THEN quarter ELSE raw END AS offset
  FROM (SELECT *, CAST(round(raw / 900.0) AS INTEGER) * 900 AS quarter
    FROM (SELECT seq, sent_at, sent_at_text, sort_seq, locator, ${RAW} AS raw
      FROM message WHERE conversation = ? AND sent_at IS NOT NULL))`;

interface Offset {
  /** Seconds that the text is ahead of UTC. */
  readonly offset: number;
  readonly count: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

interface Sequences {
  readonly rows: number;
  readonly agreeing: number;
}

interface TallyRow extends Omit<Offset, "offset"> {
  readonly offset: number | null;
  readonly sequenced: number;
  readonly agreeing: number;
}

interface Tally {
  /** Rows with an epoch and a readable text. */
  readonly compared: number;
  /** The most frequent first. */
  readonly offsets: readonly Offset[];
  readonly sequences: Sequences;
}

const MOST_OFFSETS = 500;
const TALLY = `SELECT offset, count(*) AS count, min(seq) AS firstSeq, max(seq) AS lastSeq,
    coalesce(sum(${SEQUENCED}), 0) AS sequenced, coalesce(sum(${SEQUENCED} AND ${APART} <= 1), 0) AS agreeing
  FROM (${ROWS}) GROUP BY offset ORDER BY count DESC, abs(offset - ${BEIJING_SECONDS}), offset`;

/** Everything that is compared, in one pass over the rows. */
function tallyOf(chat: Chat, conversation: string): Tally {
  const offsets: Offset[] = [];
  let [compared, rows, agreeing] = [0, 0, 0];
  for (const row of chat.query<TallyRow>(TALLY, conversation)) {
    rows += row.sequenced;
    agreeing += row.agreeing;
    const { offset, count, firstSeq, lastSeq } = row;
    if (offset === null) continue;
    compared += count;
    if (offsets.length < MOST_OFFSETS) offsets.push({ offset, count, firstSeq, lastSeq });
  }
  return { compared, offsets, sequences: { rows, agreeing } };
}

function* textAgainstEpoch(
  chat: Chat,
  { id }: Conversation,
  { compared, offsets }: Tally,
  listed: number,
): Generator<Found, void, void> {
  const zones = zonesAmong(chat, id, offsets, compared);
  const agreeing = zones.reduce((sum, { count }) => sum + count, 0);
  const [usual] = zones;
  if (!usual || agreeing * 2 < compared) {
    const most = offsets[0];
    const facts = { compared, agreeing: most?.count ?? 0, usual: offsetText(most?.offset ?? 0) };
    yield { word: "no-common-offset", facts, at: [] };
    return;
  }
  if (agreeing < compared) yield* deviating(chat, id, offsets, zones, compared - agreeing, listed);
  yield* zonesNoted(zones, usual);
}

const isZone = ({ offset }: Offset): boolean => offset % 900 === 0 && offset >= -43_200 && offset <= 50_400;

/** The offsets that pass for the zone of the exporting computer, the most frequent first. */
function zonesAmong(chat: Chat, conversation: string, offsets: readonly Offset[], compared: number): Offset[] {
  const candidates = offsets.filter(isZone);
  const usual = candidates[0];
  if (!usual) return [];
  const enough = Math.max(ZONE_ROWS, ZONE_SHARE * compared);
  return candidates.filter(
    (candidate) =>
      candidate === usual || candidate.count >= enough || isSummerTime(chat, conversation, usual, candidate),
  );
}

const TURNS = `SELECT coalesce(sum(changed), 0) AS turns, (max(sent_at) - min(sent_at)) / 31557600000.0 AS years FROM (
    SELECT sent_at, offset <> lag(offset) OVER (ORDER BY sent_at, seq) AS changed FROM (${ROWS}) WHERE offset IN (?, ?))`;

/** One hour apart, taking turns by season. Beijing time has had no summer time since 1991. */
function isSummerTime(chat: Chat, conversation: string, usual: Offset, other: Offset): boolean {
  if (usual.offset === BEIJING_SECONDS || Math.abs(usual.offset - other.offset) !== 3600) return false;
  const rows = chat.query<{ turns: number; years: number }>(TURNS, conversation, usual.offset, other.offset);
  const { turns, years } = onlyRow(rows);
  return turns <= 2 * Math.ceil(years);
}

function* zonesNoted(zones: readonly Offset[], usual: Offset): Generator<Found, void, void> {
  const note = { level: "note", strength: "D", at: [] } as const;
  if (zones.length > 1) {
    const offsets = zones.map(({ offset, count }) => `${offsetText(offset)} × ${count}`).join(", ");
    yield { word: "several-offsets", facts: { offsets, zones: zones.length }, ...note };
  }
  if (usual.offset !== BEIJING_SECONDS)
    yield { word: "other-zone", facts: { usual: offsetText(usual.offset) }, ...note };
}

/** `+08:00`, with seconds only where there are any. */
function offsetText(seconds: number): string {
  const size = Math.abs(seconds);
  const part = (value: number) => String(value).padStart(2, "0");
  const [hours, minutes, rest] = [Math.floor(size / 3600), Math.floor(size / 60) % 60, size % 60];
  return `${seconds < 0 ? "-" : "+"}${part(hours)}:${part(minutes)}${rest === 0 ? "" : `:${part(rest)}`}`;
}

interface Deviating {
  readonly offset: number;
  readonly seq: number;
  readonly sentAt: number;
  readonly text: string;
  readonly at: string;
}

const DEVIATING = `SELECT offset, seq, sent_at AS sentAt, sent_at_text AS text, locator AS at FROM (${ROWS})
  WHERE offset IN (SELECT value FROM json_each(?)) ORDER BY +seq`;

/** First rows of each of some offsets, in one pass. */
function rowsByOffset(chat: Chat, conversation: string, offsets: readonly Offset[]): ReadonlyMap<number, Deviating[]> {
  const found = new Map<number, Deviating[]>(offsets.map(({ offset }) => [offset, []]));
  for (const row of chat.query<Deviating>(DEVIATING, conversation, JSON.stringify([...found.keys()]))) {
    const rows = found.get(row.offset);
    if (rows && rows.length < PLACES_SHOWN) rows.push(row);
  }
  return found;
}

function* deviating(
  chat: Chat,
  conversation: string,
  offsets: readonly Offset[],
  zones: readonly Offset[],
  rows: number,
  listed: number,
): Generator<Found, void, void> {
  const usual = zones[0]?.offset ?? 0;
  const others = offsets.filter((offset) => !zones.includes(offset)).sort((a, b) => a.firstSeq - b.firstSeq);
  const shown = others.slice(0, listed);
  const found = rowsByOffset(chat, conversation, shown);
  let told = 0;
  for (const { offset, count, lastSeq } of shown) {
    const bearing = found.get(offset) ?? [];
    const same = { usual: offsetText(usual), differenceMs: (offset - usual) * 1000 };
    told += count;
    if (count <= ALONE) yield* bearing.map((row) => rowFound("differs", row, same));
    else yield { ...rowFound("differ-alike", bearing[0], { ...same, count, lastSeq }), ...placesIn(bearing) };
  }
  const next = others[listed]?.firstSeq ?? null;
  if (told < rows) yield { word: "more", facts: { count: rows - told, seq: next }, at: [] };
}

function rowFound(word: string, row: Deviating | undefined, more: Found["facts"]): Found {
  if (!row) throw new RangeError("a deviation without a row");
  const { seq, sentAt, text } = row;
  return { word, facts: { seq, sentAt, text, ...more }, ...placesIn([row]) };
}

function placesIn(rows: readonly { readonly seq: number; readonly at: string }[]) {
  return { at: placesOf(rows), messages: rows.map(({ seq }) => seq) };
}

interface Sequence {
  readonly seq: number;
  readonly sentAt: number;
  readonly sortSeq: string;
  readonly direction: string;
  readonly apart: number;
  readonly at: string;
}

const DISAGREEING = `SELECT seq, sent_at AS sentAt, sort_seq AS sortSeq, direction, ${APART} AS apart, locator AS at
  FROM message WHERE conversation = ? AND sent_at IS NOT NULL AND ${SEQUENCED} AND ${APART} > 1 ORDER BY +seq`;

/** Listed only where the rest of the file shows that the sequence does follow the time. */
function* sequenceAgainstEpoch(
  chat: Chat,
  { id }: Conversation,
  { rows, agreeing }: Sequences,
  listed: number,
): Generator<Found, void, void> {
  if (agreeing < SEQUENCE_ROWS || agreeing < SEQUENCE_SHARE * rows) return;
  const few = rows - agreeing <= Math.max(FEW_ROWS, FEW_SHARE * rows);
  const noise = { count: 0, largestMs: 0 };
  const more = { count: 0, seq: null as number | null };
  let told = 0;
  for (const row of chat.query<Sequence>(DISAGREEING, id)) {
    if (row.apart <= SEQUENCE_SLACK_SECONDS) {
      noise.count += 1;
      noise.largestMs = Math.max(noise.largestMs, row.apart * 1000);
    } else if (told < listed) {
      told += 1;
      yield sequenceFound(row, few && row.direction === "received" ? "B" : "C");
    } else {
      more.count += 1;
      more.seq ??= row.seq;
    }
  }
  if (more.count > 0) yield { word: "more-sequence", facts: more, at: [], strength: "C" };
  if (noise.count > 0) yield { word: "sequence-noise", facts: noise, at: [], level: "note", strength: "D" };
}

function sequenceFound({ seq, sentAt, sortSeq, at }: Sequence, strength: Strength): Found {
  const sequenceAt = Number(sortSeq.slice(0, 10)) * 1000;
  const facts = { seq, sentAt, sortSeq, sequenceAt, differenceMs: Math.abs(sequenceAt - sentAt) };
  return { word: "sequence", facts, ...placesIn([{ seq, at }]), strength };
}
