import type { SchemaObject } from "../../base/sqlite/schema.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { databasesOf, declares, folderOf, type FoundDatabase } from "../wechat/database/schemas.ts";

/** Columns that tables of messages have in every version known. @source wechat-databases.md §5.1 */
const MESSAGE_COLUMNS = ["msgId", "msgSvrId", "type", "isSend", "createTime", "talker", "content"] as const;

/** Whether a table holds messages, `message` itself or a sibling of another kind of account. */
export function isMessageTable(table: SchemaObject): boolean {
  return /message/i.test(table.name) && declares(table, ...MESSAGE_COLUMNS);
}

function isMainDatabase({ tables }: FoundDatabase): boolean {
  return tables.some((table) => table.name.toLowerCase() === "message" && isMessageTable(table));
}

/** One claim for each database with the client's table `message`. */
export function* claimsOf(source: Source): Generator<Claim> {
  for (const database of databasesOf(source)) {
    if (!isMainDatabase(database)) continue;
    const companions = ["rcontact", "rconversation", "userinfo"].filter((name) => hasTable(database, name));
    const also = companions.length === 0 ? "" : `, ${companions.join(", ")}`;
    yield {
      importer: "android-db",
      entry: database.path,
      strength: "signature",
      basis: {
        zh: `数据库中有安卓微信的消息表 message（列 msgId、msgSvrId、talker 等）${also.replaceAll(", ", "、")}`,
        en: `the database has the message table of WeChat for Android (message with msgId, msgSvrId, talker)${also}`,
      },
    };
  }
}

export function hasTable({ tables }: FoundDatabase, name: string): boolean {
  return tables.some((table) => table.name.toLowerCase() === name);
}

/**
 * Databases that belong to the entry: those in its folder and below, or all where there is one account only.
 * The databases of other accounts are left out.
 */
export function companionsOf(source: Source, entry: string): readonly FoundDatabase[] {
  const all = databasesOf(source);
  const isAlone = all.filter(isMainDatabase).length === 1;
  const folder = folderOf(entry);
  return all.filter(
    (database) => database.path !== entry && !isMainDatabase(database) && (isAlone || database.path.startsWith(folder)),
  );
}
