import type { SchemaObject } from "../../../base/sqlite/schema.ts";
import type { Part } from "../part.ts";

/** Name of a message table: `Chat_` and the MD5 of the conversation's id. */
export const CHAT_TABLE = /^Chat_([0-9a-f]{32})$/i;

/** Columns that tell the tables of macOS from those of iOS, which bear the same names. */
const CHAT_COLUMNS = [/\bmesLocalID\b/, /\bmsgContent\b/i, /\bmsgCreateTime\b/i];

interface Mark {
  readonly part: Part;
  readonly name: RegExp;
  readonly column: RegExp;
}

/** @source wechat-databases.md §4 */
const MARKS: readonly Mark[] = [
  { part: "contact", name: /^WCContact$/i, column: /\bm_nsUsrName\b/i },
  { part: "group", name: /^GroupContact$/i, column: /\bm_nsUsrName\b/i },
  { part: "group", name: /^GroupMember$/i, column: /\bm_nsUsrName\b/i },
  { part: "session", name: /^SessionAbstract$/i, column: /\bm_nsUserName\b/i },
  { part: "hardlink-file", name: /^HlinkMediaDetail$/i, column: /\brelativePath\b/i },
];

/** What the tables of a database of macOS 3.x hold. */
export function macosParts(objects: readonly SchemaObject[]): Set<Part> {
  const parts = new Set<Part>();
  for (const { type, name, sql } of objects) {
    if (type !== "table" || sql === null) continue;
    if (CHAT_TABLE.test(name) && CHAT_COLUMNS.every((column) => column.test(sql))) parts.add("message");
    for (const mark of MARKS) if (mark.name.test(name) && mark.column.test(sql)) parts.add(mark.part);
  }
  return parts;
}
