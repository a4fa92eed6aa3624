import { instantOf, type WallClock } from "../../base/time.ts";
import type { TextRepair } from "../../base/delimited.ts";
import { SourceError } from "../../base/errors.ts";
import { headerText, type MailHeaders } from "../../base/mail/headers.ts";
import type { KnownDefect, Signal } from "../../model/chat.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ConversationFacts, ExportFacts, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { blocksOf, type Block } from "./blocks.ts";
import { recogniseText, type Recognised } from "./detect.ts";
import { mailDate } from "./mail-date.ts";
import type { Line } from "./line.ts";
import { saidIn } from "./placeholder.ts";
import { survey, type Survey } from "./survey.ts";
import { bodyLines, fileLines, openMail } from "./text-file.ts";

const KEY = "chat";
const RAW_KEPT = 500;

/** Lines of one text, read as often as wanted. */
interface Words {
  readonly lines: () => Iterable<Line>;
  readonly encoding: string;
  readonly mail: MailHeaders | null;
}

/** Reads a chat out of a mail or a text. @throws {SourceError} ENCODING_UNKNOWN; TEXT_WITHOUT_MESSAGES */
export function* readText(source: Source, { entry }: Claim, settings: ReadSettings): Generator<Yielded> {
  const found = recogniseText(source, entry);
  if (found === null) throw withoutMessages(entry);
  const told: Yielded[] = [];
  const words = wordsOf(source, entry, found, told);
  const seen = survey(found.form, words.lines());
  told.length = 0;
  const reading = new Reading({ entry, found, words, seen, settings });
  yield { type: "export", facts: reading.facts() };
  yield { type: "conversation", facts: reading.conversation() };
  for (const event of blocksOf(found.form, words.lines(), seen)) {
    yield* told.splice(0);
    if (event.type === "block") yield reading.record(event.block);
    else reading.above(event.line.text);
  }
  yield* told;
  if (reading.messages === 0) throw withoutMessages(entry);
  yield { type: "export", facts: reading.facts() };
  yield { type: "conversation", facts: reading.conversation() };
  for (const defect of reading.defects()) yield { type: "defect", defect };
}

/** Words of a mail that has them twice are taken from the part with more messages; plain text where they are equal. */
function wordsOf(source: Source, path: string, { wrapping }: Recognised, told: Yielded[]): Words {
  const repaired = (repair: TextRepair) => told.push({ type: "repair", ...repair });
  if (wrapping !== "eml") {
    const read = () => fileLines(source, path, wrapping, repaired);
    return { lines: () => read().lines, encoding: read().encoding, mail: null };
  }
  const { mail, bodies } = openMail(source, path);
  const counted = bodies.map((part) => ({ part, heads: survey("mail", bodyLines(source, path, part)).heads }));
  const [best] = counted.sort((a, b) => b.heads - a.heads);
  if (best === undefined) throw withoutMessages(path);
  const encoding = (best.part.charset ?? "utf-8").toLowerCase();
  return { lines: () => bodyLines(source, path, best.part, repaired), encoding, mail: mail.headers };
}

interface Given {
  readonly entry: string;
  readonly found: Recognised;
  readonly words: Words;
  readonly seen: Survey;
  readonly settings: ReadSettings;
}

/** Lines above the first message that are kept. */
const MOST_ABOVE = 50;

class Reading {
  messages = 0;
  private readonly given: Given;
  private readonly linesAbove: string[] = [];
  private readonly speakers = new Set<string>();
  private doubtful = 0;
  private hasMedia = false;

  constructor(given: Given) {
    this.given = given;
  }

  above(text: string): void {
    if (this.linesAbove.length < MOST_ABOVE) this.linesAbove.push(text.trim());
  }

  /** The message, or where it is longer than one can be, its place. */
  record(block: Block): Yielded {
    if (!block.isTooLong) return { type: "message", conversation: KEY, facts: this.message(block) };
    this.messages += 1;
    const raw = `${block.head.name} ${block.head.timeText ?? ""}\n${block.text.slice(0, RAW_KEPT)}`;
    const at = { path: this.given.entry, line: block.line };
    return { type: "skipped", conversation: KEY, at, reason: "value-too-large", raw };
  }

  private message({ head, day, line, text, isDoubtful }: Block): MessageFacts {
    const { entry } = this.given;
    this.messages += 1;
    if (isDoubtful) this.doubtful += 1;
    if (this.speakers.size < 3 && !isDoubtful) this.speakers.add(head.name);
    const said = saidIn(text, (name) => pathsBeside(entry, name));
    if (said.attachments?.some(({ statedPath }) => statedPath !== null) === true) this.hasMedia = true;
    const { doubt, isInherited, ...times } = this.times(head.timeText, head.clock, day);
    return {
      ...said,
      ...times,
      locator: { path: entry, line },
      direction: "unknown",
      senderName: head.name,
      senderBasis: "name",
      kindBasis: "placeholder",
      extra: isInherited && day !== null ? { 日期: dayText(day) } : {},
      warnings: [
        ...(isInherited && times.sentAt !== null ? ["TIME_INHERITED"] : []),
        ...(doubt === null ? [] : [doubt]),
        ...(isDoubtful ? ["BOUNDARY_FORGEABLE"] : []),
      ],
    };
  }

