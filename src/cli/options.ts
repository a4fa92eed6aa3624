import { UsageError } from "../base/errors.ts";
import { instantOf, parseWallClock, type WallClock } from "../base/time.ts";
import { ACQUISITION_REPORTS, ANNEXES, LIST_PROFILES, type Annex, type RunSettings } from "../model/settings.ts";
import { oneOf, readConfig, type Config, type FailOn, type Required } from "./config.ts";
import type { Environment } from "./language.ts";
import { printingOf, type PrintOptions } from "./print-options.ts";

/** Options of `pack` and `inspect` as commander hands them over. */
export interface RunOptions extends PrintOptions {
  readonly chat?: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly as?: string;
  readonly date?: string;
  readonly tz?: string;
  readonly lang?: string;
  readonly failOn?: string;
  readonly require?: string;
  readonly listProfile?: string;
  readonly annex?: readonly string[];
  readonly acquisitionReport?: string;
  /** A path, or false for `--no-case`. */
  readonly case?: string | boolean;
}

export interface Run {
  readonly settings: RunSettings;
  readonly failOn: FailOn;
  /** Sections of the case file whose blanks make the exit code 1. */
  readonly required: readonly Required[];
  readonly config: Config;
}

/** Where a run stands: what the process knows and a pure function may not ask. */
export interface Place {
  readonly environment: Environment;
  readonly folder: string;
  /** Epoch ms, taken once at the start. */
  readonly now: number;
}

/**
 * Settings of a run from its options.
 *
 * @throws {UsageError} DATE_INVALID, PERIOD_REVERSED, LIST_PROFILE_UNKNOWN, ANNEX_UNKNOWN and what `readConfig` throws
 */
export function runOf(options: RunOptions, place: Place): Run {
  const config = readConfig(options, place.environment, place.folder);
  const timeZone = config.timeZone.value;
  const until = options.to === undefined ? null : dayStart("--to", options.to, timeZone, 1);
  const from = options.from === undefined ? null : dayStart("--from", options.from, timeZone, 0);
  if (from !== null && until !== null && from >= until) throw reversed(options.from ?? "", options.to ?? "");
  const settings: RunSettings = {
    date: dateOf(options.date, place),
    language: config.reportLanguage.value,
    timeZone,
    timeZoneBasis: config.timeZone.from === "default" ? "zone-assumed" : "zone-declared",
    importer: options.as ?? null,
    chats: options.chat ?? [],
    from,
    until,
    caseFile: null,
    acquisitionReport: oneOf(
      options.acquisitionReport ?? "internal",
      ACQUISITION_REPORTS,
      "ACQUISITION_REPORT_UNKNOWN",
      "--acquisition-report",
    ),
    listProfile: oneOf(options.listProfile ?? "court", LIST_PROFILES, "LIST_PROFILE_UNKNOWN", "--list-profile"),
    annexes: annexesOf(options.annex ?? []),
    ...printingOf(options),
    sourceName: null,
  };
  return { settings, failOn: config.failOn.value, required: config.required.value, config };
}

/** Words apart by commas, the option repeated or not; the order typed does not matter. */
function annexesOf(typed: readonly string[]): Annex[] {
  const words = typed.flatMap((text) => text.split(/[,，、\s]+/)).filter((word) => word !== "");
  const asked = new Set(words.map((word) => oneOf(word, ANNEXES, "ANNEX_UNKNOWN", "--annex")));
  return ANNEXES.filter((annex) => asked.has(annex));
}

/** A date as typed with `--date`, else that of today. @throws {UsageError} DATE_INVALID */
export function dateOf(typed: string | undefined, place: Place): string {
  return typed === undefined ? today(place) : day("--date", typed);
}

/**
 * The date of packing when none is given: SOURCE_DATE_EPOCH, else today in Beijing. Never the zone of the machine:
 * equal input gives equal bytes wherever it is packed that day.
 */
function today({ environment, now }: Place): string {
  const epoch = environment["SOURCE_DATE_EPOCH"];
  const at = epoch !== undefined && /^\d{1,12}$/.test(epoch) ? Number(epoch) * 1000 : now;
  return new Date(at + 8 * 3_600_000).toISOString().slice(0, 10);
}

function day(flag: string, text: string): string {
  calendarDay(flag, text);
  return text;
}

function calendarDay(flag: string, text: string): WallClock {
  const clock = /^\d{4}-\d{2}-\d{2}$/.test(text) ? parseWallClock(text) : null;
  if (clock !== null) return clock;
  throw new UsageError(
    "DATE_INVALID",
    { zh: `${flag} 的日期“${text}”无法识别。`, en: `${flag} has a date that cannot be read: "${text}".` },
    {
      hint: { zh: "请写成 年-月-日，例如 2026-03-01。", en: "Write it as year-month-day, such as 2026-03-01." },
      facts: { flag, value: text },
    },
  );
}

function reversed(from: string, to: string): UsageError {
  return new UsageError(
    "PERIOD_REVERSED",
    {
      zh: `--from ${from} 晚于 --to ${to}，其间没有任何一天。`,
      en: `--from ${from} is after --to ${to}; no day lies between them.`,
    },
    {
      hint: { zh: "请把较早的一天写在 --from 后面。", en: "Write the earlier day after --from." },
      facts: { from, to },
    },
  );
}

/** Epoch ms at which a day, or the one so many days later, begins in a zone, also where its clocks skip midnight. */
function dayStart(flag: string, text: string, timeZone: string, later: 0 | 1): number {
  const clock = calendarDay(flag, text);
  return instantOf({ ...clock, day: clock.day + later }, timeZone).epochMs;
}
