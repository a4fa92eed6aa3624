import { MarkupReader } from "../../base/markup.ts";

/** A picture, recording, film or link as the markup of a message names it. */
export interface BubbleMedia {
  readonly kind: "image" | "voice" | "video" | "sticker";
  readonly path: string;
  readonly thumbnail: string | null;
  /** Address it was fetched from. */
  readonly remote: string | null;
}

/** One `div` of a page that is a message, a notice, or an item of a forwarded record. */
export interface Bubble {
  readonly classes: readonly string[];
  readonly msgId: string;
  readonly msgType: string | null;
  readonly wxId: string | null;
  readonly name: string;
  readonly time: string;
  /** Null where there is no element for it. */
  readonly text: string | null;
  readonly quoted: string | null;
  readonly title: string | null;
  readonly href: string | null;
  readonly cardName: string | null;
  readonly cardType: string | null;
  readonly appName: string | null;
  /** Length of a recording as shown. */
  readonly duration: string | null;
  readonly isTransfer: boolean;
  readonly media: readonly BubbleMedia[];
  /** Words outside all of these. */
  readonly rest: string;
  /** Markup of another message stands inside this one: words of it could have been typed. */
  readonly hasNested: boolean;
  /** More words than are kept of one message. */
  readonly isCut: boolean;
}

/** UTF-16 units kept of one message. */
const LONGEST = 4 * 1024 * 1024;

type Field =
  "head" | "name" | "text" | "quoted" | "title" | "cardName" | "cardType" | "appName" | "duration" | "ignored";

/** Portraits and icons around a message. */
const FURNITURE = /^(?:avatar|card-avatar|app-icon|transfer-icon|channel-poster)$/;

const FIELD_OF_CLASS: Readonly<Record<string, Field>> = {
  dspname: "name",
  "name-left": "name",
  "name-right": "name",
  "nt-box": "head",
  ntBox: "head",
  refermsg: "quoted",
  "card-name": "cardName",
  "card-type": "cardType",
  "app-name": "appName",
  voicetime: "duration",
  "channel-title": "text",
  "msg-text": "text",
  "dont-break-out": "text",
};

/** Collects messages from markup fed in pieces; nothing in it is run or fetched. */
export class BubbleScan {
  private readonly found: Bubble[] = [];
  private readonly parser: MarkupReader;
  private open: OpenBubble | null = null;

  constructor(path: string) {
    this.parser = new MarkupReader(path, {
      onopentag: (name, attributes) => this.opened(name, attributes),
      ontext: (text) => this.open?.said(text),
      onclosetag: (name) => this.closed(name),
    });
  }

  feed(piece: string): Bubble[] {
    this.parser.write(piece);
    return this.found.splice(0);
  }

  /** What is left at the end; a message never closed is among it. */
  end(): Bubble[] {
    this.parser.end();
    if (this.open !== null) this.found.push(this.open.bubble());
    this.open = null;
    return this.found.splice(0);
  }

  private opened(name: string, attributes: Record<string, string>): void {
    if (this.open !== null) this.open.opened(name, attributes);
    else if (isMessage(name, attributes)) this.open = new OpenBubble(attributes);
  }

  private closed(name: string): void {
    if (this.open === null || !this.open.closed(name)) return;
    this.found.push(this.open.bubble());
    this.open = null;
  }
}

/** The bubbles in one element of a list of pages. */
export function bubblesIn(path: string, html: string): Bubble[] {
  const scan = new BubbleScan(path);
  return [...scan.feed(html), ...scan.end()];
}

function isMessage(name: string, attributes: Record<string, string>): boolean {
  if (name !== "div" || attributes["msgid"] === undefined) return false;
  return /(?:^|\s)(?:msg|chat|media|chat-left|chat-right|media-left|media-right|chat-notice)(?:\s|$)/.test(
    attributes["class"] ?? "",
  );
}

class OpenBubble {
  private readonly attributes: Record<string, string>;
  private readonly stack: (Field | null)[] = [];
  private readonly texts = new Map<Field, string>();
  private readonly media: BubbleMedia[] = [];
  private wxId: string | null = null;
  private href: string | null = null;
  private poster: string | null = null;
  private mediaTag: "voice" | "video" | null = null;
  private rest = "";
  private length = 0;
  private isTransfer = false;
  private hasNested = false;

  constructor(attributes: Record<string, string>) {
    this.attributes = attributes;
  }

