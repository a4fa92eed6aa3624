import { idOf, quoted, textOf, type Row } from "../../../base/sqlite/tables.ts";
import type { EmbeddedPlace } from "../../../model/message.ts";
import type { Yielded } from "../../importer.ts";
import type { OpenDatabase } from "../../wechat/database/copies.ts";
import { askedOf } from "../damage.ts";
import { traceOf } from "../trace.ts";

/** A recording inside a database. */
export interface Recording {
  readonly bytes: Buffer;
  readonly at: EmbeddedPlace;
}

interface Place {
  readonly database: OpenDatabase;
  readonly table: string;
  readonly rowid: bigint;
}

/** Recordings of the `Media` tables, found by the server id of the message. @source wechat-databases.md §2.2 */
export class Voices {
  private readonly databases: readonly OpenDatabase[];
  private readonly places = new Map<string, Place>();

  constructor(databases: readonly OpenDatabase[]) {
    this.databases = databases;
    for (const database of databases) askedOf(() => this.index(database), undefined);
  }

  /** The recording of a message; null where there is none, or where it cannot be read. */
  of(serverId: string): Recording | null {
    const place = this.places.get(serverId);
    if (place === undefined) return null;
    const { database, table, rowid } = place;
    const sql = `SELECT "Buf" AS buf FROM ${quoted(table)} WHERE rowid = ?`;
    const row = askedOf(() => database.db.prepare(sql).get(rowid) as Row | undefined, undefined);
    const bytes = row?.["buf"];
    if (!Buffer.isBuffer(bytes) || bytes.length === 0) return null;
    return { bytes, at: { path: database.path, table, rowid: rowid.toString(), column: "Buf" } };
  }

  /** What the recordings say of messages: each names one by its server id. */
  *traces(): Generator<Yielded> {
    for (const database of this.databases) {
      const table = database.tables.table("Media")?.name ?? "Media";
      const rowids = askedOf(() => [...database.tables.rows("Media", ["Reserved0", "Key"])], []);
      for (const row of rowids) {
        const key = textOf(row["Key"]);
        yield traceOf(database.path, table, String(row["rowid"]), {
          kind: "voice",
          serverId: idOf(row["Reserved0"]),
          detail: key === null ? {} : { Key: key },
        });
      }
    }
  }

  private index(database: OpenDatabase): void {
    const table = database.tables.table("Media")?.name ?? "Media";
    for (const row of database.tables.rows("Media", ["Reserved0"])) {
      const id = idOf(row["Reserved0"]);
      const { rowid } = row;
      if (id === null || typeof rowid !== "bigint" || this.places.has(id)) continue;
      this.places.set(id, { database, table, rowid });
    }
  }
}
