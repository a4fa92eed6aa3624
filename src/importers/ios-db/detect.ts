import { compareCodePoints } from "../../base/order.ts";
import type { SchemaObject } from "../../base/sqlite/schema.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { baseNameOf, databasesOf, declares, folderOf, type FoundDatabase } from "../wechat/database/schemas.ts";

/** Tables of messages; the digits are the MD5 of the talker. */
export const CHAT_TABLE = /^(Chat|Hello)_([0-9a-f]{32})$/i;
const COLUMNS = ["MesLocalID", "CreateTime", "Message", "Des"] as const;

/** Names that message databases bear. @source wechat-databases.md §1, §5.2 */
const SHARD_NAME = /^(?:MM|message_(\d{1,4}))\.sqlite$/i;

/** Databases of one account. */
export interface AccountSet {
  /** Folder of the account, with `/` at its end. */
  readonly root: string;
  /** Message databases that can be read, the lowest first. */
  readonly shards: readonly string[];
  /** Files that bear the name of a message database and are none that can be read. */
  readonly unreadable: readonly string[];
  /** Every other database of the account. */
  readonly companions: readonly FoundDatabase[];
}

export function isChatTable(table: SchemaObject): boolean {
  return CHAT_TABLE.test(table.name) && declares(table, ...COLUMNS);
}

/** n of `message_n.sqlite`; null for `MM.sqlite` and for other names. */
export function shardNumber(path: string): number | null {
  const digits = SHARD_NAME.exec(baseNameOf(path))?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The folder above `DB`, where the database lies in one of that name. */
function rootOf(path: string): string {
  const folder = folderOf(path);
  return folder.replace(/(^|\/)DB\/$/i, "$1");
}

/** Sets of the source, in the order of their folders. */
export function setsOf(source: Source): AccountSet[] {
  const all = databasesOf(source);
  const withChats = all.filter(({ tables }) => tables.some(isChatTable));
  const roots = [...new Set(withChats.map(({ path }) => rootOf(path)))].sort(compareCodePoints);
  return roots.map((root) => {
    const mine = withChats.filter(({ path }) => rootOf(path) === root).map(({ path }) => path);
    const named = source.files.map(({ path }) => path).filter((path) => rootOf(path) === root && isShardName(path));
    const readable = new Set(all.map(({ path }) => path));
    // A shard in which there is no conversation yet belongs to the set all the same.
    const empty = named.filter((path) => readable.has(path) && !mine.includes(path));
    const shards = [...mine, ...empty].sort(byNumber);
    const companions = all.filter(
      ({ path }) => !shards.includes(path) && (roots.length === 1 || path.startsWith(root)),
    );
    return { root, shards, unreadable: named.filter((path) => !readable.has(path)), companions };
  });
}

function isShardName(path: string): boolean {
  return SHARD_NAME.test(baseNameOf(path));
}

/** `MM.sqlite` first, then by number, then others by name. */
function byNumber(a: string, b: string): number {
  const rank = (path: string) => (/^MM\./i.test(baseNameOf(path)) ? 0 : (shardNumber(path) ?? 1_000_000));
  return rank(a) - rank(b) || compareCodePoints(a, b);
}

/** One claim for each account. */
export function* claimsOf(source: Source): Generator<Claim> {
  for (const { shards } of setsOf(source)) {
    const withChats = databasesOf(source).filter(({ path, tables }) => shards.includes(path) && tables.some(isChatTable)); // prettier-ignore
    const entry = shards.find((path) => withChats.some((database) => database.path === path));
    if (entry === undefined) continue;
    const count = withChats.reduce((sum, { tables }) => sum + tables.filter(isChatTable).length, 0);
    yield {
      importer: "ios-db",
      entry,
      strength: "signature",
      basis: {
        zh: `数据库中有苹果手机微信的会话表 Chat_<32 位字符>（列 MesLocalID、Des、Message 等），共 ${count} 个`,
        en: `the databases have ${count} conversation tables of WeChat for iOS (Chat_<32 digits> with MesLocalID, Des, Message)`,
      },
    };
  }
}
