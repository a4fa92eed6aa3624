import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { weflowName } from "../wechat/weflow-name.ts";
import { bodyOf } from "./body.ts";
import { CHAT, conversationOf, folderOf, headedSender, SELF } from "./headed.ts";
import { linesOf, type Line } from "./lines.ts";
import { guessKind } from "./placeholder.ts";
import { defectsOf, exportOf, Tally, type Draft } from "./tally.ts";
import { TextFile } from "../wechat/text-file.ts";

/** `YYYY-MM-DD HH:MM:SS 'name'`. @source documented: export-formats.md §4.1.3 */
export const TXT_HEADER = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) '(.*)'$/;

const NAMES_KEPT = 10;
/** Characters of one message; beyond it the record is told as skipped. */
const LONGEST_BODY = 16 * 1024 * 1024;

interface Block {
  readonly line: number;
  readonly timeText: string;
  readonly name: string;
  body: string[];
  length: number;
  isTooLong: boolean;
  /** Lines that look like a header but follow no blank line, as the exporter's own always do. */
  hasHeaderInside: boolean;
  isEnded: boolean;
}

/** Reads a TXT export: blocks of header, content and a blank line. */
export function* readTxt(source: Source, { entry }: Claim, settings: ReadSettings): Generator<Yielded> {
  const file = new TextFile(source, entry);
  const names = namesIn(file);
  const tally = new Tally();
  const draft: Draft = { entry, variant: "txt", encoding: file.encoding };
  const conversation = conversationIn(entry, names);
  yield exportOf(draft, tally);
  yield conversationOf(conversation);
  const reader = new BlockReader(entry, settings, {
    isSelfKnown: conversation.type !== "group" && names.has(SELF),
    isPeerHeader: conversation.type === "private",
  });
  const pending: Yielded[] = [];
  for (const found of blocksOf(file, (item) => pending.push(item))) {
    yield* pending.splice(0);
    for (const item of reader.take(found)) {
      if (item.type === "message") tally.count(item.facts);
      yield item;
    }
  }
  yield* pending;
  yield exportOf(draft, tally);
  const forgeable = tally.rowsWith("BOUNDARY_FORGEABLE");
  yield* defectsOf(tally, [
    { code: "BOUNDARY_FORGEABLE", records: forgeable === 0 ? null : forgeable },
    { code: "TIME_ZONE_UNSTATED", records: null },
  ]);
}

function namesIn(file: TextFile): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { text } of linesOf(file.pieces(() => undefined))) {
    const name = TXT_HEADER.exec(text)?.[2];
    if (name !== undefined && names.size < NAMES_KEPT) names.add(name);
    else if (name === SELF) names.add(name);
  }
  return names;
}

/** A private chat knows two names, of which one is `我`; where it is absent and there are more, it is a group. */
function conversationIn(entry: string, names: ReadonlySet<string>): Pick<ConversationFacts, "title" | "type"> {
  const { title, type } = weflowName(entry);
  if (type !== "unknown") return { title, type };
  if (names.has(SELF) && names.size === 2) return { title, type: "private" };
  return { title, type: !names.has(SELF) && names.size > 2 ? "group" : "unknown" };
}

type Found = { readonly block: Block } | { readonly stray: Line };

/** Blocks in order, and lines that stand before the first of them. */
function* blocksOf(file: TextFile, told: (item: Yielded) => void): Generator<Found> {
  let block: Block | null = null;
  let wasBlank = true;
  for (const line of linesOf(file.pieces(told))) {
    const header = TXT_HEADER.exec(line.text);
    if (header !== null && wasBlank) {
      if (block !== null) yield { block };
      block = blockOf(line, header);
    } else if (block === null) {
      if (line.text.trim() !== "") yield { stray: line };
    } else {
      addTo(block, line, header !== null);
    }
    wasBlank = line.text === "";
  }
  if (block !== null) yield { block };
}

function blockOf({ number, isEnded }: Line, [, timeText = "", name = ""]: RegExpExecArray): Block {
  return { line: number, timeText, name, body: [], length: 0, isTooLong: false, hasHeaderInside: false, isEnded };
}

function addTo(block: Block, { text, isCut, isEnded }: Line, isHeader: boolean): void {
  block.length += text.length + 1;
  block.isTooLong ||= isCut || block.length > LONGEST_BODY;
  if (!block.isTooLong) block.body.push(text);
  block.hasHeaderInside ||= isHeader;
  block.isEnded = isEnded && (text === "" || block.isEnded);
}

class BlockReader {
  private readonly entry: string;
  private readonly folder: string;
  private readonly settings: ReadSettings;
  private readonly sees: Parameters<typeof headedSender>[2];
  private latest = -Infinity;

  constructor(entry: string, settings: ReadSettings, sees: Parameters<typeof headedSender>[2]) {
    this.entry = entry;
    this.folder = folderOf(entry);
    this.settings = settings;
    this.sees = sees;
  }

  *take(found: Found): Generator<Yielded> {
    if ("stray" in found) {
      const { number, text } = found.stray;
      const at = { path: this.entry, line: number };
      yield { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw: text };
      return;
    }
    const { block } = found;
    const at = { path: this.entry, line: block.line };
    if (block.isTooLong) {
      const raw = `${block.timeText} '${block.name}'\n${block.body.join("\n").slice(0, 500)}`;
      yield { type: "skipped", conversation: CHAT, at, reason: "value-too-large", raw };
      return;
    }
    if (!block.isEnded) yield { type: "repair", at, code: "last-line-open", detail: block.body.at(-1) ?? "" };
    yield { type: "message", conversation: CHAT, facts: this.message(block, at) };
  }

  private message(block: Block, locator: MessageFacts["locator"]): MessageFacts {
    const lines = block.body.at(-1) === "" ? block.body.slice(0, -1) : block.body;
    const content = lines.length === 0 ? null : lines.join("\n");
    const guess = guessKind(content === "" ? null : content);
    const { warnings: bodyWarnings, ...body } = bodyOf(guess, content === "" ? null : content, this.folder);
    const { warnings: senderWarnings, ...sender } = headedSender(block.name, body.kind, this.sees);
    const { doubt, ...time } = timeOfText(block.timeText, this.settings);
    const warnings = [...bodyWarnings, ...senderWarnings];
    if (doubt !== null) warnings.push(doubt);
    if (this.isDoubtful(block, time.sentAt)) warnings.push("BOUNDARY_FORGEABLE");
    return { locator, ...time, ...body, ...sender, warnings };
  }

  /** The exporter sorts by time and puts a blank line before every header; what does neither may have been pasted. */
  private isDoubtful(block: Block, sentAt: number | null): boolean {
    const isBack = sentAt !== null && sentAt < this.latest;
    if (sentAt !== null) this.latest = Math.max(this.latest, sentAt);
    return isBack || block.hasHeaderInside;
  }
}
