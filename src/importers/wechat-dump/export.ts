import type { ConversationFacts, ExportFacts, Yielded } from "../importer.ts";
import type { RowTally } from "../wechat/row-tally.ts";

/** The one conversation of a file. */
export const CHAT = "chat";

/** What is said of the export; the rows read so far decide what it provides. */
export function exportOf(variant: string, encoding: string, tally: RowTally): Yielded {
  const facts: ExportFacts = {
    variant,
    claimedTool: null,
    claimedVersion: null,
    exportedAt: null,
    exportedAtText: null,
    owner: null,
    ownerBasis: null,
    statedRange: null,
    localIdOrigin: "none",
    serverIdOrigin: "none",
    provides: tally.provides(),
    encoding,
  };
  return { type: "export", facts };
}

export function conversationOf(known: Pick<ConversationFacts, "title" | "type"> & Partial<ConversationFacts>): Yielded {
  const nothing = { talker: null, statedMessageCount: null, statedLastMessageAt: null, members: [] };
  return { type: "conversation", facts: { key: CHAT, ...nothing, ...known } };
}

/** Codes whose rows are counted by the warning they bear. */
const COUNTED = ["TEXT_FIRST_LINE_LOST", "SENDER_FROM_TEXT", "QUOTE_TEXT_LOST", "TRANSFER_STATE_UNRELIABLE"];

/**
 * Defects of every output, with the further ones of this.
 *
 * @source documented: export-formats.md §7 (rows of type 10000 are left out), §14
 */
export function* defectsOf(tally: RowTally, ...further: readonly string[]): Generator<Yielded> {
  const [forgeable = { code: "BOUNDARY_FORGEABLE", records: null }] = tally.defects(["BOUNDARY_FORGEABLE"]);
  const always = ["ROWS_DROPPED_BY_TYPE", "TIME_ZONE_UNSTATED", ...further, "PLACEHOLDER_ONLY"].map((code) => ({
    code,
    records: null,
  }));
  for (const defect of [...tally.defects(COUNTED), forgeable, ...always]) yield { type: "defect", defect };
}
