import type { SchemaObject } from "../../base/sqlite/schema.ts";
import type { DatabaseRole } from "../../model/database.ts";
import { MESSAGE_TABLE } from "./client-schema.ts";

interface RoleSign {
  readonly role: DatabaseRole;
  readonly fits: (
    has: (...names: string[]) => boolean,
    names: readonly string[],
    sqlOf: (name: string) => string,
  ) => boolean;
}

/** A copy may keep the one table without its companions; then it takes the columns to know it. */
const isContactList = (sql: string) => /\busername\b/i.test(sql) && /\b(?:nick_name|remark)\b/i.test(sql);

/** Tables by which each database is known. @source documented: wechat-databases.md §3.1, §3.4 */
const SIGNS: readonly RoleSign[] = [
  { role: "message", fits: (has, names) => has("name2id") && names.some((name) => MESSAGE_TABLE.test(name)) },
  { role: "message", fits: (has) => has("name2id", "timestamp") && (has("deleteinfo") || has("sendinfo")) },
  { role: "media", fits: (has) => has("voiceinfo", "name2id") },
  { role: "resource", fits: (has) => has("messageresourceinfo") },
  { role: "index", fits: (_has, names) => names.some((name) => /^message_fts_v\d+/.test(name)) },
  { role: "session", fits: (has) => has("sessiontable") },
  {
    role: "contact",
    fits: (has, _names, sqlOf) =>
      has("contact") && (has("chat_room") || has("stranger") || isContactList(sqlOf("contact"))),
  },
  {
    role: "hardlink",
    fits: (_has, names) => names.some((name) => /^(image|video|file)_hardlink_info_v\d$/.test(name)),
  },
  { role: "head-image", fits: (has) => has("head_image") },
  { role: "favorite", fits: (has) => has("fav_db_item") },
  { role: "edits", fits: (has) => has("message_edits") },
  { role: "moments", fits: (has) => has("snstimeline") && !has("message") },
  {
    role: "general",
    fits: (has) =>
      ["revokemessage", "revokebatchmessage", "transfertable", "redenvelopetable", "fmessagetable"].some((name) =>
        has(name),
      ),
  },
];

/** What a database of 4.x is, by its tables; null where it is none. The name tells official accounts apart. */
export function roleOf(schema: readonly SchemaObject[], fileName: string): DatabaseRole | null {
  const tables = schema.filter(({ type }) => type === "table");
  const names = tables.map(({ name }) => name.toLowerCase());
  const held = new Set(names);
  const has = (...wanted: string[]) => wanted.every((name) => held.has(name));
  const sqlOf = (wanted: string) => tables.find(({ name }) => name.toLowerCase() === wanted)?.sql ?? "";
  const role = SIGNS.find(({ fits }) => fits(has, names, sqlOf))?.role ?? null;
  return role === "message" && /^biz_message_/i.test(fileName) ? "official-message" : role;
}
