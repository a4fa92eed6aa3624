import type { Scratch } from "../../base/scratch.ts";
import type { Document } from "../../model/document.ts";
import { setLines, type Span, type Style } from "./lines.ts";
import { COLUMNS, type Row } from "./row.ts";
import { PAGE, Volume, type Press, type VolumeInfo } from "./volume.ts";

/** First and last point down the page where rows may lie, and base lines of header and footer. */
const TOP = 58;
const BOTTOM = 786;
const HEADER = 42;
const FOOTER = 806;
/** Rows that lie closer together than this much of a page are not cut apart. */
const KEPT_TOGETHER = (BOTTOM - TOP) / 3;
const NOTE_SIZE = 6.6;

/** Words around every page. */
export interface Furniture {
  readonly info: VolumeInfo;
  readonly footer: string;
  /** With `{page}` and `{pages}`. */
  readonly pageOf: string;
  /** With `{volume}` and `{volumes}`; printed where there are several. */
  readonly volumeOf: string;
}

/** A volume as written: which pages of the whole it holds. */
export interface WrittenVolume {
  readonly document: Document;
  readonly firstPage: number;
  readonly pages: number;
}

const SMALL: Style = { weight: "regular", size: 7, grey: 0.3 };

/** Lays rows on pages and pages into volumes; every page says its number and how many there are in all. */
export class Flow {
  /** Page being written, counted through all volumes; 0 before the first. */
  page = 0;
  header = "";
  private readonly press: Press;
  private readonly furniture: Furniture;
  private readonly scratch: Scratch;
  private readonly pagesInVolume: number;
  private readonly closed: { volume: Volume; firstPage: number }[] = [];
  private open: { volume: Volume; firstPage: number } | null = null;
  private y = BOTTOM;

  /** @param pagesInVolume most pages of one file */
  constructor(press: Press, furniture: Furniture, scratch: Scratch, pagesInVolume = Infinity) {
    this.press = press;
    this.furniture = furniture;
    this.scratch = scratch;
    this.pagesInVolume = pagesInVolume;
  }

  /** Points left on the page. */
  get room(): number {
    return BOTTOM - this.y;
  }

  /** Points a whole page has. */
  get pageRoom(): number {
    return BOTTOM - TOP;
  }

  newPage(): void {
    const volume = this.volumeWithRoom();
    volume.startPage();
    this.page += 1;
    this.y = TOP;
    this.put(volume, this.header, COLUMNS.left, HEADER);
    volume.rule([COLUMNS.left, HEADER + 5], [COLUMNS.right, HEADER + 5], 0.35, 0.65);
    volume.rule([COLUMNS.left, FOOTER - 11], [COLUMNS.right, FOOTER - 11], 0.35, 0.65);
    this.put(volume, this.furniture.footer, COLUMNS.left, FOOTER);
    const width = this.put(volume, this.pageWords()[0], COLUMNS.left, FOOTER + 11);
    volume.lateWords(COLUMNS.left + width, FOOTER + 11);
  }

  /** Rows of one entry: together if they are few, else cut between rows. */
  place(rows: readonly Row[]): void {
    const height = heightOf(rows);
    if (height > this.room && height <= KEPT_TOGETHER) this.newPage();
    for (let at = 0; at < rows.length;) {
      // Two rows at least stand at the foot of a page, where an entry begins.
      const least = heightOf(rows.slice(at, at + (at === 0 ? 2 : 1)));
      if (least > this.room) this.newPage();
      let end = at + 1;
      let used = rows[at]?.height ?? 0;
      while (end < rows.length && used + (rows[end]?.height ?? 0) <= this.room) {
        used += rows[end]?.height ?? 0;
        end += 1;
      }
      this.draw(rows.slice(at, end));
      at = end;
    }
  }

  /** A line across the body. */
  rule(width: number, grey: number): void {
    this.open?.volume.rule([COLUMNS.left, this.y], [COLUMNS.right, this.y], width, grey);
  }

  /** Ends the last volume. @param pathOf name by number of the volume, from 1, and how many there are */
  end(pathOf: (volume: number, volumes: number) => string): WrittenVolume[] {
    this.closeVolume();
    const volumes = this.closed.length;
    return this.closed.map(({ volume, firstPage }, index) => {
      const of = volumes === 1 ? "" : ` · ${this.volumeWords(index + 1, volumes)}`;
      const document = volume.finish(pathOf(index + 1, volumes), `${this.pageWords()[1]}${of}`);
      return { document, firstPage, pages: volume.pages };
    });
  }

  /** Rows side by side with their notes: first all of the body, so that its text is read without a break. */
  private draw(rows: readonly Row[]): void {
    const volume = this.open?.volume;
    if (!volume) throw new RangeError("no page to draw on");
    const top = this.y;
    for (const row of rows) {
      for (const bar of row.bars) volume.rule([bar, this.y], [bar, this.y + row.height], 0.8, 0.55);
      if (row.line) volume.line(row.line, row.x, this.y + row.base);
      if (row.picture) volume.picture(row.picture.key, row.picture.jpeg, [row.picture.x, this.y + 3], row.picture);
      this.y += row.height;
    }
    let y = top;
    for (const row of rows) {
      if (row.note) volume.line(row.note, COLUMNS.note, y + (row.line ? row.base : NOTE_SIZE));
      y += row.height;
    }
  }

  private volumeWithRoom(): Volume {
    if (this.open && this.open.volume.pages >= this.pagesInVolume) this.closeVolume();
    if (this.open === null) {
      const file = this.scratch.next("volume.pdf");
      const reserved = `0123456789 · ${this.pageWords()[1]}${this.volumeWords(0, 0)}`;
      const volume = new Volume(file, this.press, this.furniture.info, reserved, SMALL);
      this.open = { volume, firstPage: this.page + 1 };
    }
    return this.open.volume;
  }

  private closeVolume(): void {
    if (this.open === null) return;
    this.open.volume.close();
    this.closed.push(this.open);
    this.open = null;
  }

  /** What can be said on this page, and what only when all pages are written. */
  private pageWords(): [now: string, late: string] {
    const [now = "", late = ""] = this.furniture.pageOf.split("{pages}");
    return [now.replace("{page}", String(this.page)), `${this.page}${late}`];
  }

  private volumeWords(volume: number, volumes: number): string {
    return this.furniture.volumeOf.replace("{volume}", String(volume)).replace("{volumes}", String(volumes));
  }

  /** One line of furniture, cut where the page ends. Gives its width. */
  private put(volume: Volume, text: string, x: number, y: number): number {
    const spans: Span[] = [{ text, style: SMALL }];
    const [line] = setLines(this.press.typeface, spans, COLUMNS.right - x);
    if (!line) return 0;
    volume.line(line, x, y);
    return line.width;
  }
}

/** Points a number of rows takes. */
export function heightOf(rows: readonly Row[]): number {
  return rows.reduce((sum, { height }) => sum + height, 0);
}

export { PAGE };
