import { encodingOf } from "../../base/text-encoding.ts";
import { decodeText } from "../../base/text-decode.ts";
import { linesOf, type TextLine } from "../../base/text-lines.ts";
import type { Source } from "../../model/source.ts";
import type { MessageFacts, Yielded } from "../importer.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { isHidden } from "./manifest.ts";
import { noticeFacts } from "./normalize.ts";
import { avatarUsed } from "./read-json.ts";
import { conversationOf, opened, type Head, type Reading } from "./reading.ts";
import { privacyRefused } from "./refusal.ts";
import { rendered, saidIn } from "./text-line.ts";

const HEADER = /^(会话|账号|会话头像|时间范围|消息类型|导出时间): ?(.*)$/;
/** A time in brackets and something behind it; a message without a time has empty brackets. */
const RECORD = /^\[(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|)\] (.*)$/;
const HEADER_LINES = 10;
const LONGEST_RECORD = 4 << 20;

/** True where the first lines are the exporter's header. */
export function looksLikeText(source: Source, path: string): boolean {
  const lines = source.read(path, 0, 4096).toString("utf8").replace(/^\ufeff/, "").split(/\r?\n/).slice(0, HEADER_LINES); // prettier-ignore
  const has = (key: string) => lines.some((line) => line.startsWith(`${key}: `));
  return has("会话") && has("账号") && has("导出时间");
}

/** Reads `messages.txt`: lines of text, in which inner line breaks are not marked. */
export function* readText(reading: Reading): Generator<Yielded, void, void> {
  const { source, folder, learned } = reading;
  const faults: Yielded[] = [];
  const found = encodingOf(() => source.chunks(folder.entry), folder.entry);
  learned.encoding = found.encoding;
  const pieces = decodeText(source.chunks(folder.entry), found, ({ byte, hex }) => {
    faults.push({ type: "repair", at: { path: folder.entry, byte }, code: "undecodable-bytes", detail: `0x${hex}` });
  });
  const lines = linesOf(pieces, LONGEST_RECORD);
  const { head, account, first } = headOf(lines, reading);
  yield* opened(reading, conversationOf(reading, head));
  const records = new Records(reading, account);
  for (let line = first; line !== null; line = next(lines)) {
    yield* records.line(line);
    yield* faults.splice(0);
  }
  yield* records.end();
  yield* faults;
}

function next(lines: Iterator<TextLine>): TextLine | null {
  const step = lines.next();
  return step.done === true ? null : { ...step.value, text: step.value.text.replace(/\r$/, "") };
}

/** Header lines up to the first record, which is given back. */
function headOf(lines: Iterator<TextLine>, reading: Reading) {
  const said = new Map<string, string>();
  let first = next(lines);
  for (; first !== null && !RECORD.test(first.text); first = next(lines)) {
    const [, key, value] = HEADER.exec(first.text) ?? [];
    if (key === undefined && first.text !== "") break;
    if (key !== undefined && value !== undefined) said.set(key, value);
  }
  const account = said.get("账号") ?? null;
  if (isHidden(account)) throw privacyRefused(reading.folder.entry);
  learn(reading, said);
  const chat = said.get("会话") ?? null;
  const [, title, talker] = /^(.*) \(([^()\s]+)\)$/.exec(chat ?? "") ?? [];
  const head: Head = { talker: talker ?? null, title: title ?? chat, isGroup: null };
  return { head, account, first };
}

function learn({ learned }: Reading, said: ReadonlyMap<string, string>): void {
  learned.account ??= said.get("账号") ?? null;
  learned.exportedAtText ??= said.get("导出时间") ?? null;
  const types = said.get("消息类型");
  const parts = [said.get("时间范围"), types === undefined ? undefined : `messageTypes: ${types}`];
  const range = parts.filter((part) => part !== undefined).join("; ");
  if (range !== "") learned.ranges.add(range);
}

/** Records of one file: each begins with a time in brackets, and lines without one belong to the record above. */
class Records {
  private readonly reading: Reading;
  private readonly account: string | null;
  private open: { time: string; text: string; line: number; isCut: boolean } | null = null;
  private records = 0;

  constructor(reading: Reading, account: string | null) {
    this.reading = reading;
    this.account = account;
  }

  *line({ text, line, isCut }: TextLine): Generator<Yielded, void, void> {
    const [, time, rest] = RECORD.exec(text) ?? [];
    if (time !== undefined && rest !== undefined && (time !== "" || saidIn(rest) !== null)) {
      yield* this.end();
      this.open = { time, text: rest, line, isCut };
      return;
    }
    if (this.open === null) {
      if (text !== "") yield this.skipped(line, "not-a-message", text);
      return;
    }
    if (this.open.text.length > LONGEST_RECORD || isCut) this.open.isCut = true;
    else this.open.text += `\n${text}`;
  }

  *end(): Generator<Yielded, void, void> {
    const { open } = this;
    this.open = null;
    if (open === null) return;
    const content = open.text.replace(/\n$/, "");
    const said = saidIn(content);
    if (open.isCut || said === null) {
      yield this.skipped(open.line, open.isCut ? "value-too-large" : "not-a-message", `[${open.time}] ${content}`);
      return;
    }
    if (said.avatar !== null) yield* avatarUsed(this.reading, said.avatar);
    const facts = this.facts(open, said);
    this.reading.tally.count(facts);
    yield { type: "message", conversation: this.reading.folder.entry, facts };
  }

  private facts(open: { time: string; line: number }, said: NonNullable<ReturnType<typeof saidIn>>): MessageFacts {
    const { settings, media, folder } = this.reading;
    const { doubt, ...time } = timeOfText(open.time, settings);
    this.records += 1;
    // Whoever wrote the message above could have typed this line; only the first has none above it.
    const warnings = [...(this.records > 1 ? ["BOUNDARY_FORGEABLE"] : []), ...(doubt === null ? [] : [doubt])];
    const base = { locator: { path: folder.entry, line: open.line }, ...time };
    if (said.isNotice) {
      const notice = noticeFacts("system", said.content);
      return { ...base, direction: "system", ...notice, kindBasis: "placeholder", text: said.content, warnings };
    }
    const read = rendered(said.content, media.roots);
    return {
      ...base,
      direction: read.kind === "pat" ? "system" : this.directionOf(said.account),
      sender: said.account,
      senderName: said.name,
      senderBasis: said.account !== null ? "stated" : said.name !== null ? "name" : "none",
      ...read,
      warnings: [...warnings, ...(read.warnings ?? [])],
    };
  }

  private directionOf(account: string | null): MessageFacts["direction"] {
    if (account === null || this.account === null) return "unknown";
    return account === this.account ? "sent" : "received";
  }

  private skipped(line: number, reason: string, raw: string): Yielded {
    const { entry } = this.reading.folder;
    return { type: "skipped", conversation: entry, at: { path: entry, line }, reason, raw };
  }
}
