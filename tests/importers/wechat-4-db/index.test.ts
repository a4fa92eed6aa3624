import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { md5, sha256 } from "../../../src/base/digest.ts";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import type { Chat } from "../../../src/model/chat.ts";
import type { Message } from "../../../src/model/message.ts";
import type { Trace } from "../../../src/model/database.ts";
import { readSource } from "../../../src/source/read.ts";
import { OWNER, PEER, ROOM } from "../../support/databases/people.ts";
import { buildClean, SHARD_0, SHARD_1, tableOf, VARIANTS } from "../../support/databases/wechat-4.ts";
import { FILM, PICTURE, QUOTED } from "../../support/databases/wechat-4-rows.ts";
import { silk } from "../../support/media.ts";
import { settingsOf } from "../../support/settings.ts";

let folder: string;
let scratch: Scratch;
let chat: Chat | null = null;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wechat-4-"));
  scratch = new Scratch();
});
afterEach(() => {
  chat?.close();
  chat = null;
  scratch.dispose();
  rmSync(folder, { recursive: true, force: true });
});

async function imported(): Promise<Chat> {
  const source = await readSource(folder, scratch);
  try {
    chat = (await importSource(source, settingsOf({}), scratch)).chat;
    return chat;
  } finally {
    source.close();
  }
}

async function variant(name: string): Promise<Chat> {
  await VARIANTS[name]?.(folder);
  return imported();
}

function messagesOf(from: Chat, talker: string): Message[] {
  const found = from.conversations.find((conversation) => conversation.talker === talker);
  return found === undefined ? [] : [...from.messages(found.id)];
}

/** One message by its number in the earlier shard. */
function messageOf(from: Chat, talker: string, localId: string, path = SHARD_0): Message | undefined {
  return messagesOf(from, talker).find((m) => m.localId === localId && m.locator.path === path);
}

type TraceRow = Omit<Trace, "detail" | "localId" | "localIdScope" | "serverId"> & { conversation: string | null; local_id: string | null; local_id_scope: string | null; server_id: string | null; detail: string }; // prettier-ignore
const tracesOf = (from: Chat, kind: string): TraceRow[] => [...from.query<TraceRow>("SELECT * FROM trace WHERE kind = ? ORDER BY id", kind)]; // prettier-ignore
const warnings = (from: Chat) => [...from.query<{ code: string; n: number }>("SELECT code, count(*) AS n FROM warning GROUP BY code ORDER BY code")]; // prettier-ignore
const only = (from: Chat) => from.exports[0];
const signs = (from: Chat) => (only(from)?.provenance?.signs ?? []).map(({ code }) => code);

