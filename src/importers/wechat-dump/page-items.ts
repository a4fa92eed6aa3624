import { MarkupReader } from "../../base/markup.ts";

/** A message of a page, or text that stands between messages. */
export interface PageItem {
  readonly isStray: boolean;
  /** Words behind `chatItem` in the class: `me`, or `you` and the sender. */
  readonly classes: readonly string[];
  readonly time: string;
  readonly nickname: string;
  /** `cloudText`, `cloudImg`, `cloudVoice` or `cloudVideo`. */
  readonly cloud: string;
  readonly text: string;
  readonly replyName: string | null;
  readonly reply: string | null;
  readonly seconds: string;
  /** Addresses of media in it, long data taken out. */
  readonly media: readonly string[];
  /** Addresses of links in it. */
  readonly links: readonly string[];
  readonly isSticker: boolean;
  /** Elements in the text that the exporter does not write: the text of a message is not escaped. */
  readonly markup: readonly string[];
  readonly isTooLong: boolean;
}

type Zone = "none" | "panel" | "text" | "replyName" | "reply" | "seconds" | "time";
type Open = { -readonly [K in keyof PageItem]: PageItem[K] extends readonly string[] ? string[] : PageItem[K] };

const LONGEST_TEXT = 4 << 20;
const MOST_LISTED = 50;
const OURS = new Set(["a", "audio", "br", "div", "img", "pre", "source", "span", "video"]);
const ZONES: Readonly<Record<string, Zone>> = {
  cloudPannel: "panel",
  cloudBody: "text",
  replyName: "replyName",
  replyQuote: "reply",
  second: "seconds",
  time: "time",
};

/** Messages of a page in order. Scripts are not run and addresses not called. */
export function* itemsOf(path: string, pieces: Iterable<string>): Generator<PageItem> {
  const reader = new ItemReader(path);
  for (const piece of pieces) {
    reader.write(piece);
    yield* reader.taken();
  }
  reader.end();
  yield* reader.taken();
}

class ItemReader {
  private readonly done: PageItem[] = [];
  private readonly parser: MarkupReader;
  private open: Open | null = null;
  private zone: Zone = "none";
  private isInList = false;
  private isInPre = false;

  constructor(path: string) {
    this.parser = new MarkupReader(path, {
      onopentag: (name, attributes) => this.opened(name, attributes),
      ontext: (text) => this.text(text),
      onclosetag: (name) => {
        if (name === "pre") this.isInPre = false;
        if (name === "span" && this.zone === "replyName") this.zone = "reply";
        if (name === "div" && this.zone === "time") this.zone = "none";
      },
    });
  }

  write(piece: string): void {
    this.parser.write(piece);
  }

  end(): void {
    this.parser.end();
    this.finish();
  }

  taken(): PageItem[] {
    return this.done.splice(0);
  }

  private finish(): void {
    if (this.open !== null && (!this.open.isStray || this.open.text.trim() !== "")) this.done.push(this.open);
    this.open = null;
  }

  private opened(name: string, attributes: Readonly<Record<string, string>>): void {
    const classes = (attributes["class"] ?? "").split(/\s+/).filter((one) => one !== "");
    if (attributes["id"] === "chat_chatmsglist") this.isInList = true;
    if (name === "pre") this.isInPre = true;
    if (name === "div" && classes[0] === "chatItem") return this.begin(classes.slice(1));
    const item = this.open;
    const zone = Object.hasOwn(ZONES, classes[0] ?? "") ? ZONES[classes[0] ?? ""] : undefined;
    if (zone === "time") this.finish();
    if (zone !== undefined) this.zone = zone;
    if (item === null) return;
    if (zone === "panel") item.time = attributes["title"] ?? "";
    if (zone === "reply") item.reply ??= "";
    if (classes[0] === "cloud") item.cloud = classes[1] ?? "";
    this.element(item, name, classes, attributes);
  }

  private begin(classes: string[]): void {
    this.finish();
    this.isInList = true;
    this.zone = "none";
    this.open = emptyItem(classes, false);
  }

  private element(item: Open, name: string, classes: readonly string[], attributes: Readonly<Record<string, string>>) {
    const { src, href } = attributes;
    if (classes.includes("emojiImg")) item.isSticker = true;
    if (src !== undefined && item.media.length < MOST_LISTED) item.media.push(src);
    if (name === "a" && href !== undefined && href !== "" && item.links.length < MOST_LISTED) item.links.push(href);
    if (this.zone !== "text" && this.zone !== "reply") return;
    const smiley = classes.find((one) => /^smiley\d+$/.test(one));
    if (smiley !== undefined) this.add(item, `[${smiley}]`);
    else if (name === "br") this.add(item, "\n");
    else if (!OURS.has(name) && item.markup.length < MOST_LISTED) item.markup.push(name);
  }

  private text(text: string): void {
    if (!this.isInList || this.zone === "time") return;
    if (this.open === null && text.trim() === "") return;
    this.open ??= emptyItem([], true);
    if (this.open.isStray || this.isInPre || text.trim() !== "") this.add(this.open, text);
  }

  private add(item: Open, text: string): void {
    const { zone } = this;
    if (item.text.length + text.length > LONGEST_TEXT) item.isTooLong = true;
    else if (item.isStray) item.text += text;
    else if (zone === "panel") item.nickname += text;
    else if (zone === "seconds") item.seconds += text;
    else if (zone === "replyName") item.replyName = (item.replyName ?? "") + text;
    else if (zone === "reply") item.reply = (item.reply ?? "") + text;
    else item.text += text;
  }
}

function emptyItem(classes: string[], isStray: boolean): Open {
  const texts = { time: "", nickname: "", cloud: "", text: "", replyName: null, reply: null, seconds: "" };
  return { ...texts, isStray, classes, media: [], links: [], isSticker: false, markup: [], isTooLong: false };
}
