import type { KnownDefect, Signal } from "../../model/chat.ts";
import type { MessageFacts } from "../importer.ts";

const ORDER: readonly Signal[] = [
  "sent-second", "time-text-and-epoch", "row-order", "server-id", "quote-target", "type-code", "direction", "media-path",
  "system-notices",
]; // prettier-ignore

/** Distinct speakers remembered; three make a group. */
const SPEAKERS_KEPT = 3;

/** What the records of one file carry, counted while they pass by. */
export class Tally {
  private readonly signals = new Set<Signal>();
  private readonly warned = new Map<string, number>();
  private readonly speakers = new Set<string>();
  records = 0;
  files = 0;
  media = 0;
  remote = 0;
  groupTexts = 0;

  count(m: MessageFacts): void {
    this.records += 1;
    this.signals.add("row-order");
    if (m.sentAt !== null) this.signals.add("sent-second");
    if (m.timeBasis === "epoch" && m.sentAtText !== null) this.signals.add("time-text-and-epoch");
    if (m.serverId != null) this.signals.add("server-id");
    if (m.quote?.targetServerId != null) this.signals.add("quote-target");
    if (m.typeCode != null) this.signals.add("type-code");
    if (m.direction === "sent" || m.direction === "received") this.signals.add("direction");
    if (m.direction === "system") this.signals.add("system-notices");
    const isDoubtful = m.warnings?.includes("BOUNDARY_FORGEABLE") === true;
    if (m.senderName != null && !isDoubtful && this.speakers.size < SPEAKERS_KEPT) this.speakers.add(m.senderName);
    if (m.kind === "file") this.files += 1;
    this.countMedia(m);
    for (const code of m.warnings ?? []) this.warned.set(code, this.warnedOf(code) + 1);
  }

  private countMedia(m: MessageFacts): void {
    const attachments = m.attachments ?? [];
    if (attachments.length > 0) this.media += 1;
    if (attachments.some(({ statedPath, notExported }) => statedPath !== null && notExported !== true)) {
      this.signals.add("media-path");
    }
    const texts = Object.values(m.extra ?? {});
    if (attachments.some(({ remoteUrl }) => remoteUrl !== null) || texts.some(isAddress)) this.remote += 1;
  }

  warnedOf(code: string): number {
    return this.warned.get(code) ?? 0;
  }

  get hasServerIds(): boolean {
    return this.signals.has("server-id");
  }

  /** More than two names were seen speaking. */
  get isGroup(): boolean {
    return this.speakers.size >= SPEAKERS_KEPT;
  }

  provided(): Signal[] {
    return ORDER.filter((signal) => this.signals.has(signal));
  }
}

function isAddress(text: string): boolean {
  return /^"?https?:\/\//i.test(text);
}

/** Defects with at least one record. */
export function counted(defects: Readonly<Record<string, number>>): KnownDefect[] {
  return Object.entries(defects)
    .filter(([, records]) => records > 0)
    .map(([code, records]) => ({ code, records }));
}
