import type { Bilingual } from "../../base/bilingual.ts";
import type { Chat, Export } from "../../model/chat.ts";
import { differingSums, differsInRows, type Summed, tallyBill, yuan, type BillTally } from "../bill-tally.ts";
import { defineCheck, type ExportContext, type Found } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";

const NAMES: Readonly<Record<Summed, Bilingual>> = {
  in: { zh: "收入", en: "income" },
  out: { zh: "支出", en: "expenses" },
  neutral: { zh: "中性交易", en: "neutral transactions" },
};

/** What a payment bill states of itself against its rows: number, sums, period, and what its own making rules out. */
export const billTotals = defineCheck({
  id: "source/bill-totals",
  version: 1,
  scope: "export",
  level: "error",
  strength: "B",
  needs: [],
  options: {},
  title: { zh: "账单与其自述不符", en: "Bill differs from its own totals" },
  rule: {
    zh: "微信支付账单在明细之前写有笔数、收入、支出、中性交易的笔数和合计，以及起止时间。与读到的各行比较：笔数或合计不等的列出；有行的方向或金额无法读取、差额可能由此而来的，降为警告。另列出完全相同的重复行、起止时间以外的行；同一交易单号的不同行、时间顺序不一的行只作提示。",
    en: "Above its rows a WeChat Pay bill states how many there are, the number and sum of income, expenses and neutral transactions, and its period. These are compared with the rows read; a difference is reported, as a warning where rows without a readable direction or amount may account for it. Equal rows given twice and rows outside the period are reported too; different rows of one transaction number, and rows out of order, are only noted.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条要求结合电子数据的内容是否有增加、删除、修改等因素综合判断；账单自带的笔数和合计是最直接的对照。",
    en: "Article 93 of the Provisions on Evidence in Civil Procedure looks at whether data were added to, deleted from or changed; a bill's own count and sums are the plainest thing to compare with.",
  },
  innocent: [
    {
      zh: "为节选或遮挡而删去了部分行，没有改动上方的合计。",
      en: "Rows were taken out to make an excerpt or to cover something, and the totals above were left as they were.",
    },
    {
      zh: "用表格软件查看时误删、误改了一行后保存。",
      en: "A row was deleted or changed by mistake while looking at it in a spreadsheet.",
    },
    {
      zh: "几份账单被拼接成一份。",
      en: "Several bills were put together into one.",
    },
  ],
  reference: "export-formats.md §8.3, §12.3 (stated count); design.md §6.2",
  words: {
    "rows-fewer": {
      zh: "账单自述共 {stated} 笔，读到 {read} 笔，另有 {skipped} 行无法读取，少 {difference} 笔。",
      en: "The bill states {stated} transactions; {read} were read and {skipped} row(s) could not be read: {difference} fewer.",
    },
    "rows-more": {
      zh: "账单自述共 {stated} 笔，读到 {read} 笔，另有 {skipped} 行无法读取，多 {difference} 笔。",
      en: "The bill states {stated} transactions; {read} were read and {skipped} row(s) could not be read: {difference} more.",
    },
    ...Object.fromEntries((Object.keys(NAMES) as Summed[]).flatMap(wordsOf)),
    "repeated-row": {
      zh: "有 {count} 行与另一行完全相同（交易单号、时间、金额和收支方向都相同），第一个交易单号为 {transactionId}。",
      en: "{count} row(s) equal another one in transaction number, time, amount and direction; the first number is {transactionId}.",
    },
    "repeated-number": {
      zh: "有 {count} 个交易单号出现在不止一行，各行时间、金额或收支方向不同，第一个为 {transactionId}；退款等可能如此。",
      en: "{count} transaction number(s) stand in more than one row with different times, amounts or directions, the first is {transactionId}; refunds may look like this.",
    },
    "outside-period": {
      zh: "有 {count} 行的时间不在账单自述的起止时间（{fromAt} 至 {untilAt}）之内，第一行为 {rowAt}。",
      en: "{count} row(s) have a time outside the period that the bill states ({fromAt} to {untilAt}); the first is of {rowAt}.",
    },
    order: {
      zh: "各行大体按时间排列，但有 {count} 处次序相反，第一处为 {rowAt} 一行。",
      en: "The rows are in order of time but for {count} place(s) where it turns round; the first is the row of {rowAt}.",
    },
  },
  *run({ chat, export: of }: ExportContext) {
    if (of.bill === undefined) return { notApplicable: "not-a-bill" };
    const tally = tallyBill(chat, of);
    yield* rowCount(of, tally);
    for (const direction of differingSums(of, tally)) yield sum(of, tally, direction);
    yield* repeated(chat, of);
    yield* outsidePeriod(chat, of);
    yield* order(chat, of);
    return { counts: { rows: tally.rows, skipped: tally.skipped, unread: tally.unread } };
  },
});

function wordsOf(direction: Summed): [string, Bilingual][] {
  const { zh, en } = NAMES[direction];
  const said = {
    zh: `账单自述${zh} {statedCount} 笔、{stated} 元，读到的各行为 {readCount} 笔、{read} 元，金额相差 {difference} 元`,
    en: `The bill states ${en} of {statedCount} transaction(s), {stated} yuan; the rows read come to {readCount} and {read} yuan, a difference of {difference} yuan`,
  };
  const doubt = {
    zh: "；另有 {unread} 行无法读取，或方向、金额不明，差额可能由此而来。",
    en: "; {unread} row(s) that could not be read, or have no readable direction or amount, may account for it.",
  };
  return [
    [direction, { zh: `${said.zh}。`, en: `${said.en}.` }],
    [`${direction}-unread`, { zh: said.zh + doubt.zh, en: said.en + doubt.en }],
  ];
}

