import type { KnownDefect, Signal } from "../../model/chat.ts";
import type { MessageFacts } from "../importer.ts";

/** In the order in which signals are listed. */
const SIGNALS: readonly Signal[] = [
  "sent-second", "time-text-and-epoch", "row-order", "server-id", "local-id", "sort-seq", "type-code", "sender-id",
  "direction", "media-path", "system-notices",
]; // prettier-ignore

/** Codes on messages that are defects of the program. */
const COUNTED = ["SENDER_FROM_TEXT", "TIME_CLIPPED", "BOUNDARY_FORGEABLE"];

/** An account; other words are what the program took for one. */
const ACCOUNT = /^[A-Za-z][\w-]{4,}(?:@[\w.]+)?$/;

/** More different senders of sent rows than this tell nothing more. */
const OWNERS_KEPT = 10;

/** What the rows really carry, counted while they are read. */
export class Tally {
  private readonly signals = new Set<Signal>();
  /** Accounts of sent rows in private chats, and in all. */
  private readonly owners = { private: new Set<string>(), all: new Set<string>() };
  private readonly warned = new Map<string, number>();
  private readonly counts = { zoneless: 0, media: 0 };

  count(m: MessageFacts, isGroup: boolean): void {
    this.signals.add("row-order");
    this.countTime(m);
    this.countIds(m);
    this.countSender(m, isGroup);
    if (m.attachments?.some(({ statedPath }) => statedPath !== null) === true) this.signals.add("media-path");
    if (m.attachments?.some(({ notExported }) => notExported === true) === true) this.counts.media += 1;
    for (const code of m.warnings ?? []) this.warned.set(code, (this.warned.get(code) ?? 0) + 1);
  }

  /** Rows of a chat that only its voices show to be a group. */
  addSendersFromText(rows: number): void {
    this.warned.set("SENDER_FROM_TEXT", (this.warned.get("SENDER_FROM_TEXT") ?? 0) + rows);
  }

  private countTime(m: MessageFacts): void {
    if (m.sentAt !== null && (m.timePrecision === "s" || m.timePrecision === "ms")) this.signals.add("sent-second");
    if (m.timeBasis === "epoch" && /^\d{4}-/.test(m.sentAtText ?? "")) this.signals.add("time-text-and-epoch");
    if (m.timeBasis === "zone-assumed" || m.timeBasis === "zone-declared") this.counts.zoneless += 1;
  }

  private countIds(m: MessageFacts): void {
    if (m.serverId != null) this.signals.add("server-id");
    if (m.localId != null) this.signals.add("local-id");
    if (m.sortSeq != null) this.signals.add("sort-seq");
    if (m.typeCode != null) this.signals.add("type-code");
  }

  private countSender(m: MessageFacts, isGroup: boolean): void {
    if (m.sender != null) this.signals.add("sender-id");
    if (m.direction === "sent" || m.direction === "received") this.signals.add("direction");
    if (m.direction === "system") this.signals.add("system-notices");
    if (m.direction === "sent" && m.sender != null && ACCOUNT.test(m.sender)) this.ownerSeen(m.sender, isGroup);
  }

  has(signal: Signal): boolean {
    return this.signals.has(signal);
  }

  provides(): Signal[] {
    return SIGNALS.filter((signal) => this.signals.has(signal));
  }

  private ownerSeen(sender: string, isGroup: boolean): void {
    const { private: inPrivate, all } = this.owners;
    if (all.size < OWNERS_KEPT) all.add(sender);
    if (!isGroup && inPrivate.size < OWNERS_KEPT) inPrivate.add(sender);
  }

  /**
   * The account all sent rows name; null where they name none or several. In groups a sender may be a false one, so that
   * private chats go before.
   */
  owner(): string | null {
    const { private: inPrivate, all } = this.owners;
    const [owner, ...more] = inPrivate.size > 0 ? inPrivate : all;
    return owner === undefined || more.length > 0 ? null : owner;
  }

  /** @source documented: export-formats.md §3, §14 */
  defects(): KnownDefect[] {
    const all = [
      ...COUNTED.map((code) => ({ code, records: this.warned.get(code) ?? 0 })),
      { code: "MEDIA_NOT_COPIED", records: this.counts.media },
      { code: "TIME_ZONE_UNSTATED", records: this.counts.zoneless },
    ];
    return [...all.filter(({ records }) => records > 0), { code: "PLACEHOLDER_ONLY", records: null }];
  }
}
