import type { Signal } from "../../model/chat.ts";
import type { ExportFacts } from "../importer.ts";

/** What a table of V5 says of itself, and what it carries. */
export function wordsExport(
  known: Partial<ExportFacts> & Pick<ExportFacts, "variant" | "encoding">,
  further: readonly Signal[],
): ExportFacts {
  return {
    claimedTool: null,
    claimedVersion: null,
    exportedAt: null,
    exportedAtText: null,
    owner: null,
    ownerBasis: null,
    statedRange: null,
    localIdOrigin: "none",
    serverIdOrigin: "exact",
    provides: ["sent-second", "row-order", "server-id", "system-notices", ...further],
    ...known,
  };
}