function* rowCount(of: Export, tally: BillTally): Generator<Found, void, void> {
  const stated = of.bill?.rows ?? null;
  if (stated === null || !differsInRows(of, tally)) return;
  const { rows: read, skipped } = tally;
  const isMore = read > stated;
  const difference = isMore ? read - stated : stated - read - skipped;
  const facts = { stated, read, skipped, difference };
  yield { word: isMore ? "rows-more" : "rows-fewer", facts, at: [{ path: of.entry }] };
}

function sum(of: Export, { sums, unread, skipped }: BillTally, direction: Summed): Found {
  const { count, sumFen, sumText } = of.bill?.[direction] ?? { count: 0, sumFen: null, sumText: "" };
  const read = sums[direction];
  const facts = {
    statedCount: count,
    stated: sumFen === null ? sumText : yuan(sumFen),
    readCount: read.count,
    read: yuan(read.fen),
    difference: sumFen === null ? null : yuan(Math.abs(sumFen - read.fen)),
    unread: unread + skipped,
  };
  const at = [{ path: of.entry }];
  if (facts.unread === 0) return { word: direction, facts, at };
  return { word: `${direction}-unread`, facts, at, level: "warning", strength: "C" };
}

const REPEATS = `SELECT transaction_id AS id, count(*) AS rows, min(row) AS first,
    count(DISTINCT coalesce(at, '') || ' ' || coalesce(amount_fen, amount_text, '') || ' ' || direction) AS sorts
  FROM bill WHERE source = ? AND transaction_id IS NOT NULL GROUP BY transaction_id HAVING count(*) > 1 ORDER BY first`;

function* repeated(chat: Chat, of: Export): Generator<Found, void, void> {
  const all = [...chat.query<{ id: string; rows: number; sorts: number }>(REPEATS, of.id)];
  const equal = all.filter(({ rows, sorts }) => rows > sorts);
  const differing = all.filter(({ sorts }) => sorts > 1);
  const [first] = equal;
  const count = equal.reduce((extra, { rows, sorts }) => extra + rows - sorts, 0);
  if (first) {
    const facts = { count, transactionId: first.id };
    yield { word: "repeated-row", facts, at: places(chat, of, first.id), level: "warning" };
  }
  const [other] = differing;
  if (other) {
    const facts = { count: differing.length, transactionId: other.id };
    yield { word: "repeated-number", facts, at: places(chat, of, other.id), level: "note", strength: "D" };
  }
}

function places(chat: Chat, of: Export, id: string) {
  const sql = `SELECT locator AS at FROM bill WHERE source = ? AND transaction_id = ? ORDER BY row LIMIT ${PLACES_SHOWN}`;
  return placesOf(chat.query<{ at: string }>(sql, of.id, id));
}

interface Timed {
  readonly rowAt: number;
  readonly at: string;
}

/** The last second of the period counts whole. */
const LAST_SECOND_MS = 999;

function* outsidePeriod(chat: Chat, of: Export): Generator<Found, void, void> {
  const { from: fromAt = null, until: untilAt = null } = of.bill ?? {};
  if (fromAt === null || untilAt === null) return;
  const sql = "SELECT at AS rowAt, locator AS at FROM bill WHERE source = ? AND (at < ? OR at > ?) ORDER BY row";
  const rows = [...chat.query<Timed>(sql, of.id, fromAt, untilAt + LAST_SECOND_MS)];
  const [first] = rows;
  if (!first) return;
  const facts = { count: rows.length, fromAt, untilAt, rowAt: first.rowAt };
  yield { word: "outside-period", facts, at: placesOf(rows.slice(0, PLACES_SHOWN)), level: "warning", strength: "C" };
}

/** A bill is in one order of time throughout; which one differs between its years. */
function* order(chat: Chat, of: Export): Generator<Found, void, void> {
  const sql = "SELECT at AS rowAt, locator AS at FROM bill WHERE source = ? AND at IS NOT NULL ORDER BY row";
  const rises: Timed[] = [];
  const falls: Timed[] = [];
  const turns = { rises: 0, falls: 0 };
  let before: Timed | null = null;
  for (const row of chat.query<Timed>(sql, of.id)) {
    if (before !== null && row.rowAt > before.rowAt) turns.rises += 1;
    if (before !== null && row.rowAt < before.rowAt) turns.falls += 1;
    if (before !== null && row.rowAt > before.rowAt && rises.length < PLACES_SHOWN) rises.push(row);
    if (before !== null && row.rowAt < before.rowAt && falls.length < PLACES_SHOWN) falls.push(row);
    before = row;
  }
  const count = Math.min(turns.rises, turns.falls);
  const against = turns.rises <= turns.falls ? rises : falls;
  const [first] = against;
  if (count === 0 || !first) return;
  yield { word: "order", facts: { count, rowAt: first.rowAt }, at: placesOf(against), level: "note", strength: "D" };
}
