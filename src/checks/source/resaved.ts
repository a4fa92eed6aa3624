import type { Bilingual } from "../../base/bilingual.ts";
import type { Chat, Export } from "../../model/chat.ts";
import { defineCheck, type ExportContext, type Found } from "../check.ts";
import { beginning, PLACES_SHOWN, placesOf } from "../places.ts";

/** Signs that the rows themselves bear, each with the condition on a row and the value that shows it. */
interface RowSign {
  readonly word: "dates" | "serial-dates" | "seconds-lost" | "scientific" | "fifteen-digits";
  readonly value: string;
  readonly where: string;
  /** Rows that could bear the sign. */
  readonly among: string;
  /** Least number and least share of rows below which chance explains it. */
  readonly least: number;
  readonly share: number;
}

const HAS_TIME = "sent_at_text GLOB '*:*'";
const HAS_SECONDS = "sent_at_text GLOB '*:*:*'";
const SLASHED = "sent_at_text GLOB '[0-9]*/[0-9]*/[0-9]*'";
const UNPADDED = "(sent_at_text GLOB '*/[1-9]/*' OR sent_at_text GLOB '*/[1-9] *' OR sent_at_text GLOB '[1-9]/*')";
const SERIAL =
  "(sent_at_text GLOB '[0-9][0-9][0-9][0-9][0-9]' OR sent_at_text GLOB '[0-9][0-9][0-9][0-9][0-9].[0-9]*')";
const SCIENTIFIC = "GLOB '[0-9]*[Ee]+[0-9]*'";
/** From 18 digits on: a shorter id ends in that many zeros by chance. */
const FIFTEEN_DIGITS = `length(server_id) BETWEEN 18 AND 20 AND server_id NOT GLOB '*[^0-9]*'
  AND rtrim(substr(server_id, 16), '0') = ''`;

const ROW_SIGNS: readonly RowSign[] = [
  {
    word: "dates",
    value: "sent_at_text",
    where: `(${SLASHED} AND ${HAS_TIME} AND (NOT ${HAS_SECONDS} OR ${UNPADDED}))`,
    among: "sent_at_text IS NOT NULL",
    least: 1,
    share: 0,
  },
  {
    word: "serial-dates",
    value: "sent_at_text",
    where: SERIAL,
    among: "sent_at_text IS NOT NULL",
    least: 1,
    share: 0,
  },
  {
    word: "seconds-lost",
    value: "sent_at_text",
    where: `(${HAS_TIME} AND NOT ${HAS_SECONDS} AND NOT ${SLASHED})`,
    among: "sent_at_text IS NOT NULL",
    least: 1,
    share: 0,
  },
  {
    word: "scientific",
    value: `CASE WHEN server_id ${SCIENTIFIC} THEN server_id ELSE local_id END`,
    where: `(server_id ${SCIENTIFIC} OR local_id ${SCIENTIFIC})`,
    among: "(server_id IS NOT NULL OR local_id IS NOT NULL)",
    least: 1,
    share: 0,
  },
  {
    word: "fifteen-digits",
    value: "server_id",
    where: FIFTEEN_DIGITS,
    among: "server_id IS NOT NULL",
    least: 3,
    share: 0.05,
  },
];

/** Signs that reading the file shows; the importer reports them as repairs `resaved-…`. */
const FILE_SIGNS = {
  delimiter: {
    zh: "列的分隔符不再是该格式所用的逗号，而是 {value}。",
    en: "Columns are no longer parted by the comma of this format but by {value}.",
  },
  "trailing-columns": {
    zh: "有 {count} 处行末多出空列，为表格软件保存时所补。",
    en: "{count} place(s) have empty columns at the end of the row, as a spreadsheet pads them.",
  },
  "added-columns": {
    zh: "表头之后另有导出工具不写的列（「{value}」），是导出之后添加的；其内容按原样保留。",
    en: "Behind the columns of the exporter there are others (“{value}”), added after the export; what they hold is kept as found.",
  },
  application: {
    zh: "工作簿的属性记载由另一程序保存（「{value}」），不是该导出工具。",
    en: "The properties of the workbook name another program than the exporter as the one that saved it (“{value}”).",
  },
  encoding: {
    zh: "文件的编码为「{value}」，而该类导出写出时为 UTF-8。",
    en: "The file is encoded in “{value}”, while exports of this sort are written in UTF-8.",
  },
  number: {
    zh: "有 {count} 处数字变成科学计数法，例如「{value}」，原来的数字无法还原。",
    en: "{count} number(s) are in scientific notation, such as “{value}”; the digits they had cannot be restored.",
  },
  date: {
    zh: "有 {count} 处时间不是该格式的写法，例如「{value}」。",
    en: "{count} time(s) are not written as this format writes them, such as “{value}”.",
  },
} as const satisfies Record<string, Bilingual>;

