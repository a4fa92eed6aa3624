import type { Chat, Conversation } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";
import { unplacedRecords } from "../unplaced.ts";

/**
 * Holes and repetitions in the running number that the exporter itself writes.
 *
 * The number says nothing about the client: an exporter that left rows out counts on without a hole. It speaks of this
 * file alone, after it was written. Rows cut off at the end leave no hole; `source/count-mismatch` looks for those.
 */
export const rowsRemoved = defineCheck({
  id: "source/rows-removed",
  version: 1,
  scope: "conversation",
  level: "error",
  strength: "B",
  needs: ["dense-exporter-index"],
  continuity: "gap-by-witness",
  options: { listed: 50 },
  title: { zh: "导出后行被移除或重复", en: "Rows removed or repeated after the export" },
  rule: {
    zh: "该导出工具写出时从 1 起逐行编号、不留空号。检查每个会话中该编号的空号（给出缺失区间和相邻记录）、重复号、小于 1 的编号和没有编号的行。无法读取的记录可能占用编号：空号总数不超过这些记录数时不列出。文件中行的先后与编号不一致不列为问题，只计数，因为导出工具可能在编号之后再按时间排序。",
    en: "This exporter numbers its rows from 1 without holes when it writes. For each conversation the check lists holes in that number (missing range and neighbours), numbers used twice, numbers below 1 and rows without a number. Records that could not be read may hold numbers: holes that do not exceed them are not listed. Rows standing in another order than their numbers are counted, not reported, because exporters sort by time after numbering.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据是否存在增加、删除、修改等情形；《民事证据规定》第九十三条考虑保存、传输、提取的方法是否可靠。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were added to, deleted from or changed; article 93 of the Provisions on Evidence in Civil Procedure looks at how they were kept, transferred and extracted.",
  },
  innocent: [
    {
      zh: "为节选与案件有关的部分，导出后用编辑软件删去了其他行。",
      en: "Rows that do not concern the case were taken out with an editor after the export, to make an excerpt.",
    },
    {
      zh: "多个导出文件被人工拼接，编号重复或跳跃。",
      en: "Several export files were put together by hand, so that numbers repeat or jump.",
    },
    {
      zh: "导出工具的其他版本在编号之后又过滤了消息类型或发送人。",
      en: "Another version of the exporter filtered kinds or senders after it had numbered the rows.",
    },
    {
      zh: "文件损坏，部分行无法读取。",
      en: "The file is damaged and some rows could not be read.",
    },
  ],
  reference: "export-formats.md §0.5 class N, §4.1.2, §12.3 (exporterIndex gap); law.md §2.3 (5)",
  words: {
    hole: {
      zh: "导出文件自己的行号缺 {from} 至 {to}（共 {missing} 行），缺口在本记录第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）之间。",
      en: "The export's own row numbers {from} to {to} are absent ({missing} row(s)), between message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}).",
    },
    "hole-of-one": {
      zh: "导出文件自己的行号缺 {from}，缺口在本记录第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）之间。",
      en: "The export's own row number {from} is absent, between message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}).",
    },
    "hole-at-start": {
      zh: "行号不从 1 开始：{from} 至 {to} 缺失（共 {missing} 行），最小行号在第 {afterSeq} 条（{afterAt}）。",
      en: "Row numbers do not begin at 1: {from} to {to} are absent ({missing} row(s)); the lowest number stands at message {afterSeq} ({afterAt}).",
    },
    "more-holes": {
      zh: "行号另有 {holes} 处缺失，共缺 {missing} 行，自 {from} 至 {to} 之间。",
      en: "Row numbers have {holes} further hole(s), {missing} row(s) in all, between {from} and {to}.",
    },
    repeated: {
      zh: "行号 {number} 出现 {count} 次，首次在第 {firstSeq} 条，末次在第 {lastSeq} 条。",
      en: "Row number {number} stands {count} times, first at message {firstSeq}, last at message {lastSeq}.",
    },
    "more-repeated": {
      zh: "另有 {numbers} 个行号重复出现，共 {rows} 行，自 {from} 至 {to} 之间。",
      en: "{numbers} further row number(s) are used more than once, {rows} row(s) in all, between {from} and {to}.",
    },
    "below-one": {
      zh: "有 {count} 行的行号小于 1，最小为 {lowest}；该导出工具从 1 起编号。",
      en: "{count} row(s) have a number below 1, the lowest is {lowest}; this exporter begins at 1.",
    },
    unnumbered: {
      zh: "有 {count} 行没有行号，其余 {numbered} 行都有；首行为第 {firstSeq} 条。",
      en: "{count} row(s) have no row number while the other {numbered} have one; the first is message {firstSeq}.",
    },
  },
  *run({ chat, conversation, export: of, options }: ConversationContext) {
    const listed = options["listed"] ?? 50;
    const extent = extentOf(chat, conversation.id);
    const { rows, numbered } = extent;
    if (numbered === 0) return { notApplicable: "no-row-numbers" };
    const unread = conversation.skippedCount + unplacedRecords(chat, of.id);
    const missing = Math.max(0, extent.highest - extent.distinct);
    // A row that could not be read, or that lost its number, may be the one a hole seems to miss.
    if (missing > unread + (rows - numbered)) yield* holes(chat, conversation, listed);
    yield* repeated(chat, conversation, listed);
    if (extent.belowOne > 0) yield belowOne(chat, conversation, extent);
    if (numbered < rows) yield unnumbered(chat, conversation, extent);
    return { counts: { rows, numbered, missing, unread, outOfOrder: outOfOrder(chat, conversation.id) } };
  },
});

interface Extent {
  readonly rows: number;
  readonly numbered: number;
  /** Different numbers from 1 up. */
  readonly distinct: number;
  readonly highest: number;
  readonly lowest: number;
  readonly belowOne: number;
}

