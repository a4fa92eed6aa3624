import { textOf } from "../../../base/sqlite/tables.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { askedOf } from "../damage.ts";

/** Names of media files by the MD5 that messages state. @source wechat-databases.md §4, `hldata.db` */
export class MediaLinks {
  private readonly databases: readonly OpenDatabase[];
  private readonly root: string;

  /** @param root folder of the account, with the closing `/` */
  constructor(databases: readonly OpenDatabase[], root: string) {
    this.databases = databases;
    this.root = root;
  }

  /** Paths in the source; none where the tables do not know the digest. @param md5 lower-case hex */
  pathsOf(md5: string): string[] {
    return this.databases.flatMap((database) => askedOf(() => this.pathsIn(database, md5), []));
  }

  private pathsIn({ tables }: OpenDatabase, md5: string): string[] {
    if (!tables.has("HlinkMediaRecord", "mediaMd5", "inodeNumber")) return [];
    if (!tables.has("HlinkMediaDetail", "inodeNumber", "relativePath", "fileName")) return [];
    const records = [...tables.rows("HlinkMediaRecord", ["inodeNumber"], 'WHERE lower("mediaMd5") = ?', md5)];
    return records.flatMap(({ inodeNumber }) => {
      const details = tables.rows("HlinkMediaDetail", ["relativePath", "fileName"], 'WHERE "inodeNumber" = ?', inodeNumber ?? null); // prettier-ignore
      return [...details].flatMap((row) => {
        const path = `${textOf(row["relativePath"]) ?? ""}/${textOf(row["fileName"]) ?? ""}`.replace(/\/{2,}/g, "/");
        return path.split("/").includes("..") ? [] : [`${this.root}Message/MessageTemp/${path.replace(/^\//, "")}`];
      });
    });
  }
}
