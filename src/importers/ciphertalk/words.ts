import type { KnownDefect } from "../../model/chat.ts";
import type { ConversationFacts } from "../importer.ts";
import type { RowTally } from "../wechat/row-tally.ts";

/** The one conversation of a file. */
export const CHAT = "chat";

/** The id says more than the word: rooms and official accounts have ids of their own form. */
export function conversationType(
  talker: string | null,
  word: string | null,
  isGroup: boolean,
): ConversationFacts["type"] {
  if (talker?.endsWith("@chatroom") === true || isGroup || word === "群聊") return "group";
  if (talker?.startsWith("gh_") === true) return "official";
  return talker !== null || word === "私聊" ? "private" : "unknown";
}

/** Codes that rows are warned of. @source documented: export-formats.md §4.3, §14; TEXT_TAKEN_FOR_ENCODED observed in the exporter's source */
const COUNTED = [
  "ID_FALLBACK",
  "SVRID_ROUNDED",
  "MEDIA_WRONG_FILE",
  "TEXT_PREFIX_STRIPPED",
  "TRANSFER_STATE_UNRELIABLE",
  "FORWARD_ITEMS_MISSING",
  "QUOTE_TEXT_LOST",
  "TEXT_TAKEN_FOR_ENCODED",
];

/** Defects this exporter is known for; a shard that cannot be read is left out without a word. */
export function defectsOf(tally: RowTally): KnownDefect[] {
  return [...tally.defects(COUNTED), { code: "ROWS_DROPPED_BY_ERROR", records: null }];
}
