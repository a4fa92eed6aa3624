import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { asHex, asText, Tables } from "../../../src/base/sqlite/tables.ts";

function tablesOf(...statements: string[]): Tables {
  const db = new Database(":memory:");
  for (const sql of statements) db.exec(sql);
  db.defaultSafeIntegers(true);
  return new Tables(db);
}

const FORMS = new Map([["id", asText], ["bytes", asHex]]); // prettier-ignore

test("cells are numbers as far as a double holds them, and digits beyond, in any column", () => {
  const tables = tablesOf(
    "CREATE TABLE t(id, n, bytes)",
    "INSERT INTO t VALUES (5520013399120045511, 7, x'0a6b'), (3, 9007199254740993, 'no bytes'), ('甲', 1.5, NULL), (0, -9007199254740993, NULL), (1, 1e300, NULL)",
  );
  expect([...tables.cells("T", ["id", "n", "bytes", "absent"], FORMS, "ORDER BY rowid")]).toEqual([
    ["5520013399120045511", 7, "0A6B", null, "1"],
    ["3", "9007199254740993", null, null, "2"],
    ["甲", 1.5, null, null, "3"],
    ["0", "-9007199254740993", null, null, "4"],
    ["1", 1e300, null, null, "5"],
  ]);
});

test("a row whose own number is past 2^53 is read as exactly as the others", () => {
  const tables = tablesOf("CREATE TABLE t(n)", "INSERT INTO t(rowid, n) VALUES (9007199254740993, 9007199254740995)");
  expect([...tables.cells("t", ["n"], new Map())]).toEqual([["9007199254740995", "9007199254740993"]]);
});

test("a table without rowid has none, and its numbers are exact as well", () => {
  const tables = tablesOf(
    "CREATE TABLE t(k TEXT PRIMARY KEY, n) WITHOUT ROWID",
    "INSERT INTO t VALUES ('a', 9007199254740993)",
  );
  expect([...tables.cells("t", ["k", "n"], new Map())]).toEqual([["a", "9007199254740993", null]]);
});

test("there are no cells where there is no table", () => {
  expect([...tablesOf().cells("t", ["n"], new Map())]).toEqual([]);
});
