import type { Workbook, XlsxCell } from "../../base/xlsx.ts";
import { SourceError } from "../../base/errors.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ReadSettings, Yielded } from "../importer.ts";
import { withoutLost } from "./carried.ts";
import { headerOf, type Header } from "./header.ts";
import { memberNames, memberViews, membersOf, type ListedMember } from "../wechat/memotrace-members.ts";
import { OfficialReader } from "./official-read.ts";
import { placeOf } from "../wechat/memotrace-place.ts";
import { Resaved } from "./resaved.ts";
import { rowOfCells } from "./row.ts";
import { CHAT_SHEET, MEMBER_SHEET, openSourceWorkbook, textsOf } from "./workbook-file.ts";
import { wordsExport } from "./words-export.ts";
import { CONTENT, WordsReader } from "./words-read.ts";

/** Reads a workbook of 3.x: the sheet with the messages and the sheet with the members. */
export async function* readWorkbook(source: Source, claim: Claim, settings: ReadSettings): AsyncGenerator<Yielded> {
  const workbook = await openSourceWorkbook(source, claim.entry);
  try {
    yield* readOpened(workbook, claim, settings);
  } finally {
    workbook.close();
  }
}

async function* readOpened(workbook: Workbook, claim: Claim, settings: ReadSettings): AsyncGenerator<Yielded> {
  const members = await listedMembers(workbook);
  const resaved = new Resaved();
  const place = placeOf(claim);
  const facts = await exportFacts(workbook);
  yield { type: "export", facts };
  const header = await firstHeader(workbook, claim.entry);
  const isOfficial = header.layout === "official";
  const reader = isOfficial
    ? new OfficialReader(place, settings)
    : new WordsReader(place, settings, resaved, { dateSystem: workbook.dateSystem });
  yield reader.conversation(memberViews(members));
  if (header.addedColumns.length > 0) {
    const at = { path: claim.entry, sheet: CHAT_SHEET, row: 0 };
    resaved.note("resaved-added-columns", at, header.addedColumns.join(", "));
  }
  for await (const { at, cells, linkBelow } of recordsOf(workbook, claim.entry)) {
    if (linkBelow !== null)
      yield { type: "repair", at: linkBelow.at, code: "link-row-joined", detail: linkBelow.target };
    yield* reader.row(rowOfCells(cells, header, at));
  }
  if (reader instanceof WordsReader) yield { type: "export", facts: withoutLost(facts, reader.carried) };
  yield reader.conversation(memberViews(members));
  yield* memberNames(members);
  yield* reader.defects();
  yield* resaved.repairs();
}

interface WorkbookRecord {
  readonly at: Locator;
  readonly cells: readonly XlsxCell[];
  /** A link that stood alone in the row below, now among the cells. */
  readonly linkBelow: { readonly at: Locator; readonly target: string } | null;
}

/**
 * Rows behind the header, numbered from 1. The exporter puts the link of the first media message one row too low, where
 * nothing else ever stands: that row is no message, its link belongs to the one above.
 *
 * @source observed: exporter of 3.x, whose row counter is one ahead of the sheet until the first link
 */
async function* recordsOf(workbook: Workbook, path: string): AsyncGenerator<WorkbookRecord> {
  let headerRow = 0;
  let held: WorkbookRecord | null = null;
  for await (const { row, cells } of workbook.rows(CHAT_SHEET)) {
    if (headerRow === 0) {
      headerRow = row;
      continue;
    }
    if (cells.every(({ text, link }) => text === "" && link === null)) continue;
    const at = { path, sheet: CHAT_SHEET, row: row - headerRow };
    const below: WorkbookRecord | null = held === null ? null : withLinkBelow(held, at, cells);
    if (below === null && held !== null) yield held;
    held = below ?? { at, cells, linkBelow: null };
  }
  if (held !== null) yield held;
}

/** The record with the link of the row below it; null where that row is a record of its own. */
function withLinkBelow(above: WorkbookRecord, at: Locator, cells: readonly XlsxCell[]): WorkbookRecord | null {
  const [only, ...more] = cells;
  const target = only?.link ?? null;
  const content = above.cells.find(({ column }) => column === CONTENT);
  const isAlone = more.length === 0 && only?.column === CONTENT && (only.text === "" || only.text === target);
  if (!isAlone || target === null || content === undefined || content.link !== null) return null;
  const linked = above.cells.map((cell) => (cell === content ? { ...cell, link: target } : cell));
  return { at: above.at, cells: linked, linkBelow: { at, target } };
}

async function firstHeader(workbook: Workbook, path: string): Promise<Header> {
  for await (const row of workbook.rows(CHAT_SHEET)) {
    const header = headerOf(textsOf(row));
    if (header !== null) return header;
    break;
  }
  throw new SourceError(
    "MEMOTRACE_HEADER_GONE",
    {
      zh: `工作簿“${path}”的工作表“${CHAT_SHEET}”第一行不是留痕（MemoTrace）的列名。`,
      en: `The first row of the sheet "${CHAT_SHEET}" in "${path}" does not hold the column names of MemoTrace.`,
    },
    {
      hint: {
        zh: "请给出导出软件生成的原始文件，勿删除第一行。",
        en: "Give the file as the exporting program wrote it, with its first row.",
      },
      facts: { path },
    },
  );
}

async function exportFacts(workbook: Workbook) {
  const { creator, createdText } = workbook.properties;
  const hasLinks = await workbook.hasLinks(CHAT_SHEET);
  const created =
    createdText !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/.test(createdText)
      ? Date.parse(createdText)
      : null;
  return wordsExport(
    {
      variant: "V5-xlsx",
      encoding: "utf-8",
      claimedTool: creator ?? workbook.application,
      exportedAt: created,
      exportedAtText: createdText,
    },
    [...(hasLinks ? (["media-path"] as const) : []), ...(created === null ? [] : (["stated-export-time"] as const))],
  );
}

async function listedMembers(workbook: Workbook): Promise<readonly ListedMember[]> {
  if (!workbook.sheets.includes(MEMBER_SHEET)) return [];
  const rows: string[][] = [];
  for await (const row of workbook.rows(MEMBER_SHEET)) rows.push(textsOf(row));
  return membersOf(rows) ?? [];
}
