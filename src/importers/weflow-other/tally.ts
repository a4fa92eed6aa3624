import type { KnownDefect, Signal } from "../../model/chat.ts";
import { SIGNALS } from "../../model/chat.ts";
import type { ExportFacts, MessageFacts, Yielded } from "../importer.ts";
import { weflowRange } from "../wechat/weflow-name.ts";

/** Defects whose records are counted by the code on the message, in the order they are told. */
const COUNTED = [
  "TEXT_PREFIX_STRIPPED",
  "TRANSFER_STATE_UNRELIABLE",
  "TRANSFER_LABEL_FALSE",
  "FORWARD_ITEMS_MISSING",
  "MEDIA_THUMB_SUBSTITUTED",
  "SENDER_IS_PEER_HEADER",
  "ID_FALLBACK",
  "SVRID_ROUNDED",
];

/** More different senders of sent rows than this tell nothing more. */
const OWNERS_KEPT = 10;
/** One exact id in about a thousand looks rounded by chance. */
const CHANCE = 100;

/** What one file really carries, counted while it is read. */
export class Tally {
  private readonly signals = new Set<Signal>();
  private readonly owners = new Set<string>();
  private readonly warned = new Map<string, number>();
  private indexed = 0;
  private serverIds = 0;

  count(m: MessageFacts): void {
    this.signals.add("row-order");
    if (m.sentAt !== null) this.signals.add("sent-second");
    if (m.timeBasis === "epoch" && m.sentAtText !== null) this.signals.add("time-text-and-epoch");
    if (m.typeCode != null) this.signals.add("type-code");
    if (m.sender != null) this.signals.add("sender-id");
    if (m.direction === "sent" || m.direction === "received") this.signals.add("direction");
    if (m.direction === "system") this.signals.add("system-notices");
    if (m.quote?.targetServerId != null) this.signals.add("quote-target");
    if (m.attachments?.some(({ statedPath }) => statedPath !== null) === true) this.signals.add("media-path");
    if (m.direction === "sent" && m.sender != null && this.owners.size < OWNERS_KEPT) this.owners.add(m.sender);
    this.countIds(m);
    for (const code of m.warnings ?? []) this.warned.set(code, (this.warned.get(code) ?? 0) + 1);
  }

  private countIds(m: MessageFacts): void {
    if (m.localId != null) this.signals.add("local-id");
    if (m.sortSeq != null) this.signals.add("sort-seq");
    if (m.serverId != null) {
      this.signals.add("server-id");
      this.serverIds += 1;
    }
    if (m.exporterIndex != null) {
      this.signals.add("dense-exporter-index");
      this.indexed += 1;
    }
  }

  /** Rows that bear a code. */
  rowsWith(code: string): number {
    return this.warned.get(code) ?? 0;
  }

  /** Rows with a number of the exporter's own. */
  get numbered(): number {
    return this.indexed;
  }

  /** The account all sent rows name; null where they name none or several. */
  owner(): string | null {
    const [owner, ...more] = this.owners;
    return owner === undefined || more.length > 0 ? null : owner;
  }

  /** By the ids themselves: many that look rounded are, and one that is a local id shows that others may be. */
  serverIdOrigin(mayFallBack: boolean): ExportFacts["serverIdOrigin"] {
    if (this.rowsWith("SVRID_ROUNDED") * CHANCE > this.serverIds) return "through-double";
    if (mayFallBack && this.serverIds + this.rowsWith("ID_FALLBACK") > 0) return "fallback-possible";
    return this.serverIds > 0 ? "exact" : "none";
  }

  provides(further: readonly Signal[]): Signal[] {
    return SIGNALS.filter((signal) => this.signals.has(signal) || further.includes(signal));
  }

  counted(): KnownDefect[] {
    return COUNTED.map((code) => ({ code, records: this.rowsWith(code) })).filter(({ records }) => records > 0);
  }
}

/** What a format says of itself besides what its rows show. */
export interface Draft {
  readonly entry: string;
  readonly variant: string;
  readonly encoding: string;
  readonly claimedTool?: string | null;
  readonly claimedVersion?: string | null;
  readonly exportedAt?: number | null;
  readonly exportedAtText?: string | null;
  readonly localIdOrigin?: ExportFacts["localIdOrigin"];
  readonly hasStatedCount?: boolean;
  /** Whether the format writes a local id where a server id is absent. */
  readonly mayFallBack?: boolean;
}

/** What is said of the export; the rows read so far decide what it provides. */
export function exportOf(draft: Draft, tally: Tally): Yielded {
  const { entry, variant, encoding, exportedAt = null, exportedAtText = null } = draft;
  const owner = tally.owner();
  const further: Signal[] = [];
  if (draft.hasStatedCount === true) further.push("stated-count");
  if (exportedAt !== null) further.push("stated-export-time");
  const facts: ExportFacts = {
    variant,
    claimedTool: draft.claimedTool ?? null,
    claimedVersion: draft.claimedVersion ?? null,
    exportedAt,
    exportedAtText,
    owner,
    ownerBasis: owner === null ? null : "sent-rows",
    statedRange: weflowRange(entry),
    localIdOrigin: draft.localIdOrigin ?? "none",
    serverIdOrigin: tally.serverIdOrigin(draft.mayFallBack === true),
    provides: tally.provides(further),
    encoding,
  };
  return { type: "export", facts };
}

/** Exports of several chats at once leave failed ones out. */
const BATCH: readonly KnownDefect[] = [{ code: "ROWS_DROPPED_BY_ERROR", records: null }];

/** Defects of every WeFlow output, with further ones of this format. @source documented: export-formats.md §4.1.4, §14 */
export function* defectsOf(
  tally: Tally,
  further: readonly KnownDefect[],
  always: readonly KnownDefect[] = BATCH,
): Generator<Yielded> {
  const all = [...tally.counted(), ...further, ...always];
  for (const defect of all) yield { type: "defect", defect };
}
