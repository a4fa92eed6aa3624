import { encodingOfFile, textPieces, type TextRepair } from "../../base/delimited.ts";
import { linesOf } from "../../base/text-lines.ts";
import type { Source } from "../../model/source.ts";
import type { ReadSettings, Yielded } from "../importer.ts";
import { ExportReader } from "./export-read.ts";
import { rangeInName } from "./range.ts";
import { textMessage, type TextContext } from "./text-message.ts";
import { textMessages } from "./text-messages.ts";

const LONGEST_LINE = 4 << 20;

/** Reads a plain text answer, in which nothing but the look of a line tells where a message begins. @throws {SourceError} ENCODING_UNKNOWN */
export function* readText(source: Source, entry: string, settings: ReadSettings): Generator<Yielded> {
  const encoding = encodingOfFile(source, entry);
  const repairs: TextRepair[] = [];
  const lines = linesOf(
    textPieces(source, entry, encoding, (repair) => repairs.push(repair)),
    LONGEST_LINE,
  );
  const folder = entry.slice(0, entry.lastIndexOf("/") + 1);
  const context: TextContext = { path: entry, folder, range: rangeInName(entry), settings };
  const others = new Set<string>();
  let rowsOfOthers = 0;
  let reader: ExportReader | null = null;
  for (const message of textMessages(lines)) {
    if (reader === null) {
      const isNumbered = message.head?.sequence != null;
      reader = new ExportReader({ entry, variant: isNumbered ? "alpha-text" : "text", encoding: encoding.encoding });
      yield* reader.begin();
    }
    for (const repair of repairs.splice(0)) yield { type: "repair", ...repair };
    if (message.head === null) {
      yield* reader.skipped({ path: entry, line: message.line }, "not-a-message", message.content);
      continue;
    }
    const talked = textMessage(message, message.line === 1, context);
    if (talked.facts.sender != null && talked.talker === "") {
      rowsOfOthers += 1;
      if (others.size < 2) others.add(talked.facts.sender);
    }
    yield* reader.message(talked);
  }
  reader ??= new ExportReader({ entry, variant: "text", encoding: encoding.encoding });
  for (const repair of repairs) yield { type: "repair", ...repair };
  if (others.size > 1) reader.isGroupByVoices(rowsOfOthers);
  yield* reader.end();
}
