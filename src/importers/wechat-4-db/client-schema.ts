import type { ClientSchema } from "../wechat/database/file-facts.ts";
import type { ClientDdl } from "../wechat/database/provenance.ts";

/** A message table: its name holds the MD5 of the talker. @source documented: wechat-databases.md §3.1 */
export const MESSAGE_TABLE = /^msg_([0-9a-f]{32})$/i;

/** What the client itself makes in a message database. @source documented: wechat-databases.md §3.1 */
export const CLIENT_SCHEMA: ClientSchema & ClientDdl = {
  messageTable: MESSAGE_TABLE,
  messageIndex: /^msg_[0-9a-f]{32}_(SENDERID|SERVERID|SORTSEQ|TYPE_SEQ)$/i,
  autoincrement: true,
};

/** MD5 in the name of a message table, lower case; null where it is another table. */
export function hashOf(table: string): string | null {
  return MESSAGE_TABLE.exec(table)?.[1]?.toLowerCase() ?? null;
}

/** The table's place in the record: what its local ids count within. */
export function scopeOf(path: string, table: string): string {
  return `${path}#${table}`;
}
