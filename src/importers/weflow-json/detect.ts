import type { Bilingual } from "../../base/bilingual.ts";
import { EvidenceError } from "../../base/errors.ts";
import {
  elements,
  indexJson,
  isJsonObject,
  jsonFile,
  parseJsonPrefix,
  readJson,
  type JsonFile,
  type JsonObject,
  type JsonSpan,
  type JsonValue,
} from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ClaimStrength } from "../importer.ts";

const HEAD_BYTES = 64 << 10;

/** Headers of other formats that also have a session and messages. @source documented: export-formats.md §10 (4) */
const FOREIGN = ["chatlab", "exportInfo", "exportTime", "schemaVersion", "conversations", "instruction"];

/** Keys every row has had since the first release. @source documented: export-formats.md §4.1.2 */
const ROW_KEYS = ["createTime", "localType", "content"];

/** Keys of answers of the exporter's HTTP interface, whose `localId` means something else. @source export-formats.md §4.1.3 */
const NOT_ROW_KEYS = ["serverId", "rawContent"];

/** Claims of all JSON files that have a `weflow` header, or the shape of an export from before there was one. */
export function* detectWeflow(source: Source, importer: string): Generator<Claim, void, void> {
  for (const { path } of source.files) {
    if (!mayBeJson(source, path)) continue;
    const seen = look(jsonFile(source, path));
    if (seen) yield { importer, entry: path, ...seen };
  }
}

const FIRST_BYTES = 64;

/** An object begins with a brace, after a byte order mark or blanks and whatever the file is called. */
function mayBeJson(source: Source, path: string): boolean {
  const first = source.read(path, 0, FIRST_BYTES).toString("latin1");
  return /^(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*\{/.test(first);
}

interface Seen {
  readonly strength: ClaimStrength;
  readonly basis: Bilingual;
}

const HEADER: Seen = {
  strength: "signature",
  basis: { zh: "文件带有 weflow 头", en: "the file has a weflow header" },
};
const SHAPE: Seen = {
  strength: "structure",
  basis: {
    zh: "文件没有 weflow 头，但会话和消息的字段与 2026-01-25 之前的 WeFlow 导出件一致",
    en: "the file has no weflow header, but its session and messages have the fields of WeFlow exports from before 2026-01-25",
  },
};

function look(file: JsonFile): Seen | null {
  const head = parseJsonPrefix(headText(file));
  if (!isJsonObject(head)) return null;
  if (isJsonObject(head["weflow"])) return HEADER;
  if (FOREIGN.some((key) => key in head)) return null;
  const outline = outlineOf(file);
  if (outline === null) return isRow(firstRow(head)) ? SHAPE : null;
  if (isJsonObject(outline["weflow"])) return HEADER;
  if (FOREIGN.some((key) => key in outline)) return null;
  return hasShape(outline) ? SHAPE : null;
}

/** The beginning of the file as text. A copy saved again as UTF-16 is recognised too, so that reading can say so. */
function headText(file: JsonFile): string {
  const bytes = Buffer.from(file.read(0, HEAD_BYTES));
  const isLittle = bytes[1] === 0 || (bytes[0] === 0xff && bytes[1] === 0xfe);
  const isBig = bytes[0] === 0 || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const even = bytes.subarray(0, bytes.length & ~1);
  const text = isLittle ? even.toString("utf16le") : isBig ? even.swap16().toString("utf16le") : bytes.toString("utf8");
  return text.replace(/^\ufeff/, "");
}

/** Keys of the whole file, with the small objects and one row among their values; null where the file is too damaged to list them. */
function outlineOf(file: JsonFile): JsonObject | null {
  try {
    const outline: JsonObject = Object.create(null) as JsonObject;
    for (const { key, type, span } of indexJson(file).members) {
      const isSmall = type === "object" && (key === "weflow" || key === "session");
      if (isSmall) outline[key] = readJson(file, span).value;
      else if (type === "array") outline[key] = key === "messages" ? readableRow(file, span) : [];
      else outline[key] = null;
    }
    return outline;
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}

const ROWS_TRIED = 20;

/** The first row that is an object, however long, as a list of one; none where the first ones are all something else. */
function readableRow(file: JsonFile, span: JsonSpan): JsonValue[] {
  for (const element of elements(file, span)) {
    if (element.type === "element" && isJsonObject(element.value)) return [element.value];
    if (element.index >= ROWS_TRIED) break;
  }
  return [];
}

/** A session with messages, whose rows have the exporter's columns or which are none. */
function hasShape(outline: JsonObject): boolean {
  const session = outline["session"];
  if (!isJsonObject(session) || !Array.isArray(outline["messages"])) return false;
  const isTyped =
    ("wxid" in session || "accountId" in session) && (session["type"] === "私聊" || session["type"] === "群聊");
  const row = firstRow(outline);
  return row === undefined ? isTyped : isRow(row);
}

function firstRow(object: JsonObject): JsonValue | undefined {
  return Array.isArray(object["messages"]) ? object["messages"][0] : undefined;
}

function isRow(row: JsonValue | undefined): boolean {
  return isJsonObject(row) && ROW_KEYS.every((key) => key in row) && !NOT_ROW_KEYS.some((key) => key in row);
}