describe("an account folder as the client leaves it", () => {
  test("is the client's own, with nothing to remark on any row but what was fetched as history", async () => {
    await buildClean(folder);
    const clean = await imported();
    expect(only(clean)).toMatchObject({
      importer: "wechat-4-db",
      entry: SHARD_0,
      owner: OWNER,
      ownerBasis: "stated",
      localIdOrigin: "native",
      provenance: { class: "client-original", signs: [] },
    });
    expect(warnings(clean)).toEqual([{ code: "FETCHED_AS_HISTORY", n: 2 }]);
    expect([...clean.query("SELECT * FROM repair")]).toEqual([]);
    expect(only(clean)?.databases?.map(({ integrity }) => integrity)).toEqual(Array.from({ length: 12 }, () => ["ok"]));
  });

  test("makes one conversation of a table that lies in two shards, later shard last, numbering beginning again", async () => {
    await buildClean(folder);
    const messages = messagesOf(await imported(), PEER);
    expect(messages).toHaveLength(34);
    expect(messages.slice(27, 29).map(({ localId, localIdScope }) => [localId, localIdScope])).toEqual([
      ["28", `${SHARD_0}#${tableOf(PEER)}`],
      ["1", `${SHARD_1}#${tableOf(PEER)}`],
    ]);
  });

  test("counts rows with and without the log, which holds the last three", async () => {
    await buildClean(folder);
    const second = only(await imported())?.databases?.find(({ path }) => path === SHARD_1);
    expect(second?.rows).toEqual({ withWal: 10, withoutWal: 7 });
    expect(second?.wal?.committedFrames).toBeGreaterThan(0);
  });

  test("takes the account off the words of others in groups, and only off theirs", async () => {
    await buildClean(folder);
    const group = messagesOf(await imported(), ROOM);
    expect(group.find(({ text }) => text === "10:30开会")).toMatchObject({
      sender: "s1:wxid_lm4q7s9u1v33",
      senderBasis: "stated",
      direction: "received",
      extra: { prefix: "wxid_lm4q7s9u1v33" },
    });
    expect(group.find(({ text }) => text === "请保留照片")).toMatchObject({ sender: `s1:${OWNER}`, direction: "sent" });
  });

  test("unpacks long texts and keeps the tag", async () => {
    await buildClean(folder);
    const long = messageOf(await imported(), PEER, "6");
    expect(long?.text?.startsWith("报价单分三部分：\n一、水电改造")).toBe(true);
    expect(long?.text).toHaveLength(168);
    expect(long?.extra["WCDB_CT_message_content"]).toBe("4");
  });

  test("finds pictures, films and files in the months' folders, and the voice inside its database", async () => {
    await buildClean(folder);
    const found = await imported();
    const [picture, thumbnail] = messageOf(found, PEER, "13")?.attachments ?? [];
    expect(picture?.file?.endsWith(`/Img/${PICTURE}.dat`)).toBe(true);
    expect([picture?.role, thumbnail?.role, thumbnail?.state]).toEqual(["main", "thumbnail", "present"]);
    expect(messageOf(found, PEER, "15")?.attachments[0]?.file?.endsWith(`/${FILM}.mp4`)).toBe(true);
    expect(messageOf(found, PEER, "28")?.attachments[0]?.state).toBe("thumbnail-only");
    expect(messageOf(found, PEER, "14")?.attachments).toEqual([
      expect.objectContaining({
        state: "present",
        match: "embedded",
        file: null,
        sizeBytes: silk().length,
        sha256: sha256(silk()),
        claimedDurationMs: 2780,
        embedded: {
          path: SHARD_0.replace("message_0", "media_0"),
          table: "VoiceInfo",
          rowid: "1",
          column: "voice_data",
        },
      }),
    ]);
  });

  test("names the people in every form, the group with its owner and who brought whom", async () => {
    await buildClean(folder);
    const found = await imported();
    const peer = found.participants.find(({ accountId }) => accountId === PEER);
    expect(peer?.names.map(({ kind, text }) => `${kind} ${text}`)).toEqual(["alias shenruoxi_sh", "nickname 沈若溪", "remark 沈经理（云栖装饰）"]); // prettier-ignore
    expect(peer?.avatarSha256).toMatch(/^[0-9a-f]{64}$/);
    const group = found.conversations.find(({ talker }) => talker === ROOM);
    expect(group?.title).toBe("延安路项目对接群");
    expect(group?.members[1]).toEqual({ participant: `s1:${PEER}`, role: "member", groupNickname: null, inviter: `s1:${OWNER}` }); // prettier-ignore
    expect(group?.group).toMatchObject({
      announcement: "验收时间：周五下午两点",
      announcementEditor: PEER,
      capacity: 500,
    });
  });

  test("keeps people who have no part in any message out of the record", async () => {
    await buildClean(folder);
    expect((await imported()).participants.map(({ accountId }) => accountId)).not.toContain("25984981102233445@openim");
  });

  test("counts what every other place says of messages", async () => {
    await buildClean(folder);
    const rows = (await imported()).query<{ kind: string; relation: string; n: number }>("SELECT kind, relation, count(*) AS n FROM trace GROUP BY 1, 2 ORDER BY 1, 2"); // prettier-ignore
    expect([...rows].map(({ kind, relation, n }) => `${kind} ${relation} ${n}`)).toEqual([
      "favorite holds 1",
      "friend-request holds 1",
      "fts holds 35",
      "fts-range holds 5",
      "history history 2",
      "red-envelope-table holds 1",
      "resource holds 5",
      "session last 4",
      "transfer-table holds 2",
      "voice holds 1",
    ]);
  });

  test("every trace that names a message by number finds it", async () => {
    await buildClean(folder);
    const found = await imported();
    const lost = found.query(`SELECT kind, local_id, server_id FROM trace AS t WHERE relation = 'holds'
      AND (local_id IS NOT NULL OR server_id IS NOT NULL) AND NOT EXISTS (SELECT 1 FROM message AS m WHERE m.conversation = t.conversation
      AND (t.local_id IS NULL OR m.local_id = t.local_id) AND (t.server_id IS NULL OR m.server_id = t.server_id)
      AND (t.sort_seq IS NULL OR m.sort_seq = t.sort_seq) AND (t.local_id_scope IS NULL OR m.local_id_scope = t.local_id_scope))`);
    expect([...lost]).toEqual([]);
  });

  test("says what belongs to the set and was given", async () => {
    await buildClean(folder);
    const coverage = only(await imported())?.coverage ?? [];
    expect(coverage.filter(({ state }) => state !== "given")).toEqual([]);
    expect(new Set(coverage.map(({ item }) => item))).toEqual(new Set(["message-shard", "wal", "contact", "session", "resource", "index", "media", "hardlink", "general", "favorite", "head-image"])); // prettier-ignore
  });

  test.each([3, 4] as const)("tables with names of version %d are read alike", async (version) => {
    await buildClean(folder, { version });
    const found = await imported();
    expect(tracesOf(found, "fts")[0]).toMatchObject({ text: "我通过了你的朋友验证请求，现在我们可以开始聊天了", local_id: "2", type_code: "1", sender: `s1:${PEER}` }); // prettier-ignore
    expect(messageOf(found, PEER, "11")?.attachments[0]?.match).toBe("stated-path");
  });
});

