import { decodeText } from "../../base/text-decode.ts";
import { encodingOf, type EncodingFound } from "../../base/text-encoding.ts";
import type { Signal } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, ExportFacts, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { placeOf, typeOfTalker, type Place } from "../wechat/memotrace-place.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { nameOfEarlyText } from "./escapes.ts";
import { exportOf } from "./export.ts";
import { counted, Tally } from "./tally.ts";
import { blocksIn, type LineRole, type TextBlock } from "./text-blocks.ts";
import { earlyBody, laterBody, markdownBody, noticeContent, withoutBackslashes } from "./text-content.ts";
import { MARKDOWN_DAY, MARKDOWN_HEADER, MARKDOWN_NOTICE, TEXT_HEADER, type TextLayout } from "./text-grammar.ts";

const KEY = "chat";

const VARIANTS: Readonly<Record<TextLayout, string>> = {
  "txt-1": "TXT 1.x",
  "txt-3": "TXT 3.x",
  markdown: "Markdown 3.x",
};

/** What a text can carry at all; a number or a path in it is only somebody's words. */
const CARRIED: readonly Signal[] = ["sent-second", "row-order", "system-notices"];

/** Reads a layout without structure, where a message ends at what looks like the header of the next. */
export class TextReader {
  private readonly source: Source;
  private readonly path: string;
  private readonly layout: TextLayout;
  private readonly place: Place;
  private readonly settings: ReadSettings;
  private readonly encoding: EncodingFound;
  private readonly tally = new Tally();
  private row = 0;
  private forgeable = 0;
  private lastSentAt: number | null = null;
  private isBehindText = false;
  private day: string | null = null;

  /** @throws {SourceError} ENCODING_UNKNOWN */
  constructor(source: Source, claim: Claim, layout: TextLayout, settings: ReadSettings) {
    this.source = source;
    this.path = claim.entry;
    this.layout = layout;
    this.place = placeOf(claim);
    this.settings = settings;
    this.encoding = encodingOf(() => source.chunks(claim.entry), claim.entry);
  }

  *read(): Generator<Yielded> {
    yield { type: "export", facts: this.exportFacts() };
    yield this.conversation();
    const told: Yielded[] = [];
    const role = this.layout === "markdown" ? this.markdownRole : textRole;
    for (const block of blocksIn(this.text(told), role)) {
      yield* told.splice(0);
      yield this.block(block);
    }
    yield* told;
    yield { type: "export", facts: this.exportFacts() };
    yield this.conversation();
    if (this.layout !== "txt-3") yield { type: "defect", defect: { code: "ROWS_DROPPED_BY_TYPE", records: null } };
    const { records, media } = this.tally;
    const defects = { TIME_ZONE_UNSTATED: records, BOUNDARY_FORGEABLE: this.forgeable, MEDIA_NOT_COPIED: media };
    for (const defect of counted(defects)) yield { type: "defect", defect };
  }

  private exportFacts(): ExportFacts {
    return exportOf({
      variant: VARIANTS[this.layout],
      encoding: this.encoding.encoding,
      provides: this.tally.provided().filter((signal) => CARRIED.includes(signal)),
      serverIdOrigin: "none",
    });
  }

  private conversation(): Yielded {
    const { talker, title } = this.place;
    const seen = this.tally.isGroup ? "group" : "unknown";
    const facts: ConversationFacts = {
      key: KEY,
      type: talker === null ? seen : typeOfTalker(talker),
      talker,
      title,
      statedMessageCount: null,
      statedLastMessageAt: null,
      members: [],
    };
    return { type: "conversation", facts };
  }

  private text(told: Yielded[]): Generator<string> {
    const { source, path } = this;
    return decodeText(source.chunks(path), this.encoding, ({ byte, length, hex }) => {
      const code = "undecodable-bytes";
      told.push({ type: "repair", at: { path, byte }, code, detail: `${length}: ${hex}` });
    });
  }

