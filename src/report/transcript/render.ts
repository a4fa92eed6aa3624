import type { Scratch } from "../../base/scratch.ts";
import type { Document } from "../../model/document.ts";
import type { Watch } from "../../model/progress.ts";
import type { Source } from "../../model/source.ts";
import { ReportContext, type CoverMaterial } from "../context.ts";
import type { Tools } from "./entry.ts";
import { namedExhibits, renderExhibit } from "./exhibits.ts";
import { Marks } from "./marks.ts";
import { Masker, ownNumbers, type MaskCounts } from "./masker.ts";
import { pressOf } from "./printing.ts";
import { Sides } from "./sides.ts";
import { Thumbnails } from "./thumbnails.ts";
import { renderTranscript } from "./transcript.ts";
import { DeclaredTranscripts } from "./transcripts.ts";

/** What the printed messages are made from beside the report's own material. */
export interface MessageMaterial {
  readonly source: Source;
  /** Viewing copies by path of the received file. */
  readonly copies: ReadonlyMap<string, Document>;
  readonly scratch: Scratch;
}

/** Printed messages, and how many numbers were masked in them; null where none are. */
export interface PrintedMessages {
  readonly documents: readonly Document[];
  readonly masked: MaskCounts | null;
}

/** The transcript and the exhibits that the settings ask for. Equal material gives equal bytes. */
export async function renderMessages(
  report: CoverMaterial,
  material: MessageMaterial,
  watch: Watch,
): Promise<PrintedMessages> {
  const context = new ReportContext(report);
  const { settings, caseFile } = report.dossier;
  const exhibits = namedExhibits(caseFile?.declared, settings.exhibits);
  if (!settings.transcript && exhibits.length === 0)
    return { documents: [], masked: settings.maskNumbers ? NOTHING : null };
  const press = pressOf();
  const masker = settings.maskNumbers ? new Masker(ownNumbers(caseFile)) : null;
  const tools: Tools = {
    context,
    typeface: press.typeface,
    sides: new Sides(context.dossier),
    marks: new Marks(context),
    transcripts: new DeclaredTranscripts(context),
    masker,
  };
  const thumbnails = new Thumbnails(material.source, material.copies);
  const print = { tools, press, thumbnails, scratch: material.scratch, watch };
  const documents: Document[] = [];
  if (settings.transcript) documents.push(...(await renderTranscript(print)).map(({ document }) => document));
  for (const exhibit of exhibits) documents.push((await renderExhibit(print, exhibit)).document);
  return { documents, masked: masker?.counts ?? null };
}

const NOTHING: MaskCounts = { idCards: 0, cards: 0, phones: 0 };
