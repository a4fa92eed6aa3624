import { printCsvRecord } from "../../base/csv-print.ts";
import type { Document } from "../../model/document.ts";
import { FILES_MARK } from "../../model/files-table.ts";
import type { ReportContext } from "../context.ts";
import { documentOf } from "../document.ts";
import { pageMarks } from "../paper-form.ts";
import { LIST_CSV, LIST_DOCX } from "../paths.ts";
import { maskingOf } from "../transcript/masking.ts";
import { docxOf } from "./docx.ts";
import type { PrintedPages } from "./pages.ts";
import { listRows, type ListRow } from "./rows.ts";

/** The columns in printed order with their share of the width. @source law.md §7.1 */
const COLUMNS: readonly (readonly [key: keyof ListRow, share: number])[] = [
  ["order", 4], ["number", 7], ["name", 11], ["kind", 6], ["source", 15], ["period", 10], ["content", 13], ["object", 12],
  ["pages", 9], ["copies", 4], ["carrier", 12], ["files", 11], ["digest", 13], ["remarks", 7],
]; // prettier-ignore

/** Columns with words of persons, in which numbers may have to be masked. */
const TYPED: ReadonlySet<keyof ListRow> = new Set(["name", "content", "object", "remarks"]);

/** 证据目录, to be edited and handed in, and the same as a table. */
export function evidenceList(context: ReportContext, pages: PrintedPages): Document[] {
  const said = context.words.list;
  const { listProfile, date } = context.dossier.settings;
  const columns = COLUMNS.filter(([key]) => key !== "carrier" || listProfile === "court");
  const { rows, more } = listRows(context, pages);
  const masked = maskingOf(context);
  const cells = rows.map((row) =>
    columns.map(([key]) => (TYPED.has(key) ? masked(String(row[key])) : String(row[key]))),
  );
  const titles = columns.map(([key]) => said.columns[key]);
  const { footer, pageOf, producer } = pageMarks(context);
  const document = docxOf({
    title: said.title,
    fields: headerFields(context),
    columns: columns.map(([key, share]) => ({ title: said.columns[key], share })),
    rows: cells,
    notes: [said.note, ...(more === 0 ? [] : [context.say(said.more, { count: more })])],
    closing: [context.say(said.sum, { entries: rows.length + more, pages: pages.count }), said.sign, said.disc],
    footer: `${footer}\u3000${pageOf}`,
    creator: producer,
    date,
    language: context.language,
  });
  const csv = FILES_MARK + [titles, ...cells].map(printCsvRecord).join("");
  return [documentOf(LIST_DOCX, "view", document), documentOf(LIST_CSV, "view", csv)];
}

/** What stands above the table, as typed in the case file. */
function headerFields(context: ReportContext): (readonly [string, string])[] {
  const { words } = context;
  const said = words.list;
  const declared = context.dossier.caseFile?.declared;
  const typed = (text: string | undefined) => text ?? words.notProvided;
  const role = declared?.submitter?.role;
  return [
    [said.cause, typed(declared?.case?.cause)],
    [said.caseNumber, typed(declared?.case?.number)],
    [said.court, typed(declared?.case?.forum)],
    [said.submitter, `${typed(declared?.submitter?.name)}（${role === undefined ? words.notProvided : said.roles[role]}）`],
    [said.handedIn, said.handedInBlank],
  ]; // prettier-ignore
}
