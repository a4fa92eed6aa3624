import type { KnownDefect, Signal } from "../../model/chat.ts";
import type { ExportFacts, MessageFacts } from "../importer.ts";

/** Defects whose records are counted by the code on the message. */
const COUNTED = [
  "TEXT_PREFIX_STRIPPED",
  "TRANSFER_STATE_UNRELIABLE",
  "FORWARD_ITEMS_MISSING",
  "MEDIA_THUMB_SUBSTITUTED",
];

/** More different senders of sent rows than this tell nothing more. */
const OWNERS_KEPT = 10;

/** What the rows of one file really carry, counted while they are read. */
export class Tally {
  private readonly signals = new Set<Signal>();
  private readonly owners = new Set<string>();
  private readonly warned = new Map<string, number>();
  private indexed = 0;

  count(m: MessageFacts): void {
    this.signals.add("row-order");
    if (m.sentAt !== null) this.signals.add("sent-second");
    if (m.sentAt !== null && m.sentAtText !== null) this.signals.add("time-text-and-epoch");
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
    if (m.serverId != null) this.signals.add("server-id");
    if (m.exporterIndex == null) return;
    this.signals.add("dense-exporter-index");
    this.indexed += 1;
  }

  /** Signals seen in the rows, in no order. */
  seen(): readonly Signal[] {
    return [...this.signals];
  }

  /** The account all sent rows name; null where they name none or several. */
  owner(): string | null {
    const [owner, ...more] = this.owners;
    return owner === undefined || more.length > 0 ? null : owner;
  }

  serverIdOrigin(): ExportFacts["serverIdOrigin"] {
    if (!this.signals.has("server-id")) return "none";
    return this.warned.has("SVRID_ROUNDED") ? "through-double" : "exact";
  }

  /** Defects this exporter is known for, with the records each may touch. @source documented: export-formats.md §4.1.4, §14 */
  defects(): KnownDefect[] {
    const counted = [...COUNTED, "SVRID_ROUNDED"].map((code) => ({ code, records: this.warned.get(code) ?? 0 }));
    const all = [...counted, { code: "LOCALID_SYNTHETIC", records: this.indexed }];
    return [...all.filter(({ records }) => records > 0), { code: "ROWS_DROPPED_BY_ERROR", records: null }];
  }
}
