import { isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLSeq } from "yaml";

/** A place in a case file: keys, and numbers of list entries from nought. */
export type CasePath = readonly (string | number)[];

const STEP = "  ";

/** What stands at a place: nothing at all, a key without a value, or something. */
export type Standing = "absent" | "blank" | "filled";

export function standingAt(text: string, path: CasePath): Standing {
  const found = lookUp(text, path);
  if (found === null) return "absent";
  const { value } = found;
  return value === null || (isScalar(value) && textOf(value) === "") ? "blank" : "filled";
}

/** The text typed at a place; "" where there is none. */
export function valueAt(text: string, path: CasePath): string {
  const value = lookUp(text, path)?.value ?? null;
  return isScalar(value) ? textOf(value) : "";
}

function textOf({ value }: { readonly value: unknown }): string {
  return typeof value === "string" ? value.trim() : "";
}

/** How many entries a list has; 0 where there is none. */
export function entriesAt(text: string, path: CasePath): number {
  const value = lookUp(text, path)?.value;
  return isSeq(value) ? value.items.length : 0;
}

/**
 * Writes a value behind the colon of a blank key. Everything else stays, character by character.
 *
 * @param value as it is to stand there, quoted where it must be
 * @throws RangeError where the key is absent or has a value
 */
export function withValue(text: string, path: CasePath, value: string): string {
  const colon = colonOf(text, path);
  const end = lineEnd(text, colon);
  const rest = text.slice(colon + 1, end).replace(/^[ \t]+(?=\r?\n|$)/, "");
  return `${text.slice(0, colon + 1)} ${value}${rest}${text.slice(end)}`;
}

/**
 * Puts lines at the end of the list at a place, or below its key where it is blank. Nothing that stands in the file is
 * written anew, so that values, comments, order and quotes stay as typed.
 *
 * @param lines indented as if the list's dash stood in the first column
 */
export function withLines(text: string, path: CasePath, lines: readonly string[]): string {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const { at, indent, before } = spotOf(text, path);
  const head = text.slice(0, at);
  const gap = head === "" || head.endsWith("\n") ? "" : newline;
  const moved = lines.map((line) => `${indent}${line}`);
  return `${head}${gap}${[...before, ...moved, ""].join(newline)}${text.slice(at)}`;
}

/** Where lines go, how far they are indented, and what comes before them. */
interface Spot {
  readonly at: number;
  readonly indent: string;
  readonly before: readonly string[];
}

function spotOf(text: string, path: CasePath): Spot {
  const found = lookUp(text, path);
  if (found === null) return { at: text.length, indent: STEP, before: ["", `${path.map(String).join(".")}:`] };
  const { value, key } = found;
  if (isSeq(value) && value.flow !== true && value.items.length > 0) return afterLast(text, value);
  const start = key?.range?.[0] ?? 0;
  return { at: lineEnd(text, key?.range?.[1] ?? 0), indent: `${indentAt(text, start)}${STEP}`, before: [] };
}

/** Behind the last entry and the comments that belong to it, which are indented further than its dash. */
function afterLast(text: string, list: YAMLSeq): Spot {
  const start = list.range?.[0] ?? 0;
  const indent = indentAt(text, start);
  const valueEnd = contentEnd(list);
  let at = text[valueEnd - 1] === "\n" ? valueEnd : lineEnd(text, valueEnd);
  for (;;) {
    const end = lineEnd(text, at);
    const comment = /^( +)#/.exec(text.slice(at, end))?.[1];
    if (comment === undefined || comment.length <= indent.length) return { at, indent, before: [] };
    at = end;
  }
}

/** Where the last thing typed in a node ends; the parser counts what follows a list, too. */
function contentEnd(node: Node): number {
  const last: unknown = isMap(node) || isSeq(node) ? node.items.at(-1) : undefined;
  if (last === undefined || last === null || ("flow" in node && node.flow === true)) return node.range?.[1] ?? 0;
  if (!isMap(node)) return contentEnd(last as Node);
  const { key, value } = last as Pair<Node, Node | null>;
  return Math.max(contentEnd(key) + 1, value === null || isBlank(value) ? 0 : contentEnd(value));
}

function isBlank(value: Node): boolean {
  return isScalar(value) && value.source === "";
}

/** Blanks in place of whatever stands before an offset in its line. */
function indentAt(text: string, at: number): string {
  return " ".repeat(at - (text.lastIndexOf("\n", at - 1) + 1));
}

interface Found {
  /** Null for an entry of a list. */
  readonly key: Node | null;
  readonly value: Node | null;
}

function lookUp(text: string, path: CasePath): Found | null {
  let found: Found = { key: null, value: parseDocument(text, { schema: "failsafe" }).contents };
  for (const step of path) {
    const here: Found | null = typeof step === "number" ? entryOf(found.value, step) : pairOf(found.value, step);
    if (here === null) return null;
    found = here;
  }
  return found;
}

function entryOf(value: Node | null, index: number): Found | null {
  const entry = isSeq(value) ? (value.items[index] as Node | null | undefined) : undefined;
  return entry === undefined ? null : { key: null, value: entry };
}

function pairOf(value: Node | null, name: string): Found | null {
  const pairs = isMap(value) ? (value.items as Pair<Node, Node | null>[]) : [];
  const pair = pairs.find(({ key }) => isScalar(key) && key.value === name);
  return pair === undefined ? null : { key: pair.key, value: pair.value };
}

function colonOf(text: string, path: CasePath): number {
  const key = lookUp(text, path)?.key;
  const colon = text.indexOf(":", key?.range?.[1] ?? text.length);
  if (key == null || colon < 0 || standingAt(text, path) !== "blank")
    throw new RangeError(`nothing can be written at ${path.join(".")}`);
  return colon;
}

/** Offset behind the line break that ends the line of an offset. */
function lineEnd(text: string, at: number): number {
  const found = text.indexOf("\n", at);
  return found < 0 ? text.length : found + 1;
}
