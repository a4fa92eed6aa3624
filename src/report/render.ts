import type { Document } from "../model/document.ts";
import { annexOf } from "./annex/annexes.ts";
import { ReportContext, type CoverMaterial } from "./context.ts";
import { cover } from "./cover.ts";
import { documentOf } from "./document.ts";
import { evidenceList } from "./list/list.ts";
import type { PrintedPages } from "./list/pages.ts";
import { annexPath, COVER_PATH, SHEET_PATH } from "./paths.ts";
import { checkSheet } from "./sheet/sheet.ts";
import { typeset } from "./typst.ts";

export type { CoverMaterial } from "./context.ts";
export { renderMessages } from "./transcript/render.ts";

/** The cover report, `report/cover.pdf`, in the language of the run's settings. Equal material gives equal bytes. */
export function renderCover(material: CoverMaterial): Document {
  return documentOf(COVER_PATH, "view", typeset(cover(new ReportContext(material))));
}

/**
 * Every typeset document of a run but the messages, at the paths `reportPaths` names.
 *
 * @param pages of the printed messages, which the evidence list quotes
 */
export function renderReport(material: CoverMaterial, pages: PrintedPages): Document[] {
  const context = new ReportContext(material);
  return [
    renderCover(material),
    documentOf(SHEET_PATH, "view", typeset(checkSheet(context))),
    ...evidenceList(context, pages),
    ...material.dossier.settings.annexes.map((annex) =>
      documentOf(annexPath(annex), "view", typeset(annexOf(context, annex, pages))),
    ),
  ];
}
