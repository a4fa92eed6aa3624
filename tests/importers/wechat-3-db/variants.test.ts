import { describe, expect, test } from "vitest";
import { GROUP, OWNER, ZHAO } from "../../support/databases/wechat-3-rows.ts";
import { VARIANTS } from "../../support/databases/wechat-3-variants.ts";
import { readOne, type SetRead } from "./reading-sets.ts";

async function variant(name: string): Promise<SetRead> {
  const build = VARIANTS[name];
  if (build === undefined) throw new Error(`no variant ${name}`);
  return readOne(build);
}

function signCodes(read: SetRead): string[] {
  return [...new Set(read.export.provenance?.signs.map(({ code }) => code))];
}

function numberingOf(read: SetRead, path: string) {
  const found = read.of("numbering").find(({ facts }) => facts.path.endsWith(path));
  return found?.facts;
}

describe("rows taken away leave the client's numbering and its other places behind", () => {
  test("the last row: sqlite_sequence, conversation list, index and reading mark still know of it", async () => {
    const read = await variant("delete-tail");
    expect(numberingOf(read, "MSG0.db")).toMatchObject({ sequence: "23", highest: "22", rows: 22, isShared: true });
    const traces = read.of("trace").filter(({ conversation }) => conversation === "filehelper");
    expect(traces.map(({ facts }) => [facts.kind, facts.relation, facts.localId, facts.text])).toEqual([
      ["session", "last", "23", "对账单存档"],
      ["last-read", "holds", null, null],
    ]);
    const index = read.of("trace").find(({ facts }) => facts.kind === "fts" && facts.text === "对账单存档");
    expect(index?.facts).toMatchObject({
      localId: "23",
      localIdScope: expect.stringMatching(/MSG0\.db#MSG$/) as string,
    });
  });

  test("a row between others: a hole in the numbers, and its words in the index under the right conversation", async () => {
    const read = await variant("delete-interior");
    expect(read.messages("MSG0.db").has("9")).toBe(false);
    const index = read.of("trace").find(({ facts }) => facts.kind === "fts" && facts.localId === "9");
    expect([index?.conversation, index?.facts.text]).toEqual([ZHAO, "听到了，先按这个送"]);
  });

  test("a voice message: its recording still names it by server id", async () => {
    const read = await variant("delete-voice");
    const recording = read.of("trace").find(({ facts }) => facts.kind === "voice")?.facts.serverId;
    expect(recording).toBe("7310400000000000021");
    expect(read.of("message").map(({ facts }) => facts.serverId)).not.toContain(recording);
  });
});

describe("changed rows carry what tells of the change", () => {
  test.each([
    ["edit-time", "SORT_SEQ_DIFFERS"],
    ["edit-transfer-time", "PAYLOAD_TIME_DIFFERS"],
    ["edit-type", "TYPE_PAYLOAD_DIFFERS"],
    ["swap-side", "SENDER_FIELDS_DISAGREE"],
    ["move-row", "SENDER_FIELDS_DISAGREE"],
    ["unpacked-in-place", "STORAGE_TAG_DIFFERS"],
  ])("%s: %s on that row and no other", async (name, code) => {
    const read = await variant(name);
    const { localIds } = await expectationOf(name);
    expect(read.warned(code)).toEqual(localIds);
  });

  test("an edited text differs from the index", async () => {
    const read = await variant("edit-text");
    const index = read.of("trace").find(({ facts }) => facts.kind === "fts" && facts.localId === "16");
    expect(index?.facts.text).toBe("三月份一共 386 吨，每吨一百");
    expect(read.messages("MSG0.db").get("16")?.text).toBe("三月份一共 686 吨，每吨一百");
  });

  test("a number set by hand lies above the highest ever given out", async () => {
    expect(numberingOf(await variant("edit-id"), "MSG0.db")).toMatchObject({ sequence: "23", highest: "400" });
  });

  test("an inserted row has no server id, though it was received", async () => {
    const row = (await variant("insert-row")).messages("MSG0.db").get("24");
    expect(row).toMatchObject({ serverId: null, direction: "received", sender: ZHAO, text: "单价我认" });
  });
});

async function expectationOf(name: string) {
  let found: { localIds: readonly string[] } = { localIds: [] };
  await readOne(async (folder) => {
    found = (await VARIANTS[name]?.(folder)) ?? found;
  });
  return found;
}

describe("what has become of the file", () => {
  test.each([
    ["anti-revoke-trigger", "processed-copy", "foreign-trigger", null],
    ["viewer-indexes", "processed-copy", "foreign-index", "PyWxDump"],
    ["vacuumed", "rebuilt-copy", "all-tails-empty", null],
    ["merged-pywxdump", "rebuilt-copy", "merge-journal", "PyWxDump merge"],
    ["merged-memotrace", "rebuilt-copy", "numbering-rewritten", "MemoTrace"],
    ["shared-wechatdatabackup", "rebuilt-copy", "numbering-rewritten", "wechatDataBackup"],
  ])("%s is a %s, by %s", async (name, provenance, code, tool) => {
    const read = await variant(name);
    expect(read.export.provenance?.class).toBe(provenance);
    expect(read.export.localIdOrigin).toBe("renumbered");
    const sign = read.export.provenance?.signs.find((one) => one.code === code && one.tool === tool);
    expect(sign?.code).toBe(code);
  });

  test("a merged file holds messages, contacts and voices at once, and its journal says what went in", async () => {
    const read = await variant("merged-pywxdump");
    expect(read.of("message")).toHaveLength(34);
    expect(read.of("conversation").find(({ facts }) => facts.key === ZHAO)?.facts.title).toBe("老赵");
    const voice = read.of("message").find(({ facts }) => facts.kind === "voice");
    expect(voice?.facts.attachments?.[0]?.embedded?.at).toMatchObject({ table: "Media", column: "Buf" });
    expect(read.export.coverage?.filter(({ item }) => item === "merged-source").map(({ name }) => name)).toEqual([
      "de_MSG0.db MSG",
      "de_MSG1.db MSG",
    ]);
    expect(JSON.parse(read.export.extra?.["sync_log.2"] ?? "{}")).toMatchObject({ read: "11", kept: "34" });
  });

  test("numbers of several maps in one table say nothing of senders: they stay named", async () => {
    const read = await variant("merged-memotrace");
    expect(read.export.senderMaps).toMatchObject([{ tested: 0, isShifted: false }]);
    expect(read.of("message").filter(({ facts }) => facts.sender === ZHAO).length).toBeGreaterThan(5);
  });
});

describe("a map whose rowids were given anew", () => {
  test("names nobody in that shard, keeps the sides, and leaves the other shard alone", async () => {
    const read = await variant("dump-renumbered-names");
    expect(read.export.senderMaps).toMatchObject([{ isShifted: true }, { isShifted: false, contradicted: 0 }]);
    const first = [...read.messages("MSG0.db").values()];
    expect(first.map(({ sender }) => sender ?? null).filter((sender) => sender !== null)).toEqual([]);
    expect(first.filter(({ direction }) => direction === "sent")).toHaveLength(7);
    expect([...read.messages("MSG1.db").values()].some(({ sender }) => sender === OWNER)).toBe(true);
    expect(read.warned("SENDER_FIELDS_DISAGREE")).toEqual([]);
  });
});

describe("parts of the set that cannot be read", () => {
  test.each([
    ["missing-shard", "absent", null],
    ["encrypted-shard", "unreadable", "encrypted"],
    ["empty-shard", "unreadable", "empty"],
  ])("%s is told, and the rest is read", async (name, state, reason) => {
    const read = await variant(name);
    const shard = read.export.coverage?.find((item) => item.item === "message-shard" && item.name === "MSG0.db");
    expect([shard?.state, shard?.reason]).toEqual([state, reason]);
    expect(read.export.provenance?.class).toBe("partial-set");
    expect(read.of("message")).toHaveLength(11);
  });

  test("without its log a shard lacks the newest rows, and the set says that the log was not given", async () => {
    const read = await variant("missing-log");
    expect(read.messages("MSG1.db").size).toBe(8);
    const log = read.export.coverage?.find(({ name }) => name === "MSG1.db-wal");
    expect(log).toMatchObject({ state: "absent", weakens: ["continuity/range-end"] });
  });

  test.each(["cut-shard", "damaged-page"])("%s: what can be read is kept, the damage is told", async (name) => {
    const read = await variant(name);
    const file = read.export.databases?.find(({ path }) => path.endsWith("/MSG0.db"));
    expect(file?.integrity).not.toEqual(["ok"]);
    expect(read.messages("MSG1.db").size).toBe(11);
    expect(read.of("repair").map(({ code }) => code)).toContain("database-malformed");
  });
});

test("every variant is read without an exception", async () => {
  for (const name of ["clear-conversation", "delete-quoted", "edit-text-unseen"]) {
    const read = await variant(name);
    expect(signCodes(read).filter((code) => code !== "tails-empty")).toEqual([]);
    expect(read.of("message").some(({ conversation }) => conversation === GROUP)).toBe(true);
  }
});
