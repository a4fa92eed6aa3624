import { breathe } from "./base/breath.ts";
import type { Scratch } from "./base/scratch.ts";
import { readCase, refuseUnknownExhibits, zoneOf } from "./casefile/read.ts";
import { CHECKS } from "./checks/index.ts";
import { paymentsOf } from "./checks/payments.ts";
import { runChecks } from "./checks/run.ts";
import { describe } from "./dossier/describe.ts";
import { importSource } from "./importers/import.ts";
import type { Chat } from "./model/chat.ts";
import type { Document } from "./model/document.ts";
import type { Dossier } from "./model/dossier.ts";
import type { Material } from "./model/material.ts";
import type { Payload } from "./model/payload.ts";
import type { Watch } from "./model/progress.ts";
import type { RunSettings } from "./model/settings.ts";
import type { Source } from "./model/source.ts";
import { deriveViewingCopies, type ViewingCopies } from "./report/derived.ts";
import { renderFigures, type Figures } from "./report/figures/figures.ts";
import { renderFacts } from "./report/record/facts.ts";
import { renderViewer } from "./report/viewer/viewer.ts";
import { toolWithCode } from "./base/tool.ts";

/** What a source says, and what the checks say of it. */
export interface Derived {
  readonly chat: Chat;
  readonly dossier: Dossier;
}

const GAP_CHECKS = {
  ids: new Set(CHECKS.filter((check) => check.continuity !== undefined).map((check) => check.id)),
  numbering: new Set(CHECKS.filter((check) => check.continuity === "gap-in-numbering").map((check) => check.id)),
  open: new Map(CHECKS.map(({ id, leavesOpen = [] }) => [id, new Set(leavesOpen)])),
};

const INTERNAL_CHECKS = new Set(CHECKS.filter(({ isInternal }) => isInternal).map(({ id }) => id));

/**
 * Import, check, describe: the middle that `pack`, `inspect` and `verify` share. Pure, given source, payload and settings.
 * The caller closes `chat`.
 *
 * @param tool who is said to have derived; `verify` repeats what the bundle states
 */
export async function derive(
  { source, enclosed }: Material,
  payload: Payload,
  asked: RunSettings,
  scratch: Scratch,
  watch: Watch = {},
  tool: Dossier["tool"] = toolWithCode(),
): Promise<Derived> {
  await breathe(watch.signal);
  const caseFile = enclosed === null || asked.caseFile === null ? null : readCase(enclosed, asked.caseFile);
  refuseUnknownExhibits(caseFile, asked.exhibits);
  const zoned = { ...asked, ...zoneOf(caseFile, asked) };
  watch.onProgress?.({ step: "import" });
  const { chat, sourceName } = await importSource(source, zoned, scratch, watch);
  try {
    const settings = { ...zoned, sourceName };
    watch.onProgress?.({ step: "check" });
    const { outcomes, judgements } = await runChecks(chat, source, CHECKS, watch.signal, caseFile, zoned.timeZone);
    const dossier = describe({
      chat,
      source,
      payload,
      caseFile,
      settings,
      tool,
      outcomes,
      judgements,
      gapChecks: GAP_CHECKS,
      internalChecks: INTERNAL_CHECKS,
    });
    return { chat, dossier };
  } catch (error) {
    chat.close();
    throw error;
  }
}

/** The documents that `verify` can derive again and compare byte for byte. */
export function facts({ chat, dossier }: Derived, material: Material, scratch: Scratch): Document[] {
  return renderFacts(dossier, chat, material, scratch);
}

export { isPrintedPath, reportPaths } from "./report/paths.ts";

/** Copies of received files that do not open as they are, for looking and listening. The caller disposes of `scratch`. */
export function viewingCopies(
  { chat, dossier }: Derived,
  source: Source,
  scratch: Scratch,
  watch: Watch = {},
): Promise<ViewingCopies> {
  watch.onProgress?.({ step: "report" });
  return deriveViewingCopies({ source, chat, dossier, scratch }, watch);
}

/** The figures of the report, and `report/data/`: the tables behind them. */
export function figuresOf({ chat, dossier }: Derived, scratch: Scratch): Figures {
  return renderFigures({ dossier, chat, cards: CHECKS }, paymentsOf(chat), scratch);
}

/** Where a report is made. */
export interface ReportPlace extends Material {
  readonly scratch: Scratch;
  /** Name of the bundle without `.zip`. */
  readonly stem: string;
}

/**
 * The typeset documents: the messages one by one, and the report, which also says how many viewing copies there are and
 * how many numbers are masked. Typesetting is loaded only here.
 */
export async function reportOf(
  { chat, dossier }: Derived,
  copies: ViewingCopies,
  figures: Figures,
  { source, enclosed, scratch, stem }: ReportPlace,
  watch: Watch = {},
): Promise<Document[]> {
  const { renderMessages, renderReport } = await import("./report/render.ts");
  const material = { dossier, chat, cards: CHECKS, stem, copies: copies.counts, figures };
  const printed = await renderMessages(material, { source, enclosed, scratch, copies: copies.bySource }, watch);
  return [...renderReport({ ...material, masked: printed.masked }, printed.pages), ...printed.documents];
}

/** The viewer: `index.html` with its program and its data. @param records as `facts` made them */
export function viewerOf(
  { chat, dossier }: Derived,
  records: readonly Document[],
  copies: ViewingCopies,
  figures: Figures,
  { stem, ...material }: ReportPlace,
  watch: Watch = {},
): Promise<Document[]> {
  const report = { dossier, chat, cards: CHECKS, stem, copies: copies.counts, figures };
  return renderViewer(report, { ...material, copies, facts: records }, watch);
}

/** The documents made for people: the report with its tables, the viewer, and the viewing copies. */
export async function views(
  derived: Derived,
  records: readonly Document[],
  place: ReportPlace,
  watch: Watch = {},
): Promise<Document[]> {
  const { source, scratch } = place;
  const copies = await viewingCopies(derived, source, scratch, watch);
  const figures = figuresOf(derived, scratch);
  const viewer = await viewerOf(derived, records, copies, figures, place, watch);
  const report = await reportOf(derived, copies, figures, place, watch);
  return [...report, ...figures.tables, ...viewer, ...copies.documents];
}
