import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";
import { numberingsConcerning, type TableNumbering } from "../table-numbering.ts";

/** Rows and counter of a table that no database leaves so by itself: numbers were set, or the table built anew. */
export const idAboveSequence = defineCheck({
  id: "continuity/id-above-sequence",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "A",
  needs: ["client-table"],
  options: {},
  title: { zh: "编号与数据库计数矛盾", en: "Numbers that contradict the database's counter" },
  rule: {
    zh: "带 AUTOINCREMENT 的数据表，编号由数据库发出并计入计数表（sqlite_sequence），任何记录的编号都不大于计数。编号大于计数、有记录而没有计数、或该客户端应带 AUTOINCREMENT 的数据表没有带，均列出。安卓客户端不用数据库计数，不适用。",
    en: "In a table with AUTOINCREMENT the database hands out the numbers and counts them (sqlite_sequence), so that no row's number is above the counter. Reported: numbers above it, rows without a counter, and tables that lack AUTOINCREMENT where this client has it. The Android client does not use the database's counter.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无增加、删除、修改；编号与计数矛盾说明编号另经写入，或数据表经重建，其用途和过程应由处理人说明。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were added to, deleted from or changed; such a contradiction means that numbers were written otherwise or the table was built anew, which whoever did it should explain.",
  },
  innocent: [
    {
      zh: "数据库由工具合并、转换或导出为新的副本，计数没有随之带入。",
      en: "A tool merged, converted or exported the database to a new copy and did not carry the counter over.",
    },
    {
      zh: "数据修复软件重建了数据表。",
      en: "Repair software rebuilt the table.",
    },
  ],
  reference: "wechat-databases.md §8.0, §8.2 S-N03",
  words: {
    above: {
      zh: "数据表“{table}”的计数为 {sequence}，而本会话有 {count} 条记录的编号大于它（最大 {highest}），首条为第 {seq} 条（{sentAt}）；由数据库发出的编号不会大于计数。",
      en: "The counter of table {table} is {sequence}, but {count} record(s) of this conversation have a higher number (up to {highest}), first message {seq} ({sentAt}); numbers that the database hands out are never above the counter.",
    },
    "no-counter": {
      zh: "数据表“{table}”有 {rows} 条记录（编号至 {highest}），而数据库没有它的计数。",
      en: "Table {table} holds {rows} record(s), numbered up to {highest}, but the database has no counter for it.",
    },
    "not-autoincrement": {
      zh: "数据表“{table}”没有 AUTOINCREMENT，与该客户端所建不同；其编号不能据以检查缺口。",
      en: "Table {table} lacks AUTOINCREMENT, unlike what this client builds; its numbers cannot be checked for gaps.",
    },
  },
  *run({ chat, conversation, export: of }: ConversationContext) {
    const numberings = numberingsConcerning(chat, conversation);
    if (numberings.length === 0) return { notApplicable: "no-numbering" };
    const signs = of.provenance?.signs ?? [];
    const lacking = new Set(signs.filter(({ code }) => code === "no-autoincrement").map(({ path }) => path));
    const counted = numberings.filter(({ isAutoincrement }) => isAutoincrement);
    const uncounted = numberings.filter(({ isAutoincrement, path }) => !isAutoincrement && lacking.has(path));
    if (counted.length + uncounted.length === 0) return { notApplicable: "numbering-without-counter" };
    for (const { path, table } of uncounted)
      yield { word: "not-autoincrement", facts: { table }, at: [{ path, table }] };
    for (const numbering of counted) {
      const found = contradiction(chat, conversation.id, numbering);
      if (found) yield found;
    }
    return { counts: { tables: numberings.length, counted: counted.length } };
  },
});

function contradiction(chat: Chat, conversation: string, numbering: TableNumbering): Found | null {
  const { path, table, scope, rows, sequence, highest } = numbering;
  if (highest === null || rows === 0) return null;
  if (sequence === null) {
    const facts = { table, scope, rows, highest: String(highest) };
    return { word: "no-counter", facts, at: [{ path, table }] };
  }
  if (highest <= sequence) return null;
  const above = rowsAbove(chat, conversation, scope, sequence);
  const [first] = above;
  // In a shared table the rows may be those of other conversations.
  if (!first) return null;
  const facts = {
    ...{ table, scope, sequence: String(sequence), highest: String(highest), count: first.count },
    ...{ seq: first.seq, sentAt: first.sentAt },
  };
  return { word: "above", facts, at: placesOf(above), messages: above.map(({ seq }) => seq) };
}

interface RowAbove {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: string;
  /** Of all such rows. */
  readonly count: number;
}

const ABOVE = `SELECT seq, sent_at AS sentAt, locator AS at, count(*) OVER () AS count FROM message
  WHERE conversation = ? AND local_id_scope = ? AND local_id NOT GLOB '*[^0-9]*' AND CAST(local_id AS INTEGER) > CAST(? AS INTEGER)
  ORDER BY seq LIMIT ${PLACES_SHOWN}`;

function rowsAbove(chat: Chat, conversation: string, scope: string, sequence: bigint): RowAbove[] {
  return [...chat.query<RowAbove>(ABOVE, conversation, scope, String(sequence))];
}
