import type { XmlElement } from "../../base/xml.ts";
import { attributeOf, textAt } from "../../base/xml.ts";
import type { StatedAttachment } from "../importer.ts";
import type { PayloadFacts } from "./payload.ts";

const NOTHING: PayloadFacts = {
  kind: null,
  appType: null,
  text: null,
  quote: null,
  forward: null,
  transfer: null,
  redPacket: null,
  call: null,
  location: null,
  recall: null,
  system: null,
  attachments: [],
  extra: {},
  isDamaged: false,
};

/** Facts with everything else left null. */
export function facts(known: Partial<PayloadFacts>): PayloadFacts {
  return { ...NOTHING, ...known };
}

/** The fields that have a value; those without one are left out rather than null. */
export function stated<Fields extends object>(fields: Fields): { [Name in keyof Fields]?: NonNullable<Fields[Name]> } {
  const found: { [Name in keyof Fields]?: NonNullable<Fields[Name]> } = {};
  for (const name of Object.keys(fields) as (keyof Fields)[]) {
    const value = fields[name];
    if (value !== null && value !== undefined) found[name] = value;
  }
  return found;
}

/** Main media of a message, of which nothing else is known. */
export function statedMedia(known: Partial<StatedAttachment>): StatedAttachment {
  return {
    role: "main",
    statedPath: null,
    remoteUrl: null,
    name: null,
    claimedMd5: null,
    claimedSizeBytes: null,
    claimedDurationMs: null,
    candidates: [],
    ...known,
  };
}

/** Media of a message whose file the source names nowhere. */
export const UNNAMED_MEDIA: StatedAttachment = { ...statedMedia({}), notExported: true };

/** Attributes or child texts of these names, as `payload.<name>`; absent and empty ones left out. */
export function listed(element: XmlElement | undefined, names: readonly string[]): Record<string, string> {
  const found: Record<string, string> = {};
  if (element === undefined) return found;
  for (const name of names) {
    const value = attributeOf(element, name) ?? textAt(element, name);
    if (value !== null) found[`payload.${name}`] = value;
  }
  return found;
}

/** An MD5 in lower-case hex; null for anything else. */
export function digest(text: string | null): string | null {
  const md5 = text?.toLowerCase() ?? "";
  return /^[0-9a-f]{32}$/.test(md5) ? md5 : null;
}

/** A size in bytes; null where none, zero or absurd is stated. */
export function sizeBytes(text: string | null): number | null {
  if (text === null || !/^\d{1,15}$/.test(text)) return null;
  return Number(text) || null;
}

/** A duration in milliseconds from a count of units; null where none is stated. */
export function durationMs(text: string | null, unitMs: number): number | null {
  if (text === null || !/^\d{1,9}$/.test(text)) return null;
  return Number(text) * unitMs || null;
}

/** A server id as text; null for 0, empty and anything that is no decimal of at most 20 digits. */
export function serverId(text: string | null): string | null {
  return text !== null && /^[1-9]\d{0,19}$/.test(text) ? text : null;
}

/** Epoch milliseconds from epoch seconds of this century; null for anything else. */
export function epochMs(text: string | null): number | null {
  return text !== null && /^\d{9,10}$/.test(text) ? Number(text) * 1000 : null;
}
