import type { Block, Cover } from "./block.ts";
import { reportNumber } from "./chapters/identification.ts";
import type { ReportContext } from "./context.ts";

const FOOTER_DIGITS = 16;
const LONGEST_FOOTER_NAME = 60;

/** What stands on every page of every document of one bundle: its number, the bundle, the digest of the manifest. */
export function pageMarks(context: ReportContext) {
  const { dossier, words, stem } = context;
  return {
    date: dossier.settings.date,
    language: context.language,
    producer: `${dossier.tool.name} ${dossier.tool.version}`,
    header: context.say(words.header, { number: reportNumber(context) }),
    footer: context.say(words.footer, {
      stem: context.clip(stem, LONGEST_FOOTER_NAME),
      digest: dossier.payload.manifestSha256.slice(0, FOOTER_DIGITS),
    }),
    pageOf: words.pageOf,
  };
}

/** A document of its own without contents or summary: a sheet to fill in, a page to sign. */
export function paperOf(
  context: ReportContext,
  { title, subtitle }: { readonly title: string; readonly subtitle: string },
  body: readonly Block[],
): Cover {
  const matter = context.dossier.caseFile?.declared.case;
  const said = context.words.sheet;
  const front: Block = {
    type: "fields",
    rows: [
      [said.report, reportNumber(context)],
      [said.matter, matter?.cause === undefined ? context.words.notProvided : `「${matter.cause}」`],
      [said.caseNumber, matter?.number === undefined ? context.words.notProvided : `「${matter.number}」`],
      [said.court, matter?.forum === undefined ? context.words.notProvided : `「${matter.forum}」`],
    ],
  };
  return { ...pageMarks(context), title, subtitle, contentsTitle: null, front: [front], summary: [], body };
}
