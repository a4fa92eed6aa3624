import type { Bilingual } from "../../base/bilingual.ts";
import { isJsonObject, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ClaimStrength } from "../importer.ts";
import { firstOf, lookAtJson, type JsonLook } from "../wechat/json-look.ts";

/** Headers of other formats that also have a session and messages. @source documented: export-formats.md §10 (4) */
const FOREIGN = ["chatlab", "exportInfo", "exportTime", "schemaVersion", "conversations", "instruction"];

/** Keys every row has had since the first release. @source documented: export-formats.md §4.1.2 */
const ROW_KEYS = ["createTime", "localType", "content"];

/** Keys of answers of the exporter's HTTP interface, whose `localId` means something else. @source export-formats.md §4.1.3 */
const NOT_ROW_KEYS = ["serverId", "rawContent"];

/** Claims of all JSON files that have a `weflow` header, or the shape of an export from before there was one. */
export function* detectWeflow(source: Source, importer: string): Generator<Claim, void, void> {
  for (const { path } of source.files) {
    const look = lookAtJson(source, path);
    const seen = look && judged(look);
    if (seen) yield { importer, entry: path, ...seen };
  }
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

function judged(look: JsonLook): Seen | null {
  const { head } = look;
  if (isJsonObject(head["weflow"])) return HEADER;
  if (FOREIGN.some((key) => key in head)) return null;
  const outline = look.outline();
  if (outline === null) return isRow(firstOf(head, "messages")) ? SHAPE : null;
  if (isJsonObject(outline["weflow"])) return HEADER;
  if (FOREIGN.some((key) => key in outline)) return null;
  return hasShape(outline) ? SHAPE : null;
}

/** A session with messages, whose rows have the exporter's columns or which are none. */
function hasShape(outline: JsonObject): boolean {
  const session = outline["session"];
  if (!isJsonObject(session) || !Array.isArray(outline["messages"])) return false;
  const isTyped =
    ("wxid" in session || "accountId" in session) && (session["type"] === "私聊" || session["type"] === "群聊");
  const row = firstOf(outline, "messages");
  return row === null ? isTyped : isRow(row);
}

function isRow(row: JsonValue | null): boolean {
  return isJsonObject(row) && ROW_KEYS.every((key) => key in row) && !NOT_ROW_KEYS.some((key) => key in row);
}
