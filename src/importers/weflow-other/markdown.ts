import { instantOf, parseWallClock } from "../../base/time.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { weflowName } from "../wechat/weflow-name.ts";
import { CHAT, conversationOf, folderOf, headedSender, SELF, typeOfTalker } from "./headed.ts";
import { linesOf, type Line } from "./lines.ts";
import { markdownBody, unescapeMarkdown } from "./markdown-body.ts";
import { defectsOf, exportOf, Tally, type Draft } from "./tally.ts";
import { TextFile } from "../wechat/text-file.ts";

/**
 * `## time name`. The exporter escapes `#` in what people wrote and `-` in its own times, so a header whose time is not
 * escaped can have been written by anybody.
 *
 * @source documented: export-formats.md §4.1.3; escapes observed in the exporter's source @147f3b7
 */
const HEADER = /^## (\d{4}\\?-\d\d\\?-\d\d \d\d:\d\d:\d\d) (.*)$/;
const FIELD = /^- (会话ID|会话类型|消息数量|导出时间|导出工具): (.*)$/;
const LONGEST_BODY = 16 * 1024 * 1024;

type Field = "会话ID" | "会话类型" | "消息数量" | "导出时间" | "导出工具";

interface Preface {
  title: string | null;
  readonly fields: Map<Field, string>;
  readonly stray: Line[];
}

interface Block {
  readonly line: number;
  readonly timeText: string;
  readonly name: string;
  readonly isForgeable: boolean;
  readonly body: string[];
  length: number;
  isTooLong: boolean;
}

/** Reads a Markdown export: a list of what the chat is, then a heading for each message. */
export function* readMarkdown(source: Source, { entry }: Claim, settings: ReadSettings): Generator<Yielded> {
  const file = new TextFile(source, entry);
  const tally = new Tally();
  const pending: Yielded[] = [];
  let reader: MarkdownReader | null = null;
  for (const found of blocksOf(file, (item) => pending.push(item))) {
    if ("preface" in found) {
      reader = new MarkdownReader(found.preface, file, settings);
      yield exportOf(reader.draft, tally);
      yield reader.conversation();
      yield* reader.strays(found.preface.stray);
      continue;
    }
    yield* pending.splice(0);
    const item = reader?.take(found.block);
    if (item === undefined) continue;
    if (item.type === "message") tally.count(item.facts);
    yield item;
  }
  yield* pending;
  if (reader !== null) yield exportOf(reader.draft, tally);
  const forgeable = tally.rowsWith("BOUNDARY_FORGEABLE");
  yield* defectsOf(tally, [
    ...(forgeable === 0 ? [] : [{ code: "BOUNDARY_FORGEABLE", records: forgeable }]),
    { code: "TIME_ZONE_UNSTATED", records: null },
  ]);
}

type Found = { readonly preface: Preface } | { readonly block: Block };

/** What stands before the first message, always first; then the messages. */
function* blocksOf(file: TextFile, told: (item: Yielded) => void): Generator<Found> {
  const preface: Preface = { title: null, fields: new Map(), stray: [] };
  let block: Block | null = null;
  for (const line of linesOf(file.pieces(told))) {
    const header = HEADER.exec(line.text);
    if (header !== null) {
      yield block === null ? { preface } : { block };
      block = blockOf(line, header);
    } else if (block === null) {
      addToPreface(preface, line);
    } else {
      addToBlock(block, line);
    }
  }
  yield block === null ? { preface } : { block };
}

const STRAY_KEPT = 1000;

function addToPreface(preface: Preface, line: Line): void {
  const [, field, value = ""] = FIELD.exec(line.text) ?? [];
  if (field !== undefined && !preface.fields.has(field as Field)) preface.fields.set(field as Field, value);
  else if (preface.title === null && line.text.startsWith("# ")) preface.title = unescapeMarkdown(line.text.slice(2));
  else if (line.text !== "" && line.text !== "---" && preface.stray.length < STRAY_KEPT) preface.stray.push(line);
}

function blockOf({ number }: Line, [, time = "", name = ""]: RegExpExecArray): Block {
  const isForgeable = !time.includes("\\");
  const timeText = unescapeMarkdown(time);
  return { line: number, timeText, name: unescapeMarkdown(name), isForgeable, body: [], length: 0, isTooLong: false };
}

function addToBlock(block: Block, { text, isCut }: Line): void {
  block.length += text.length + 1;
  block.isTooLong ||= isCut || block.length > LONGEST_BODY;
  if (!block.isTooLong) block.body.push(text);
}

class MarkdownReader {
  readonly draft: Draft;
  private readonly entry: string;
  private readonly settings: ReadSettings;
  private readonly facts: Omit<ConversationFacts, "key" | "members" | "statedLastMessageAt">;

  constructor(preface: Preface, { path, encoding }: TextFile, settings: ReadSettings) {
    this.entry = path;
    this.settings = settings;
    this.facts = conversationFacts(preface, path);
    const exportedAtText = unescapeMarkdown(preface.fields.get("导出时间") ?? "") || null;
    const clock = exportedAtText === null ? null : parseWallClock(exportedAtText);
    this.draft = {
      entry: path,
      variant: "markdown",
      encoding,
      claimedTool: preface.fields.get("导出工具") ?? null,
      exportedAt: clock === null ? null : instantOf(clock, settings.timeZone).epochMs,
      exportedAtText,
      hasStatedCount: this.facts.statedMessageCount !== null,
    };
  }

  conversation(): Yielded {
    return conversationOf(this.facts);
  }

  *strays(lines: readonly Line[]): Generator<Yielded> {
    for (const { number, text } of lines) {
      const at = { path: this.entry, line: number };
      yield { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw: text };
    }
  }

  take(block: Block): Yielded {
    const at = { path: this.entry, line: block.line };
    if (block.isTooLong) {
      const raw = `## ${block.timeText} ${block.name}\n${block.body.join("\n").slice(0, 500)}`;
      return { type: "skipped", conversation: CHAT, at, reason: "value-too-large", raw };
    }
    return { type: "message", conversation: CHAT, facts: this.message(block, at) };
  }

  private message(block: Block, locator: MessageFacts["locator"]): MessageFacts {
    const { warnings: bodyWarnings, extra: bodyExtra, ...body } = markdownBody(block.body, folderOf(this.entry));
    const isPrivate = this.facts.type === "private";
    const sees = { isSelfKnown: isPrivate, isPeerHeader: isPrivate && block.name !== SELF };
    const { warnings: senderWarnings, extra, ...sender } = headedSender(block.name, body.kind, sees);
    const { doubt, ...time } = timeOfText(block.timeText, this.settings);
    const warnings = [...bodyWarnings, ...senderWarnings];
    if (doubt !== null) warnings.push(doubt);
    if (block.isForgeable) warnings.push("BOUNDARY_FORGEABLE");
    return { locator, ...time, ...body, ...sender, extra: { ...bodyExtra, ...extra }, warnings };
  }
}

function conversationFacts({ title, fields }: Preface, path: string) {
  const id = /^`(.+)`$/.exec(fields.get("会话ID") ?? "")?.[1]?.replaceAll("\\`", "`") ?? null;
  const count = fields.get("消息数量") ?? "";
  const word = fields.get("会话类型");
  const named = weflowName(path);
  const stated = word === "群聊" ? "group" : word === "私聊" ? "private" : named.type;
  return {
    title: title ?? named.title,
    talker: id,
    type: typeOfTalker(id, stated),
    statedMessageCount: /^\d{1,15}$/.test(count) ? Number(count) : null,
  };
}
