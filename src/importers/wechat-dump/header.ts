import { instantOf, parseWallClock } from "../../base/time.ts";
import type { MessageFacts, ReadSettings } from "../importer.ts";

/** The account's owner, in every chat. @source documented: export-formats.md §7 */
export const SELF = "me";

/** First line of a message, taken apart. */
export interface Header {
  readonly typeCode: string;
  readonly name: string;
  readonly timeText: string;
  /** What the line holds of the message itself. */
  readonly rest: string;
}

/** `type|name:time:text`; the name may hold colons and is cut before the first that a time follows. */
const HEADER = /^(-?\d{1,10})\|(.{0,300}?):(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{6})?):(.*)$/s;

/** A first line; null for any other. @source documented: export-formats.md §7 */
export function headerOf(line: string): Header | null {
  const match = HEADER.exec(line);
  if (match === null) return null;
  const [, typeCode = "", name = "", timeText = "", rest = ""] = match;
  return { typeCode, name, timeText, rest };
}

type Times = Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis"> & {
  /** Codes for a time that the zone's clocks showed twice or never, or that is none. */
  readonly doubts: readonly string[];
};

const NO_TIME = { sentAt: null, timePrecision: "none", timeBasis: "none" } as const;

/**
 * A time as the exporter prints it, `YYYY-MM-DD HH:MM:SS` with six digits behind the point where the client's milliseconds
 * are not zero, read in the zone of the run.
 */
export function timeOfDump(text: string, { timeZone, timeZoneBasis }: ReadSettings): Times {
  const [wall = "", fraction] = text.split(".");
  const clock = parseWallClock(wall);
  if (clock === null) return { ...NO_TIME, sentAtText: text === "" ? null : text, doubts: ["TIME_UNREADABLE"] };
  const { epochMs, doubt } = instantOf(clock, timeZone);
  return {
    sentAt: epochMs + Number((fraction ?? "0").slice(0, 3)),
    sentAtText: text,
    timePrecision: fraction === undefined ? clock.precision : "ms",
    timeBasis: timeZoneBasis,
    doubts: doubt === null ? [] : [`TIME_${doubt.toUpperCase()}`],
  };
}
