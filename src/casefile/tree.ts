import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node } from "yaml";

/** A value of the file. Everything written is text: no word becomes a truth value, no digits lose their zeros. */
export type Tree = string | Tree[] | { [key: string]: Tree };

/** Something that cannot be read so, at a line of the file (1-based). */
export interface TreeFault {
  readonly code: string;
  readonly line: number;
  readonly column: number;
  /** What stands there, or what the parser says of it. */
  readonly found: string;
}

export interface ParsedTree {
  /** Null where nothing is filled in. */
  readonly tree: Tree | null;
  readonly faults: readonly TreeFault[];
  /** Line of the value at a path, or of the nearest thing above it. */
  lineOf(path: readonly PropertyKey[]): number;
}

const DEEPEST = 20;

/**
 * Reads YAML 1.2 under the failsafe schema, which knows text, lists and maps and nothing else: `no`, `007` and
 * `2024-01-01` stay what was typed. Blank values are left out, with the maps and lists they leave empty. Anchors and
 * aliases are refused, because a form has no use for them and bombs are made of them.
 */
export function parseTree(text: string): ParsedTree {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    schema: "failsafe",
    version: "1.2",
    uniqueKeys: true,
    prettyErrors: false,
    lineCounter: lines,
    strict: true,
  });
  const faults: TreeFault[] = [...unreadable(text)];
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  for (const { code, pos, message } of [...document.errors, ...document.warnings])
    faults.push({ code: message.includes("call stack") ? "TOO_DEEP" : code, ...place(pos[0]), found: message });
  const positions = new WeakMap<object, Map<PropertyKey, number>>();
  const walker = new Walker(positions, (code, node, found) => {
    faults.push({ code, ...place(node.range?.[0] ?? 0), found });
  }, (node) => place(node.range?.[0] ?? 0).line); // prettier-ignore
  const tree = document.contents === null ? null : walker.value(document.contents, 0);
  return { tree: tree ?? null, faults, lineOf: (path) => lineAt(tree ?? undefined, path, positions) };
}

/** Characters that a text editor does not write: controls, and what stands where bytes could not be decoded. */
function unreadable(text: string): TreeFault[] {
  return text.split(/\r?\n/).flatMap((line, at): TreeFault[] => {
    const found = /[\u0000-\u0008\u000b-\u001f\u007f\ufffd]/.exec(line);
    if (found === null) return [];
    const code = found[0] === "\ufffd" ? "UNDECODABLE" : "CONTROL";
    return [{ code, line: at + 1, column: found.index + 1, found: `U+${found[0].charCodeAt(0).toString(16)}` }];
  });
}

type Complain = (code: string, node: Node, found: string) => void;

class Walker {
  private readonly positions: WeakMap<object, Map<PropertyKey, number>>;
  private readonly complain: Complain;
  private readonly lineOf: (node: Node) => number;

  constructor(
    positions: WeakMap<object, Map<PropertyKey, number>>,
    complain: Complain,
    lineOf: (node: Node) => number,
  ) {
    this.positions = positions;
    this.complain = complain;
    this.lineOf = lineOf;
  }

  value(node: Node | null, depth: number): Tree | undefined {
    if (node === null) return undefined;
    if (isAlias(node)) {
      this.complain("ALIAS", node, `*${node.source}`);
      return undefined;
    }
    if ("tag" in node && typeof node.tag === "string") this.complain("TAG_RESOLVE_FAILED", node, node.tag);
    if ("anchor" in node && typeof node.anchor === "string") this.complain("ANCHOR", node, `&${node.anchor}`);
    if (depth > DEEPEST) {
      this.complain("TOO_DEEP", node, String(DEEPEST));
      return undefined;
    }
    if (isScalar(node)) {
      const text = typeof node.value === "string" ? node.value.trim() : "";
      return text === "" ? undefined : text;
    }
    if (isSeq(node)) return this.list(node.items as (Node | null)[], depth);
    if (isMap(node)) return this.map(node.items as { key: Node; value: Node | null }[], depth);
    return undefined;
  }

  private list(items: readonly (Node | null)[], depth: number): Tree[] | undefined {
    const list: Tree[] = [];
    const at = new Map<PropertyKey, number>();
    for (const item of items) {
      const value = this.value(item, depth + 1);
      if (value === undefined || item === null) continue;
      at.set(list.length, this.lineOf(item));
      list.push(value);
    }
    this.positions.set(list, at);
    return list.length === 0 ? undefined : list;
  }

  private map(items: readonly { key: Node; value: Node | null }[], depth: number): Tree | undefined {
    const map = Object.create(null) as { [key: string]: Tree };
    const at = new Map<PropertyKey, number>();
    for (const { key, value: node } of items) {
      if (!isScalar(key) || typeof key.value !== "string") {
        this.complain("KEY_NOT_TEXT", key, "");
        continue;
      }
      at.set(key.value, this.lineOf(isScalar(node) && node.source !== "" ? node : key));
      const value = this.value(node, depth + 1);
      if (value !== undefined) map[key.value] = value;
    }
    this.positions.set(map, at);
    return Object.keys(map).length === 0 ? undefined : map;
  }
}

function lineAt(
  tree: Tree | undefined,
  path: readonly PropertyKey[],
  positions: WeakMap<object, Map<PropertyKey, number>>,
): number {
  let line = 1;
  let here: Tree | undefined = tree;
  for (const step of path) {
    if (typeof here !== "object") break;
    line = positions.get(here)?.get(step) ?? line;
    here = Array.isArray(here)
      ? here[Number(step)]
      : Object.hasOwn(here, String(step))
        ? here[String(step)]
        : undefined;
  }
  return line;
}
