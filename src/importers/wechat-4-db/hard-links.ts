import { textOf, type Tables, type Value } from "../../base/sqlite/tables.ts";
import { namesOf } from "./survey.ts";

type Sort = "image" | "video" | "file";

/** Paths of media by the MD5 that messages state. @source documented: wechat-databases.md §3.4 */
export class HardLinks {
  private readonly tables: readonly Tables[];
  private readonly loaded = new Map<Sort, ReadonlyMap<string, string>>();

  constructor(tables: readonly Tables[]) {
    this.tables = tables;
  }

  /** Path below `msg/`, null where no row has the MD5. */
  path(sort: Sort, md5: string | null): string | null {
    if (md5 === null) return null;
    const known = this.loaded.get(sort) ?? this.load(sort);
    return known.get(md5.toLowerCase()) ?? null;
  }

  private load(sort: Sort): ReadonlyMap<string, string> {
    const paths = new Map<string, string>();
    for (const tables of this.tables) {
      const folders = namesOf(tables, "dir2id");
      for (const version of ["v3", "v4"]) {
        const rows = tables.rows(`${sort}_hardlink_info_${version}`, ["md5", "file_name", "dir1", "dir2"]);
        for (const row of rows) {
          const [md5, name] = [digestOf(row["md5"]), textOf(row["file_name"])];
          if (md5 === null || name === null || /[/\\]/.test(name)) continue;
          const [first, second] = [row["dir1"], row["dir2"]].map((id) => folders.get(String(id)) ?? "");
          const path = sort === "image" ? `attach/${first}/${second}/Img/${name}` : `${sort}/${first}/${name}`;
          paths.set(md5, path);
        }
      }
    }
    this.loaded.set(sort, paths);
    return paths;
  }
}

/** Text, or sixteen bytes. */
function digestOf(value: Value | undefined): string | null {
  if (Buffer.isBuffer(value) && value.length === 16) return value.toString("hex");
  const text = textOf(value)?.toLowerCase() ?? "";
  return /^[0-9a-f]{32}$/.test(text) ? text : null;
}
