import { instantOf, parseWallClock, type WallClock } from "../../base/time.ts";
import type { MessageFacts, ReadSettings } from "../importer.ts";

type Times = Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis"> & {
  /** `TIME_AMBIGUOUS` or `TIME_NONEXISTENT` where the zone's clocks were set at that hour. */
  readonly doubt: string | null;
};

/** Times of a record that states an epoch in seconds, with the text beside it. Null where it is no such number. */
export function timeOfEpoch(seconds: string, text: string): Times | null {
  if (!/^\d{9,10}$/.test(seconds)) return null;
  const sentAtText = text === "" ? null : text;
  return { sentAt: Number(seconds) * 1000, sentAtText, timePrecision: "s", timeBasis: "epoch", doubt: null };
}

/** Times of a record that states only a wall clock, read in the zone of the run. */
export function timeOfText(text: string, settings: ReadSettings, clock = parseWallClock(text)): Times {
  const sentAtText = text === "" ? null : text;
  if (clock === null) return { sentAt: null, sentAtText, timePrecision: "none", timeBasis: "none", doubt: null };
  return { ...instant(clock, settings), sentAtText, timePrecision: clock.precision };
}

function instant(clock: WallClock, settings: ReadSettings) {
  const { epochMs, doubt } = instantOf(clock, settings.timeZone);
  return {
    sentAt: epochMs,
    timeBasis: settings.timeZoneBasis,
    doubt: doubt === null ? null : `TIME_${doubt.toUpperCase()}`,
  };
}
