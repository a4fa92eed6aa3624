import { breathe } from "../../base/breath.ts";
import { zonedDay } from "../../base/zoned-time.ts";
import type { Message } from "../../model/message.ts";
import type { Watch } from "../../model/progress.ts";
import type { ReportContext } from "../context.ts";
import { loadFonts } from "../fonts.ts";
import { Flow, heightOf, type Furniture } from "../paper/flow.ts";
import { Rows, type Row } from "../paper/row.ts";
import { Typeface } from "../paper/typeface.ts";
import type { Press } from "../paper/volume.ts";
import { entryOf, STYLES, type Tools } from "./entry.ts";
import type { Thumbnails } from "./thumbnails.ts";

/** Messages whose pictures are made small at the same time. */
const WINDOW = 16;
const FOOTER_DIGITS = 16;
const LONGEST_STEM = 60;

/** A message to print, with a word for its head such as 上下文, or "". */
export interface Printed {
  readonly message: Message;
  readonly label: string;
}

/** Something between two messages, such as how many are left out here. */
export interface Remark {
  readonly remark: string;
}

/** Lays messages on pages, day by day. */
export class Printing {
  readonly flow: Flow;
  private readonly tools: Tools;
  private readonly thumbnails: Thumbnails;
  private readonly watch: Watch;
  private day = "";
  /** Rows of the day being laid out, while they may still fit on one page, and how high they are. */
  private held: Row[] | null = null;
  private heldHeight = 0;

  constructor(tools: Tools, thumbnails: Thumbnails, flow: Flow, watch: Watch) {
    this.tools = tools;
    this.thumbnails = thumbnails;
    this.flow = flow;
    this.watch = watch;
  }

  /** Messages in printed order. A day begins on a new page where the rest of the page is too short for it. */
  async messages(entries: Iterable<Printed | Remark>): Promise<void> {
    this.day = "";
    // The first day follows the heading of its conversation.
    this.held = null;
    let window: (Printed | Remark)[] = [];
    for (const entry of entries) {
      window.push(entry);
      if (window.length < WINDOW) continue;
      await this.lay(window);
      window = [];
    }
    await this.lay(window);
    this.release();
  }

  private async lay(window: readonly (Printed | Remark)[]): Promise<void> {
    const pictures = window.map((entry) => ("message" in entry ? this.thumbnails.of(entry.message) : []));
    for (const [index, entry] of window.entries()) {
      if ("remark" in entry) this.put(this.remark(entry.remark));
      else {
        this.dayOf(entry.message);
        this.put(entryOf(this.tools, entry.message, await (pictures[index] ?? []), entry.label));
      }
    }
    await breathe(this.watch.signal);
  }

  private remark(text: string): Row[] {
    return new Rows(this.tools.typeface).text([{ text, style: STYLES.fact }]).space(7).rows;
  }

  /** A message without a time belongs to the day of the one before it. */
  private dayOf({ sentAt }: Message): void {
    const { context, typeface } = this.tools;
    const words = context.words.transcript;
    if (sentAt === null && this.day !== "") return;
    const day = sentAt === null ? words.noTime : zonedDay(sentAt, context.dossier.settings.timeZone);
    if (day === this.day) return;
    this.release();
    const heading = new Rows(typeface).text([{ text: day, style: STYLES.day }]).space(4).rows;
    if (this.day === "") this.flow.place(heading);
    else [this.held, this.heldHeight] = [heading, heightOf(heading)];
    this.day = day;
  }

  private put(rows: readonly Row[]): void {
    if (this.held === null) {
      this.flow.place(rows);
      return;
    }
    this.held.push(...rows);
    this.heldHeight += heightOf(rows);
    // Longer than what is left of this page: it begins on the next, and from there on nothing need be held.
    if (this.heldHeight <= this.flow.room) return;
    this.flow.newPage();
    this.release();
  }

  private release(): void {
    const { held } = this;
    this.held = null;
    if (held !== null) this.flow.place(held);
  }
}

/** What is needed to print; fonts are read once for all documents. */
export function pressOf(): Press {
  const fonts = loadFonts();
  return { fonts, typeface: new Typeface(fonts) };
}

/** What stands around every page. */
export function furnitureOf(context: ReportContext, title: string): Furniture {
  const { dossier, words, stem } = context;
  return {
    info: {
      title,
      language: context.language,
      producer: `${dossier.tool.name} ${dossier.tool.version}`,
      date: dossier.settings.date,
    },
    footer: context.say(words.footer, {
      stem: context.clip(stem, LONGEST_STEM),
      digest: dossier.payload.manifestSha256.slice(0, FOOTER_DIGITS),
    }),
    pageOf: words.pageOf,
    volumeOf: words.transcript.volumeOf,
  };
}
