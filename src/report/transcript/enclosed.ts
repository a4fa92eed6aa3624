import { sizeText } from "../../base/sentence.ts";
import type { CaseFile, Enclosure } from "../../model/case.ts";
import type { Source } from "../../model/source.ts";
import { LONGEST } from "../context.ts";
import { Flow, type WrittenVolume } from "../paper/flow.ts";
import { Rows, type Row } from "../paper/row.ts";
import { ENCLOSED_PATH } from "../paths.ts";
import { STYLES, type Tools } from "./entry.ts";
import { headerOf } from "./opening.ts";
import { furnitureOf } from "./printing.ts";
import { Thumbnails, type Shown } from "./thumbnails.ts";
import type { PrintMaterial } from "./transcript.ts";

/** Longest side of a picture on the page, points: large enough to tell a document, too small to read it out. */
const PICTURE = 190;

/** The documents a case file names, one after another with digest and, for pictures, what they look like. */
export async function renderEnclosed(
  { tools, press, scratch }: Pick<PrintMaterial, "tools" | "press" | "scratch">,
  caseFile: CaseFile,
  enclosed: Source,
): Promise<WrittenVolume> {
  const words = tools.context.words.transcript;
  const flow = new Flow(press, furnitureOf(tools.context, words.enclosedTitle), scratch);
  flow.header = headerOf(tools, words.enclosedTitle, {});
  flow.newPage();
  flow.place(opening(tools, caseFile));
  const thumbnails = new Thumbnails(enclosed, new Map());
  for (const [index, enclosure] of caseFile.enclosures.entries()) {
    const rows = entry(tools, index + 1, enclosure, await thumbnails.ofFile(enclosure.path));
    // A picture stands under its own heading.
    if (rows.reduce((sum, { height }) => sum + height, 0) > flow.room) flow.newPage();
    flow.place(rows);
  }
  const [written] = flow.end(() => ENCLOSED_PATH);
  if (!written) throw new RangeError("enclosures without a page");
  return written;
}

function opening({ context, typeface }: Tools, { name, sha256, enclosures }: CaseFile): Row[] {
  const words = context.words.transcript;
  const rows = new Rows(typeface).text([{ text: words.enclosedTitle, style: STYLES.title }]).space(4);
  for (const text of [words.enclosedNote, context.say(words.enclosedCase, { name, sha256, count: enclosures.length })])
    rows.text([{ text, style: STYLES.text }]).space(3);
  return rows.space(8).rows;
}

function entry(tools: Tools, number: number, enclosure: Enclosure, shown: Shown | null): Row[] {
  const { context, typeface } = tools;
  const words = context.words.transcript;
  const { path, sizeBytes, sha256, namedBy } = enclosure;
  const title = context.say(words.enclosedEntry, { number, path: context.clip(path, LONGEST.path) });
  const facts = context.say(words.enclosedFacts, { size: sizeText(sizeBytes), sha256, fields: namedBy.join(", ") });
  const rows = new Rows(typeface).text([{ text: headerOf(tools, title, {}), style: STYLES.heading }]).space(2);
  rows.text([{ text: facts, style: STYLES.fact }]);
  if (shown?.thumbnail) {
    const { jpeg, width, height } = shown.thumbnail;
    const scale = Math.min(1, PICTURE / Math.max(width, height));
    rows.picture({ key: shown.key, jpeg, width: width * scale, height: height * scale }, 0);
  } else rows.text([{ text: words.enclosedUnseen, style: STYLES.fact }]);
  return rows.space(10).rows;
}
