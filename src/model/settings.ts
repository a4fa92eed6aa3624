import type { Language } from "../base/bilingual.ts";

export const LIST_PROFILES = ["court", "firm"] as const;
export type ListProfile = (typeof LIST_PROFILES)[number];

/** Sheets printed only on request. @source law.md §7.6; design.md §10 */
export const ANNEXES = ["signatures", "court-receipt", "investigation-order"] as const;
export type Annex = (typeof ANNEXES)[number];

/** Where level and rules of the acquisition review go: to the screen of the packing side alone, or into the bundle. */
export const ACQUISITION_REPORTS = ["internal", "court"] as const;
export type AcquisitionReport = (typeof ACQUISITION_REPORTS)[number];

/** Everything besides the source that decides the bytes of a bundle; kept in `meta/tool.json` so that `verify` can repeat the run. */
export interface RunSettings {
  /** Date of packing as stated by the operator or taken once at the start, `YYYY-MM-DD`. */
  readonly date: string;
  /** Language of the printed report. Facts are the same in both. */
  readonly language: Language;
  readonly timeZone: string;
  readonly timeZoneBasis: "zone-declared" | "zone-assumed";
  /** Importer asked for by name, or null. */
  readonly importer: string | null;
  /** Talker ids or titles asked for; empty means all. */
  readonly chats: readonly string[];
  /** Epoch ms; messages before it (from) or at and after it (until) are read and checked but not printed. */
  readonly from: number | null;
  readonly until: number | null;
  /** Name of the case file, which lies with what it names in `data/enclosed/`; null where none was given. */
  readonly caseFile: string | null;
  readonly acquisitionReport: AcquisitionReport;
  /** Whether the evidence list has a column for the state of the carrier, as court forms ask, or leaves it out. */
  readonly listProfile: ListProfile;
  /** Annexes asked for, each once, in the order of `ANNEXES`. */
  readonly annexes: readonly Annex[];
  /** Whether the messages are printed one by one. */
  readonly transcript: boolean;
  /** Whether identity, card and telephone numbers of others are printed with the last four digits only. */
  readonly maskNumbers: boolean;
  /** Numbers of the exhibits printed on their own, as typed; `all` for every one. */
  readonly exhibits: readonly string[];
  /** Messages of context printed before and after those an exhibit names. */
  readonly exhibitContext: number;
  /** Name of the source folder, only where an importer read it as part of the export. */
  readonly sourceName: string | null;
}
