import type { RunSettings } from "../model/settings.ts";

export const COVER_PATH = "report/cover.pdf";

/** Paths of every typeset document a run with these settings makes, in the order they are made. */
export function reportPaths(_settings: RunSettings): string[] {
  return [COVER_PATH];
}
