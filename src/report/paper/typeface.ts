import { create, type Font } from "fontkit";
import type { Fonts } from "../fonts.ts";
import { shownGrapheme } from "../printable.ts";

export type Weight = "regular" | "bold" | "emoji";

/** One glyph of a font with the code points it stands for, so that the text can be copied from the page. */
export interface Sort {
  readonly weight: Weight;
  readonly glyph: number;
  readonly points: readonly number[];
  /** Width the font states, 1/1000 em. */
  readonly width: number;
}

/** A sort in its place: what is added before it and behind it, 1/1000 em. */
interface PlacedSort {
  readonly sort: Sort;
  readonly before: number;
  readonly after: number;
}

/** What a line is never broken within: one grapheme, or the number that stands for one no font has. */
export interface Cluster {
  readonly sorts: readonly PlacedSort[];
  /** 1/1000 em. */
  readonly width: number;
  readonly isSpace: boolean;
  /** Lines may be broken before and behind it. */
  readonly isWide: boolean;
  readonly neverFirst: boolean;
  readonly neverLast: boolean;
}

/** Graphemes kept; piles of marks could otherwise be without end. */
const MOST_KEPT = 60_000;
const THOUSAND = 1000;

const WIDE = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef]/u;
/** Closing punctuation does not begin a line, opening punctuation does not end one. @source documented: CLREQ 3.1.1 */
const NEVER_FIRST = /^[、。，．：；？！）】」』〉》〕〗〙〛”’％℃·…—～,.:;?!)\]}%]/u;
const NEVER_LAST = /^[（【「『〈《〔〖〘〚“‘￥＄([{]/u;
/** Characters that are graphemes of their own whatever stands beside them. */
const PLAIN = /^[\x20-\x7e\u3001-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uff01-\uff60]*$/;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The fonts as a compositor uses them: text in, clusters with their widths out. */
export class Typeface {
  private readonly fonts: Fonts;
  private readonly opened: Readonly<Record<Weight, Font>>;
  private readonly kept: Readonly<Record<"regular" | "bold", Map<string, Cluster>>>;
  private readonly sorts = new Map<string, Sort>();

  constructor(fonts: Fonts) {
    const [regular, bold, emoji] = fonts.blobs;
    if (!regular || !bold || !emoji) throw new RangeError("fonts of the report are not all there");
    this.fonts = fonts;
    this.opened = { regular: create(regular), bold: create(bold), emoji: create(emoji) };
    this.kept = { regular: new Map(), bold: new Map() };
  }

  /** Clusters of a text without line ends, in order. */
  clusters(text: string, weight: "regular" | "bold"): Cluster[] {
    const units = PLAIN.test(text) ? text : Array.from(graphemes.segment(text), ({ segment }) => segment);
    const clusters: Cluster[] = [];
    for (const unit of units) clusters.push(this.cluster(unit, weight));
    return clusters;
  }

  private cluster(grapheme: string, weight: "regular" | "bold"): Cluster {
    const kept = this.kept[weight];
    const known = kept.get(grapheme);
    if (known) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const cluster = this.made(grapheme === "\t" ? " " : grapheme, weight);
    kept.set(grapheme, cluster);
    return cluster;
  }

  private made(grapheme: string, weight: "regular" | "bold"): Cluster {
    const shown = shownGrapheme(grapheme, this.fonts);
    const [text, used] = typeof shown === "string" ? [shown, weight] : [shown.emoji, "emoji" as const];
    const sorts = text.length === 1 ? [this.placed(text, used)] : this.shaped(text, used);
    return {
      sorts,
      width: sorts.reduce((sum, { sort, before, after }) => sum + sort.width + before + after, 0),
      isSpace: /^\s/u.test(text) && text !== "\u00a0",
      isWide: used === "emoji" || WIDE.test(text) || text.startsWith("[U+"),
      neverFirst: text.length === 1 && NEVER_FIRST.test(text),
      neverLast: text.length === 1 && NEVER_LAST.test(text),
    };
  }

  private placed(text: string, weight: Weight): PlacedSort {
    const point = text.codePointAt(0) ?? 0;
    const { id, advanceWidth } = this.opened[weight].glyphForCodePoint(point);
    return { sort: this.sort(weight, id, [point], advanceWidth), before: 0, after: 0 };
  }

  private shaped(text: string, weight: Weight): PlacedSort[] {
    const { glyphs, positions } = this.opened[weight].layout(text);
    const scale = THOUSAND / this.opened[weight].unitsPerEm;
    const all = Array.from(text, (character) => character.codePointAt(0) ?? 0);
    // Shaping leaves out what has no shape, such as the choice of a presentation; the first glyph then stands for all.
    const isWhole = glyphs.flatMap(({ codePoints }) => codePoints).join() === all.join();
    return glyphs.map(({ id, advanceWidth, codePoints }, index) => {
      const { xAdvance, xOffset } = positions[index] ?? { xAdvance: advanceWidth, xOffset: 0 };
      const meant = isWhole ? codePoints : index === 0 ? all : [];
      const sort = this.sort(weight, id, meant, advanceWidth);
      return { sort, before: xOffset * scale, after: (xAdvance - advanceWidth - xOffset) * scale };
    });
  }

  /** One object for a glyph and its meaning: two characters of one shape stay two when copied. */
  private sort(weight: Weight, glyph: number, points: readonly number[], advance: number): Sort {
    const key = `${weight} ${glyph} ${points.join(" ")}`;
    const known = this.sorts.get(key);
    if (known) return known;
    const sort = { weight, glyph, points, width: (advance * THOUSAND) / this.opened[weight].unitsPerEm };
    this.sorts.set(key, sort);
    return sort;
  }
}
