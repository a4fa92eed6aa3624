import type { KnownDefect, Signal } from "../../model/chat.ts";
import type { MessageFacts } from "../importer.ts";

const ORDER: readonly Signal[] = [
  "sent-second", "time-text-and-epoch", "row-order", "server-id", "local-id", "dense-exporter-index", "stated-count",
  "stated-export-time", "quote-target", "type-code", "sender-id", "direction", "media-path", "system-notices",
  "sort-seq", "client-table", "sequence", "server-sequence", "traces",
]; // prettier-ignore

/** More different senders of sent rows than this tell nothing more. */
const OWNERS_KEPT = 10;

/** What shows that a row carries a signal. */
const CARRIED: readonly (readonly [Signal, (m: MessageFacts) => boolean])[] = [
  ["sent-second", (m) => m.sentAt !== null && (m.timePrecision === "s" || m.timePrecision === "ms")],
  ["time-text-and-epoch", (m) => m.sentAt !== null && m.timeBasis === "epoch" && m.sentAtText !== null],
  ["server-id", (m) => m.serverId != null],
  ["local-id", (m) => m.localId != null],
  ["dense-exporter-index", (m) => m.exporterIndex != null],
  ["quote-target", (m) => m.quote?.targetServerId != null],
  ["type-code", (m) => m.typeCode != null],
  ["sender-id", (m) => m.sender != null],
  ["direction", (m) => m.direction === "sent" || m.direction === "received"],
  ["media-path", (m) => m.attachments?.some(({ statedPath }) => statedPath !== null) === true],
  ["system-notices", (m) => m.direction === "system"],
];

/** What the rows of one file really carry, counted while they are read. */
export class RowTally {
  private readonly signals = new Set<Signal>();
  private readonly owners = new Set<string>();
  private readonly warned = new Map<string, number>();

  count(m: MessageFacts): void {
    this.signals.add("row-order");
    for (const [signal, carries] of CARRIED) if (!this.signals.has(signal) && carries(m)) this.signals.add(signal);
    if (m.direction === "sent" && m.sender != null && this.owners.size < OWNERS_KEPT) this.owners.add(m.sender);
    for (const code of m.warnings ?? []) this.warned.set(code, (this.warned.get(code) ?? 0) + 1);
  }

  /** Signals seen in the rows, and those a header adds, in the order they are listed. */
  provides(...stated: readonly Signal[]): Signal[] {
    return ORDER.filter((signal) => this.signals.has(signal) || stated.includes(signal));
  }

  has(signal: Signal): boolean {
    return this.signals.has(signal);
  }

  /** The account all sent rows name; null where they name none or several. */
  owner(): string | null {
    const [owner, ...more] = this.owners;
    return owner === undefined || more.length > 0 ? null : owner;
  }

  /** Those of the codes that rows were warned of, with the rows that each may touch. */
  defects(codes: readonly string[]): KnownDefect[] {
    return codes.flatMap((code) => {
      const records = this.warned.get(code) ?? 0;
      return records === 0 ? [] : [{ code, records }];
    });
  }
}
