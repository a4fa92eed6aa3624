import { quoted, textOf, type Row } from "../../base/sqlite/tables.ts";
import { isDamage, type OpenDatabase } from "../wechat/database/copies.ts";

/** Folder that media of a type lie in. */
const FOLDERS: Readonly<Record<string, string>> = { "3": "Img", "34": "Audio", "43": "Video", "62": "Video", "49": "OpenData" }; // prettier-ignore

/**
 * Numbers of a conversation begin anew in each database, and files bear the number only: where two databases have a
 * message of one number and kind, a file's name does not say which it belongs to.
 */
export class SharedNames {
  private readonly seen = new Set<string>();
  private readonly twice = new Set<string>();

  /** Takes the media messages of one table. Only needed for conversations with several tables. */
  add(opened: OpenDatabase, table: string, digest: string): void {
    const types = Object.keys(FOLDERS).join(", ");
    const sql = `SELECT MesLocalID AS id, Type AS type FROM ${quoted(table)} WHERE Type IN (${types})`;
    try {
      for (const row of opened.db.prepare(sql).iterate() as IterableIterator<Row>) {
        const key = keyOf(digest, textOf(row["type"]), textOf(row["id"]));
        (this.seen.has(key) ? this.twice : this.seen).add(key);
      }
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
  }

  has(digest: string, typeCode: string | null | undefined, localId: string | null | undefined): boolean {
    return this.twice.has(keyOf(digest, typeCode ?? null, localId ?? null));
  }
}

function keyOf(digest: string, typeCode: string | null, localId: string | null): string {
  return `${digest}/${FOLDERS[typeCode ?? ""] ?? ""}/${localId ?? ""}`;
}