describe("a shard alone", () => {
  test("tells the owner by the rows, and calls conversations by their account", async () => {
    await buildClean(folder, { bare: true });
    const found = await imported();
    expect(only(found)).toMatchObject({ entry: "message_0.db", owner: OWNER, ownerBasis: "sent-rows", variant: "databases" }); // prettier-ignore
    expect(found.conversations.map(({ title }) => title)).toEqual([PEER, ROOM]);
    expect(only(found)?.coverage?.filter(({ state }) => state === "absent")).toHaveLength(9);
  });
});

describe("rows that were changed", () => {
  const single: [variant: string, talker: string, localId: string, code: string][] = [
    ["edit-text-keeping-tag", PEER, "6", "STORAGE_TAG_DIFFERS"],
    ["edit-time", PEER, "12", "SORT_SEQ_DIFFERS"],
    ["edit-transfer-time", PEER, "9", "PAYLOAD_TIME_DIFFERS"],
    ["edit-type", PEER, "9", "TYPE_PAYLOAD_DIFFERS"],
    ["swap-sender", ROOM, "6", "SENDER_FIELDS_DISAGREE"],
  ];

  test.each(single)("%s: the warning stands on that row and no other", async (name, talker, localId, code) => {
    const found = await variant(name);
    expect(messageOf(found, talker, localId)?.warnings).toContain(code);
    expect(warnings(found).filter(({ code: each }) => each !== "FETCHED_AS_HISTORY")).toEqual([{ code, n: 1 }]);
  });

  test("a single swapped sender leaves the map of names standing", async () => {
    const map = only(await variant("swap-sender"))?.senderMaps?.find(({ path }) => path === SHARD_0);
    expect(map).toMatchObject({ contradicted: 1, isShifted: false });
  });

  test("the journal of an editing program gives the words of before", async () => {
    const found = await variant("edited-with-journal");
    expect(tracesOf(found, "message-edit")).toEqual([
      expect.objectContaining({ relation: "edited", local_id: "7", local_id_scope: `${SHARD_0}#${tableOf(PEER)}`, text: QUOTED, conversation: "c1" }), // prettier-ignore
    ]);
    expect(messageOf(found, PEER, "7")?.text).toBe("合同金额一共两万三，分三次付");
  });

  test("a booked deletion names number, time and path of what is gone", async () => {
    const found = await variant("deletion-booked");
    expect(tracesOf(found, "delete-resource")).toEqual([expect.objectContaining({ relation: "deleted", local_id: "13", conversation: "c1" })]); // prettier-ignore
    expect(messageOf(found, PEER, "13")).toBeUndefined();
  });
});

describe("a map of names that no longer fits", () => {
  test("names nobody in that shard and says so", async () => {
    const found = await variant("renumbered-names");
    const map = only(found)?.senderMaps?.find(({ path }) => path === SHARD_0);
    expect(map?.isShifted).toBe(true);
    expect(map?.contradicted).toBeGreaterThan(20);
    const first = messagesOf(found, PEER).filter(({ locator }) => locator.path === SHARD_0);
    expect(first.filter(({ sender }) => sender !== null)).toEqual([]);
    const later = messagesOf(found, PEER).filter(({ locator }) => locator.path === SHARD_1);
    expect(later.every(({ sender }) => sender !== null)).toBe(true);
  });

  test("still tells that words with somebody's account before them were received", async () => {
    const group = messagesOf(await variant("renumbered-names"), ROOM).filter((m) => m.locator.path === SHARD_0);
    expect(group.find(({ text }) => text === "地点在工地")).toMatchObject({
      direction: "received",
      senderBasis: "none",
    });
    expect(group.find(({ text }) => text === "收到")?.direction).toBe("unknown");
  });
});

