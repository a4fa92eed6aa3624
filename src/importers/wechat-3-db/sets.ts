import { SQLITE_MAGIC } from "../../base/sqlite/header.ts";
import type { SchemaObject } from "../../base/sqlite/schema.ts";
import type { Source } from "../../model/source.ts";
import { looksEncrypted, type Unreadable } from "../wechat/database/copies.ts";
import { databasesOf, folderOf, type FoundDatabase } from "../wechat/database/schemas.ts";
import { macosParts } from "./macos/parts.ts";
import type { Part } from "./part.ts";
import { windowsParts } from "./windows/parts.ts";

/** One file of a set, and what its tables hold. */
export interface SetFile {
  readonly path: string;
  /** Empty where the file cannot be read. */
  readonly parts: ReadonlySet<Part>;
  /** Why it cannot be read; null where it can. */
  readonly unreadable: Unreadable | null;
}

/** The databases of one account of one client, as far as they were given. */
export interface DatabaseSet {
  readonly platform: "windows" | "macos";
  /** Folder of the account, with the closing `/`; empty for the source's own. */
  readonly root: string;
  readonly files: readonly SetFile[];
}

/** Names the clients give their databases, also with what decrypting tools put before or behind them. Hints only. */
const WINDOWS_NAME =
  /(?:^|\/)(?:de_|dec_|decrypted_)?(?:MSG\d{0,2}|MediaMSG\d{0,2}|FTSMSG\d{0,2}|MicroMsg|HardLink(?:Image|Video|File)|PublicMsg|OpenIMMsg|Misc)(?:_dec)?\.db$/i;
const MACOS_NAME = /(?:^|\/)(?:msg_\d{1,2}|wccontact_new2|group_new|session_new|hldata)\.db$/i;

/** Names of message databases on either platform, as clients and decrypting programs write them. */
export const MESSAGE_NAME = /(?:^|\/)(?:de_|dec_|decrypted_)?MSG_?\d{0,2}(?:_dec)?\.db$/i;

const WINDOWS_FOLDERS = /(^|\/)(?:Msg\/)?(?:Multi\/)?$/i;
const MACOS_FOLDERS = /(^|\/)(?:Message|Contact|Group|Session|MessageTemp|Favorites)\/$/i;

/** Every set in the source, in code-point order of its root. Reads bytes only; nothing is opened. */
export function databaseSets(source: Source): DatabaseSet[] {
  return [
    ...setsOf(source, "windows", windowsParts, WINDOWS_NAME, WINDOWS_FOLDERS),
    ...setsOf(source, "macos", macosParts, MACOS_NAME, MACOS_FOLDERS),
  ];
}

type Readable = ReadonlyMap<string, FoundDatabase>;
type PartsOf = (objects: readonly SchemaObject[]) => Set<Part>;

function setsOf(
  source: Source,
  platform: DatabaseSet["platform"],
  partsOf: PartsOf,
  name: RegExp,
  folders: RegExp,
): DatabaseSet[] {
  const readable: Readable = new Map(databasesOf(source).map((database) => [database.path, database]));
  const byRoot = new Map<string, SetFile[]>();
  for (const { path } of source.files) {
    const file = fileOf(source, readable, path, partsOf, name);
    if (file === null) continue;
    const root = folderOf(path).replace(folders, "$1");
    byRoot.set(root, [...(byRoot.get(root) ?? []), file]);
  }
  return joined(byRoot, name).map(([root, files]) => ({ platform, root, files }));
}

function fileOf(source: Source, readable: Readable, path: string, partsOf: PartsOf, name: RegExp): SetFile | null {
  const found = readable.get(path);
  if (found !== undefined && found.tables.length > 0) {
    const parts = partsOf(found.tables);
    return parts.size > 0 ? { path, parts, unreadable: null } : null;
  }
  if (!name.test(path)) return null;
  // Named like one of the client's, and no schema can be read.
  const unreadable = found === undefined ? whyUnreadable(source, path) : "damaged";
  return { path, parts: new Set(), unreadable };
}

function whyUnreadable(source: Source, path: string): Unreadable {
  if (source.file(path)?.sizeBytes === 0) return "empty";
  if (Buffer.from(source.read(path, 0, 16)).equals(SQLITE_MAGIC)) return "damaged";
  return looksEncrypted(Buffer.from(source.read(path, 0, 4096))) ? "encrypted" : "not-a-database";
}

/** Companions that lie elsewhere in the tree join the nearest set with messages; sets of none are nobody's. */
function joined(byRoot: ReadonlyMap<string, readonly SetFile[]>, name: RegExp): [string, SetFile[]][] {
  const isOwn = ({ path, parts }: SetFile) => parts.has("message") || (name.test(path) && MESSAGE_NAME.test(path));
  const sets = new Map<string, SetFile[]>();
  for (const [root, files] of byRoot) if (files.some(isOwn)) sets.set(root, [...files]);
  for (const [root, files] of byRoot) {
    if (sets.has(root)) continue;
    const near = [...sets.keys()].filter((own) => root.startsWith(own) || own.startsWith(root));
    const [nearest] = near.sort((a, b) => b.length - a.length);
    if (nearest !== undefined) sets.get(nearest)?.push(...files);
  }
  // A folder of nothing but encrypted files is named by what looks at files that nobody claims.
  return [...sets].filter(([, files]) => files.some(({ unreadable }) => unreadable !== "encrypted"));
}
