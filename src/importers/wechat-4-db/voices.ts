import type Database from "better-sqlite3";
import { sha256 } from "../../base/digest.ts";
import type { Row } from "../../base/sqlite/tables.ts";
import type { StatedAttachment } from "../importer.ts";
import { isDamage, type OpenDatabase } from "../wechat/database/copies.ts";
import { namesOf } from "./survey.ts";

type Embedded = NonNullable<StatedAttachment["embedded"]>;

/** What a row is joined by. */
export interface VoiceKey {
  readonly talker: string | null;
  readonly localId: string | null;
  readonly serverId: string | null;
  /** Epoch seconds as stored. */
  readonly createTime: number | null;
}

interface VoiceTable {
  readonly path: string;
  readonly table: string;
  readonly talkers: ReadonlyMap<string, bigint>;
  readonly byPlace: Database.Statement;
  readonly byServerId: Database.Statement;
}

/** Recordings kept in `media_n.db`. @source documented: wechat-databases.md §3.4 VoiceInfo */
export class Voices {
  private readonly tables: VoiceTable[] = [];

  constructor(databases: readonly OpenDatabase[]) {
    for (const { db, path, tables } of databases) {
      const table = tables.table("VoiceInfo");
      if (
        table === null ||
        !tables.has("VoiceInfo", "chat_name_id", "create_time", "local_id", "svr_id", "voice_data")
      ) {
        continue;
      }
      const select = `SELECT rowid AS rowid, voice_data AS data FROM "${table.name}" WHERE chat_name_id = ? AND`;
      const order = tables.has("VoiceInfo", "data_index") ? "ORDER BY CAST(data_index AS INTEGER), rowid" : "ORDER BY rowid"; // prettier-ignore
      this.tables.push({
        path,
        table: table.name,
        talkers: new Map([...namesOf(tables)].map(([id, name]) => [name, BigInt(id)])),
        byPlace: db.prepare(`${select} create_time = ? AND local_id = ? ${order}`),
        byServerId: db.prepare(`${select} svr_id = ? ${order}`),
      });
    }
  }

  get isGiven(): boolean {
    return this.tables.length > 0;
  }

  /** The parts of a recording in order; long ones have several. */
  find({ talker, localId, serverId, createTime }: VoiceKey): Embedded[] {
    for (const { path, table, talkers, byPlace, byServerId } of this.tables) {
      const chat = talkers.get(talker ?? "");
      if (chat === undefined) continue;
      const number = localId !== null && /^-?\d{1,18}$/.test(localId) ? BigInt(localId) : null;
      const placed = createTime === null || number === null ? [] : rowsOf(byPlace, chat, BigInt(createTime), number);
      const rows = placed.length > 0 || serverId === null ? placed : rowsOf(byServerId, chat, BigInt(serverId));
      const found = rows.flatMap(({ rowid, data }) => {
        if (!Buffer.isBuffer(data) || data.length === 0) return [];
        const at = { path, table, rowid: String(rowid), column: "voice_data" };
        return [{ at, sizeBytes: data.length, sha256: sha256(data) }];
      });
      if (found.length > 0) return found;
    }
    return [];
  }
}

function rowsOf(statement: Database.Statement, ...parameters: bigint[]): Row[] {
  try {
    return statement.all(...parameters) as Row[];
  } catch (error) {
    if (isDamage(error)) return [];
    throw error;
  }
}
