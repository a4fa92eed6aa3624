import { Parser } from "htmlparser2";
import type { Kind } from "../../model/kind.ts";

/** What the markup of a message shows. */
export interface Bubble {
  readonly time: string | null;
  readonly sender: string | null;
  readonly text: string | null;
  readonly quotedSender: string | null;
  readonly quotedText: string | null;
  readonly linkUrl: string | null;
  readonly media: {
    readonly kind: Kind;
    readonly path: string;
    readonly word: string | null;
    readonly name: string | null;
  } | null;
}

/** Classes of the exporter. @source observed: exporter's source @9fa96cd, the same in @46b49ef */
const TEXT_CLASSES: Readonly<Record<string, "time" | "sender" | "text" | "quotedSender" | "quotedText">> = {
  "message-time": "time",
  "sender-name": "sender",
  "message-text": "text",
  "quoted-sender": "quotedSender",
  "quoted-text": "quotedText",
};
const MEDIA_CLASSES: Readonly<Record<string, Kind>> = {
  image: "image",
  emoji: "sticker",
  audio: "voice",
  video: "video",
  file: "file",
};

/** Reads the markup of one message; nothing in it is fetched or run. */
export function bubbleOf(html: string): Bubble {
  const reader = new BubbleReader();
  const parser = new Parser({
    onopentag: (name, attributes) => reader.opened(name, attributes),
    ontext: (text) => reader.said(text),
    onclosetag: (name) => reader.closed(name),
  });
  parser.write(html);
  parser.end();
  return reader.bubble();
}

class BubbleReader {
  private readonly texts = new Map<string, string>();
  private readonly open: (string | null)[] = [];
  private linkUrl: string | null = null;
  private media: { kind: Kind; path: string; word: string | null; name: string } | null = null;
  private isInFile = false;

  opened(name: string, attributes: Record<string, string>): void {
    const classes = (attributes["class"] ?? "").split(" ");
    const field = classes
      .map((one) => (Object.hasOwn(TEXT_CLASSES, one) ? TEXT_CLASSES[one] : undefined))
      .find(Boolean);
    if (field !== undefined && !this.texts.has(field)) this.texts.set(field, "");
    this.open.push(field ?? null);
    if (classes.includes("message-media")) this.openMedia(name, classes, attributes);
    else if (classes.includes("message-link-card")) this.linkUrl = attributes["href"] ?? null;
    else if (name === "br") this.said("\n");
    // Faces of the client are drawn as pictures; their names are what was typed.
    else if (name === "img") this.said(attributes["alt"] ?? "");
  }

  said(text: string): void {
    if (this.isInFile && this.media !== null) this.media.name += text;
    const field = this.open.findLast((one) => one !== null);
    if (field !== undefined && field !== null) this.texts.set(field, (this.texts.get(field) ?? "") + text);
  }

  closed(name: string): void {
    this.open.pop();
    if (name === "a") this.isInFile = false;
  }

  bubble(): Bubble {
    const of = (field: string) => this.texts.get(field) || null;
    const { media, linkUrl } = this;
    return {
      time: of("time"),
      sender: of("sender"),
      text: of("text"),
      quotedSender: of("quotedSender"),
      quotedText: of("quotedText"),
      linkUrl,
      media: media === null ? null : { ...media, name: media.name || null },
    };
  }

  private openMedia(name: string, classes: readonly string[], attributes: Record<string, string>): void {
    const kind = classes
      .map((one) => (Object.hasOwn(MEDIA_CLASSES, one) ? MEDIA_CLASSES[one] : undefined))
      .find(Boolean);
    const path = attributes["src"] ?? attributes["href"];
    if (kind === undefined || path === undefined || this.media !== null) return;
    this.media = { kind, path: decoded(path), word: attributes["alt"] ?? null, name: "" };
    this.isInFile = name === "a";
  }
}

function decoded(path: string): string {
  try {
    return decodeURI(path);
  } catch {
    return path;
  }
}

/** The name behind an avatar picture; null where only a letter stands for it. */
export function nameOfAvatar(html: string): string | null {
  let name: string | null = null;
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (tag === "img") name ??= attributes["alt"] ?? null;
    },
  });
  parser.write(html);
  parser.end();
  return name === "" ? null : name;
}
