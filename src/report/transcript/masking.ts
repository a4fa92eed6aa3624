import type { ReportContext } from "../context.ts";
import { Masker, ownNumbers } from "./masker.ts";

/** How a document of this run prints numbers: with the last four only where that was asked for, else as they stand. */
export function maskingOf({ dossier }: ReportContext): (text: string) => string {
  if (!dossier.settings.maskNumbers) return (text) => text;
  const masker = new Masker(ownNumbers(dossier.caseFile));
  return (text) => masker.masked(text);
}
