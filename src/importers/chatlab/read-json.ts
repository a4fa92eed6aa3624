import { jsonFile } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, Yielded } from "../importer.ts";
import { JsonDocument, listedRows } from "../wechat/json-document.ts";
import { CHAT } from "./head.ts";
import { Reading } from "./reading.ts";

/** Keys by which a row is known to be a message. */
export const ROW_KEYS = ["timestamp", "content", "sender", "type"];
const MEMBERS_KEPT = 100_000;

/** Reads a file that is one object, in any order of its keys. */
export function* readJsonForm(source: Source, { entry }: Claim): Generator<Yielded, void, void> {
  const file = jsonFile(source, entry);
  const document = new JsonDocument(file);
  const lists = document.lists("messages");
  const reading = new Reading(entry, "json", document.encoding);
  reading.header(document.object("chatlab"), document.object("meta"));
  yield* reading.open();
  for (const member of document.objects("members", MEMBERS_KEPT)) yield* reading.member(member);
  yield* document.told();
  for (const list of lists) {
    for (const listed of listedRows(file, list, ROW_KEYS, CHAT)) {
      if (listed.type !== "row") yield listed;
      else yield* reading.message(listed.row, { path: entry, pointer: listed.pointer, byte: listed.byte });
    }
  }
  yield* reading.finish();
}
