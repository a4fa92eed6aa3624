import { textOf, type Tables, type Value } from "../../../base/sqlite/tables.ts";
import type { Kind } from "../../../model/kind.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { askedOf } from "../damage.ts";

type Sort = "Image" | "Video" | "File";

const SORTS: Readonly<Partial<Record<Kind, Sort>>> = { image: "Image", video: "Video", file: "File" };

/** Names of media files by the MD5 that messages state. @source wechat-databases.md §2.4 */
export class HardLinks {
  private readonly databases: readonly OpenDatabase[];

  constructor(databases: readonly OpenDatabase[]) {
    this.databases = databases;
  }

  /** Paths inside the account's folder; none where the tables do not know the digest. @param md5 lower-case hex */
  pathsOf(kind: Kind, md5: string): string[] {
    const sort = SORTS[kind];
    if (sort === undefined) return [];
    return this.databases.flatMap((database) => askedOf(() => pathsIn(database, sort, md5), []));
  }
}

function pathsIn({ tables }: OpenDatabase, sort: Sort, md5: string): string[] {
  const attributes = `HardLink${sort}Attribute`;
  if (!tables.has(attributes, "Md5", "FileName")) return [];
  const columns = ["DirID1", "DirID2", "FileName"];
  const found = [...tables.rows(attributes, columns, 'WHERE "Md5" = ?', Buffer.from(md5, "hex"))];
  return found.flatMap((row) => {
    const [first, second] = ["DirID1", "DirID2"].map((column) => folderOf(tables, sort, row[column] ?? null));
    return pathOf(sort, first ?? null, second ?? null, textOf(row["FileName"])) ?? [];
  });
}

function folderOf(tables: Tables, sort: Sort, id: Value): string | null {
  if (id === null || !tables.has(`HardLink${sort}ID`, "DirId", "Dir")) return null;
  const [row] = [...tables.rows(`HardLink${sort}ID`, ["Dir"], 'WHERE "DirId" = ?', id)];
  return textOf(row?.["Dir"]);
}

function pathOf(sort: Sort, first: string | null, second: string | null, name: string | null): string | null {
  const parts = [first, second, name].filter((part) => part !== null);
  if (name === null || name === "" || parts.some((part) => /[\\/]|^\.\.$/.test(part))) return null;
  return sort === "Image"
    ? `FileStorage/MsgAttach/${first ?? ""}/Image/${second ?? ""}/${name}`
    : `FileStorage/${sort}/${second ?? ""}/${name}`;
}