function extentOf(chat: Chat, conversation: string): Extent {
  const sql = `SELECT count(*) AS rows, count(exporter_index) AS numbered,
      count(DISTINCT CASE WHEN exporter_index >= 1 THEN exporter_index END) AS "distinct",
      coalesce(max(exporter_index), 0) AS highest, coalesce(min(exporter_index), 0) AS lowest,
      coalesce(sum(exporter_index < 1), 0) AS belowOne
    FROM message WHERE conversation = ?`;
  for (const extent of chat.query<Extent>(sql, conversation)) return extent;
  throw new RangeError("an aggregate always has a row");
}

interface Hole {
  /** Number before the hole; null where the hole is at the start. */
  readonly before: number | null;
  readonly after: number;
  readonly beforeSeq: number | null;
  readonly afterSeq: number;
  readonly beforeAt: number | null;
  readonly afterAt: number | null;
  readonly beforePlace: string | null;
  readonly afterPlace: string;
}

const HOLES = `SELECT * FROM (
    SELECT exporter_index AS after, seq AS afterSeq, sent_at AS afterAt, locator AS afterPlace,
      lag(exporter_index) OVER numbers AS before, lag(seq) OVER numbers AS beforeSeq,
      lag(sent_at) OVER numbers AS beforeAt, lag(locator) OVER numbers AS beforePlace
    FROM message WHERE conversation = ? AND exporter_index >= 1
    WINDOW numbers AS (ORDER BY exporter_index, position))
  WHERE after - coalesce(before, 0) > 1 ORDER BY after`;

function* holes(chat: Chat, { id }: Conversation, listed: number): Generator<Found, void, void> {
  let seen = 0;
  let rest: { holes: number; missing: number; from: number; to: number } | null = null;
  for (const hole of chat.query<Hole>(HOLES, id)) {
    seen += 1;
    if (seen <= listed) {
      yield holeFound(hole);
      continue;
    }
    const { from, to, missing } = rangeOf(hole);
    rest ??= { holes: 0, missing: 0, from, to };
    rest = { holes: rest.holes + 1, missing: rest.missing + missing, from: rest.from, to };
  }
  if (rest) yield { word: "more-holes", facts: rest, at: [] };
}

function rangeOf({ before, after }: Hole) {
  const from = (before ?? 0) + 1;
  return { from, to: after - 1, missing: after - from };
}

function holeFound(hole: Hole): Found {
  const { beforeSeq, beforeAt, afterSeq, afterAt, beforePlace, afterPlace } = hole;
  const after = { ...rangeOf(hole), afterSeq, afterAt };
  if (beforeSeq === null || beforePlace === null) {
    return { word: "hole-at-start", facts: after, at: [JSON.parse(afterPlace) as Locator], messages: [afterSeq] };
  }
  const at = placesOf([{ at: beforePlace }, { at: afterPlace }]);
  const word = after.missing === 1 ? "hole-of-one" : "hole";
  return { word, facts: { ...after, beforeSeq, beforeAt }, at, messages: [beforeSeq, afterSeq] };
}

interface Repetition {
  readonly number: number;
  readonly count: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
}

const REPEATED = `SELECT exporter_index AS number, count(*) AS count, min(seq) AS firstSeq, max(seq) AS lastSeq
  FROM message WHERE conversation = ? AND exporter_index IS NOT NULL
  GROUP BY exporter_index HAVING count(*) > 1 ORDER BY number`;

function* repeated(chat: Chat, { id }: Conversation, listed: number): Generator<Found, void, void> {
  let seen = 0;
  let rest: { numbers: number; rows: number; from: number; to: number } | null = null;
  for (const repetition of chat.query<Repetition>(REPEATED, id)) {
    const { number, count, firstSeq, lastSeq } = repetition;
    seen += 1;
    if (seen <= listed) {
      yield {
        word: "repeated",
        facts: { ...repetition },
        ...placesWhere(chat, id, "seq IN (?, ?)", firstSeq, lastSeq),
      };
      continue;
    }
    rest ??= { numbers: 0, rows: 0, from: number, to: number };
    rest = { numbers: rest.numbers + 1, rows: rest.rows + count, from: rest.from, to: number };
  }
  if (rest) yield { word: "more-repeated", facts: rest, at: [] };
}

function belowOne(chat: Chat, { id }: Conversation, { belowOne: count, lowest }: Extent): Found {
  return { word: "below-one", facts: { count, lowest }, ...placesWhere(chat, id, "exporter_index < 1") };
}

function unnumbered(chat: Chat, { id }: Conversation, { rows, numbered }: Extent): Found {
  const places = placesWhere(chat, id, "exporter_index IS NULL");
  const facts = { count: rows - numbered, numbered, firstSeq: places.messages[0] ?? null };
  return { word: "unnumbered", facts, ...places, level: "warning" };
}

function placesWhere(chat: Chat, conversation: string, where: string, ...values: number[]) {
  const sql = `SELECT seq, locator AS at FROM message WHERE conversation = ? AND ${where} ORDER BY seq LIMIT ${PLACES_SHOWN}`;
  const rows = [...chat.query<{ seq: number; at: string }>(sql, conversation, ...values)];
  return { at: placesOf(rows), messages: rows.map(({ seq }) => seq) };
}

/** Rows whose number is lower than that of the row before them in the file. */
function outOfOrder(chat: Chat, conversation: string): number {
  const sql = `SELECT count(*) AS count FROM (
      SELECT exporter_index - lag(exporter_index) OVER (ORDER BY position) AS step
      FROM message WHERE conversation = ? AND exporter_index IS NOT NULL) WHERE step < 0`;
  for (const { count } of chat.query<{ count: number }>(sql, conversation)) return count;
  return 0;
}
