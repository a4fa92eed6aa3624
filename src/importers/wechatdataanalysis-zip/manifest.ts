import { isJsonObject, JsonNumber, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import { zonedTime } from "../../base/zoned-time.ts";
import { instantOf, parseWallClock } from "../../base/time.ts";
import type { ReadSettings } from "../importer.ts";
import { epochOf } from "../wechat/epoch.ts";

/** What the exporter selected, as it states it. */
export interface Filters {
  /** Epoch ms, null where open. */
  readonly startTime: number | null;
  readonly endTime: number | null;
  /** `renderType` words in lower case; empty where all were exported. */
  readonly messageTypes: readonly string[];
}

/** `manifest.json` of an archive. @source documented: export-formats.md §4.4.1 */
export interface Manifest {
  readonly account: string | null;
  readonly format: string | null;
  readonly exportedAtText: string | null;
  readonly filters: Filters;
  /** Kinds of media that were asked for; empty where none were, null where the manifest does not say. */
  readonly mediaKinds: ReadonlySet<string> | null;
  readonly isPrivacy: boolean;
  readonly statedConversations: number | null;
  readonly statedMessages: number | null;
}

export function manifestOf(object: JsonObject): Manifest {
  const options = part(object, "options");
  const stats = part(object, "stats");
  return {
    account: text(object["account"]),
    format: text(object["format"]),
    exportedAtText: text(object["exportedAt"]),
    filters: filtersOf(object["filters"]),
    mediaKinds: mediaKindsOf(options),
    isPrivacy: options["privacyMode"] === true || isHidden(text(object["account"])),
    statedConversations: count(stats["conversations"]),
    statedMessages: count(stats["messagesExported"]),
  };
}

export function filtersOf(value: JsonValue | undefined): Filters {
  const filters = isJsonObject(value) ? value : {};
  return {
    startTime: epochOf(text(filters["startTime"]))?.ms ?? null,
    endTime: epochOf(text(filters["endTime"]))?.ms ?? null,
    messageTypes: words(filters["messageTypes"]),
  };
}

function mediaKindsOf(options: JsonObject): ReadonlySet<string> | null {
  if (options["includeMedia"] === false) return new Set();
  return Array.isArray(options["mediaKinds"]) ? new Set(words(options["mediaKinds"])) : null;
}

/** The account's name in an export made in privacy mode. @source observed: exporter's source @a7092e7 */
export function isHidden(account: string | null): boolean {
  return account === "hidden";
}

function part(object: JsonObject, key: string): JsonObject {
  const value = object[key];
  return isJsonObject(value) ? value : {};
}

/** Text, or a number as written; null for anything else and for nothing. */
export function text(value: JsonValue | undefined): string | null {
  if (value instanceof JsonNumber) return value.text;
  return typeof value === "string" && value !== "" ? value : null;
}

/** A count of records; null where none is stated. */
export function count(value: JsonValue | undefined): number | null {
  const digits = text(value);
  return digits !== null && /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

function words(value: JsonValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((word) => typeof word === "string") : [];
}

/** Filters in one line, with their names as the exporter writes them; null where nothing was filtered. */
export function rangeText({ startTime, endTime, messageTypes }: Filters, timeZone: string): string | null {
  if (startTime === null && endTime === null && messageTypes.length === 0) return null;
  const side = (ms: number | null) => (ms === null ? "不限" : zonedTime(ms, timeZone));
  const range = startTime === null && endTime === null ? [] : [`${side(startTime)} ~ ${side(endTime)}`];
  const types = messageTypes.length === 0 ? [] : [`messageTypes: ${messageTypes.join(", ")}`];
  return [...range, ...types].join("; ");
}

/** The time of the export: a wall clock without zone, read in the zone of the run. */
export function exportedAtOf(stated: string | null, settings: ReadSettings): number | null {
  const clock = stated === null ? null : parseWallClock(stated);
  return clock === null ? null : instantOf(clock, settings.timeZone).epochMs;
}
