import { elements, isJsonObject, printJson, type JsonElement } from "../../base/json-reader.ts";
import { SourceError } from "../../base/errors.ts";
import type { Yielded } from "../importer.ts";
import { recordOfLaterPage } from "./escapes.ts";
import type { LaterRecords } from "./read-later.ts";

/** Records looked ahead to find where the two go on together. */
const LOOK_AHEAD = 200;
const SHOWN = 300;

/**
 * The same export stands in a `.html.json` and in the page beside it. The list is read; here the page is held against it,
 * record by record, and every record that says something else, or stands in one of them only, is told.
 */
export function* differencesOf(list: LaterRecords, page: LaterRecords): Generator<Yielded> {
  try {
    const left = new Sequence(list);
    const right = new Sequence(page);
    for (;;) {
      const [a, b] = [left.peek(0), right.peek(0)];
      if (a === null && b === null) return;
      if (a !== null && b !== null && a.text === b.text) {
        left.skip(1);
        right.skip(1);
      } else {
        yield* difference(left, right);
      }
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    yield { type: "repair", at: { path: page.file.path }, code: "page-damaged", detail: error.code };
  }
}

/** One record with another content, or those of one side up to where both meet again. */
function* difference(left: Sequence, right: Sequence): Generator<Yielded> {
  const [a, b] = [left.peek(0), right.peek(0)];
  const extra = a === null ? 1 : b === null ? 0 : right.find(a.id);
  const absent = b === null ? 1 : a === null ? 0 : left.find(b.id);
  if (extra > 0 && (absent <= 0 || extra <= absent)) yield* only(right, extra, "only in the page");
  else if (absent > 0) yield* only(left, absent, "only in the list");
  else {
    if (b !== null) yield told(right, b, b.text);
    left.skip(1);
    right.skip(1);
  }
}

function* only(side: Sequence, count: number, words: string): Generator<Yielded> {
  for (let at = 0; at < count; at += 1) {
    const one = side.peek(0);
    if (one !== null) yield told(side, one, `${words}: ${one.text}`);
    side.skip(1);
  }
}

function told(side: Sequence, { index, byte }: Compared, detail: string): Yielded {
  const at = { path: side.path, pointer: `/${index}`, byte };
  return { type: "repair", at, code: "page-differs", detail: detail.slice(0, SHOWN) };
}

interface Compared {
  readonly index: number;
  readonly byte: number;
  readonly id: string;
  readonly text: string;
}

/** Records in order, a few of them ahead. */
class Sequence {
  readonly path: string;
  private readonly records: LaterRecords;
  private readonly source: Iterator<JsonElement, void>;
  private readonly ahead: Compared[] = [];

  constructor(records: LaterRecords) {
    this.path = records.file.path;
    this.records = records;
    this.source = elements(records.file, records.span);
  }

  peek(distance: number): Compared | null {
    while (this.ahead.length <= distance) {
      const next = this.source.next();
      if (next.done === true) return null;
      this.ahead.push(comparedOf(next.value, this.records.isPage));
    }
    return this.ahead[distance] ?? null;
  }

  skip(count: number): void {
    this.ahead.splice(0, count);
  }

  /** Distance of the record with this id; 0 for this one, -1 where it is not near. */
  find(id: string): number {
    for (let distance = 0; distance < LOOK_AHEAD; distance += 1) {
      const one = this.peek(distance);
      if (one === null) return -1;
      if (one.id === id) return distance;
    }
    return -1;
  }
}

function comparedOf(element: JsonElement, isPage: boolean): Compared {
  const { index, byte } = element;
  if (element.type === "damaged") return { index, byte, id: "", text: element.raw };
  const value = isPage && isJsonObject(element.value) ? recordOfLaterPage(element.value) : element.value;
  const id = isJsonObject(value) ? value["server_id"] : null;
  return { index, byte, id: typeof id === "string" ? id : "", text: printJson(value) };
}
