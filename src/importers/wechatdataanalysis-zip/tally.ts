import type { Signal } from "../../model/chat.ts";
import type { MessageFacts } from "../importer.ts";

/** Signals in the order they are listed. */
const SIGNAL_ORDER: readonly Signal[] = [
  "sent-second", "time-text-and-epoch", "row-order", "server-id", "local-id", "dense-exporter-index", "sort-seq", "stated-count",
  "stated-export-time", "quote-target", "type-code", "sender-id", "direction", "media-path", "system-notices",
]; // prettier-ignore

/** When a message shows that the format carries a signal. */
const CARRIED: readonly (readonly [Signal, (m: MessageFacts) => boolean])[] = [
  ["sent-second", (m) => m.sentAt !== null && m.timePrecision === "s"],
  ["time-text-and-epoch", (m) => m.timeBasis === "epoch" && m.sentAtText !== null],
  ["server-id", (m) => m.serverId != null],
  ["local-id", (m) => m.localId != null],
  ["dense-exporter-index", (m) => m.exporterIndex != null],
  ["sort-seq", (m) => m.sortSeq != null],
  ["type-code", (m) => m.typeCode != null],
  ["sender-id", (m) => m.sender != null],
  ["direction", (m) => m.direction === "sent" || m.direction === "received"],
  ["system-notices", (m) => m.direction === "system"],
  ["quote-target", (m) => m.quote?.targetServerId != null],
  ["media-path", (m) => m.attachments?.some(({ statedPath }) => statedPath !== null) === true],
];

/** Codes on messages that are defects of the exporter. */
const COUNTED = ["VOICE_LABEL_MILLISECONDS", "BOUNDARY_FORGEABLE"];

/** What the rows of an export really carry, counted while they are read. */
export class Tally {
  private readonly signals = new Set<Signal>();
  private readonly warned = new Map<string, number>();
  /** Rows whose time is a wall clock without zone. */
  wallClocks = 0;

  count(m: MessageFacts): void {
    this.signals.add("row-order");
    if (m.timeBasis === "zone-assumed" || m.timeBasis === "zone-declared") this.wallClocks += 1;
    for (const [signal, isCarried] of CARRIED) if (!this.signals.has(signal) && isCarried(m)) this.signals.add(signal);
    for (const code of m.warnings ?? []) this.warned.set(code, (this.warned.get(code) ?? 0) + 1);
  }

  /** A signal that the header or the archive gives. */
  add(signal: Signal): void {
    this.signals.add(signal);
  }

  has(signal: Signal): boolean {
    return this.signals.has(signal);
  }

  seen(): Signal[] {
    return SIGNAL_ORDER.filter((signal) => this.signals.has(signal));
  }

  /** Counted defects that were met. */
  defects(): { readonly code: string; readonly records: number }[] {
    return COUNTED.map((code) => ({ code, records: this.warned.get(code) ?? 0 })).filter(({ records }) => records > 0);
  }
}
