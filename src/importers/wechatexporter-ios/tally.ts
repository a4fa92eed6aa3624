import { SIGNALS, type KnownDefect, type Signal } from "../../model/chat.ts";
import type { ExportFacts, MessageFacts } from "../importer.ts";

/** Names kept to tell a group: two speakers besides the owner make one. */
const SPEAKERS_KEPT = 2;

/** What the records of one file carry, counted while they pass by. */
export class Tally {
  private readonly signals = new Set<Signal>();
  private readonly speakers = new Set<string>();
  private readonly owners = new Set<string>();
  records = 0;
  timed = 0;
  forgeable = 0;
  remote = 0;

  count(m: MessageFacts): void {
    this.records += 1;
    this.signals.add("row-order");
    if (m.sentAt !== null) {
      this.timed += 1;
      this.signals.add("sent-second");
    }
    if (m.localId != null) this.signals.add("local-id");
    if (m.typeCode != null) this.signals.add("type-code");
    if (m.sender != null) this.signals.add("sender-id");
    if (m.direction === "sent" || m.direction === "received") this.signals.add("direction");
    if (m.direction === "system") this.signals.add("system-notices");
    if (m.warnings?.includes("BOUNDARY_FORGEABLE") === true) this.forgeable += 1;
    const attachments = m.attachments ?? [];
    if (attachments.some(({ statedPath }) => statedPath !== null)) this.signals.add("media-path");
    if (attachments.some(({ remoteUrl }) => remoteUrl !== null)) this.remote += 1;
    this.countSpeaker(m);
  }

  private countSpeaker({ direction, sender = null, senderName = null }: MessageFacts): void {
    const speaker = sender ?? senderName;
    if (direction === "received" && speaker !== null && this.speakers.size < SPEAKERS_KEPT) this.speakers.add(speaker);
    if (direction === "sent" && sender !== null && this.owners.size < SPEAKERS_KEPT) this.owners.add(sender);
  }

  /** Two accounts besides the owner were seen speaking. */
  get isGroup(): boolean {
    return this.speakers.size >= SPEAKERS_KEPT;
  }

  /** The one account that all sent rows name. */
  get owner(): string | null {
    const [owner, ...more] = this.owners;
    return owner === undefined || more.length > 0 ? null : owner;
  }

  provides(further: readonly Signal[] = []): Signal[] {
    return SIGNALS.filter((signal) => this.signals.has(signal) || further.includes(signal));
  }
}

/** What is said of any export of this tool, which states no version, range or time. */
export function exportOf(
  known: Pick<ExportFacts, "variant" | "encoding" | "provides" | "localIdOrigin"> & {
    readonly owner?: string | null;
    readonly ownerBasis?: ExportFacts["ownerBasis"];
  },
): ExportFacts {
  const { owner = null, ownerBasis = null, ...rest } = known;
  return {
    claimedTool: null,
    claimedVersion: null,
    exportedAt: null,
    exportedAtText: null,
    statedRange: null,
    serverIdOrigin: "none",
    owner,
    ownerBasis,
    ...rest,
  };
}

/** Defects with at least one record. */
export function counted(defects: Readonly<Record<string, number>>): KnownDefect[] {
  return Object.entries(defects).flatMap(([code, records]) => (records > 0 ? [{ code, records }] : []));
}