  /** Headings state the day once; the messages below them only the time of day. */
  private readonly markdownRole = (line: string): LineRole => {
    const day = MARKDOWN_DAY.exec(line)?.[1];
    if (day !== undefined) this.day = day;
    if (day !== undefined || /^#{2,3} \d{4}(?:-\d{2})?$/.test(line)) return { role: "heading" };
    const notice = MARKDOWN_NOTICE.exec(line);
    if (notice !== null) return header(notice[1], null, null, { isNotice: true, rest: notice[2] ?? "" });
    const message = MARKDOWN_HEADER.exec(line);
    if (message === null) return { role: "body" };
    return header(message[1], withoutBackslashes(message[2] ?? ""), this.day, {
      isNotice: false,
      rest: (message[3] ?? "").trim(),
    });
  };

  private block(block: TextBlock): Yielded {
    this.row += 1;
    const at: Locator = { path: this.path, line: block.line, row: this.row };
    const time = block.day === null ? block.time : `${block.day} ${block.time}`;
    const { doubt, ...times } = timeOfText(time, this.settings);
    if (times.sentAt === null || block.isCut) {
      this.isBehindText = true;
      const reason = block.isCut ? "value-too-large" : "not-a-message";
      return {
        type: "skipped",
        conversation: KEY,
        at,
        reason,
        raw: `${time} ${block.beside ?? ""}\n${block.body.slice(0, 500)}`,
      };
    }
    const isNotice = this.isNotice(block);
    const content = this.content(block, isNotice);
    const facts: MessageFacts = {
      ...content,
      ...times,
      attachments: (content.attachments ?? []).map((attachment) => ({ ...attachment, notExported: true })),
      sentAtText: block.time,
      locator: at,
      direction: isNotice ? "system" : "unknown",
      ...this.sender(block, isNotice),
      extra: { ...content.extra, ...this.writtenName(block, isNotice) },
      warnings: this.warnings(block, times.sentAt, doubt),
    };
    // Markdown escapes what was typed, so that no header can stand in a text.
    this.isBehindText = !isNotice && (this.layout !== "markdown" || content.kind !== "text");
    this.lastSentAt = times.sentAt;
    this.tally.count(facts);
    return { type: "message", conversation: KEY, facts };
  }

  /** In 1.x the words of a notice stand beside the time, and one blank line follows; an empty message has two. */
  private isNotice({ isNotice, beside, body, blankLines }: TextBlock): boolean {
    if (this.layout !== "txt-1") return isNotice;
    return beside === null || (body === "" && blankLines < 2);
  }

  private content({ beside, body }: TextBlock, isNotice: boolean) {
    if (isNotice) return noticeContent(body === "" ? (beside ?? "") : body);
    if (this.layout === "markdown") return markdownBody(body);
    return this.layout === "txt-1" ? earlyBody(body) : laterBody(body);
  }

  private sender({ beside }: TextBlock, isNotice: boolean): Pick<MessageFacts, "senderName" | "senderBasis"> {
    if (isNotice || beside === null) return { senderName: null, senderBasis: "none" };
    return { senderName: this.layout === "txt-1" ? nameOfEarlyText(beside) : beside, senderBasis: "name" };
  }

  private writtenName({ beside }: TextBlock, isNotice: boolean): Record<string, string> {
    const isEscaped = this.layout === "txt-1" && !isNotice && beside !== null && nameOfEarlyText(beside) !== beside;
    return isEscaped ? { name: beside } : {};
  }

  /** Every boundary behind words somebody typed could itself have been typed; one that goes back in time stands out. */
  private warnings({ hasLikeness, day }: TextBlock, sentAt: number, doubt: string | null): string[] {
    if (this.isBehindText) this.forgeable += 1;
    const goesBack = this.isBehindText && this.lastSentAt !== null && sentAt < this.lastSentAt;
    return [
      ...(doubt === null ? [] : [doubt]),
      ...(day === null ? [] : ["TIME_INHERITED"]),
      ...(goesBack || hasLikeness ? ["BOUNDARY_FORGEABLE"] : []),
    ];
  }
}

function textRole(line: string, isAfterBlank: boolean): LineRole {
  const match = TEXT_HEADER.exec(line);
  if (match === null) return { role: "body" };
  if (!isAfterBlank) return { role: "likeness" };
  return header(match[1], match[2] ?? null, null, { isNotice: match[2] === undefined, rest: "" });
}

function header(
  time: string | undefined,
  beside: string | null,
  day: string | null,
  { isNotice, rest }: { isNotice: boolean; rest: string },
): LineRole {
  return { role: "header", time: time ?? "", day, beside, isNotice, rest };
}