/** Signs of the file that the rows themselves show more closely. */
const SAME: Readonly<Record<string, readonly string[]>> = {
  date: ["dates", "serial-dates", "seconds-lost"],
  number: ["scientific"],
  encoding: ["encoding"],
};

const PREFIX = "resaved-";

/** Encodings a spreadsheet saves text in; what an importer calls the encoding of a workbook is none of them. */
const OTHER_ENCODING = /^(gb|cp9|windows-|ansi|big5|utf-?16)/i;

/**
 * Signs that a spreadsheet program opened the export and saved it: it rewrites dates and long numbers to its own liking.
 *
 * Saving is not editing, but the bytes are no longer those the exporter wrote, and digits and seconds may be gone for good.
 */
export const resaved = defineCheck({
  id: "source/resaved",
  version: 1,
  scope: "export",
  level: "warning",
  strength: "B",
  needs: [],
  options: {},
  title: { zh: "曾用表格软件打开并保存", en: "Opened and saved by a spreadsheet" },
  rule: {
    zh: "对表格类导出（CSV、XLSX）检查电子表格保存后留下的痕迹：日期被改写（如 2024/2/27 10:13 或日期序列号）、秒被省略、编号变成科学计数法、长编号只剩 15 位有效数字、编码不再是 UTF-8、分隔符改变、行末补出空列、工作簿由其他程序保存。每种痕迹单独列出，给出条数和最先出现的位置。",
    en: "In exports that are tables (CSV, XLSX) looks for what a spreadsheet leaves behind on saving: rewritten dates (2024/2/27 10:13, or serial numbers), seconds left out, ids in scientific notation, long ids with only fifteen significant digits, another encoding than UTF-8, another delimiter, empty columns at the end of rows, a workbook saved by another program. Each sign is reported by itself with its number and first places.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项考虑电子数据的保存、传输、提取方法是否可靠；经表格软件保存的文件已不是导出工具写出的字节，应尽量提供未经打开的导出文件。",
    en: "Article 93 (4) of the Provisions on Evidence in Civil Procedure looks at how electronic data were kept, transferred and extracted; a file saved by a spreadsheet no longer holds the bytes that the exporter wrote, and the export as first written should be handed over if it still exists.",
  },
  innocent: [
    {
      zh: "导出人或律师助理用 Excel、WPS 查看后随手点了保存。",
      en: "Whoever exported it, or an assistant, looked at it in Excel or WPS and pressed save.",
    },
    {
      zh: "为解决中文乱码，将文件另存为 ANSI（GBK）编码。",
      en: "The file was saved as ANSI (GBK) to get rid of garbled Chinese.",
    },
    {
      zh: "网盘、邮箱或办公平台在线预览时转换了文件。",
      en: "A net disk, mail service or office platform converted the file for its preview.",
    },
  ],
  reference: "design.md §6.2; export-formats.md §2.1, §8.3, §14 SVRID_ROUNDED",
  words: {
    ...FILE_SIGNS,
    dates: {
      zh: "有 {count} 条（共 {among} 条）的时间写法为表格软件的日期格式，例如「{value}」。",
      en: "{count} of {among} row(s) have their time in a spreadsheet's date format, such as “{value}”.",
    },
    "serial-dates": {
      zh: "有 {count} 条（共 {among} 条）的时间是表格软件内部的日期序列号，例如「{value}」。",
      en: "{count} of {among} row(s) have their time as a spreadsheet's serial number, such as “{value}”.",
    },
    "seconds-lost": {
      zh: "有 {count} 条（共 {among} 条）的时间没有秒，而该格式写到秒，例如「{value}」。",
      en: "{count} of {among} row(s) have a time without seconds, which this format writes, such as “{value}”.",
    },
    scientific: {
      zh: "有 {count} 条（共 {among} 条）的编号变成科学计数法，例如「{value}」，原编号无法还原。",
      en: "{count} of {among} row(s) have an id in scientific notation, such as “{value}”; the id it was cannot be restored.",
    },
    "fifteen-digits": {
      zh: "有 {count} 条（共 {among} 条）的长编号只有 15 位有效数字，其后全为零，例如「{value}」，原编号无法还原。",
      en: "{count} of {among} row(s) have a long id with only fifteen significant digits and zeros after them, such as “{value}”; the id it was cannot be restored.",
    },
    other: {
      zh: "读取时发现 {count} 处表格软件保存的痕迹（代码 {code}）。",
      en: "While reading, {count} sign(s) of a spreadsheet's saving were found (code {code}).",
    },
  },
  *run({ chat, export: of, conversations }: ExportContext) {
    const ids = JSON.stringify(conversations.map(({ id }) => id));
    const table = isTable(chat, of);
    const signs = table ? [...rowSigns(chat, of, ids), ...encoding(of)] : [];
    yield* signs;
    const said = new Set(signs.map(({ word }) => word));
    const repairs = [...fileSigns(chat, of, said)];
    yield* repairs;
    if (!table && repairs.length === 0) return { notApplicable: "not-a-table" };
    const rows = conversations.reduce((sum, { messageCount }) => sum + messageCount, 0);
    return { counts: { rows, signs: signs.length + repairs.length } };
  },
});

