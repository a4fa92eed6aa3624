import { isJsonObject, parseJsonPrefix, type JsonObject } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ClaimStrength } from "../importer.ts";
import { firstOf, lookAtJson } from "../wechat/json-look.ts";

/** One object in the file, or one in each line. */
export type Form = "json" | "jsonl";

interface Seen {
  readonly form: Form;
  readonly strength: ClaimStrength;
}

/** Headers of tool-specific formats, which may embed similar words. @source documented: export-formats.md §5, §10 (4) */
const FOREIGN = ["weflow", "exportInfo", "exportTime", "schemaVersion"];
const HEAD_BYTES = 64 << 10;

const BASIS = {
  signature: {
    zh: "文件带有 ChatLab 交换格式的 chatlab 头",
    en: "the file has the chatlab header of the ChatLab interchange format",
  },
  structure: {
    zh: "文件没有 chatlab 头，但各字段与 ChatLab 交换格式一致",
    en: "the file has no chatlab header, but the fields of the ChatLab interchange format",
  },
} as const;

/** Claims of all files of the format, whoever produced them. */
export function* detectChatLab(source: Source, importer: string): Generator<Claim, void, void> {
  for (const { path } of source.files) {
    const seen = look(source, path);
    if (seen === null) continue;
    const { strength } = seen;
    yield { importer, entry: path, strength, basis: strength === "signature" ? BASIS.signature : BASIS.structure };
  }
}

/** The form of a file, and how surely it is one of ours; null where it is none. */
export function look(source: Source, path: string): Seen | null {
  const line = firstLine(source, path);
  if (line === null) return null;
  const strength = strengthOfLine(line);
  if (strength !== null) return { form: "jsonl", strength };
  const json = lookAtJson(source, path);
  if (json === null) return null;
  const { head } = json;
  if (FOREIGN.some((key) => key in head)) return null;
  const early = strengthOfObject(head);
  if (early === "signature") return { form: "json", strength: early };
  const outline = json.outline();
  if (outline !== null && FOREIGN.some((key) => key in outline)) return null;
  const late = outline === null ? early : strengthOfObject(outline);
  return late === null ? null : { form: "json", strength: late };
}

/** What stands first in a file that begins like the format: an object, or the value of its first line that is no comment. */
function firstLine(source: Source, path: string): JsonObject | null {
  const first = source.read(path, 0, 64).toString("latin1");
  if (!/^(?:\xef\xbb\xbf)?\s*[{#]/.test(first)) return null;
  const text = source
    .read(path, 0, HEAD_BYTES)
    .toString("utf8")
    .replace(/^\ufeff/, "");
  const begins = text.split("\n").findIndex((line) => line.trim() !== "" && !line.trimStart().startsWith("#"));
  if (begins < 0) return null;
  const value = parseJsonPrefix(text.split("\n").slice(begins).join("\n"));
  return isJsonObject(value) ? value : null;
}

function strengthOfLine(value: JsonObject): ClaimStrength | null {
  switch (value["_type"]) {
    case "header":
      return isJsonObject(value["chatlab"]) || isJsonObject(value["meta"]) ? "signature" : null;
    case "member":
      return "platformId" in value ? "structure" : null;
    case "message":
      return isRow(value) ? "structure" : null;
    default:
      return null;
  }
}

function strengthOfObject(object: JsonObject): ClaimStrength | null {
  if (isJsonObject(object["chatlab"])) return "signature";
  const meta = object["meta"];
  const row = firstOf(object, "messages");
  return isJsonObject(meta) && "platform" in meta && row !== null && isRow(row) ? "structure" : null;
}

/** The fields the format demands of every message. */
function isRow(row: JsonObject): boolean {
  return "sender" in row && "timestamp" in row && "type" in row;
}
