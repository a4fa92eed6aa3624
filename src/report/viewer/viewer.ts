import type { Document } from "../../model/document.ts";
import type { Watch } from "../../model/progress.ts";
import type { ViewerOverview, ViewerPaging } from "../../model/viewer.ts";
import { ReportContext, type CoverMaterial } from "../context.ts";
import { DeclaredTranscripts } from "../transcript/transcripts.ts";
import { Sides } from "../transcript/sides.ts";
import { assets } from "./assets.ts";
import { conversationDocuments } from "./conversation.ts";
import { Exhibits } from "./exhibits.ts";
import { filePages } from "./files.ts";
import { NumberedFindings } from "./findings.ts";
import type { Given, ViewerMaterial } from "./given.ts";
import { viewerOverview } from "./overview.ts";
import { page } from "./page.ts";
import { participantPages } from "./participants.ts";
import { Printed } from "./printed.ts";
import { dataDocument } from "./script.ts";
import { Views } from "./views.ts";

export type { ViewerMaterial } from "./given.ts";

/**
 * `index.html` with what it loads: the program of the viewer, and the record once more as scripts that a page opened
 * from a disc can read, in pages of bounded size. Equal material gives equal bytes.
 */
export async function renderViewer(report: CoverMaterial, material: ViewerMaterial, watch: Watch): Promise<Document[]> {
  const given = givenOf(new ReportContext(report), material);
  const { context } = given;
  const documents = [page(context.language), ...assets()];
  for (const conversation of context.dossier.conversations)
    if (conversation.selected) documents.push(...(await conversationDocuments(given, conversation, watch)));
  const write = (name: keyof ViewerOverview["pages"], lists: Iterable<readonly unknown[]>): ViewerPaging => {
    const paging = { files: 0, entries: 0 };
    for (const list of lists) {
      paging.files += 1;
      paging.entries += list.length;
      documents.push(dataDocument(`${name}-${paging.files}`, list, material.scratch));
    }
    return paging;
  };
  const pages = {
    participants: write("participants", participantPages(given)),
    findings: write("findings", given.findings.pages(context, given.printed)),
    files: write("files", filePages(given)),
  };
  documents.push(dataDocument("overview", viewerOverview(given, pages), material.scratch));
  return documents;
}

function givenOf(context: ReportContext, material: ViewerMaterial): Given {
  return {
    context,
    material,
    sides: new Sides(context.dossier),
    transcripts: new DeclaredTranscripts(context),
    findings: new NumberedFindings(context),
    exhibits: new Exhibits(context),
    views: new Views(context, material.source, material.copies),
    printed: new Printed(context),
  };
}
