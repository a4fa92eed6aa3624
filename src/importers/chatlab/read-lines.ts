import { isJsonObject, jsonFile, jsonLines, printJson, type JsonLine } from "../../base/json-reader.ts";
import type { Locator } from "../../model/locator.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, Yielded } from "../importer.ts";
import { rowFrom, warn, type Row } from "../wechat/json-row.ts";
import { CHAT } from "./head.ts";
import { ROW_KEYS } from "./read-json.ts";
import { Reading } from "./reading.ts";

/** Reads a file with one object in each line; a line that cannot be read is skipped and reading goes on. */
export function* readLinesForm(source: Source, { entry }: Claim): Generator<Yielded, void, void> {
  const file = jsonFile(source, entry);
  const hasMark = file.read(0, 3).toString("hex") === "efbbbf";
  const reading = new Reading(entry, "jsonl", hasMark ? "UTF-8 with BOM" : "UTF-8");
  for (const line of jsonLines(file)) {
    const at = { path: entry, line: line.line, byte: line.byte };
    // The header comes first: until then nobody knows whose conversation it is.
    if (line.type !== "value" || !isHeader(line)) yield* reading.open();
    yield* lineOf(line, at, reading);
  }
  yield* reading.finish();
}

function isHeader(line: JsonLine): boolean {
  return line.type === "value" && isJsonObject(line.value) && line.value["_type"] === "header";
}

function* lineOf(line: JsonLine, at: Locator, reading: Reading): Generator<Yielded, void, void> {
  if (line.type === "comment") {
    yield { type: "repair", at, code: "comment-line", detail: line.text };
    return;
  }
  if (line.type === "damaged") {
    yield { type: "skipped", conversation: CHAT, at, reason: line.reason, raw: line.raw };
    return;
  }
  const row = isJsonObject(line.value) ? rowFrom(line.value) : null;
  if (row !== null) {
    for (const { code, byte, detail } of line.repairs) {
      yield { type: "repair", at: { ...at, byte }, code, detail };
      warn(row, code === "duplicate-key" ? "DUPLICATE_KEY" : "UNDECODABLE_BYTES");
    }
    if (yield* rowOf(row, at, reading)) return;
  }
  yield { type: "skipped", conversation: CHAT, at, reason: "not-a-message", raw: printJson(line.value) };
}

/** False where the row is none of the three things a line may be. */
function* rowOf(row: Row, at: Locator, reading: Reading): Generator<Yielded, boolean, void> {
  const { _type: type, chatlab, meta } = row.object;
  if (type === "header") {
    if (reading.isHeaded) {
      yield { type: "repair", at, code: "header-repeated", detail: printJson(row.object).slice(0, 200) };
      return true;
    }
    reading.header(rowFrom(isJsonObject(chatlab) ? chatlab : {}), rowFrom(isJsonObject(meta) ? meta : {}));
    yield* reading.open();
    return true;
  }
  if (type === "member") return yield* reading.member(row);
  if (type !== "message" || !ROW_KEYS.some((key) => key in row.object)) return false;
  yield* reading.message(row, at);
  return true;
}
