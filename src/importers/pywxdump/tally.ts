import type { KnownDefect, Signal } from "../../model/chat.ts";
import type { MessageFacts } from "../importer.ts";

/** In the order in which signals are listed. */
const SIGNALS: readonly Signal[] = [
  "sent-second", "row-order", "server-id", "dense-exporter-index", "stated-count", "sender-id", "direction",
  "media-path", "system-notices",
]; // prettier-ignore

/** More different senders of sent rows than this tell nothing more. */
const OWNERS_KEPT = 10;

/** What the rows really carry, counted while they are read. */
export class Tally {
  private readonly signals = new Set<Signal>();
  private readonly owners = new Set<string>();
  private readonly rooms = new Set<string>();
  private readonly warned = new Map<string, number>();
  private readonly counts = { rows: 0, indexed: 0, media: 0 };

  count(room: string, m: MessageFacts): void {
    this.rooms.add(room);
    this.counts.rows += 1;
    this.signals.add("row-order");
    if (m.sentAt !== null && m.timePrecision === "s") this.signals.add("sent-second");
    if (m.serverId != null) this.signals.add("server-id");
    if (m.exporterIndex != null) this.counts.indexed += 1;
    if (m.sender != null) this.signals.add("sender-id");
    if (m.direction === "sent" || m.direction === "received") this.signals.add("direction");
    if (m.direction === "system") this.signals.add("system-notices");
    if (m.attachments?.some(({ statedPath }) => statedPath !== null) === true) this.signals.add("media-path");
    if (m.attachments?.some(({ notExported }) => notExported === true) === true) this.counts.media += 1;
    if (m.direction === "sent" && m.sender != null && this.owners.size < OWNERS_KEPT) this.owners.add(m.sender);
    for (const code of m.warnings ?? []) this.warned.set(code, (this.warned.get(code) ?? 0) + 1);
  }

  get rows(): number {
    return this.counts.rows;
  }

  get hasServerIds(): boolean {
    return this.signals.has("server-id");
  }

  get hasIndexes(): boolean {
    return this.counts.indexed > 0;
  }

  get hasShortenedIds(): boolean {
    return this.warned.has("SVRID_ROUNDED");
  }

  /** One chat, so that its rows alone bear the running number. */
  get isOneChat(): boolean {
    return this.rooms.size <= 1;
  }

  provides(hasStatedCount: boolean): Signal[] {
    const dense = this.hasIndexes && this.isOneChat;
    return SIGNALS.filter(
      (signal) =>
        this.signals.has(signal) ||
        (signal === "dense-exporter-index" && dense) ||
        (signal === "stated-count" && hasStatedCount),
    );
  }

  /** The account all sent rows name; null where they name none or several. */
  owner(): string | null {
    const [owner, ...more] = this.owners;
    return owner === undefined || more.length > 0 ? null : owner;
  }

  /** @source documented: export-formats.md §2.2, §14 */
  defects(): KnownDefect[] {
    const { rows, indexed, media } = this.counts;
    const of = (code: string) => ({ code, records: this.warned.get(code) ?? 0 });
    const all: KnownDefect[] = [
      { code: "TIME_ZONE_UNSTATED", records: rows },
      { code: "LOCALID_SYNTHETIC", records: indexed },
      { code: "MEDIA_NOT_COPIED", records: media },
      of("TRANSFER_STATE_UNRELIABLE"),
      of("FORWARD_ITEMS_MISSING"),
      of("SVRID_ROUNDED"),
      { code: "PLACEHOLDER_ONLY", records: null },
    ];
    return all.filter(({ records }) => records !== 0);
  }
}
