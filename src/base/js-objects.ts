import { scanJsObject, type JsMending, type JsObjectScan, type JsValue } from "./js-object.ts";
import { TextWindow } from "./text-window.ts";

/** One element of an array of object literals, or the place of one that is none. */
export type JsElement =
  | {
      readonly type: "object";
      readonly line: number;
      readonly fields: ReadonlyMap<string, JsValue>;
      readonly mended: readonly JsMending[];
      /** The literal as it stands. */
      readonly raw: string;
    }
  | { readonly type: "damaged"; readonly line: number; readonly raw: string }
  /** The text ends before the array does. */
  | { readonly type: "open"; readonly line: number };

/** Longer than any message; what has no end by then has none. */
const LONGEST_OBJECT = 16 * 1024 * 1024;
const RAW_KEPT = 500;

/**
 * Elements of the array whose opening bracket stands just before the text, in flat memory. What is no object literal is
 * one damaged element up to where the next begins (`{ type:`), so that one bad message does not hide the others.
 *
 * @param line of the opening bracket, 1-based
 */
export function* jsObjects(pieces: Iterable<string>, line: number): Generator<JsElement, void, void> {
  const walk = new Walk(new TextWindow(pieces), line);
  for (;;) {
    const found = walk.next();
    if (found === "end") return;
    yield found;
    if (found.type === "open") return;
  }
}

const BLANK = /[\s,]*/y;
const NEXT_OBJECT = /\{\s{0,8}["']?type["']?\s{0,8}:/g;
const ARRAY_END = /\]\s{0,8};?\s{0,8}<\/script/gi;
/** More than the patterns above can span. */
const OVERLAP = 64;

class Walk {
  private readonly window: TextWindow;
  private line: number;

  constructor(window: TextWindow, line: number) {
    this.window = window;
    this.line = line;
  }

  next(): JsElement | "end" {
    const { window } = this;
    for (;;) {
      BLANK.lastIndex = window.at;
      BLANK.test(window.text);
      this.pass(BLANK.lastIndex);
      if (window.pending > 0 || window.isEnd) break;
      window.grow();
    }
    if (window.pending === 0) return { type: "open", line: this.line };
    const first = window.text[window.at];
    if (first === "]") return "end";
    return first === "{" ? this.object() : this.damaged();
  }

  private object(): JsElement {
    const { window } = this;
    for (;;) {
      const scan = scanJsObject(window.text, window.at, window.isEnd);
      if (scan === "broken") return this.damaged();
      if (scan !== null) return this.taken(scan);
      if (window.pending > LONGEST_OBJECT) return this.damaged();
      window.grow();
    }
  }

  private taken({ fields, mended, next }: JsObjectScan): JsElement {
    const { line } = this;
    const raw = this.window.text.slice(this.window.at, next);
    this.pass(next);
    return { type: "object", line, fields, mended, raw };
  }

  /** Passes over everything up to the next object, or the end of the array. */
  private damaged(): JsElement {
    const { window, line } = this;
    let raw = "";
    let from = window.at + 1;
    for (;;) {
      const next = earliest(window.text, from);
      raw += window.text.slice(window.at, Math.min(next ?? window.text.length, window.at + RAW_KEPT - raw.length));
      if (next !== null || window.isEnd) {
        this.pass(next ?? window.text.length);
        return { type: "damaged", line, raw };
      }
      this.pass(Math.max(window.at, window.text.length - OVERLAP));
      window.grow();
      from = window.at;
    }
  }

  private pass(to: number): void {
    const { window } = this;
    for (let at = window.text.indexOf("\n", window.at); at >= 0 && at < to; at = window.text.indexOf("\n", at + 1)) {
      this.line += 1;
    }
    window.at = to;
  }
}

function earliest(text: string, from: number): number | null {
  const places = [NEXT_OBJECT, ARRAY_END].flatMap((pattern) => {
    pattern.lastIndex = from;
    return pattern.exec(text)?.index ?? [];
  });
  return places.length === 0 ? null : Math.min(...places);
}
