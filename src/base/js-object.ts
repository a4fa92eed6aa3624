/** A value of an object literal: a string without quotes and escapes, or any other token as written. */
export interface JsValue {
  readonly text: string;
  readonly isString: boolean;
}

/** What a script engine would have refused, and was read around. */
export type JsMending = "unescaped-quote" | "line-break-in-string" | "repeated-key";

/** A flat object literal cut from text; `next` is just behind its closing brace. */
export interface JsObjectScan {
  readonly fields: ReadonlyMap<string, JsValue>;
  readonly mended: readonly JsMending[];
  readonly next: number;
}

/** Names of members: identifiers, or quoted. */
const KEY = /\s*(?:([A-Za-z_$][\w$]{0,63})|"([^"\\\n]{1,64})"|'([^'\\\n]{1,64})')\s*:\s*/y;
const BARE = /[^,{}[\]'"`\n]{0,200}/y;
/** What follows a string that has really ended: the next member, or the end of the object. */
const AFTER_STRING = /\s*(?:,\s*(?:[A-Za-z_$][\w$]{0,63}|"[^"\\\n]{1,64}"|'[^'\\\n]{1,64}')\s*:|(?:,\s*)?\})/y;
const SEPARATOR = /\s*(,?)\s*(\})?/y;
/** Longest match of the patterns above but for blanks, so that an answer near the end of the text is not trusted. */
const MARGIN = 512;
const SWALLOWED = /\}\s*,\s*\{\s*["']?type["']?\s*:/;

/**
 * Reads the flat object literal whose brace stands at `start`: names bare or quoted, strings in any quotes, trailing
 * commas. Nothing is evaluated. A quote inside a string that nobody escaped is taken for text where no member follows it.
 *
 * @param isEnd true where no text follows
 * @returns null where more text is needed; "broken" where it is no such object
 */
export function scanJsObject(text: string, start: number, isEnd: boolean): JsObjectScan | "broken" | null {
  const cursor = new Cursor(text, start + 1);
  const fields = cursor.object();
  if (!isEnd && cursor.at + MARGIN > text.length && (fields === null || cursor.isNearEnd)) return null;
  return fields === null ? "broken" : { fields, mended: [...cursor.mended], next: cursor.at };
}

class Cursor {
  readonly mended = new Set<JsMending>();
  at: number;
  /** A decision was taken where more text could have changed it. */
  isNearEnd = false;
  private readonly text: string;

  constructor(text: string, at: number) {
    this.text = text;
    this.at = at;
  }

  object(): Map<string, JsValue> | null {
    const fields = new Map<string, JsValue>();
    if (this.takeSeparator() === "end") return fields;
    for (;;) {
      const key = this.match(KEY);
      if (key === null) return null;
      const value = this.value();
      if (value === null) return null;
      const name = key[1] ?? key[2] ?? key[3] ?? "";
      if (fields.has(name)) this.mended.add("repeated-key");
      else fields.set(name, value);
      const separator = this.takeSeparator();
      if (separator === "end") return fields;
      if (separator === null) return null;
    }
  }

  private takeSeparator(): "next" | "end" | null {
    const match = this.match(SEPARATOR);
    if (match?.[2] === "}") return "end";
    return match?.[1] === "," ? "next" : null;
  }

  private value(): JsValue | null {
    const quote = this.text[this.at];
    if (quote === "'" || quote === '"' || quote === "`") return this.string(quote);
    const bare = this.match(BARE);
    return bare === null ? null : { text: bare[0].trim(), isString: false };
  }

  private string(quote: string): JsValue | null {
    const from = this.at + 1;
    let isMended = false;
    for (let at = from; ;) {
      const close = this.closingQuote(at, quote);
      if (close < 0) {
        this.at = this.text.length;
        return null;
      }
      this.at = close + 1;
      if (this.peek(AFTER_STRING)) return this.stringOf(this.text.slice(from, close), isMended);
      if (close + MARGIN > this.text.length) this.isNearEnd = true;
      isMended = true;
      at = close + 1;
    }
  }

  /** A string that swallowed the beginning of another object had no end of its own. */
  private stringOf(raw: string, isMended: boolean): JsValue | null {
    if (isMended && SWALLOWED.test(raw)) return null;
    if (isMended) this.mended.add("unescaped-quote");
    if (raw.includes("\n")) this.mended.add("line-break-in-string");
    return { text: raw.includes("\\") ? unescaped(raw) : raw, isString: true };
  }

  private closingQuote(from: number, quote: string): number {
    for (let at = this.text.indexOf(quote, from); at >= 0; at = this.text.indexOf(quote, at + 1)) {
      let backslashes = 0;
      while (at - backslashes > from && this.text[at - backslashes - 1] === "\\") backslashes += 1;
      if (backslashes % 2 === 0) return at;
    }
    return -1;
  }

  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match !== null) this.at = pattern.lastIndex;
    if (this.at + MARGIN > this.text.length) this.isNearEnd ||= this.at === this.text.length || match === null;
    return match;
  }

  private peek(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    return pattern.test(this.text);
  }
}

const ESCAPE = /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))/g;
const LETTERS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", 0: "\0" };

/** Text of a string literal by its escapes; a backslash before any other character stands for that character. */
export function unescaped(raw: string): string {
  return raw.replace(ESCAPE, (whole, long?: string, four?: string, two?: string, letter?: string) => {
    const digits = long ?? four ?? two;
    if (digits !== undefined) return codePoint(Number.parseInt(digits, 16)) ?? whole;
    if (letter === "\n" || letter === "\r\n") return "";
    return Object.hasOwn(LETTERS, letter ?? "") ? (LETTERS[letter ?? ""] ?? "") : (letter ?? "");
  });
}

function codePoint(code: number): string | null {
  return code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
