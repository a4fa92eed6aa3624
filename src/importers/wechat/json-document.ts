import {
  elements,
  indexJson,
  isJsonObject,
  printJson,
  readJson,
  type JsonFile,
  type JsonIndex,
  type JsonMember,
  type JsonSpan,
} from "../../base/json-reader.ts";
import { SourceError } from "../../base/errors.ts";
import type { Yielded } from "../importer.ts";
import { repairsOf, repeatedKeys, repeatedKeysUnread, type Repair } from "./json-repairs.ts";
import { rowFrom, textIn, warn, type Row } from "./json-row.ts";

/** The outermost object of a JSON file: small members are read at once, lists are streamed. */
export class JsonDocument {
  readonly file: JsonFile;
  readonly index: JsonIndex;
  /** What had to be read around outside the lists. */
  readonly repairs: Repair[];
  private readonly read = new Set<string>();

  /** @throws {SourceError} of `indexJson` */
  constructor(file: JsonFile, within?: JsonSpan) {
    this.file = file;
    this.index = indexJson(file, within);
    this.repairs = repeatedKeys(file, this.index);
  }

  /** What the reader of this document has to tell before its rows: `repairs`, and repeated keys of what it never read. */
  *told(): Generator<Repair, void, void> {
    yield* this.repairs.splice(0);
    yield* repeatedKeysUnread(
      this.file,
      this.index.members.filter(({ key }) => !this.read.has(key)),
    );
  }

  /** Every list under this key, in order; more than one where the key is repeated. @throws {SourceError} LIST_EXPECTED */
  lists(key: string): JsonMember[] {
    const members = this.index.members.filter((member) => member.key === key);
    const wrong = members.find(({ type }) => type !== "array");
    if (wrong !== undefined || members.length === 0) throw listExpected(this.file.path, key, wrong);
    return members;
  }

  /** The object under this key, or one without fields. Of a repeated key the last stands, as for every other reader. */
  object(key: string): Row {
    const member = this.last(key);
    if (member === undefined) return rowFrom({});
    const at = { path: this.file.path, pointer: `/${key}`, byte: member.span.start };
    if (member.type !== "object") {
      this.repairs.push({ type: "repair", at, code: "unexpected-type", detail: `${key}: ${member.type}` });
      return rowFrom({});
    }
    this.read.add(key);
    const { value, repairs } = readJson(this.file, member.span);
    this.repairs.push(...repairsOf(this.file, at.pointer, repairs));
    return rowFrom(isJsonObject(value) ? value : {});
  }

  /** Text of a field of an object read before; one of a wrong type is told and read as absent. */
  field(key: string, row: Row, name: string): string | null {
    const text = textIn(row, name);
    if (row.warnings.length > 0) {
      row.warnings.length = 0;
      const at = { path: this.file.path, pointer: `/${key}/${name}`, byte: this.last(key)?.span.start ?? 0 };
      const found = printJson(row.object[name] ?? null).slice(0, 200);
      this.repairs.push({ type: "repair", at, code: "unexpected-type", detail: `${name}: ${found}` });
    }
    return text;
  }

  /** Text of a member that is no object or list; null where there is none. */
  text(key: string): string | null {
    const member = this.last(key);
    if (member?.type !== "scalar") return null;
    const { value, repairs } = readJson(this.file, member.span);
    this.repairs.push(...repairsOf(this.file, `/${key}`, repairs));
    return textIn(rowFrom({ [key]: value }), key);
  }

  /** Objects of an optional list, at most `most`; what is no object is told. */
  *objects(key: string, most: number): Generator<Row, void, void> {
    const member = this.last(key);
    if (member?.type !== "array") return;
    for (const element of elements(this.file, member.span)) {
      const at = { path: this.file.path, pointer: `/${key}/${element.index}`, byte: element.byte };
      if (element.type === "element" && isJsonObject(element.value)) {
        for (const { code, byte, detail } of element.repairs)
          this.repairs.push({ type: "repair", at: { ...at, byte }, code, detail });
        if (element.index < most) yield rowFrom(element.value);
        continue;
      }
      const detail = element.type === "damaged" ? element.raw : printJson(element.value).slice(0, 200);
      this.repairs.push({ type: "repair", at, code: "sender-unreadable", detail });
    }
  }

  private last(key: string): JsonMember | undefined {
    return this.index.members.findLast((member) => member.key === key);
  }

  get encoding(): string {
    return this.index.hasByteOrderMark ? "UTF-8 with BOM" : "UTF-8";
  }
}

/** What a list of messages gives: each element a row, or a record that cannot be read. */
export type ListedRow =
  | { readonly type: "row"; readonly row: Row; readonly pointer: string; readonly byte: number }
  | Extract<Yielded, { type: "skipped" }>
  | Repair;

/**
 * Rows of a list in flat memory. What is no object with one of `keys` is skipped with its place; repeated keys and
 * undecodable bytes are told, and noted on the row.
 */
export function* listedRows(
  file: JsonFile,
  { key, span }: Pick<JsonMember, "key" | "span">,
  keys: readonly string[],
  conversation: string,
): Generator<ListedRow, void, void> {
  for (const element of elements(file, span)) {
    const { index, byte } = element;
    const pointer = `/${key}/${index}`;
    const at = { path: file.path, pointer, byte };
    if (element.type === "damaged") {
      yield { type: "skipped", conversation, at, reason: element.reason, raw: element.raw };
      continue;
    }
    const { value, repairs } = element;
    if (!isJsonObject(value) || !keys.some((name) => name in value)) {
      yield { type: "skipped", conversation, at, reason: "not-a-message", raw: printJson(value) };
      continue;
    }
    const row = rowFrom(value);
    for (const repair of repairs) {
      yield { type: "repair", at: { ...at, byte: repair.byte }, code: repair.code, detail: repair.detail };
      warn(row, repair.code === "duplicate-key" ? "DUPLICATE_KEY" : "UNDECODABLE_BYTES");
    }
    yield { type: "row", row, pointer, byte };
  }
}

function listExpected(path: string, key: string, wrong: JsonMember | undefined): SourceError {
  const byte = wrong?.span.start ?? null;
  const zhFound = wrong === undefined ? "没有这一项" : `第 ${byte} 字节处是 ${wrong.type}`;
  const enFound = wrong === undefined ? "there is none" : `there is a ${wrong.type} at byte ${byte}`;
  return new SourceError(
    "LIST_EXPECTED",
    {
      zh: `${path} 中的 ${key} 应为消息列表，实际${zhFound}。`,
      en: `${key} in ${path} should be a list of messages; ${enFound}.`,
    },
    {
      hint: {
        zh: "导出可能没有完成，或文件被改动过；请在原电脑上重新导出该会话。",
        en: "The export may not have finished or the file was changed; export the conversation again on the original computer.",
      },
      facts: { path, key, byte },
    },
  );
}
