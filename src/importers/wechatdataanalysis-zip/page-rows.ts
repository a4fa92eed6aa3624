import { MarkupReader } from "../../base/markup.ts";

/** A message as a page shows it. */
export interface PageRow {
  /** Byte-free place: number of the row on its page, 1-based. */
  readonly number: number;
  readonly renderType: string | null;
  /** Epoch seconds as text. */
  readonly createTime: string | null;
  /** Local time as shown. */
  readonly timeText: string | null;
  readonly direction: "sent" | "received" | null;
  /** Shown above the bubble, in groups only. */
  readonly name: string | null;
  readonly text: string;
  /** Everything that leads somewhere, as written. */
  readonly links: readonly string[];
  /** `data-voice-id`: the message's own id, on voice messages. */
  readonly id: string | null;
  readonly recordItem: string | null;
  readonly title: string | null;
  readonly amount: string | null;
  readonly status: string | null;
  readonly fileName: string | null;
  /** The block below a bubble that repeats what is quoted: name, colon, words. */
  readonly quote: string | null;
  /** Pictures stand in the text where small emoji were. */
  readonly hasInlinePictures: boolean;
  /** More stood in the row than a message can hold. */
  readonly isTooLong: boolean;
}

type Field = "name" | "amount" | "status" | "fileName" | "quote";

interface Open {
  row: { -readonly [Key in keyof PageRow]: PageRow[Key] } & { links: string[] };
  depth: number;
  /** Characters of the row so far. */
  length: number;
  /** Depth from which on text is not the message's; null outside. */
  mute: number | null;
  field: { readonly name: Field; readonly depth: number } | null;
}

/** A row with more text than this is told as skipped. */
const LONGEST_TEXT = 4 << 20;
const MOST_LINKS = 1000;
const VOID = new Set(["img", "br", "hr", "meta", "link", "input", "path", "circle"]);

/**
 * Rows of a page or a part of one, while its text passes by. Nothing is executed or fetched.
 *
 * @source documented: export-formats.md §4.4.2 (`data-wce-create-time`); observed: exporter's source @a7092e7 (classes)
 */
export class PageRows {
  /** JSON of `wcePageMeta`, once it has passed. */
  pageMeta: string | null = null;
  heading: string | null = null;
  private readonly parser: MarkupReader;
  private ready: PageRow[] = [];
  private open: Open | null = null;
  private count = 0;
  private script: string | null = null;
  private isHeading = false;

  constructor(path: string) {
    this.parser = new MarkupReader(
      path,
      {
        onopentag: (name, attributes) => this.opened(name, attributes),
        ontext: (text) => this.text(text),
        onclosetag: (name) => this.closed(name),
      },
      { decodeEntities: true, lowerCaseAttributeNames: true },
    );
  }

  /** Rows that are whole by now. */
  take(text: string): PageRow[] {
    this.parser.write(text);
    return this.ready.splice(0);
  }

  end(): PageRow[] {
    this.parser.end();
    if (this.open) this.finish(this.open);
    return this.ready.splice(0);
  }

  private opened(name: string, attributes: Record<string, string>): void {
    if (name === "script") this.script = attributes["id"] === "wcePageMeta" ? "" : null;
    if (name === "h2" && this.heading === null) this.isHeading = true;
    const { open } = this;
    const renderType = attributes["data-render-type"];
    if (renderType !== undefined && name === "div") {
      if (open) this.finish(open);
      this.open = this.begun(renderType, attributes);
      return;
    }
    if (open === null) return;
    if (!VOID.has(name)) open.depth += 1;
    this.inside(open, name, attributes);
  }

  private begun(renderType: string, attributes: Record<string, string>): Open {
    this.count += 1;
    const row = {
      number: this.count,
      renderType: renderType === "" ? null : renderType,
      createTime: attributes["data-wce-create-time"] ?? null,
      timeText: attributes["title"] ?? null,
      direction: null,
      name: null,
      text: "",
      links: [],
      id: null,
      recordItem: null,
      title: null,
      amount: null,
      status: null,
      fileName: null,
      quote: null,
      hasInlinePictures: false,
      isTooLong: false,
    };
    return { row, depth: 1, length: 0, mute: null, field: null };
  }

