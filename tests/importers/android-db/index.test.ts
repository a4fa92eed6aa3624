import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { EvidenceError } from "../../../src/base/errors.ts";
import { Scratch } from "../../../src/base/scratch.ts";
import { androidDb } from "../../../src/importers/android-db/index.ts";
import { readSource } from "../../../src/source/read.ts";
import { buildClean, VARIANTS } from "../../support/databases/android.ts";
import { FOREMAN, OWNER, PEER, ROOM, START } from "../../support/databases/people.ts";
import { serverIdOf, type Expectation } from "../../support/databases/write.ts";
import { ImporterRead, readFrom } from "../../support/read-importer.ts";

let folder: string;
let scratch: Scratch;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "android-"));
  scratch = new Scratch();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  scratch.dispose();
});

async function read(): Promise<ImporterRead> {
  const source = await readSource(folder, scratch);
  try {
    return await readFrom(androidDb, source);
  } finally {
    source.close();
  }
}

async function variant(name: string): Promise<{ expected: Expectation; found: ImporterRead }> {
  const build = VARIANTS[name];
  if (build === undefined) throw new Error(`no variant ${name}`);
  const expected = await build(folder);
  return { expected, found: await read() };
}

const byServerId = (found: ImporterRead, words: string) =>
  found.messages().find(({ serverId }) => serverId === String(serverIdOf(words)));

describe("a clean account", () => {
  test("every row of every table is a message, and no row is warned of but those fetched as history", async () => {
    await buildClean(folder);
    const found = await read();
    expect(found.messages()).toHaveLength(41);
    expect(found.of("skipped")).toEqual([]);
    expect(found.of("repair")).toEqual([]);
    expect(found.messages().flatMap(({ warnings }) => warnings)).toEqual(["FETCHED_AS_HISTORY", "FETCHED_AS_HISTORY"]);
    expect(found.export()?.provenance).toEqual({ class: "client-original", signs: [] });
    expect(found.export()?.localIdOrigin).toBe("native");
  });

  test("rows of the log are read, and counted apart", async () => {
    await buildClean(folder);
    const found = await read();
    expect(found.export()?.databases?.[0]?.rows).toEqual({ withWal: 41, withoutWal: 38 });
    expect(byServerId(found, "late-1")?.text).toBe("水电已验收，请安排二期款");
  });

  test("nothing is written beside the evidence, and no byte of it changes", async () => {
    await buildClean(folder);
    const before = readdirSync(folder).sort();
    const bytes = readFileSync(join(folder, "EnMicroMsg.db"));
    await read();
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(readFileSync(join(folder, "EnMicroMsg.db")).equals(bytes)).toBe(true);
  });

  test("senders follow side and prefix; a colon in an own text is no prefix", async () => {
    await buildClean(folder);
    const found = await read();
    expect(byServerId(found, "hello")).toMatchObject({ sender: PEER, senderBasis: "direction", direction: "received" });
    expect(byServerId(found, "answer")).toMatchObject({ sender: OWNER, direction: "sent" });
    expect(byServerId(found, "answer")?.text).toBe("收到，我晚上看。注意:\n第五条违约金要写清楚");
    expect(byServerId(found, "g2")).toMatchObject({ sender: FOREMAN, senderBasis: "stated" });
    expect(byServerId(found, "g2")?.text).toBe("材料已到：线管 120 根");
  });

  test("times keep their milliseconds, and ids their digits", async () => {
    await buildClean(folder);
    const found = await read();
    expect(byServerId(found, "hello")?.sentAt).toBe((START + 120) * 1000);
    expect(byServerId(found, "hello-2")?.sentAt).toBe((START + 120) * 1000 + 1);
    expect(byServerId(found, "answer")).toMatchObject({ timePrecision: "ms", timeBasis: "epoch" });
    expect(byServerId(found, "h1")?.extra?.["flag"]).toBe("2");
  });

  test("numbers run on from 1 000 000 to 10 000 000, counted over all conversations of the table", async () => {
    await buildClean(folder);
    const [numbering] = (await read()).of("numbering");
    expect(numbering?.conversation).toBeNull();
    expect(numbering?.facts).toMatchObject({ isShared: true, isAutoincrement: false, sequence: null, rows: 40 });
    expect(numbering?.facts).toMatchObject({ lowest: "999985", highest: "10000023", scope: "EnMicroMsg.db#message" });
  });

  test("media are found by the client's naming, thumbnail and original apart", async () => {
    await buildClean(folder);
    const found = await read();
    const roles = (words: string) => byServerId(found, words)?.attachments?.map(({ role }) => role);
    expect(roles("picture")).toEqual(["main", "thumbnail"]);
    const [unopened] = byServerId(found, "unopened")?.attachments ?? [];
    expect(unopened?.statedPath).toBe("SERVERID://4152");
    const [voice] = byServerId(found, "voice")?.attachments ?? [];
    expect(voice).toMatchObject({ claimedDurationMs: 3200 });
    expect(voice?.candidates[0]).toMatch(/^voice2\/[0-9a-f]{2}\/[0-9a-f]{2}\/msg_4116030209140012345678\.amr$/);
    expect(byServerId(found, "voice")?.extra?.["VoiceTransText.content"]).toBe("周五上午水电验收您能到吗");
  });

  test("the group has its owner, nicknames, who invited whom, and its notice", async () => {
    await buildClean(folder);
    const group = (await read()).of("conversation").find(({ facts }) => facts.talker === ROOM)?.facts;
    expect(group?.members).toEqual([
      { participant: OWNER, role: "member", groupNickname: "陈先生（业主）", inviter: PEER },
      { participant: PEER, role: "owner", groupNickname: "沈-云栖" },
      { participant: FOREMAN, role: "member", groupNickname: null, inviter: PEER },
    ]);
    expect(group?.group).toMatchObject({
      announcement: "每日 18 点前上传现场照片",
      statedMemberCount: 3,
      capacity: 500,
    });
  });

  test("other tables that speak of messages are traces, each of a row that is there", async () => {
    await buildClean(folder);
    const found = await read();
    const kinds = new Set(found.of("trace").map(({ facts }) => facts.kind));
    expect([...kinds].sort()).toEqual([
      ...["app-message-table", "attachment-table", "file-index", "image-table", "quote-table", "red-envelope-table"],
      ...["session", "transfer-table", "video-table", "voice"],
    ]);
    const ids = new Set(found.messages().flatMap(({ localId, serverId }) => [localId, serverId]));
    for (const { facts } of found.of("trace")) {
      if (facts.relation === "holds") expect(ids.has(facts.localId) || ids.has(facts.serverId), facts.kind).toBe(true);
    }
  });
});

