import Database from "better-sqlite3";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sqliteHeader } from "../../../src/base/sqlite/header.ts";
import { Pages, type Bytes } from "../../../src/base/sqlite/pages.ts";
import { readSchema } from "../../../src/base/sqlite/schema.ts";
import { Tables } from "../../../src/base/sqlite/tables.ts";
import { pageTails } from "../../../src/base/sqlite/tails.ts";
import { readWal } from "../../../src/base/sqlite/wal.ts";
import { decryptedDatabase, edited } from "../../support/databases/decrypted-file.ts";

const hasSqlite = spawnSync("sqlite3", ["--version"]).status === 0;
const RESERVE = 80;
let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "pages-"));
  path = join(folder, "chat.db");
  const late = (db: Database.Database) => db.exec("INSERT INTO t3 VALUES (7, '日志里'); CREATE TABLE late(x)");
  decryptedDatabase(path, { reserve: RESERVE, late }, (db) => {
    for (let n = 0; n < 120; n += 1) db.exec(`CREATE TABLE t${n}(id INTEGER PRIMARY KEY, words TEXT)`);
    db.exec(`CREATE TABLE wide(${Array.from({ length: 600 }, (_, n) => `column_number_${n} TEXT`).join(", ")})`);
    db.exec("INSERT INTO t3 VALUES (1, '首期'), (2, '尾款')");
  });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function bytesOf(file: string): Bytes {
  const bytes = readFileSync(file);
  return { sizeBytes: bytes.length, readAt: (position, length) => bytes.subarray(position, position + length) };
}
const pages = (withLog = true): Pages => {
  const found = Pages.of(bytesOf(path), withLog ? bytesOf(`${path}-wal`) : null);
  if (found === null) throw new Error("no database");
  return found;
};

describe("the header", () => {
  test("states page size, journal and reserve", () => {
    expect(sqliteHeader(readFileSync(path))).toMatchObject({ pageSize: 4096, journal: "wal", reservedBytes: RESERVE, textEncoding: 1 }); // prettier-ignore
  });

  test.each([
    ["too short", Buffer.from("SQLite format 3\0")],
    ["of something else", Buffer.alloc(100, 1)],
  ])("%s is none", (_name, bytes) => {
    expect(sqliteHeader(bytes)).toBeNull();
  });
});

describe("the log", () => {
  test("is laid over the pages: what it alone holds is seen with it and not without", () => {
    const names = (withLog: boolean) => readSchema(pages(withLog)).map(({ name }) => name);
    expect(names(true)).toContain("late");
    expect(names(false)).not.toContain("late");
  });

  test("ends at the first frame whose checksum does not add up", () => {
    const bytes = readFileSync(`${path}-wal`);
    const whole = readWal((position, length) => bytes.subarray(position, position + length), bytes.length);
    const altered = Buffer.from(bytes);
    altered[altered.length - 100] = (altered[altered.length - 100] ?? 0) ^ 1;
    const cut = readWal((position, length) => altered.subarray(position, position + length), altered.length);
    expect(whole?.committedFrames).toBeGreaterThan(1);
    expect(cut?.frames).toBe((whole?.frames ?? 0) - 1);
    expect(cut?.committedFrames).toBe(0);
  });

  test("that is empty or of another file is none", () => {
    expect(readWal(() => Buffer.alloc(0), 0)).toBeNull();
    expect(readWal((position, length) => Buffer.alloc(64).subarray(position, position + length), 64)).toBeNull();
  });
});

describe("the schema", () => {
  test("is read whole from the bytes, over many pages and a declaration longer than a page", () => {
    const read = readSchema(pages());
    expect(read).toHaveLength(122);
    expect(read.find(({ name }) => name === "wide")?.sql?.endsWith("column_number_599 TEXT)")).toBe(true);
  });

  test.skipIf(!hasSqlite)("is the one the sqlite3 program prints", () => {
    const sql = "SELECT group_concat(type || ' ' || name || ' ' || rootpage, char(10)) FROM (SELECT * FROM sqlite_master ORDER BY rowid)"; // prettier-ignore
    const printed = execFileSync("sqlite3", [`file:${path}?immutable=1`, sql], { encoding: "utf8" }).trim();
    const own = readSchema(pages(false)).map(({ type, name, rootPage }) => `${type} ${name} ${rootPage}`);
    expect(own.join("\n")).toBe(printed);
  });

  test("of a file cut anywhere ends quietly", () => {
    const whole = readFileSync(path);
    for (let part = 1; part < 20; part += 1) {
      const bytes = whole.subarray(0, Math.floor((whole.length * part) / 20));
      const cut = Pages.of({ sizeBytes: bytes.length, readAt: (p, n) => bytes.subarray(p, p + n) }, null);
      expect(cut === null ? 0 : readSchema(cut).length).toBeLessThanOrEqual(121);
    }
  });
});

describe("page tails", () => {
  test("hold noise on every page of a file decrypted page by page", () => {
    expect(pageTails(pages())).toMatchObject({ reservedBytes: RESERVE, zero: [] });
  });

  test.each([
    ["one row changed in place", "UPDATE t3 SET words = '三期' WHERE id = 1", 0],
    ["an index made", "CREATE INDEX i ON t3(words)", 1],
  ])("%s leaves %3$d of them empty", (_name, sql, empty) => {
    const copy = join(folder, "edited.db");
    decryptedDatabase(copy, { reserve: RESERVE }, (db) => db.exec("CREATE TABLE t3(id INTEGER PRIMARY KEY, words TEXT); INSERT INTO t3 VALUES (1, '首期')")); // prettier-ignore
    edited(copy, (db) => db.exec(sql));
    expect(pageTails(Pages.of(bytesOf(copy), null) ?? pages())?.zero).toHaveLength(empty);
  });

  test("are all empty in a file that was rebuilt", () => {
    const copy = join(folder, "vacuumed.db");
    decryptedDatabase(copy, { reserve: RESERVE }, (db) => db.exec("CREATE TABLE t3(id INTEGER PRIMARY KEY)"));
    edited(copy, (db) => db.exec("VACUUM"));
    const tails = pageTails(Pages.of(bytesOf(copy), null) ?? pages());
    expect(tails?.zero).toHaveLength(tails?.pages ?? 0);
  });
});

describe("tables", () => {
  test("are found whatever the case, absent columns come as null, ids keep 64 bits", () => {
    const db = new Database(":memory:");
    db.defaultSafeIntegers(true);
    db.exec(
      "CREATE TABLE Name2ID(user_name TEXT, id INTEGER); INSERT INTO Name2ID VALUES ('wxid_a', 9223372036854775807)",
    );
    const tables = new Tables(db);
    expect([...tables.rows("name2id", ["USER_NAME", "id", "is_session"])]).toEqual([
      { USER_NAME: "wxid_a", id: 9_223_372_036_854_775_807n, is_session: null, rowid: 1n },
    ]);
    expect([...tables.rows("absent", ["x"])]).toEqual([]);
    db.close();
  });
});
