import type { ViewerDocument, ViewerOverview, ViewerVerification } from "../../model/viewer.ts";
import { excerpts } from "../chapters/circumstances.ts";
import { identification, reportNumber } from "../chapters/identification.ts";
import { integrity } from "../chapters/integrity.ts";
import type { ReportContext } from "../context.ts";
import { COVER_PATH, LIST_CSV, LIST_DOCX, SHEET_PATH } from "../paths.ts";
import { viewerBlocks, viewerChapters } from "./chapters.ts";
import { conversationRow } from "./conversation.ts";
import { checkCards } from "./findings.ts";
import type { Given } from "./given.ts";
import { viewerWords } from "./words.ts";

/** What the viewer reads first: everything small, and how many files there are of the rest. */
export function viewerOverview(given: Given, pages: ViewerOverview["pages"]): ViewerOverview {
  const { context } = given;
  const { dossier, words, language, stem } = context;
  const { name, version, format, codeSha256 } = dossier.tool;
  const selected = dossier.conversations.filter((conversation) => conversation.selected);
  return {
    format: 1,
    stem,
    title: words.title,
    language,
    timeZone: dossier.settings.timeZone,
    date: dossier.settings.date,
    reportNumber: reportNumber(context),
    tool: { name, version, format, codeSha256 },
    identification: viewerBlocks(identification(context)),
    chapters: viewerChapters(context),
    notes: notes(context),
    words: viewerWords(context),
    conversations: selected.map((conversation) => conversationRow(context, conversation)),
    unselected: dossier.conversations.length - selected.length,
    findings: dossier.findingsByLevel,
    checks: checkCards(context),
    exhibits: given.exhibits.all,
    documents: documents(context),
    verification: verification(given),
    pages,
  };
}

function notes(context: ReportContext): string[] {
  const said = context.words.viewer.notes;
  const { settings } = context.dossier;
  return [
    said.numbers,
    context.say(said.zone, { zone: settings.timeZone }),
    said.sides,
    said.copies,
    said.declared,
    ...excerpts(context),
    ...(settings.maskNumbers ? [said.unmasked] : []),
    said.fingerprint,
  ];
}

/** How many volumes the messages take is known only when they are set; the others have fixed names. */
function documents({ words }: ReportContext): ViewerDocument[] {
  return [
    { path: COVER_PATH, title: words.title },
    { path: SHEET_PATH, title: words.sheet.title },
    { path: LIST_DOCX, title: words.list.title },
    { path: LIST_CSV, title: words.list.title },
  ];
}

function verification({ context, material }: Given): ViewerVerification {
  const { payload } = context.dossier;
  return {
    manifestSha256: payload.manifestSha256,
    records: material.facts.map(({ path, sizeBytes, sha256 }) => ({ path, sizeBytes, sha256 })),
    payloadFiles: payload.files.length,
    payloadBytes: payload.sizeBytes,
    blocks: viewerBlocks(integrity(context)),
  };
}
