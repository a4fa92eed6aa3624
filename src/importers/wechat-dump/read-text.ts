import type { Source } from "../../model/source.ts";
import type { Claim, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { blocksOf, type Block } from "./blocks.ts";
import { contentOf } from "./content.ts";
import { CHAT, conversationOf, defectsOf, exportOf } from "./export.ts";
import { headerOf, SELF, timeOfDump } from "./header.ts";
import { NamesSeen, titleOfPath } from "./names.ts";
import { RowDoubt } from "./row-doubt.ts";
import { TextFile } from "../wechat/text-file.ts";

const RAW_SHOWN = 500;

/** Reads a TXT of one chat. */
export function* readText(source: Source, { entry }: Claim, settings: ReadSettings): Generator<Yielded> {
  const file = new TextFile(source, entry);
  const conversation = namesIn(file).conversation(titleOfPath(entry));
  const tally = new RowTally();
  const doubt = new RowDoubt(conversation.type);
  yield exportOf("TXT", file.encoding, tally);
  yield conversationOf(conversation);
  const told: Yielded[] = [];
  for (const found of blocksOf(file.pieces((item) => told.push(item)))) {
    yield* told.splice(0);
    if ("stray" in found) {
      const at = { path: entry, line: found.stray.line };
      yield { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw: found.stray.text };
      continue;
    }
    const item = itemOf(found.block, entry, settings, doubt);
    if (item.type === "message") tally.count(item.facts);
    yield item;
  }
  yield* told;
  yield exportOf("TXT", file.encoding, tally);
  yield* defectsOf(tally, "MEDIA_NOT_COPIED");
}

function namesIn(file: TextFile): NamesSeen {
  const names = new NamesSeen();
  for (const found of blocksOf(file.pieces(() => undefined))) if ("block" in found) names.add(found.block.header.name);
  return names;
}

function itemOf(block: Block, path: string, settings: ReadSettings, doubt: RowDoubt): Yielded {
  const at = { path, line: block.line };
  if (block.isTooLong) {
    const raw = block.body.join("\n").slice(0, RAW_SHOWN);
    return { type: "skipped", conversation: CHAT, at, reason: "value-too-large", raw };
  }
  return { type: "message", conversation: CHAT, facts: messageOf(block, at, settings, doubt) };
}

function messageOf(
  { header, body }: Block,
  locator: MessageFacts["locator"],
  settings: ReadSettings,
  doubt: RowDoubt,
): MessageFacts {
  const { typeCode, name, timeText } = header;
  const { doubts, ...times } = timeOfDump(timeText, settings);
  const { printed, imagePath } = bodyIn(typeCode, body.join("\n"));
  const content = contentOf(typeCode, printed, imagePath);
  const direction = name === SELF ? "sent" : "received";
  const sender = {
    direction,
    senderName: name === "" ? null : name,
    senderBasis: name === "" ? "none" : "name",
  } as const;
  const warnings = [...(content.warnings ?? []), ...doubts, ...doubt.of({ ...times, direction, kind: content.kind })];
  return { locator, ...times, ...sender, ...content, typeCode, warnings };
}

const IMAGE_PATH = /^(.*)\|img:([^|\n]*)$/s;

/** Media stand behind the text as `|img:path`; a text has none, so that there it was typed. */
function bodyIn(typeCode: string, body: string): { printed: string; imagePath: string | null } {
  const match = typeCode === "1" ? null : IMAGE_PATH.exec(body);
  return { printed: match?.[1] ?? body, imagePath: match?.[2] || null };
}

const LINES_SCORED = 200;
/** Of the lines that begin with a number, a bar and then a date, those that must be first lines. @source export-formats.md §10 (7) */
const MOST = 0.95;

/** Whether a text begins as one of these does. */
export function looksLikeDump(head: string): boolean {
  const lines = head.split("\n", LINES_SCORED + 1).map((line) => line.replace(/\r$/, ""));
  if (headerOf(lines[0] ?? "") === null) return false;
  const complete = lines.length > 1 ? lines.slice(0, -1) : lines;
  const like = complete.filter((line) => /^-?\d+\|.*:\d{4}-\d\d-\d\d/.test(line));
  return like.filter((line) => headerOf(line) !== null).length >= MOST * like.length;
}
