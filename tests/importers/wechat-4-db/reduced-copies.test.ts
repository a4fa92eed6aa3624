import Database from "better-sqlite3";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { md5 } from "../../../src/base/digest.ts";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import type { Message } from "../../../src/model/message.ts";
import { readSource } from "../../../src/source/read.ts";
import { settingsOf } from "../../support/settings.ts";

// Copies that tools leave behind: fewer columns, fewer tables, cells of other types than the client writes.
const PEER = "wxid_wangdaming";
const TABLE = `Msg_${md5(Buffer.from(PEER))}`;
const START = 1_700_000_000;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "reduced-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, ...statements: string[]): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  const database = new Database(join(folder, path));
  for (const statement of statements) database.exec(statement);
  database.close();
}

function messages(columns: string, values: (id: number) => string): string[] {
  const rows = [1, 2, 3, 4].map((id) => `(${values(id)})`);
  return [
    "CREATE TABLE Name2Id(user_name TEXT); INSERT INTO Name2Id(user_name) VALUES ('wxid_own'), ('wxid_wangdaming')",
    `CREATE TABLE ${TABLE}(${columns})`,
    `INSERT INTO ${TABLE} VALUES ${rows.join(",")}`,
  ];
}

const FEW = "local_id INTEGER PRIMARY KEY, local_type INTEGER, create_time INTEGER, real_sender_id INTEGER, message_content BLOB"; // prettier-ignore
const plain = (id: number): string => `${id}, 1, ${START + id}, ${1 + (id % 2)}, '第${id}条'`;

interface Read {
  readonly messages: Message[];
  readonly names: string[];
}

async function read(): Promise<Read> {
  const scratch = new Scratch();
  const source = await readSource(folder, scratch);
  const { chat } = await importSource(source, settingsOf({}), scratch);
  try {
    const found = chat.conversations.flatMap(({ id }) => [...chat.messages(id)]);
    const names = chat.participants.flatMap(({ names: seen }) => seen.map(({ text }) => text));
    return { messages: found, names };
  } finally {
    chat.close();
    source.close();
    scratch.dispose();
  }
}

describe("reduced copies of the client's databases", () => {
  test("a table with five of its columns is read, under any file name", async () => {
    write("备份/聊天.sqlite", ...messages(FEW, plain));
    const { messages: found } = await read();
    expect(found.map(({ text, sender }) => [text, sender])).toEqual([
      ["第1条", "s1:wxid_wangdaming"],
      ["第2条", "s1:wxid_own"],
      ["第3条", "s1:wxid_wangdaming"],
      ["第4条", "s1:wxid_own"],
    ]);
  });

  test("a contact list without its companion tables gives the names", async () => {
    write("db_storage/message/message_0.db", ...messages(FEW, plain));
    write(
      "db_storage/contact/contact.db",
      "CREATE TABLE contact(username, remark, nick_name); INSERT INTO contact VALUES('wxid_wangdaming', '老王', '王大明')",
    );
    expect((await read()).names).toEqual(expect.arrayContaining(["老王", "王大明"]));
  });

  test("a time that is none is kept as it stands and said to be unreadable", async () => {
    write("message_0.db", ...messages(FEW, (id) => `${id}, 1, ${id === 2 ? "'昨天'" : id === 3 ? 0 : START + id}, 1, '甲'`)); // prettier-ignore
    const { messages: found } = await read();
    const unread = found.filter(({ warnings }) => warnings.includes("TIME_UNREADABLE"));
    expect(unread.map(({ localId, sentAt, sentAtText }) => [localId, sentAt, sentAtText])).toEqual([
      ["2", null, "昨天"],
      ["3", null, "0"],
    ]);
  });

  test("a sender that the table of senders does not have names nobody and is said", async () => {
    write("message_0.db", ...messages(FEW, (id) => `${id}, 1, ${START + id}, ${id === 2 ? 99 : 1}, '甲'`));
    const { messages: found } = await read();
    const unmapped = found.filter(({ warnings }) => warnings.includes("SENDER_UNMAPPED"));
    expect(unmapped.map(({ localId, sender, extra }) => [localId, sender, extra["real_sender_id"]])).toEqual([
      ["2", null, "99"],
    ]);
  });
});
