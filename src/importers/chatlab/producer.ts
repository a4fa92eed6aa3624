import type { KnownDefect } from "../../model/chat.ts";
import type { ExportFacts } from "../importer.ts";
import type { RowTally } from "../wechat/row-tally.ts";

/**
 * Who wrote the file, as far as its generator tells; each has its own defects. Weport calls itself WeFlow.
 *
 * @source documented: export-formats.md §4.1.3, §4.3, §5
 */
export type Producer = "weflow" | "ciphertalk" | "other";

const GENERATORS: Readonly<Record<string, Producer>> = {
  weflow: "weflow",
  "weflow api": "weflow",
  weport: "weflow",
  ciphertalk: "ciphertalk",
};

export function producerOf(generator: string | null): Producer {
  const name = generator?.trim().toLowerCase() ?? "";
  return Object.hasOwn(GENERATORS, name) ? (GENERATORS[name] ?? "other") : "other";
}

/** Codes that rows are warned of, in the order they are listed. */
const COUNTED = [
  "ID_FALLBACK",
  "SVRID_ROUNDED",
  "MEDIA_WRONG_FILE",
  "MEDIA_THUMB_SUBSTITUTED",
  "TEXT_PREFIX_STRIPPED",
  "TEXT_TAKEN_FOR_ENCODED",
  "TRANSFER_STATE_UNRELIABLE",
  "KIND_SHARED",
  "FORWARD_TIME_FALSE",
  "FORWARD_ITEMS_MISSING",
  "QUOTE_TEXT_LOST",
];

/** Defects the producer is known for; of an unknown one only what its rows show. */
export function defectsOf(producer: Producer, tally: RowTally, foreignMembers: number): KnownDefect[] {
  const members = foreignMembers === 0 ? [] : [{ code: "MEMBERS_INCLUDE_FORWARDED", records: foreignMembers }];
  const errors = producer === "other" ? [] : [{ code: "ROWS_DROPPED_BY_ERROR", records: null }];
  return [...tally.defects(COUNTED), ...members, ...errors];
}

/** What the producer's `platformMessageId` is. */
export function serverIdOrigin(producer: Producer, tally: RowTally): ExportFacts["serverIdOrigin"] {
  if (!tally.has("server-id")) return "none";
  if (producer === "ciphertalk" || tally.defects(["SVRID_ROUNDED"]).length > 0) return "through-double";
  return producer === "weflow" ? "exact" : "fallback-possible";
}
