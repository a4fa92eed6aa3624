import { posix } from "node:path";
import type { ConversationFacts } from "../importer.ts";

/**
 * The range stands only in the file name: two days, one day, or an open end. A name that was taken already got `_2`.
 *
 * @source documented: export-formats.md §4.1.1; a single day, `20260601-至今` and the ten hex digits behind the name
 *   observed in the exporter's source @9fa96cd
 */
const RANGE = /_(全部时间|(?:19|20)\d{6}(?:-(?:\d{8}|至今))?|\d{4}[\d-]*至今|截至-?\d{4}[\d-]*)(?:_\d{1,4})?$/;
const FINGERPRINT = /-[0-9a-f]{10}(?:_\d{1,4})?$/;
const EXTENSION = /\.(?:json|xlsx|csv|txt|sql|html?|md)$/i;

/** Range of time that the name of an export file states, as written; null where it states none. */
export function weflowRange(entry: string): string | null {
  return RANGE.exec(posix.basename(entry).replace(EXTENSION, ""))?.[1] ?? null;
}

const PREFIXES: Readonly<Record<string, ConversationFacts["type"]>> = {
  私聊_: "private",
  曾经的好友_: "private",
  群聊_: "group",
  公众号_: "official",
};

/** What file and folder name say of a conversation. */
export interface WeflowName {
  readonly title: string;
  readonly type: ConversationFacts["type"];
}

/** Title and type by the name of the file, the type else by that of its folder (layout B). @source export-formats.md §4.1.1 */
export function weflowName(entry: string): WeflowName {
  const stem = posix.basename(entry).replace(EXTENSION, "").replace(RANGE, "").replace(FINGERPRINT, "");
  const folder = posix.basename(posix.dirname(entry));
  const prefix = prefixOf(stem);
  const title = prefix === undefined ? stem : stem.slice(prefix.length);
  const typed = prefix ?? prefixOf(folder);
  return { title: title === "" ? stem : title, type: typed === undefined ? "unknown" : (PREFIXES[typed] ?? "unknown") };
}

function prefixOf(name: string): string | undefined {
  return Object.keys(PREFIXES).find((prefix) => name.startsWith(prefix));
}