describe("what was done to a copy", () => {
  test("a deleted row leaves what other tables say of it", async () => {
    const { expected, found } = await variant("delete-interior");
    expect(found.messages().some(({ localId }) => localId === expected.localIds[0])).toBe(false);
    const traces = found.of("trace").filter(({ facts }) => facts.localId === expected.localIds[0]);
    expect(traces.map(({ facts }) => facts.kind).sort()).toEqual(["file-index", "image-table"]);
  });

  test("a cleared conversation is still told of, without a message", async () => {
    const { found } = await variant("clear");
    const key = found.of("conversation").find(({ facts }) => facts.talker === PEER)?.facts.key;
    expect(key).toBe(PEER);
    expect(found.of("message").some(({ conversation }) => conversation === PEER)).toBe(false);
    expect(found.of("trace").some(({ conversation, facts }) => conversation === PEER && facts.relation === "last")).toBe(true); // prettier-ignore
  });

  test.each([
    ["client-deleted-conversation", "deleted", "session-deleted", FOREMAN],
    ["restored", "restored", "backup", PEER],
    ["recalled-unseen", "revoked", "revoke-table", PEER],
    ["backlog", "not-fetched", "group-sequence", ROOM],
  ])("%s: the client's own note of it is a trace", async (name, relation, kind, talker) => {
    const { found } = await variant(name);
    const trace = found.of("trace").find(({ facts }) => facts.kind === kind);
    expect(trace).toMatchObject({ conversation: talker, facts: { relation } });
  });

  test.each([
    ["anti-revoke-trigger", "processed-copy", "foreign-trigger"],
    ["viewer-indexes", "processed-copy", "foreign-index"],
    ["rebuilt", "rebuilt-copy", "no-primary-key"],
  ])("%s is a %s, whose numbers say nothing", async (name, kind, code) => {
    const { found } = await variant(name);
    expect(found.export()?.provenance?.class).toBe(kind);
    expect(found.export()?.provenance?.signs.map((sign) => sign.code)).toContain(code);
    expect(found.export()?.localIdOrigin).toBe("renumbered");
  });

  test("a row given to the account keeps the other's prefix: both cannot be", async () => {
    const { expected, found } = await variant("swap-sender");
    const row = found.messages().find(({ localId }) => localId === expected.localIds[0]);
    expect(row).toMatchObject({ direction: "sent", warnings: ["SENDER_FIELDS_DISAGREE"] });
  });

  test("a number the client never gives is told", async () => {
    const { found } = await variant("edit-id");
    expect(found.messages().find(({ localId }) => localId === "5000000")?.warnings).toEqual(["LOCAL_ID_OUT_OF_RANGE"]);
  });

  test("without its log the newest rows are absent, and the log is listed as not given", async () => {
    const { found } = await variant("no-wal");
    expect(found.messages()).toHaveLength(38);
    expect(found.export()?.coverage?.find(({ item }) => item === "wal")?.state).toBe("absent");
  });

  test("of a file that is cut off, what can be read is kept", async () => {
    const { found } = await variant("truncated");
    expect(found.of("repair").length).toBeGreaterThan(0);
    expect(found.of("repair").every(({ code }) => code === "database-malformed")).toBe(true);
  });

  test.each(["encrypted", "empty"])("an %s database is nobody's, without a crash", async (name) => {
    await VARIANTS[name]?.(folder);
    const source = await readSource(folder, scratch);
    expect([...(androidDb.detect(source) as Iterable<unknown>)]).toEqual([]);
    source.close();
  });
});

test("a database that is there at detection and damaged later ends in one clear error", async () => {
  await buildClean(folder);
  const source = await readSource(folder, scratch);
  const claim = { importer: "android-db", entry: "none.db", strength: "signature", basis: { zh: "", en: "" } } as const;
  const settings = { timeZone: "Asia/Shanghai", timeZoneBasis: "zone-assumed" } as const;
  expect(() => [...(androidDb.read(source, claim, settings) as Iterable<unknown>)]).toThrow(EvidenceError);
  source.close();
});
