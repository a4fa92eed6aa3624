import { describe, expect, test } from "vitest";
import { CHECKS } from "../../src/checks/index.ts";
import type { Export } from "../../src/model/chat.ts";
import type { DatabaseFile, ProvenanceClass } from "../../src/model/database.ts";
import type { Block, Text } from "../../src/report/block.ts";
import { databases } from "../../src/report/chapters/databases.ts";
import { ReportContext } from "../../src/report/context.ts";
import { sample } from "./sample.ts";

const shard: DatabaseFile = {
  path: "db_storage/message/message_0.db", role: "message", shard: 0, startsAt: null, pageSize: 4096, pageCount: 37,
  reservedBytes: 80, journal: "wal", changeCounter: 1, versionValidFor: 1, schemaCookie: 1, userVersion: 0,
  applicationNumber: 0, freelistPages: 0, sqliteVersion: 3_046_001,
  wal: { path: "db_storage/message/message_0.db-wal", frames: 12, committedFrames: 11 },
  rows: { withWal: 10, withoutWal: 7 }, integrity: ["ok"], zeroTails: { pages: 37, zero: 2, inMessageTables: 0, owners: [] },
  foreign: [],
}; // prettier-ignore
const contact: DatabaseFile = {
  ...shard, path: "db_storage/contact/contact.db", role: "contact", shard: null, wal: null, rows: null, integrity: null,
  zeroTails: null,
}; // prettier-ignore

function chapter(language: "zh" | "en", more: Partial<Export>): readonly Block[] {
  const material = sample(language);
  const context = new ReportContext({ ...material, cards: CHECKS });
  const [of] = material.dossier.exports;
  if (!of) throw new RangeError("the sample has an export");
  return databases(context, { ...of, ...more });
}

const flat = (text: Text): string =>
  typeof text === "string" ? text : "text" in text ? text.text : text.map(flat).join("\n");
const fieldsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.type === "fields" ? block.rows.map(([label, value]) => [label, flat(value)]) : []));
const tablesOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.type === "table" ? [block.rows.map((row) => row.map(flat))] : []));
const made = (name: ProvenanceClass) => ({
  provenance: {
    class: name,
    signs: [{ code: "foreign-index", path: "a.db", detail: "idx_MSG_StrTalker", tool: null }],
  },
});

describe("a set of databases in the report", () => {
  test("other formats have no such part", () => {
    expect(chapter("zh", {})).toEqual([]);
  });

  test.each([
    ["client-original", "客户端原始数据库", "可以据以检查缺口"],
    ["partial-set", "部分数据库", "可以据以检查缺口"],
    ["processed-copy", "经其他软件处理的副本", "不据以检查缺口"],
    ["rebuilt-copy", "重建的副本", "不据以检查缺口"],
  ] as const)("%s is said in words, and whether its numbering counts", (name, words, numbering) => {
    const fields = new Map(fieldsOf(chapter("zh", made(name))) as [string, string][]);
    expect(fields.get("数据库来源")).toContain(words);
    expect(fields.get("编号")).toContain(numbering);
    expect(fields.get("所见迹象")).toBe("其他软件的索引：1 处，例如 idx_MSG_StrTalker");
  });

  test("each part of the set is listed as given, not given or not readable, with what that weakens", () => {
    const item = { item: "index", name: "message_fts.db", path: null, reason: null } as const;
    const weakens = ["continuity/local-id-gap"];
    const [rows] = tablesOf(
      chapter("en", {
        ...made("partial-set"),
        coverage: [
          { ...item, state: "given", weakens },
          { ...item, item: "contact", name: "contact.db", state: "absent", weakens },
          { ...item, item: "message-shard", name: "message_1.db", state: "unreadable", reason: "encrypted", weakens },
        ],
      }),
    );
    expect(rows).toEqual([
      ["full-text index", "message_fts.db", "given", "—"],
      ["contacts", "contact.db", "not given", "Holes in the client's numbering"],
      ["messages", "message_1.db", "not readable (encrypted)", "Holes in the client's numbering"],
    ]);
  });

  test("each file has its SQLite version, its log, and its rows with the log and without", () => {
    const [rows] = tablesOf(chapter("zh", { ...made("client-original"), databases: [shard, contact] }));
    expect(rows).toEqual([
      ["message/message_0.db\n消息", "3.46.1", "已提供，11 帧已提交", "含日志 10\n不含日志 7", "结构检查未见错误\n37 页中 2 页的页尾为空"], // prettier-ignore
      ["contact/contact.db\n联系人", "3.46.1", "未提供（文件为 WAL 方式）", "—", "未检查结构"],
    ]);
  });

  test("a database whose senders are not named is said to be one", () => {
    const senderMaps = [{ path: "a.db", tested: 40, contradicted: 31, isShifted: true }];
    const fields = new Map(fieldsOf(chapter("zh", { ...made("processed-copy"), senderMaps })) as [string, string][]);
    expect(fields.get("发送人")).toContain("1 个数据库的发送人对照表与消息不符");
  });
});
