import { sha256 } from "../base/digest.ts";
import type { Document } from "../model/document.ts";
import { ReportContext, type CoverMaterial } from "./context.ts";
import { cover } from "./cover.ts";
import { typeset } from "./typst.ts";

export type { CoverMaterial } from "./context.ts";

/** The cover report, `report/cover.pdf`, in the language of the run's settings. Equal material gives equal bytes. */
export function renderCover(material: CoverMaterial): Document {
  const content = typeset(cover(new ReportContext(material)));
  return { path: "report/cover.pdf", role: "view", content, sizeBytes: content.length, sha256: sha256(content) };
}