  conversation(): ConversationFacts {
    const { seen, entry, words } = this.given;
    const subject = words.mail === null ? null : headerText(words.mail, "subject");
    const stem = (entry.split("/").at(-1) ?? entry).replace(/\.[^.]{1,5}$/, "");
    return {
      key: KEY,
      type: seen.greeting?.type ?? (this.speakers.size > 2 ? "group" : "unknown"),
      talker: null,
      title: seen.greeting?.title ?? (subject === null || subject === "" ? stem : subject),
      statedMessageCount: null,
      statedLastMessageAt: null,
      members: [],
    };
  }

  facts(): ExportFacts {
    const { found, words } = this.given;
    const { mail } = words;
    const sent = mail === null ? null : headerText(mail, "date");
    const exportedAt = sent === null ? null : mailDate(sent);
    const provides: Signal[] = ["row-order"];
    if (exportedAt !== null) provides.push("stated-export-time");
    if (this.hasMedia) provides.push("media-path");
    const extra = { ...(mail === null ? {} : envelope(mail)), ...this.aboveText() };
    return {
      variant: found.form === "mail" ? `mail-${found.wrapping}` : found.form,
      claimedTool: mail === null ? null : (headerText(mail, "x-mailer") ?? headerText(mail, "user-agent")),
      claimedVersion: null,
      exportedAt,
      exportedAtText: sent,
      owner: null,
      ownerBasis: null,
      statedRange: null,
      localIdOrigin: "none",
      serverIdOrigin: "none",
      provides,
      encoding: words.encoding,
      ...(Object.keys(extra).length === 0 ? {} : { extra }),
    };
  }

  defects(): KnownDefect[] {
    const { found } = this.given;
    const isTimed = found.form !== "copy-windows";
    return [
      { code: "BOUNDARY_FORGEABLE", records: this.doubtful === 0 ? null : this.doubtful },
      ...(isTimed ? [{ code: "TIME_ZONE_UNSTATED", records: this.messages }] : []),
      { code: "TIME_CLIPPED", records: this.messages },
      { code: "SELECTED_BY_HAND", records: null },
      ...(found.form === "mail" && found.wrapping !== "eml" ? [{ code: "MAIL_HEADERS_ABSENT", records: null }] : []),
    ];
  }

  private aboveText(): Record<string, string> {
    return this.linesAbove.length === 0 ? {} : { 第一条消息之前的文字: this.linesAbove.join("\n") };
  }

  private times(timeText: string | null, own: WallClock | null, day: WallClock | null) {
    const { settings } = this.given;
    const [hour, minute] = (timeText ?? "").split(":").map(Number);
    const isInherited = own === null && timeText !== null;
    const clock = own ?? (day === null || timeText === null ? null : { ...day, hour: hour ?? 0, minute: minute ?? 0 });
    if (clock === null) {
      return {
        sentAt: null,
        sentAtText: timeText,
        timePrecision: "none",
        timeBasis: "none",
        doubt: null,
        isInherited,
      } as const;
    }
    const { epochMs, doubt } = instantOf(clock, settings.timeZone);
    return {
      sentAt: epochMs,
      sentAtText: timeText,
      timePrecision: "min",
      timeBasis: settings.timeZoneBasis,
      doubt: doubt === null ? null : `TIME_${doubt.toUpperCase()}`,
      isInherited,
    } as const;
  }
}

function dayText({ year, month, day }: WallClock): string {
  return [year, month, day].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Where an attachment of that name may lie: in the mail itself, or beside the file. */
function pathsBeside(entry: string, name: string): string[] {
  const file = name.split(/[\\/]/).at(-1) ?? name;
  return [`${entry}!/${file}`, `${entry.slice(0, entry.lastIndexOf("/") + 1)}${file}`];
}

const ENVELOPE = ["From", "To", "Cc", "Subject", "Message-ID", "DKIM-Signature"] as const;
const MOST_CHARACTERS = 500;

/** Header fields that say where a mail comes from; the mail itself keeps all of them. */
function envelope(mail: MailHeaders): Record<string, string> {
  const fields: [string, string][] = ENVELOPE.flatMap((name) => {
    const text = headerText(mail, name.toLowerCase());
    return text === null ? [] : [[name, [...text].slice(0, MOST_CHARACTERS).join("")]];
  });
  const received = mail.get("received")?.length ?? 0;
  return Object.fromEntries(received === 0 ? fields : [...fields, ["Received", `${received} 行`]]);
}

function withoutMessages(path: string): SourceError {
  return new SourceError(
    "TEXT_WITHOUT_MESSAGES",
    {
      zh: `“${path}”像是微信发送或复制出的聊天文字，但其中没有一条可辨认的消息（应有名称和时间各行）。`,
      en: `"${path}" looks like chat text sent or copied out of WeChat, but no message can be told in it (lines with name and time were expected).`,
    },
    {
      hint: {
        zh: "请提供收到的邮件本身（.eml）或复制所得的全部文字，未经删改。",
        en: "Give the mail itself (.eml) or the whole text as copied, not edited.",
      },
      facts: { path },
    },
  );
}
