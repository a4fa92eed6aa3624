import { integerOf, textOf, type Row, type Table, type Value } from "../../base/sqlite/tables.ts";
import type { MessageFacts } from "../importer.ts";

const SYSTEM_TYPES: ReadonlySet<string> = new Set(["9999", "10000", "10001", "10002"]);

/** Whether the client itself wrote rows of this type. @source wechat-databases.md §6.1 */
export function isSystemType(type: string): boolean {
  return SYSTEM_TYPES.has(type);
}

const LAST_SECOND = 253_402_300_799;

/** Times of a row that states epoch seconds; anything else keeps its text. */
export function secondsTime(
  value: Value | undefined,
): Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis"> {
  const seconds = integerOf(value);
  if (seconds === null || seconds <= 0 || seconds > LAST_SECOND) {
    return { sentAt: null, sentAtText: textOf(value), timePrecision: "none", timeBasis: "none" };
  }
  return { sentAt: seconds * 1000, sentAtText: null, timePrecision: "s", timeBasis: "epoch" };
}

/** The code that a row without a readable time bears. */
export function unreadableTime({ sentAt }: Pick<MessageFacts, "sentAt">): string[] {
  return sentAt === null ? ["TIME_UNREADABLE"] : [];
}

/** Columns without a field of their own as found; zero and empty, which the DDL gives as defaults, are left out. */
export function furtherColumns(row: Row, { columns }: Table, taken: ReadonlySet<string>): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [lower, own] of columns) {
    const value = row[lower];
    if (taken.has(lower) || Buffer.isBuffer(value)) continue;
    const text = textOf(value);
    if (text !== null && text !== "" && text !== "0") found[own] = text;
  }
  return found;
}
