import { expect, test } from "vitest";
import { ownerOf, senderMap } from "../../../src/importers/wechat-4-db/senders.ts";
import type { Shard } from "../../../src/importers/wechat-4-db/survey.ts";
import { Talkers, talkerHash } from "../../../src/importers/wechat-4-db/talkers.ts";

const [ME, PEER, ROOM, THIRD] = ["wxid_zhangwei01", "wxid_liqiang88", "34567890123@chatroom", "wxid_wangfang66"];

/** A private chat and a group; the rows say 2 for the own account, 3 for the other side and 5 for a third. */
function shardWith(names: readonly string[]): { shard: Shard; talkers: Talkers } {
  const talkers = new Talkers();
  for (const name of [ME, PEER, ROOM, THIRD]) talkers.add(name);
  const tables = [
    { hash: talkerHash(PEER), senders: [{ id: "2", rows: 32 }, { id: "3", rows: 32 }], prefixes: [] },
    {
      hash: talkerHash(ROOM),
      senders: ["2", "3", "5"].map((id) => ({ id, rows: 10 })),
      prefixes: [
        { id: "2", prefix: "", rows: 10 },
        { id: "3", prefix: PEER, rows: 10 },
        { id: "5", prefix: THIRD, rows: 10 },
      ],
    },
  ]; // prettier-ignore
  const map = new Map(names.map((name, index) => [String(index + 1), name]).filter(([, name]) => name !== "") as [string, string][]); // prettier-ignore
  const file = { path: "message_0.db", role: "message", shard: 0 };
  return { shard: { file, names: map, tables } as unknown as Shard, talkers };
}

test("names in their places fit: nothing is contradicted, and the owner is the folder's", () => {
  const { shard, talkers } = shardWith(["", ME, PEER, ROOM, THIRD]);
  const owner = ownerOf("wxid_zhangwei01_a1b2", [shard], talkers);
  expect(owner).toMatchObject({ account: ME, basis: "stated" });
  expect(senderMap(shard, owner.account, talkers)).toMatchObject({ contradicted: 0, isShifted: false });
});

test.each([
  { what: "by one, so that a room seems to speak", names: [ME, PEER, ROOM, THIRD, ""] },
  { what: "round, so that the private chat alone would agree", names: [THIRD, PEER, ME, ROOM, PEER] },
  { what: "with one of the two sides put in the other's place", names: ["", PEER, ME, ROOM, THIRD] },
])("names shifted $what: the map is said to be off, whoever the owner seems to be", ({ names }) => {
  const { shard, talkers } = shardWith(names);
  for (const folder of ["wxid_zhangwei01_a1b2", "导出"]) {
    const owner = ownerOf(folder, [shard], talkers);
    expect(owner.account).not.toBe(ROOM);
    expect(senderMap(shard, owner.account, talkers).isShifted).toBe(true);
  }
});
