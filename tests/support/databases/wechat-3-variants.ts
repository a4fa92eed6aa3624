import Database from "better-sqlite3";
import { randomFillSync } from "node:crypto";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { edited } from "./decrypted-file.ts";
import { ACCOUNT, buildClean, MULTI } from "./wechat-3.ts";
import { GROUP, ZHAO } from "./wechat-3-rows.ts";

/** What a manipulation did, and what it leaves to be found. */
export interface Expectation {
  /** Conversation it touches; null where it touches the file. */
  readonly talker: string | null;
  /** Numbers in the table of the first shard it touches. */
  readonly localIds: readonly string[];
  /** Signals of wechat-databases.md §8 that can tell; empty where it leaves none. */
  readonly signals: readonly string[];
}

type Variant = (folder: string) => Promise<Expectation>;

const FIRST = `${MULTI}/MSG0.db`;

function change(sql: string, expectation: Expectation, path = FIRST): Variant {
  return async (folder) => {
    await buildClean(folder, { settled: true });
    edited(join(folder, path), (db) => db.exec(sql));
    return expectation;
  };
}

const NO_PLACE = { talker: null, localIds: [] };

/** Dumps and loads a database: text of the schema kept, rowids of tables without a key given anew, no reserve, no log. */
function rebuilt(path: string): void {
  const folder = mkdtempSync(join(tmpdir(), "rebuilt-"));
  const target = join(folder, "new.db");
  const from = new Database(path);
  const to = new Database(target);
  const tables = from.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as { name: string; sql: string }[]; // prettier-ignore
  for (const { name, sql } of tables) {
    to.exec(sql);
    const rows = from.prepare(`SELECT * FROM "${name}" ORDER BY rowid`).safeIntegers().raw().all() as unknown[][];
    for (const row of rows) to.prepare(`INSERT INTO "${name}" VALUES (${row.map(() => "?").join(",")})`).run(...row);
  }
  from.close();
  to.close();
  copyFileSync(target, path);
  for (const suffix of ["-wal", "-shm"]) rmSync(`${path}${suffix}`, { force: true });
  rmSync(folder, { recursive: true, force: true });
}

/** Puts the tables of several databases into one, as merging programs do. */
function merged(
  folder: string,
  name: string,
  ddl: (table: string, sql: string) => string,
  only: readonly string[],
): Database.Database {
  const target = new Database(join(folder, name));
  const from = ["Msg/Multi/MSG0.db", "Msg/Multi/MSG1.db", "Msg/MicroMsg.db", "Msg/Multi/MediaMSG0.db"];
  for (const path of from) {
    const source = new Database(join(folder, ACCOUNT, path));
    const tables = source.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all() as { name: string; sql: string }[]; // prettier-ignore
    for (const { name: table, sql } of tables) {
      if (only.length > 0 && !only.includes(table)) continue;
      target.exec(ddl(table, sql));
      const rows = source.prepare(`SELECT * FROM "${table}"`).safeIntegers().all() as Record<string, unknown>[];
      for (const row of rows) {
        const columns = Object.keys(row).filter((column) => column !== "localId" || !only.includes("MSG"));
        target.prepare(`INSERT OR IGNORE INTO "${table}"(${columns.map((c) => `"${c}"`).join(",")}) VALUES (${columns.map(() => "?").join(",")})`).run(...columns.map((c) => row[c])); // prettier-ignore
      }
    }
    source.close();
  }
  rmSync(join(folder, "WeChat Files"), { recursive: true });
  return target;
}

