import type { RunSettings } from "../../src/model/settings.ts";

/** Settings of a run on a fixed day, with the differences a test cares about. */
export function settingsOf(different: Partial<RunSettings>): RunSettings {
  return {
    date: "2026-09-01",
    language: "zh",
    timeZone: "Asia/Shanghai",
    timeZoneBasis: "zone-assumed",
    importer: null,
    chats: [],
    from: null,
    until: null,
    caseFile: null,
    acquisitionReport: "internal",
    listProfile: "court",
    annexes: [],
    transcript: true,
    maskNumbers: false,
    exhibits: [],
    exhibitContext: 0,
    sourceName: null,
    ...different,
  };
}
