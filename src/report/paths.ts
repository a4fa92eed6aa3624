import type { Annex, RunSettings } from "../model/settings.ts";

export const COVER_PATH = "report/cover.pdf";
export const SHEET_PATH = "report/check-sheet.pdf";
export const LIST_DOCX = "report/evidence-list.docx";
export const LIST_CSV = "report/evidence-list.csv";

/** Where the documents named in the case file are shown. */
export const ENCLOSED_PATH = "report/enclosures.pdf";

/** Where a sheet printed on request lies. */
export function annexPath(annex: Annex): string {
  return `report/annex-${annex}.pdf`;
}

/** Paths of every typeset document a run with these settings makes, in the order they are made. */
export function reportPaths({ annexes }: Pick<RunSettings, "annexes">): string[] {
  return [COVER_PATH, SHEET_PATH, LIST_DOCX, LIST_CSV, ...annexes.map(annexPath)];
}

const PRINTED = /^report\/(?:transcript(?:-\d{2,})?|enclosures|exhibit-[A-Za-z0-9_-]+)\.pdf$/;

/** Whether a path may be that of printed messages; how many volumes there are is known only when they are made. */
export function isPrintedPath(path: string): boolean {
  return PRINTED.test(path);
}