describe("numbering", () => {
  const numberings = (from: Chat, path: string, talker: string) =>
    [...from.query<Record<string, unknown>>("SELECT sequence, row_count, lowest, highest FROM numbering WHERE scope = ?", `${path}#${tableOf(talker)}`)][0]; // prettier-ignore

  test("the sequence stands beside the rows that are left", async () => {
    expect(numberings(await variant("delete-tail"), SHARD_1, PEER)).toEqual({ sequence: "6", row_count: 4, lowest: "1", highest: "4" }); // prettier-ignore
  });

  test("an emptied table keeps its sequence and its conversation", async () => {
    expect(numberings(await variant("clear-conversation"), SHARD_0, ROOM)).toEqual({ sequence: "17", row_count: 0, lowest: null, highest: null }); // prettier-ignore
  });

  test("a sequence row whose table is gone is reported", async () => {
    expect(numberings(await variant("drop-table"), SHARD_0, ROOM)).toEqual({ sequence: "17", row_count: 0, lowest: null, highest: null }); // prettier-ignore
  });

  test("a number set by hand stands above the sequence", async () => {
    expect(numberings(await variant("edit-id"), SHARD_1, PEER)).toMatchObject({ sequence: "6", highest: "900" });
  });
});

describe("copies that other software has worked on", () => {
  test.each([
    ["anti-revoke-trigger", "processed-copy", "foreign-trigger"],
    ["viewer-index", "processed-copy", "foreign-index"],
    ["live-copy", "processed-copy", "name-map-ddl"],
    ["rebuilt", "rebuilt-copy", "no-autoincrement"],
    ["vacuum", "rebuilt-copy", "all-tails-empty"],
  ])("%s makes it a %s", async (name, expected, code) => {
    const found = await variant(name);
    expect(only(found)?.provenance?.class).toBe(expected);
    expect(signs(found)).toContain(code);
    expect(only(found)?.localIdOrigin).toBe("renumbered");
  });

  test("the copying program is named where its form tells", async () => {
    const tools = only(await variant("live-copy"))?.provenance?.signs.map(({ tool }) => tool);
    expect(tools).toContain("WeChatDataAnalysis");
  });
});

describe("sets that are not whole", () => {
  test("a shard left out is absent, and numbering of the other is still the client's", async () => {
    const found = await variant("missing-shard");
    expect(only(found)?.coverage).toContainEqual(expect.objectContaining({ item: "message-shard", name: "message_0.db", state: "absent" })); // prettier-ignore
    expect(only(found)).toMatchObject({ provenance: { class: "partial-set" }, localIdOrigin: "native" });
  });

  test("a log left out is absent", async () => {
    const found = await variant("missing-log");
    expect(only(found)?.coverage).toContainEqual(expect.objectContaining({ item: "wal", name: "message_1.db-wal", state: "absent" })); // prettier-ignore
    expect(messagesOf(found, PEER)).toHaveLength(32);
  });

  test.each([
    ["encrypted", "encrypted"],
    ["zero-byte", "empty"],
  ])("%s: the other shard is read and the reason said", async (name, reason) => {
    const found = await variant(name);
    expect(only(found)?.coverage).toContainEqual(expect.objectContaining({ name: "message_0.db", state: "unreadable", reason })); // prettier-ignore
    expect(messagesOf(found, PEER)).toHaveLength(6);
  });

  test.each(["truncated", "page-overwritten"])("%s: what can be read is read", async (name) => {
    const found = await variant(name);
    const repaired = [...found.query<{ code: string }>("SELECT code FROM repair")].map(({ code }) => code);
    const unreadable = only(found)?.coverage?.some(({ state }) => state === "unreadable") ?? false;
    const damaged = only(found)?.databases?.some(({ integrity }) => integrity?.[0] !== "ok") ?? false;
    expect(repaired.includes("database-malformed") || unreadable || damaged).toBe(true);
    expect(messagesOf(found, PEER).length).toBeGreaterThanOrEqual(6);
  });

  test("nothing readable ends in one error that says what to ask for", async () => {
    await VARIANTS["encrypted"]?.(folder);
    rmSync(join(folder, SHARD_1));
    rmSync(join(folder, SHARD_0.replace("message_0", "biz_message_0")));
    await expect(imported()).rejects.toMatchObject({ code: "DATABASE_ENCRYPTED" });
  });

  test("a table whose talker nobody names is called by its hash", async () => {
    await buildClean(folder, { bare: true });
    const { edited } = await import("../../support/databases/decrypted-file.ts");
    edited(join(folder, "message_0.db"), (db) => db.exec(`ALTER TABLE ${tableOf(PEER)} RENAME TO Msg_${md5("查无此人")}`)); // prettier-ignore
    const found = await imported();
    expect(found.conversations[0]).toMatchObject({
      talker: null,
      title: md5("查无此人"),
      type: "unknown",
      messageCount: 6,
    });
  });
});
