import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { md5 } from "../../../src/base/digest.ts";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import { iosDb } from "../../../src/importers/ios-db/index.ts";
import { readSource } from "../../../src/source/read.ts";
import { buildBare, buildClean, PEER_TABLE, ROOM_TABLE, VARIANTS } from "../../support/databases/ios.ts";
import { FOREMAN, OWNER, PEER, ROOM, START } from "../../support/databases/people.ts";
import { serverIdOf, type Expectation } from "../../support/databases/write.ts";
import { readFrom, type ImporterRead } from "../../support/read-importer.ts";
import { settingsOf } from "../../support/settings.ts";

let folder: string;
let scratch: Scratch;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ios-"));
  scratch = new Scratch();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  scratch.dispose();
});

async function read(): Promise<ImporterRead> {
  const source = await readSource(folder, scratch);
  try {
    return await readFrom(iosDb, source);
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
const numberingsOf = (found: ImporterRead, table: string) =>
  found.of("numbering").filter(({ facts }) => facts.table === table).map(({ facts }) => facts); // prettier-ignore

describe("a clean account", () => {
  test("every row of every database is a message; only what needs the client's dictionary is not decoded", async () => {
    await buildClean(folder);
    const found = await read();
    expect(found.messages()).toHaveLength(34);
    expect([...found.of("skipped"), ...found.of("repair")]).toEqual([]);
    expect(found.messages().flatMap(({ warnings }) => warnings)).toEqual(["CONTENT_NOT_DECODED"]);
    expect(byServerId(found, "dictionary")?.kind).toBe("text");
    expect(byServerId(found, "dictionary")?.text ?? null).toBeNull();
    expect(found.export()?.provenance).toEqual({ class: "client-original", signs: [] });
  });

  test("the owner is the contact whose digest the folder bears", async () => {
    await buildClean(folder);
    expect((await read()).export()).toMatchObject({ owner: OWNER, ownerBasis: "stated", localIdOrigin: "native" });
  });

  test("one conversation over several databases is one, and each of its tables a numbering of its own", async () => {
    await buildClean(folder);
    const found = await read();
    expect(found.of("conversation").filter(({ facts }) => facts.talker === PEER)).toHaveLength(1);
    const [first, second] = numberingsOf(found, PEER_TABLE);
    expect(first).toMatchObject({ sequence: "21", rows: 21, lowest: "1", highest: "21", isShared: false });
    expect(second).toMatchObject({ sequence: "5", rows: 5, isAutoincrement: true });
    expect(first?.scope).not.toBe(second?.scope);
  });

  test("side and prefix name the sender, seconds are the time, packed content is read", async () => {
    await buildClean(folder);
    const found = await read();
    expect(byServerId(found, "hello")).toMatchObject({
      sender: PEER,
      direction: "received",
      sentAt: (START + 120) * 1000,
    });
    expect(byServerId(found, "answer")).toMatchObject({ sender: OWNER, direction: "sent", timePrecision: "s" });
    expect(byServerId(found, "g2")).toMatchObject({
      sender: FOREMAN,
      senderBasis: "stated",
      text: "材料已到：线管 120 根",
    });
    expect(byServerId(found, "later-2")).toMatchObject({ kind: "link", text: "水电隐蔽工程验收单" });
    expect(byServerId(found, "later-2")?.extra?.["WCDB_CT_Message"]).toBe("4");
  });

  test("greetings are read from their own table", async () => {
    await buildClean(folder);
    const greeting = byServerId(await read(), "greeting");
    expect(greeting).toMatchObject({ kind: "system", text: "我是云栖装饰沈若溪" });
    expect(greeting?.localIdScope).toMatch(/MM\.sqlite#Hello_962df025475d4ce521192751df4ebbfc$/);
  });

  test("the group has members, nicknames, who invited whom, and its capacity", async () => {
    await buildClean(folder);
    const group = (await read()).of("conversation").find(({ facts }) => facts.talker === ROOM)?.facts;
    expect(group?.members).toEqual([
      { participant: OWNER, role: "member", groupNickname: "陈先生（业主）", inviter: PEER },
      { participant: PEER, role: "owner", groupNickname: "沈-云栖" },
      { participant: FOREMAN, role: "member", groupNickname: null, inviter: PEER },
    ]);
    expect(group?.group?.capacity).toBe(500);
  });

  test("a file of the same name in another conversation stands for nothing here", async () => {
    const { ids, root } = await buildClean(folder);
    rmSync(join(root, "Img", md5(ROOM), `${ids.get("g5") ?? 0}.pic`));
    const source = await readSource(folder, scratch);
    const { chat } = await importSource(source, settingsOf({}), scratch);
    const states = [...chat.query<{ state: string }>("SELECT a.state FROM attachment a JOIN message m ON m.id = a.message WHERE m.server_id = ? AND a.role = 'main'", String(serverIdOf("g5")))]; // prettier-ignore
    expect(states).toEqual([{ state: "thumbnail-only" }]);
    chat.close();
    source.close();
  });

  test("each trace that names a row names one that is there", async () => {
    await buildClean(folder);
    const found = await read();
    const kinds = [...new Set(found.of("trace").map(({ facts }) => facts.kind))].sort();
    expect(kinds).toEqual(["companion-row", "media-file", "revoke-table", "session"]);
    const rows = new Set(found.messages().map(({ localId, localIdScope }) => `${localIdScope} ${localId}`));
    const numbers = new Set(found.messages().map(({ localId }) => localId));
    for (const { facts } of found.of("trace")) {
      if (facts.relation !== "holds") continue;
      if (facts.localIdScope === null) expect(numbers.has(facts.localId)).toBe(true);
      else expect(rows.has(`${facts.localIdScope} ${facts.localId}`), facts.kind).toBe(true);
    }
  });
});

describe("one database alone", () => {
  test("is read under any name; whose it is stays unknown", async () => {
    await buildBare(folder);
    const found = await read();
    expect(found.claim.entry).toBe("chat.db");
    expect(found.messages()).toHaveLength(28);
    expect(found.export()).toMatchObject({ owner: null, ownerBasis: null });
    const talkers = found.of("conversation").map(({ facts }) => facts.talker);
    expect(talkers).toEqual([null, null]);
    expect(found.messages().every(({ sender, direction }) => sender == null || direction !== "sent")).toBe(true);
  });
});

describe("what was done to a copy", () => {
  test("a deleted row leaves a number unused, and its files", async () => {
    const { expected, found } = await variant("delete-interior");
    const [id] = expected.localIds;
    const [numbering] = numberingsOf(found, PEER_TABLE);
    expect(numbering).toMatchObject({ rows: 20, highest: "21", sequence: "21" });
    const named = found.of("trace").filter(({ facts }) => facts.localId === id && facts.kind === "media-file");
    expect(named).toHaveLength(1);
  });

  test("a row deleted alone leaves the row beside it", async () => {
    const { expected, found } = await variant("delete-row-only");
    const scope = numberingsOf(found, PEER_TABLE)[0]?.scope;
    const traces = found.of("trace").filter(({ facts }) => facts.localId === expected.localIds[0] && facts.localIdScope === scope); // prettier-ignore
    expect(traces.map(({ facts }) => facts.kind)).toEqual(["companion-row"]);
  });

  test("the counter stays above a deleted tail, and above an emptied table", async () => {
    const tail = await variant("delete-tail");
    expect(numberingsOf(tail.found, PEER_TABLE)[0]).toMatchObject({ sequence: "21", highest: "20" });
    rmSync(folder, { recursive: true });
    const cleared = await variant("clear");
    expect(numberingsOf(cleared.found, ROOM_TABLE)).toMatchObject([{ sequence: "7", rows: 0, highest: null }]);
  });

  test("a counter whose table is gone is told of", async () => {
    const { found } = await variant("drop-with-sequence");
    expect(numberingsOf(found, ROOM_TABLE)).toMatchObject([{ sequence: "7", rows: 0, lowest: null }]);
  });

  test("words written over packed ones do not fit the tag", async () => {
    const { found } = await variant("edit-packed-text");
    const edited = byServerId(found, "later-2");
    expect(edited?.warnings).toContain("STORAGE_TAG_DIFFERS");
  });

  test("a row given to the account keeps the other's prefix: both cannot be", async () => {
    const { found } = await variant("swap-sender");
    expect(byServerId(found, "g2")).toMatchObject({ direction: "sent", warnings: ["SENDER_FIELDS_DISAGREE"] });
  });

  test.each([
    ["anti-revoke-trigger", "processed-copy", "foreign-trigger"],
    ["viewer-indexes", "processed-copy", "foreign-index"],
    ["rebuilt", "rebuilt-copy", "exporter-table"],
  ])("%s is a %s, whose numbers say nothing", async (name, kind, code) => {
    const { found } = await variant(name);
    expect(found.export()?.provenance?.class).toBe(kind);
    expect(found.export()?.provenance?.signs.map((sign) => sign.code)).toContain(code);
    expect(found.export()?.localIdOrigin).toBe("renumbered");
  });

  test.each([
    ["missing-shard", "absent", null],
    ["encrypted", "unreadable", "encrypted"],
    ["empty", "unreadable", "empty"],
  ])("%s: the set is partial, and the shard is listed", async (name, state, reason) => {
    const { found } = await variant(name);
    const item = found.export()?.coverage?.find(({ name: file }) => file === "message_1.sqlite");
    expect(item).toMatchObject({ item: "message-shard", state, reason });
    expect(found.export()?.provenance?.class).toBe("partial-set");
  });

  test("without the contacts only the conversation list names who is behind the digests", async () => {
    const { found } = await variant("missing-contacts");
    expect(found.export()?.owner).toBeNull();
    expect(found.of("conversation").map(({ facts }) => facts.talker)).toContain(PEER);
    expect(found.export()?.coverage?.find(({ item }) => item === "contact")?.state).toBe("absent");
  });

  test("without its log the newest row is absent, and the log is listed as not given", async () => {
    const { found } = await variant("no-wal");
    expect(byServerId(found, "late-1")).toBeUndefined();
    expect(found.export()?.coverage?.find(({ item }) => item === "wal")?.state).toBe("absent");
  });

  test("a file without its row is a trace of the conversation", async () => {
    const { found } = await variant("deleted-file-remains");
    expect(found.of("trace").find(({ facts }) => facts.localId === "77")).toMatchObject({ conversation: md5(PEER), facts: { kind: "media-file", relation: "holds" } }); // prettier-ignore
  });

  test("of a file that is cut off, what can be read is kept", async () => {
    const { found } = await variant("truncated");
    expect(found.messages().length).toBeGreaterThan(6);
    expect(found.of("repair").every(({ code }) => code === "database-malformed")).toBe(true);
    expect(found.export()?.databases?.[1]?.integrity).not.toEqual(["ok"]);
  });
});

test("nobody else's tables are claimed: a database of macOS 3.x has other columns", async () => {
  await buildClean(folder);
  const source = await readSource(folder, scratch);
  const claims = [...(iosDb.detect(source) as Iterable<{ entry: string; basis: { en: string } }>)];
  expect(claims).toHaveLength(1);
  expect(claims[0]?.entry).toMatch(/MM\.sqlite$/);
  source.close();
});