/** Every manipulation this platform can have, by name; each builds its own folder. */
export const VARIANTS: Readonly<Record<string, Variant>> = {
  "delete-tail": change("DELETE FROM MSG WHERE localId = 23", { talker: "filehelper", localIds: ["23"], signals: ["S-N01", "S-C06", "S-X01", "S-X05"] }),
  "delete-interior": change("DELETE FROM MSG WHERE localId = 9", { talker: ZHAO, localIds: ["9"], signals: ["S-N02", "S-X01"] }),
  "delete-voice": change("DELETE FROM MSG WHERE localId = 8", { talker: ZHAO, localIds: ["8"], signals: ["S-N02", "S-X03"] }),
  "delete-quoted": change("DELETE FROM MSG WHERE localId = 16", { talker: ZHAO, localIds: ["16"], signals: ["S-N02", "S-X01", "S-X08"] }),
  "clear-conversation": change(`DELETE FROM MSG WHERE StrTalker = '${GROUP}'`, { talker: GROUP, localIds: ["4", "5", "6", "10", "11", "12", "13", "21", "22"], signals: ["S-N02", "S-X01"] }),
  "edit-text": change("UPDATE MSG SET StrContent = '三月份一共 686 吨，每吨一百' WHERE localId = 16", { talker: ZHAO, localIds: ["16"], signals: ["S-X01", "S-X08"] }),
  "edit-text-unseen": change("UPDATE MSG SET StrContent = '第三期款已经付了' WHERE localId = 20", { talker: ZHAO, localIds: ["20"], signals: [] }),
  "edit-time": change("UPDATE MSG SET CreateTime = CreateTime + 864000 WHERE localId = 9", { talker: ZHAO, localIds: ["9"], signals: ["S-R03", "S-N06"] }),
  "edit-transfer-time": change("UPDATE MSG SET CreateTime = CreateTime + 864000, Sequence = Sequence + 864000000 WHERE localId = 18", { talker: ZHAO, localIds: ["18"], signals: ["S-R09", "S-N06"] }),
  "edit-id": change("UPDATE MSG SET localId = 400 WHERE localId = 9", { talker: ZHAO, localIds: ["400"], signals: ["S-N03", "S-X01"] }),
  "edit-type": change("UPDATE MSG SET SubType = 5 WHERE localId = 14", { talker: ZHAO, localIds: ["14"], signals: ["S-R08"] }),
  "insert-row": change(`INSERT INTO MSG(TalkerId,MsgSvrID,Type,SubType,IsSender,CreateTime,Sequence,StrTalker,StrContent) VALUES (1,0,1,0,0,1677800000,1677800000000,'${ZHAO}','单价我认')`, { talker: ZHAO, localIds: ["24"], signals: ["S-R02", "S-N06"] }),
  "swap-side": change("UPDATE MSG SET IsSender = 1 WHERE localId = 5", { talker: GROUP, localIds: ["5"], signals: ["S-R06"] }),
  "move-row": change(`UPDATE MSG SET StrTalker = '${ZHAO}' WHERE localId = 11`, { talker: ZHAO, localIds: ["11"], signals: ["S-C04"] }),
  "unpacked-in-place": change("UPDATE MSG SET CompressContent = CAST('<msg><appmsg><title>采购合同</title><type>6</type></appmsg></msg>' AS BLOB) WHERE localId = 14", { talker: ZHAO, localIds: ["14"], signals: ["S-R07"] }),
  "anti-revoke-trigger": change("CREATE TRIGGER keep_messages BEFORE DELETE ON MSG BEGIN SELECT RAISE(IGNORE); END", { ...NO_PLACE, signals: ["S-F04"] }),
  "viewer-indexes": change("CREATE INDEX idx_MSG_StrTalker ON MSG(StrTalker); CREATE INDEX idx_MSG_CreateTime ON MSG(CreateTime)", { ...NO_PLACE, signals: ["S-F04", "S-F09"] }),
  vacuumed: change("VACUUM", { ...NO_PLACE, signals: ["S-F09"] }),

  async "missing-shard"(folder) {
    await buildClean(folder);
    for (const suffix of ["", "-wal"]) rmSync(join(folder, `${FIRST}${suffix}`));
    return { ...NO_PLACE, signals: ["S-C01"] };
  },
  async "missing-log"(folder) {
    await buildClean(folder, { withoutLog: true });
    return { ...NO_PLACE, signals: ["S-C02"] };
  },
  async "encrypted-shard"(folder) {
    await buildClean(folder);
    writeFileSync(join(folder, FIRST), randomFillSync(Buffer.alloc(4096 * 8)));
    return { ...NO_PLACE, signals: ["S-C01"] };
  },
  async "empty-shard"(folder) {
    await buildClean(folder);
    truncateSync(join(folder, FIRST), 0);
    return { ...NO_PLACE, signals: ["S-C01"] };
  },
  async "cut-shard"(folder) {
    await buildClean(folder, { settled: true });
    truncateSync(join(folder, FIRST), 4096 * 4);
    return { ...NO_PLACE, signals: ["S-C03"] };
  },
  async "damaged-page"(folder) {
    await buildClean(folder, { settled: true });
    const bytes = readFileSync(join(folder, FIRST));
    bytes.fill(0xa5, 4096 * 5, 4096 * 5 + 200);
    writeFileSync(join(folder, FIRST), bytes);
    return { ...NO_PLACE, signals: ["S-C03"] };
  },
  async "dump-renumbered-names"(folder) {
    await buildClean(folder, { settled: true });
    // A talker whose rows are long gone leaves a hole in the numbers, which loading a dump closes.
    edited(join(folder, FIRST), (db) => db.exec("UPDATE Name2ID SET rowid = rowid + 1000 WHERE rowid > 1; UPDATE Name2ID SET rowid = rowid - 999 WHERE rowid > 1; UPDATE MSG SET TalkerId = TalkerId + 1 WHERE TalkerId > 1")); // prettier-ignore
    rebuilt(join(folder, FIRST));
    return { ...NO_PLACE, signals: ["S-C04", "S-C03"] };
  },
  async "merged-pywxdump"(folder) {
    await buildClean(folder, { settled: true });
    const db = merged(folder, "merge_all.db", (table, sql) => sql.replace(/CREATE TABLE (\w+)\s*\(/, `CREATE TABLE IF NOT EXISTS ${table}(`).replace(/INTEGER PRIMARY KEY AUTOINCREMENT|INTEGER PRIMARY KEY|TEXT PRIMARY KEY/g, "INT"), []); // prettier-ignore
    db.exec("CREATE TABLE sync_log(id INTEGER PRIMARY KEY AUTOINCREMENT,db_path TEXT NOT NULL,tbl_name TEXT NOT NULL,src_count INT,current_count INT)"); // prettier-ignore
    db.exec("INSERT INTO sync_log(db_path,tbl_name,src_count,current_count) VALUES ('D:\\out\\de_MSG0.db','MSG',23,23),('D:\\out\\de_MSG1.db','MSG',11,34)"); // prettier-ignore
    db.close();
    return { ...NO_PLACE, signals: ["S-F05", "S-N03"] };
  },
  async "merged-memotrace"(folder) {
    await buildClean(folder, { settled: true });
    const db = merged(folder, "MSG.db", (table, sql) => sql.replace(/CREATE TABLE (\w+)\s*\(/, `CREATE TABLE IF NOT EXISTS ${table}(`).replace("tableIndex INTEGER PRIMARY KEY", "tableIndex INTEGER"), ["MSG", "Name2ID", "DBInfo"]); // prettier-ignore
    db.close();
    return { ...NO_PLACE, signals: ["S-F05"] };
  },
  async "shared-wechatdatabackup"(folder) {
    await buildClean(folder, { settled: true });
    const db = merged(folder, "MSG.db", (table, sql) => sql.replace(/CREATE TABLE (\w+)\s*\(/, `CREATE TABLE IF NOT EXISTS ${table}(`), ["MSG", "Name2ID"]); // prettier-ignore
    db.exec(`DELETE FROM MSG WHERE StrTalker <> '${ZHAO}'; DELETE FROM Name2ID WHERE UsrName <> '${ZHAO}'; CREATE TEMP TABLE kept AS SELECT * FROM MSG ORDER BY localId; DELETE FROM MSG; DELETE FROM sqlite_sequence; UPDATE kept SET localId = rowid; INSERT INTO MSG SELECT * FROM kept`); // prettier-ignore
    db.close();
    return { talker: ZHAO, localIds: [], signals: ["S-F05"] };
  },
}; // prettier-ignore
