import { basename } from "node:path";
import type { Scratch } from "../../base/scratch.ts";
import type { Document } from "../../model/document.ts";
import type { Watch } from "../../model/progress.ts";
import type { Source } from "../../model/source.ts";
import { NO_PAGES, PrintedPages, type PageSpan } from "../list/pages.ts";
import type { WrittenVolume } from "../paper/flow.ts";
import { ReportContext, type CoverMaterial } from "../context.ts";
import type { Tools } from "./entry.ts";
import { renderEnclosed } from "./enclosed.ts";
import { namedExhibits, renderExhibit } from "./exhibits.ts";
import { Marks } from "./marks.ts";
import { Masker, ownNumbers, type MaskCounts } from "./masker.ts";
import { pressOf } from "./printing.ts";
import { Sides } from "./sides.ts";
import { Thumbnails } from "./thumbnails.ts";
import { renderTranscript, type PrintedTranscript } from "./transcript.ts";
import { DeclaredTranscripts } from "./transcripts.ts";

/** What the printed messages are made from beside the report's own material. */
export interface MessageMaterial {
  readonly source: Source;
  /** The case file with what it names; null where none was given. */
  readonly enclosed: Source | null;
  /** Viewing copies by path of the received file. */
  readonly copies: ReadonlyMap<string, Document>;
  readonly scratch: Scratch;
}

/** Printed messages, and how many numbers were masked in them; null where none are. */
export interface PrintedMessages {
  readonly documents: readonly Document[];
  readonly masked: MaskCounts | null;
  /** Pages of each exhibit printed, and of each conversation in the transcript. */
  readonly pages: PrintedPages;
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
  const hasEnclosures = caseFile !== null && material.enclosed !== null && caseFile.enclosures.length > 0;
  if (!settings.transcript && exhibits.length === 0 && !hasEnclosures)
    return { documents: [], masked: settings.maskNumbers ? NOTHING : null, pages: NO_PAGES };
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
  const transcript = settings.transcript ? await renderTranscript(print) : null;
  const written: WrittenExhibit[] = [];
  for (const named of exhibits) {
    const place = (caseFile?.declared.exhibits ?? []).indexOf(named.exhibit);
    written.push({ ...(await renderExhibit(print, named)), place });
  }
  const enclosed =
    caseFile !== null && material.enclosed !== null && hasEnclosures
      ? [await renderEnclosed(print, caseFile, material.enclosed)]
      : [];
  return {
    documents: [...(transcript?.volumes ?? []), ...written, ...enclosed].map(({ document }) => document),
    masked: masker?.counts ?? null,
    pages: new PrintedPages(exhibitSpans(written), transcript === null ? new Map() : transcriptSpans(transcript)),
  };
}

type WrittenExhibit = WrittenVolume & { readonly place: number };

/** Each exhibit is numbered from 1, as printed on its pages. */
function exhibitSpans(written: readonly WrittenExhibit[]): Map<number, PageSpan> {
  return new Map(
    written.map(({ place, pages, document }) => [place, { file: basename(document.path), first: 1, last: pages }]),
  );
}

function transcriptSpans({ volumes, starts }: PrintedTranscript): Map<string, PageSpan> {
  const total = volumes.reduce((sum, { pages }) => sum + pages, 0);
  const ordered = [...starts];
  return new Map(
    ordered.map(([id, first], n) => [
      id,
      { file: "transcript.pdf", first, last: (ordered[n + 1]?.[1] ?? total + 1) - 1 },
    ]),
  );
}

const NOTHING: MaskCounts = { idCards: 0, cards: 0, phones: 0 };
