import { elements, indexJson, jsonFile, printJson } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Yielded } from "../importer.ts";
import { rowWith, warn } from "../wechat/json-row.ts";
import type { AnswerKind } from "./detect.ts";
import { ExportReader } from "./export-read.ts";
import { jsonMessage } from "./json-message.ts";

const ROW_KEYS = ["seq", "sequence", "talker", "time", "createTime", "content", "sender"];

/** Reads a JSON answer. @throws {SourceError} JSON_TRUNCATED, JSON_MALFORMED … */
export function* readJsonAnswer(
  source: Source,
  entry: string,
  { isAlpha, isOld }: Extract<AnswerKind, { type: "json" }>,
): Generator<Yielded> {
  const file = jsonFile(source, entry);
  const { span, hasByteOrderMark } = indexJson(file);
  const variant = isOld ? "json-old" : isAlpha ? "alpha-json" : "json";
  const encoding = hasByteOrderMark ? "utf-8 with a byte order mark" : "utf-8";
  const reader = new ExportReader({ entry, variant, encoding });
  const folder = entry.slice(0, entry.lastIndexOf("/") + 1);
  yield* reader.begin();
  for (const element of elements(file, span)) {
    const at = { path: entry, pointer: `/${element.index}`, byte: element.byte };
    if (element.type === "damaged") {
      yield* reader.skipped(at, element.reason, element.raw);
      continue;
    }
    const row = rowWith(element.value, ROW_KEYS);
    if (row === null) {
      yield* reader.skipped(at, "not-a-message", printJson(element.value));
      continue;
    }
    for (const { code, byte, detail } of element.repairs) {
      yield { type: "repair", at: { ...at, byte }, code, detail };
      warn(row, code === "duplicate-key" ? "DUPLICATE_KEY" : "UNDECODABLE_BYTES");
    }
    yield* reader.message(jsonMessage(row, { at, folder }));
  }
  yield* reader.end();
}