  opened(name: string, attributes: Record<string, string>): void {
    if (isMessage(name, attributes)) this.hasNested = true;
    const classes = classesOf(attributes);
    const field = this.fieldOf(name, classes);
    this.stack.push(field);
    if (field !== null && !this.texts.has(field)) this.texts.set(field, "");
    if (field === "name") this.wxId = attributes["wxid"] ?? this.wxId;
    if (name === "br") this.said("\n");
    else if (name === "img") this.picture(classes, attributes);
    else if (name === "a" && this.mediaTag === null) this.href ??= attributes["href"] ?? null;
    else this.recording(name, attributes);
  }

  said(text: string): void {
    const room = LONGEST - this.length;
    this.length += text.length;
    const kept = text.length > room ? text.slice(0, Math.max(0, room)) : text;
    const field = this.stack.findLast((one) => one !== null) ?? null;
    if (field === null) this.rest += kept;
    else this.texts.set(field, (this.texts.get(field) ?? "") + kept);
  }

  /** Whether the message itself has been closed. */
  closed(name: string): boolean {
    if (this.stack.length === 0) return true;
    this.stack.pop();
    if (name === "audio" || name === "video") this.mediaTag = null;
    return false;
  }

  bubble(): Bubble {
    const of = (field: Field) => this.texts.get(field) ?? null;
    return {
      classes: classesOf(this.attributes),
      msgId: this.attributes["msgid"] ?? "",
      msgType: this.attributes["msgtype"] ?? null,
      wxId: this.wxId,
      name: of("name") ?? "",
      time: (of("head") ?? "").trim(),
      text: of("text"),
      quoted: of("quoted"),
      title: of("title"),
      href: this.href,
      cardName: of("cardName")?.trim() ?? null,
      cardType: of("cardType")?.trim() ?? null,
      appName: of("appName")?.trim() ?? null,
      duration: of("duration")?.trim() ?? null,
      isTransfer: this.isTransfer,
      media: this.media,
      rest: this.rest.trim(),
      hasNested: this.hasNested,
      isCut: this.length > LONGEST,
    };
  }

  private fieldOf(name: string, classes: readonly string[]): Field | null {
    const own = classes
      .map((one) => (Object.hasOwn(FIELD_OF_CLASS, one) ? FIELD_OF_CLASS[one] : undefined))
      .filter((field) => field !== undefined);
    const inside = this.stack.findLast((one) => one !== null) ?? null;
    if (inside === "title" || inside === "cardName" || inside === "ignored") return inside;
    // What a browser shows only where it cannot play.
    if (name === "a") return this.mediaTag === null ? "title" : "ignored";
    if (own.includes("quoted")) return "quoted";
    return own[0] ?? null;
  }

  /** Faces of the client are drawn as pictures; their names are what was typed. */
  private picture(classes: readonly string[], attributes: Record<string, string>): void {
    if (classes.includes("transfer-icon")) this.isTransfer = true;
    if (classes.some((one) => FURNITURE.test(one))) return;
    if (classes.includes("wxemoji")) return this.said(attributes["rawemoji"] ?? attributes["title"] ?? "");
    const shown = attributes["data-src"] ?? attributes["src"] ?? "";
    const raw = attributes["rawurl"] ?? "";
    const isPicture = classes.includes("image") || raw !== "";
    const isSticker = !isPicture && (this.attributes["msgtype"] === "47" || /(?:^|\/)Emoji\//.test(shown));
    if (!isPicture && !isSticker) return this.said(attributes["alt"] ?? "");
    const path = raw === "" ? shown : raw;
    if (path === "") return;
    const thumbnail = isPicture && shown !== "" && (shown !== path || raw === "") ? shown : null;
    this.media.push({ kind: isSticker ? "sticker" : "image", path, thumbnail, remote: attributes["rawsrc"] || null });
  }

  private recording(name: string, attributes: Record<string, string>): void {
    if (name === "audio" || name === "video") {
      this.mediaTag = name === "audio" ? "voice" : "video";
      this.poster = attributes["poster"] || null;
    }
    const kind = attributes["audio"] ? "voice" : attributes["video"] ? "video" : this.mediaTag;
    const path = attributes["audio"] || attributes["video"] || (this.mediaTag === null ? "" : attributes["src"]) || "";
    if (kind === null || path === "") return;
    if (!this.media.some((one) => one.path === path))
      this.media.push({ kind, path, thumbnail: this.poster, remote: null });
  }
}

function classesOf(attributes: Record<string, string>): string[] {
  return (attributes["class"] ?? "").split(/\s+/).filter((one) => one !== "");
}