function isTable(chat: Chat, of: Export): boolean {
  if (/\.(csv|tsv|xlsx)$/i.test(of.entry)) return true;
  const sql = "SELECT json_extract(locator, '$.row') AS row FROM message WHERE source = ? LIMIT 1";
  for (const { row } of chat.query<{ row: number | null }>(sql, of.id)) return row !== null;
  return false;
}

const SELECTED = "source = ? AND conversation IN (SELECT value FROM json_each(?))";

function* rowSigns(chat: Chat, of: Export, ids: string): Generator<Found, void, void> {
  const signs = ROW_SIGNS.filter((sign) => mayBear(of, sign));
  const counts = countsOf(chat, of, ids, signs);
  for (const [index, sign] of signs.entries()) {
    const count = counts[`count${index}`] ?? 0;
    const among = counts[`among${index}`] ?? 0;
    if (count < sign.least || count < among * sign.share) continue;
    const sql = `SELECT ${sign.value} AS value, locator AS at FROM message WHERE ${SELECTED} AND ${sign.where}
      ORDER BY id LIMIT ${PLACES_SHOWN}`;
    const rows = [...chat.query<{ value: string | null; at: string }>(sql, of.id, ids)];
    yield { word: sign.word, facts: { count, among, value: rows[0]?.value ?? null }, at: placesOf(rows) };
  }
}

/** A workbook stores times as serial numbers by nature, and a format of minutes has no seconds to lose. */
function mayBear(of: Export, { word }: RowSign): boolean {
  if (word === "serial-dates") return !/\.xlsx$/i.test(of.entry);
  return word !== "seconds-lost" || of.provides.includes("sent-second");
}

/** `count0`, `among0`, `count1` …: all signs in one reading of the rows. */
function countsOf(chat: Chat, of: Export, ids: string, signs: readonly RowSign[]): Readonly<Record<string, number>> {
  const columns = signs.flatMap(({ where, among }, index) => [
    `coalesce(sum(${where}), 0) AS count${index}`,
    `coalesce(sum(${among}), 0) AS among${index}`,
  ]);
  const sql = `SELECT ${columns.join(", ")} FROM message WHERE ${SELECTED}`;
  for (const counts of chat.query<Record<string, number>>(sql, of.id, ids)) return counts;
  throw new RangeError("an aggregate always has a row");
}

function* encoding(of: Export): Generator<Found, void, void> {
  if (!OTHER_ENCODING.test(of.encoding)) return;
  yield { word: "encoding", facts: { count: 1, value: of.encoding }, at: [{ path: of.entry }], strength: "C" };
}

interface Trace {
  readonly code: string;
  readonly repairs: number;
  readonly detail: string;
}

// A bare column beside min() is that of the row with the minimum (SQLite, "Bare columns in an aggregate query").
const TRACES = `SELECT code, count(*) AS repairs, detail, min(rowid) AS first FROM repair
  WHERE source = ? AND code GLOB ? GROUP BY code ORDER BY first`;

const TRACE_PLACES = `SELECT at FROM repair WHERE source = ? AND code = ? ORDER BY rowid LIMIT ${PLACES_SHOWN}`;

function* fileSigns(chat: Chat, of: Export, said: ReadonlySet<string>): Generator<Found, void, void> {
  for (const { code, repairs, detail } of chat.query<Trace>(TRACES, of.id, `${PREFIX}*`)) {
    const sign = code.slice(PREFIX.length);
    if ((SAME[sign] ?? []).some((word) => said.has(word))) continue;
    const at = placesOf(chat.query<{ at: string }>(TRACE_PLACES, of.id, code));
    const word = Object.hasOwn(FILE_SIGNS, sign) ? sign : "other";
    yield { word, facts: { code, ...traced(repairs, detail) }, at };
  }
}

/** An importer that makes one repair of the whole file says in it how many places there are: `12: 2024/2/27`. */
function traced(repairs: number, detail: string): { count: number; value: string } {
  const [, count, value] = /^(\d{1,15}): (.*)$/s.exec(detail) ?? [];
  const whole = repairs === 1 && count !== undefined;
  return { count: whole ? Number(count) : repairs, value: beginning(value ?? detail) };
}