  private inside(open: Open, name: string, attributes: Record<string, string>): void {
    const classes = new Set((attributes["class"] ?? "").split(/\s+/));
    const { row } = open;
    if (classes.has("wce-msg-row-sent")) row.direction = "sent";
    if (classes.has("wce-msg-row-received")) row.direction = "received";
    const isMute = MUTE_TAGS.has(name) || MUTE_CLASSES.some((mute) => classes.has(mute));
    if (isMute && open.mute === null && !VOID.has(name)) open.mute = open.depth;
    const field = fieldOf(classes);
    if (field !== null) {
      open.field = { name: field, depth: open.depth };
      breakLine(row);
    }
    this.stated(row, attributes);
    if (open.mute === null) this.linked(row, name, attributes);
    if (name === "div") breakLine(row);
  }

  private stated(row: Open["row"], attributes: Record<string, string>): void {
    row.id = attributes["data-voice-id"] ?? row.id;
    row.title = attributes["data-title"] ?? row.title;
    const packed = attributes["data-record-item-b64"];
    if (packed) row.recordItem = Buffer.from(packed, "base64").toString("utf8");
  }

  private linked(row: Open["row"], name: string, attributes: Record<string, string>): void {
    const link = attributes[name === "a" ? "href" : "src"];
    if (link === undefined || link === "" || row.links.length >= MOST_LINKS) return;
    const emoji = /(?:^|\/)wxemoji\/([^/]+?)(?:\.\w+)?$/.exec(link)?.[1];
    if (emoji !== undefined) {
      row.text += `[${emoji}]`;
      row.hasInlinePictures = true;
    } else if (!/(?:^|\/)assets\/images\//.test(link)) row.links.push(link);
  }

  private text(text: string): void {
    if (this.script !== null && this.script.length <= LONGEST_TEXT) this.script += text;
    if (this.isHeading && (this.heading?.length ?? 0) <= LONGEST_TEXT) this.heading = (this.heading ?? "") + text;
    const { open } = this;
    if (open === null || open.mute !== null) return;
    open.length += text.length;
    if (open.length > LONGEST_TEXT) {
      open.row.isTooLong = true;
      return;
    }
    if (open.field !== null) {
      open.row[open.field.name] = (open.row[open.field.name] ?? "") + text;
      if (open.field.name === "name" || open.field.name === "quote") return;
    }
    open.row.text += text;
  }

  private closed(name: string): void {
    if (name === "script" && this.script !== null) {
      this.pageMeta = this.script;
      this.script = null;
    }
    if (name === "h2") this.isHeading = false;
    const { open } = this;
    if (open === null || VOID.has(name)) return;
    if (open.mute === open.depth) open.mute = null;
    if (open.field?.depth === open.depth) open.field = null;
    open.depth -= 1;
    if (open.depth === 0) this.finish(open);
  }

  private finish({ row }: Open): void {
    this.open = null;
    this.ready.push({ ...row, text: tidy(row.text), name: row.name?.trim() ?? null });
  }
}

/** The avatar's letter, the time shown on hovering and the foot of a card are no words of the message. */
const MUTE_CLASSES = ["wce-avatar", "-top-6", "wechat-transfer-bottom", "wechat-redpacket-bottom", "wechat-chat-history-bottom", "wechat-file-size", "wechat-link-from-avatar", "wechat-link-cover-from-avatar", "wechat-voice-duration"]; // prettier-ignore
const MUTE_TAGS: ReadonlySet<string> = new Set(["svg", "button"]);

function breakLine(row: { text: string }): void {
  if (row.text !== "" && !row.text.endsWith("\n")) row.text += "\n";
}

function fieldOf(classes: ReadonlySet<string>): Field | null {
  if (classes.has("text-[11px]") && classes.has("mb-1")) return "name";
  if (classes.has("text-neutral-600") && classes.has("text-xs")) return "quote";
  if (classes.has("wechat-file-name")) return "fileName";
  if (classes.has("wechat-transfer-amount")) return "amount";
  return classes.has("wechat-transfer-status") ? "status" : null;
}

/** Indentation between tags is no part of a message; line breaks inside a bubble are. */
function tidy(text: string): string {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .join("\n");
}
