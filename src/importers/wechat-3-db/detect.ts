import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { databaseSets, MESSAGE_NAME, type DatabaseSet } from "./sets.ts";

/** One claim for each account's set of databases; nothing is opened. */
export function* detectSets(source: Source, importer: string): Generator<Claim, void, void> {
  for (const set of databaseSets(source)) {
    const entry = entryOf(set);
    if (entry === null) continue;
    const sourceName =
      set.root === "" && /^wxid_[0-9a-z_]{6,40}$/i.test(source.name) ? { sourceName: source.name } : {};
    yield { importer, entry, strength: "signature", basis: basisOf(set), ...sourceName };
  }
}

/** The set that begins with `entry`; null where there is none. */
export function setOf(source: Source, entry: string): DatabaseSet | null {
  return databaseSets(source).find((set) => entryOf(set) === entry) ?? null;
}

/** Files with messages, readable or not, lowest number first. */
export function messageFiles({ files }: DatabaseSet): DatabaseSet["files"] {
  const numberOf = (path: string) => Number(/(\d{1,3})(?:_dec)?\.db$/i.exec(path)?.[1] ?? -1);
  return files
    .filter(({ path, parts, unreadable }) => parts.has("message") || (unreadable !== null && MESSAGE_NAME.test(path)))
    .toSorted((a, b) => numberOf(a.path) - numberOf(b.path) || (a.path < b.path ? -1 : 1));
}

/** The lowest message database that can be read, else the lowest there is. */
function entryOf(set: DatabaseSet): string | null {
  const files = messageFiles(set);
  return (files.find(({ unreadable }) => unreadable === null) ?? files[0])?.path ?? null;
}

function basisOf(set: DatabaseSet): Claim["basis"] {
  const count = messageFiles(set).length;
  const names = { windows: "Windows", macos: "macOS" } as const;
  const table =
    set.platform === "windows" ? "MSG（localId、MsgSvrID、StrTalker）" : "Chat_<md5>（mesLocalID、msgContent）";
  const tableEn = set.platform === "windows" ? "MSG with localId, MsgSvrID, StrTalker" : "Chat_<md5> with mesLocalID, msgContent"; // prettier-ignore
  return {
    zh: `微信 3.x（${names[set.platform]}）数据库：消息库 ${count} 个，其中的表为 ${table}；共 ${set.files.length} 个数据库文件`,
    en: `databases of WeChat 3.x for ${names[set.platform]}: ${count} with messages (${tableEn}), ${set.files.length} files in all`,
  };
}
