import type { Bilingual } from "../../base/bilingual.ts";
import { EvidenceError } from "../../base/errors.ts";
import {
  indexJson,
  isJsonObject,
  jsonFile,
  parseJsonPrefix,
  readJson,
  type JsonFile,
  type JsonObject,
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
  if (outline === null) return hasRows(head) ? SHAPE : null;
  if (isJsonObject(outline["weflow"])) return HEADER;
  if (FOREIGN.some((key) => key in outline)) return null;
  return hasShape(outline, head) ? SHAPE : null;
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

/** Keys of the whole file, with the small objects among their values; null where the file is too damaged to list them. */
function outlineOf(file: JsonFile): JsonObject | null {
  try {
    const outline: JsonObject = Object.create(null) as JsonObject;
    for (const { key, type, span } of indexJson(file).members) {
      const isSmall = type === "object" && (key === "weflow" || key === "session");
      outline[key] = isSmall ? readJson(file, span).value : type === "array" ? [] : null;
    }
    return outline;
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}

/** A session with messages, whose rows have the exporter's columns or which are none. */
function hasShape(outline: JsonObject, head: JsonObject): boolean {
  const session = outline["session"];
  if (!isJsonObject(session) || !Array.isArray(outline["messages"])) return false;
  const isTyped =
    ("wxid" in session || "accountId" in session) && (session["type"] === "私聊" || session["type"] === "群聊");
  return firstRow(head) === undefined ? isTyped : hasRows(head);
}

function firstRow(head: JsonObject): JsonValue | undefined {
  return Array.isArray(head["messages"]) ? head["messages"][0] : undefined;
}

function hasRows(head: JsonObject): boolean {
  const row = firstRow(head);
  return isJsonObject(row) && ROW_KEYS.every((key) => key in row) && !NOT_ROW_KEYS.some((key) => key in row);
}
