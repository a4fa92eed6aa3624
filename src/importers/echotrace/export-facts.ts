import { instantOf, parseWallClock } from "../../base/time.ts";
import type { KnownDefect } from "../../model/chat.ts";
import type { ConversationFacts, ExportFacts, ReadSettings } from "../importer.ts";
import type { RowTally } from "../wechat/row-tally.ts";

/** The one conversation of a file. */
export const CHAT = "chat";

/** What both forms say of the export, from what was seen in its rows. */
export function exportFacts(
  tally: RowTally,
  own: Pick<ExportFacts, "variant" | "encoding" | "localIdOrigin" | "exportedAt" | "exportedAtText"> & {
    readonly hasCount: boolean;
  },
): ExportFacts {
  const { hasCount, ...facts } = own;
  const owner = tally.owner();
  return {
    ...facts,
    claimedTool: null,
    claimedVersion: null,
    owner,
    ownerBasis: owner === null ? null : "sent-rows",
    statedRange: null,
    serverIdOrigin: "none",
    provides: tally.provides(
      ...(hasCount ? (["stated-count"] as const) : []),
      ...(facts.exportedAt === null ? [] : (["stated-export-time"] as const)),
    ),
  };
}

/** An ISO time without zone, as the exporting computer's clock showed it, to the microsecond. */
export function exportInstant(text: string | null, { timeZone }: ReadSettings): number | null {
  const clock = text === null ? null : parseWallClock(text.replace(/\.\d{1,9}$/, ""));
  return clock === null ? null : instantOf(clock, timeZone).epochMs;
}

const COUNTED = [
  "TEXT_PREFIX_STRIPPED",
  "TRANSFER_STATE_UNRELIABLE",
  "FORWARD_ITEMS_MISSING",
  "QUOTE_TEXT_LOST",
  "SENDER_IS_PEER_HEADER",
];

/** 2026-01-06 00:00 +08:00: whatever was exported later no longer lost the last day. @source documented: export-formats.md §4.2 (#170, PR #171) */
const LAST_DAY_MENDED = Date.UTC(2026, 0, 5, 16);

/** Defects this exporter is known for. What decoding left of short texts mostly looks like any text, so it is not counted. */
export function defectsOf(tally: RowTally, exportedAt: number | null): KnownDefect[] {
  const late = exportedAt !== null && exportedAt >= LAST_DAY_MENDED;
  return [
    ...tally.defects(COUNTED),
    { code: "TEXT_TAKEN_FOR_ENCODED", records: null },
    ...(late ? [] : [{ code: "LAST_DAY_LOST", records: null }]),
    { code: "PLACEHOLDER_ONLY", records: null },
  ];
}

/** The id says more than the word: rooms and official accounts have ids of their own form. */
export function conversationType(talker: string | null, word: string | null): ConversationFacts["type"] {
  if (talker?.endsWith("@chatroom") === true || word === "群聊") return "group";
  if (talker?.startsWith("gh_") === true || word === "公众号") return "official";
  return talker !== null || word === "私聊" ? "private" : "unknown";
}
