import type { SchemaObject } from "../../../base/sqlite/schema.ts";
import type { Part } from "../part.ts";

interface Mark {
  readonly part: Part;
  readonly name: RegExp;
  /** Columns the DDL must name. */
  readonly columns: readonly RegExp[];
}

/** @source wechat-databases.md §1, §2 */
const MARKS: readonly Mark[] = [
  { part: "contact", name: /^Contact$/i, columns: [/\bUserName\b/i, /\bDelFlag\b/i] },
  { part: "group", name: /^ChatRoom$/i, columns: [/\bChatRoomName\b/i, /\bUserNameList\b/i] },
  { part: "session", name: /^Session$/i, columns: [/\bstrUsrName\b/i] },
  { part: "last-read", name: /^ChatInfo$/i, columns: [/\bLastReadedCreateTime\b/i] },
  { part: "media", name: /^Media$/i, columns: [/\bReserved0\b/i, /\bBuf\b/i] },
  { part: "hardlink-image", name: /^HardLinkImageAttribute$/i, columns: [/\bMd5\b/i] },
  { part: "hardlink-video", name: /^HardLinkVideoAttribute$/i, columns: [/\bMd5\b/i] },
  { part: "hardlink-file", name: /^HardLinkFileAttribute$/i, columns: [/\bMd5\b/i] },
  { part: "index", name: /^FTSChatMsg2_MetaData$/i, columns: [/\bmsgId\b/i] },
  { part: "head-image", name: /^ContactHeadImg1$/i, columns: [/\busrName\b/i] },
  { part: "user-data", name: /^(?:lastTime|bookMark)$/i, columns: [/\buserName\b/i] },
  { part: "merge-journal", name: /^sync_log$/i, columns: [/\bsrc_count\b/i] },
];

const MESSAGE_COLUMNS = [/\blocalId\b/i, /\bMsgSvrID\b/i, /\bStrTalker\b/i, /\bCreateTime\b/i];
const CHAT_TABLE = /^MSG$/i;

/** A table with the columns of `MSG`, whatever it is called: `MSG`, `PublicMsg`, `OpenIMMsg`. */
export function isMessageTable(sql: string | null): boolean {
  return sql !== null && !/^\s*CREATE\s+VIRTUAL\b/i.test(sql) && MESSAGE_COLUMNS.every((column) => column.test(sql));
}

/** What the tables of a database of Windows 3.x hold. */
export function windowsParts(objects: readonly SchemaObject[]): Set<Part> {
  const parts = new Set<Part>();
  for (const { type, name, sql } of objects) {
    if (type !== "table" || sql === null) continue;
    if (isMessageTable(sql)) parts.add(CHAT_TABLE.test(name) ? "message" : "official-message");
    for (const mark of MARKS) {
      if (mark.name.test(name) && mark.columns.every((column) => column.test(sql))) parts.add(mark.part);
    }
  }
  return parts;
}
