import { z } from "zod";
import { JsonNumber, printJson, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import { rowWith, type Row } from "../wechat/json-row.ts";

/** Text as it is, a number as the source writes it; anything else is not of this type. */
const scalar = z
  .union([z.string(), z.instanceof(JsonNumber).transform((number) => number.text)])
  .nullish()
  .transform((text) => (text === undefined || text === "" ? null : text));

/**
 * The `weflow` object. Weport writes the same: the generator is a claim, not an identification.
 *
 * @source documented: export-formats.md §4.1.2, WeFlow v5.0.0 and Weport v0.9.8; absent before 2026-01-25
 */
export const headerShape = z.object({ version: scalar, exportedAt: scalar, generator: scalar, format: scalar });

/**
 * The `session` object. Later files name the chat's id `accountId`.
 *
 * @source documented: export-formats.md §4.1.2; `accountId` observed in the exporter's source @9fa96cd
 */
export const sessionShape = z
  .object({
    wxid: scalar,
    accountId: scalar,
    nickname: scalar,
    remark: scalar,
    displayName: scalar,
    type: scalar,
    lastTimestamp: scalar,
    messageCount: scalar,
  })
  .transform(({ accountId, ...session }) => ({ ...session, wxid: session.wxid ?? accountId }));

/**
 * One of `senders` or `groupMembers` in the arkme variant; members have no `senderID`, senders no `alias`. Later files
 * name the account `accountId`. A sender whose account was not known is called `unknown`.
 *
 * @source documented: export-formats.md §4.1.2; `accountId`, `groupMembers` and `unknown` observed in the exporter's source @9fa96cd
 */
export const accountShape = z
  .object({
    senderID: scalar,
    wxid: scalar,
    accountId: scalar,
    displayName: scalar,
    nickname: scalar,
    remark: scalar,
    alias: scalar,
    groupNickname: scalar,
  })
  .transform(({ accountId, wxid, ...account }) => ({ ...account, wxid: knownAccount(wxid ?? accountId) }));

function knownAccount(id: string | null): string | null {
  return id === "unknown" ? null : id;
}

export type Header = z.infer<typeof headerShape>;
export type Session = z.infer<typeof sessionShape>;
export type Account = z.infer<typeof accountShape>;

/** What a shape made of an object, and the keys whose values were of a wrong type (read as absent). */
export interface Shaped<T> {
  readonly value: T;
  readonly wrong: readonly { readonly key: string; readonly found: string }[];
}

/** Reads an object leniently: a field of a wrong type is null and named, the others stand. */
export function shaped<T>(shape: z.ZodType<T>, object: JsonObject): Shaped<T> {
  const read = shape.safeParse(object);
  if (read.success) return { value: read.data, wrong: [] };
  const keys = [...new Set(read.error.issues.map((issue) => String(issue.path[0])))];
  const rest = { ...object };
  for (const key of keys) delete rest[key];
  return { value: shape.parse(rest), wrong: keys.map((key) => ({ key, found: beginningOf(object[key] ?? null) })) };
}

function beginningOf(value: JsonValue): string {
  return printJson(value).slice(0, 200);
}

/** Keys by which a row is known to be a message. */
const KNOWN_KEYS = ["createTime", "content", "localType", "type", "platformMessageId", "localId", "formattedTime"];

/** The row, or null where the value is no object or has none of the keys of a message. */
export function rowOf(value: JsonValue): Row | null {
  return rowWith(value, KNOWN_KEYS);
}
