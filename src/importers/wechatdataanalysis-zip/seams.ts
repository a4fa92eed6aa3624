import type { JsonObject, JsonValue } from "../../base/json-reader.ts";
import type { Locator } from "../../model/locator.ts";
import type { Yielded } from "../importer.ts";

/**
 * Day from which on the exporter ran `messages.json` through a minifier of web pages, which deletes from `<!--` to the
 * next `-->` across messages.
 *
 * @source documented: export-formats.md §4.4.3 (1), commit ba8eb7e
 */
const MINIFIED_SINCE = "2026-07-08";

/** False where the export is older than the minifier, by its own word. */
export function mayBeFused(exportedAtText: string | null): boolean {
  return exportedAtText === null || !/^\d{4}-\d\d-\d\d/.test(exportedAtText) || exportedAtText >= MINIFIED_SINCE;
}

type SeamCode = "fused-keys-repeated" | "fused-keys-absent" | "fused-fields" | "fused-named-absent";

export function seam(code: SeamCode, at: Locator, detail: string): Extract<Yielded, { type: "repair" }> {
  return { type: "repair", at, code, detail };
}

/** Keys every row of every version has; rows that were put together by somebody else do not. @source observed: exporter's source @0445889 and @a7092e7 */
const ALWAYS = ["id", "localId", "serverId", "createTime", "type", "renderType", "content", "title", "url", "imageMd5", "emojiMd5", "videoMd5", "voiceLength", "quoteContent", "amount", "fileMd5", "transferId", "voipType", "senderDisplayName"]; // prettier-ignore
/** Keys a row may have or lack. */
const OPTIONAL = ["offlineMedia", "voiceTranscript", "voiceTranscriptStatus", "voiceTranscriptError", "voiceTranscriptLanguage", "voiceTranscriptModel"]; // prettier-ignore

/** Fields that only rows of some types fill, with those types. Cards (49 and its kin) may fill many and are not judged. */
const OF_TYPES: readonly { readonly types: readonly string[]; readonly keys: readonly string[] }[] = [
  { types: ["3"], keys: ["imageMd5", "imageFileId", "imageUrl"] },
  { types: ["34"], keys: ["voiceLength", "voiceTranscript", "voiceTranscriptStatus"] },
  { types: ["43", "62"], keys: ["videoMd5", "videoThumbMd5", "videoFileId", "videoThumbFileId", "videoUrl", "videoThumbUrl"] },
  { types: ["47"], keys: ["emojiMd5", "emojiUrl"] },
  { types: ["48"], keys: ["locationLat", "locationLng"] },
  { types: ["50"], keys: ["voipType"] },
  { types: [], keys: ["quoteServerId", "quoteContent", "transferId", "transferStatus", "amount", "recordItem", "fileMd5", "fileSize", "url"] },
]; // prettier-ignore
const JUDGED = new Set(["1", "3", "34", "43", "47", "48", "50", "62", "10000"]);

/** Keys of a row that rows of its type never fill. */
export function foreignFields(object: JsonObject, type: string | null): string[] {
  if (type === null || !JUDGED.has(type)) return [];
  return OF_TYPES.filter(({ types }) => !types.includes(type))
    .flatMap(({ keys }) => keys)
    .filter((key) => isFilled(object[key]));
}

function isFilled(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

interface Width {
  rows: number;
  readonly first: Locator[];
}

const PLACES_KEPT = 200;
const WIDTHS_KEPT = 100;
/** Rows with fewer keys than the others that are still exceptions and not another habit. */
const RARE_SHARE = 0.05;

/** Rows of one file by their number of keys: the exporter writes the same keys into each. */
export class Widths {
  private readonly widths = new Map<number, Width>();
  private rows = 0;
  private always = 0;

  /** Counts one row of the exporter's own. */
  take(object: JsonObject, at: Locator): void {
    let keys = Object.keys(object).length;
    for (const key of OPTIONAL) if (key in object) keys -= 1;
    this.rows += 1;
    if (ALWAYS.every((key) => key in object)) this.always += 1;
    const width = this.widths.get(keys) ?? { rows: 0, first: [] };
    width.rows += 1;
    if (width.first.length < PLACES_KEPT) width.first.push(at);
    if (this.widths.has(keys) || this.widths.size < WIDTHS_KEPT) this.widths.set(keys, width);
  }

  /** The few rows that lack keys which nearly all others have. */
  *seams(): Generator<Yielded, void, void> {
    const [usual] = [...this.widths].sort(([, a], [, b]) => b.rows - a.rows);
    if (usual === undefined || this.always <= this.rows / 2) return;
    for (const [keys, { rows, first }] of this.widths) {
      if (keys >= usual[0] || rows > Math.max(1, this.rows * RARE_SHARE)) continue;
      for (const at of first) yield seam("fused-keys-absent", at, `${keys} < ${usual[0]}`);
    }
  }
}

/** Blanks that stand in JSON text as themselves. */
const KEPT_BLANKS =
  /> [ \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]*<|>[\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+</;
const TEXTS = ["content", "title", "url", "quoteContent", "recordItem"];

/** Looks for what the minifier would have taken away: where it is still there, the file never went through it. */
export class Unminified {
  private isOpen = false;
  private found = false;

  take(object: JsonObject): void {
    if (this.found) return;
    for (const key of TEXTS) {
      const value = object[key];
      if (typeof value === "string" && value.includes(">")) this.judge(value);
      else if (typeof value === "string" && value.includes("<!--")) this.open(value);
    }
  }

  /** True once something was seen that the minifier would not have left. */
  isProven(): boolean {
    return this.found;
  }

  private judge(value: string): void {
    if (KEPT_BLANKS.test(value)) this.found = true;
    const closed = value.lastIndexOf("-->");
    if (closed >= 0 && (this.isOpen || OPENING.test(value.slice(0, closed)))) this.found = true;
    this.open(value);
  }

  private open(value: string): void {
    if (OPENING.test(value)) this.isOpen = true;
  }
}

/** Comments for old browsers are spared. */
const OPENING = /<!--(?!\[if)/;
