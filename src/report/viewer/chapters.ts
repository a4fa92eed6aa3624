import type { ViewerBlock, ViewerChapter, ViewerText } from "../../model/viewer.ts";
import type { Block, Inline, Text } from "../block.ts";
import { accounts } from "../chapters/accounts.ts";
import { attachments } from "../chapters/attachments.ts";
import { checks } from "../chapters/checks.ts";
import { group, privacy, voice } from "../chapters/circumstances.ts";
import { classes } from "../chapters/classes.ts";
import { limits } from "../chapters/closing.ts";
import { acquisition, collection } from "../chapters/collecting.ts";
import { custody } from "../chapters/custody.ts";
import { devices } from "../chapters/devices.ts";
import { factors } from "../chapters/factors.ts";
import { integrity } from "../chapters/integrity.ts";
import { parties } from "../chapters/parties.ts";
import { scope } from "../chapters/scope.ts";
import { summary } from "../chapters/summary.ts";
import type { ReportContext } from "../context.ts";

const CHAPTERS: readonly (readonly [ViewerChapter["id"], (context: ReportContext) => Block[]])[] = [
  ["summary", summary],
  ["parties", parties],
  ["scope", scope],
  ["devices", devices],
  ["accounts", accounts],
  ["collection", collection],
  ["acquisition", acquisition],
  ["checks", checks],
  ["attachments", attachments],
  ["factors", factors],
  ["classes", classes],
  ["group", group],
  ["voice", voice],
  ["privacy", privacy],
  ["integrity", integrity],
  ["custody", custody],
  ["limits", limits],
];

/** The chapters of the cover report as the viewer shows them: the same words, with no page to fit them on. */
export function viewerChapters(context: ReportContext): ViewerChapter[] {
  return CHAPTERS.map(([id, chapter]) => {
    const blocks = chapter(context);
    const heading = blocks.find((block) => block.type === "chapter");
    return { id, number: heading?.number ?? "", title: heading?.title ?? "", blocks: viewerBlocks(blocks) };
  });
}

/** Blocks with what belongs to paper taken off: headings of chapters, drawings, sheets and boxes to fill in. */
export function viewerBlocks(blocks: readonly Block[]): ViewerBlock[] {
  return blocks.flatMap((block) => blockOf(block) ?? []);
}

function blockOf(block: Block): ViewerBlock | null {
  switch (block.type) {
    case "section":
      return { type: block.type, title: [block.title] };
    case "group":
      return { type: block.type, title: [...linesOf(block.title), ...smallOf(block.aside ?? "")] };
    case "paragraph":
      return { type: block.type, text: linesOf(block.text), ...(block.small ? { small: true } : {}) };
    case "list":
      return {
        type: block.type,
        entries: block.entries.map(linesOf),
        ...(block.numbered ? { numbered: true } : {}),
        ...(block.small ? { small: true } : {}),
      };
    case "fields":
      return { type: block.type, rows: block.rows.map(([label, value]) => [label, linesOf(value)]) };
    case "table":
      return {
        type: block.type,
        columns: block.columns.map(({ title, align }) => ({ title, ...(align === "right" ? { right: true } : {}) })),
        rows: block.rows.map((row) => row.map(linesOf)),
      };
    case "beside":
      return {
        type: block.type,
        sides: block.sides.map(({ title, entries }) => ({ title, entries: entries.map(linesOf) })),
      };
    case "commands":
      return block;
    case "chapter":
    case "figure":
    case "sheet":
    case "signatures":
      return null;
  }
}

function linesOf(text: Text): ViewerText {
  return Array.isArray(text) ? (text as readonly Inline[]) : [text as Inline];
}

function smallOf(text: string): ViewerText {
  return text === "" ? [] : [{ text, style: "small" }];
}
