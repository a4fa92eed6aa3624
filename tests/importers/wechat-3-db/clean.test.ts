import { createHash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { buildClean as buildMacos, chatTable } from "../../support/databases/macos-3.ts";
import { AVATAR, buildClean, MULTI } from "../../support/databases/wechat-3.ts";
import { GROUP, OWNER, SUN, ZHAO, ZHOU } from "../../support/databases/wechat-3-rows.ts";
import { silk } from "../../support/media.ts";
import { readBuilt, readOne } from "./reading-sets.ts";

const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");

/** Every file below a folder with its digest. */
function digests(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => join(entry.parentPath, entry.name)).sort().map((path) => `${path} ${sha256(readFileSync(path))}`); // prettier-ignore
}

test("Windows: every row of both shards, the last three from the log, and nothing to complain of", async () => {
  const read = await readOne(buildClean);
  expect(read.of("message")).toHaveLength(34);
  expect(read.of("skipped")).toEqual([]);
  expect(read.of("message").flatMap(({ facts }) => facts.warnings)).toEqual([]);
  expect(read.export).toMatchObject({
    owner: OWNER,
    localIdOrigin: "native",
    provenance: { class: "client-original" },
  });
  const log = read.export.databases?.find(({ path }) => path.endsWith("/MSG1.db"));
  expect(log).toMatchObject({ rows: { withWal: 11, withoutWal: 8 }, startsAt: 1_693_789_200_000, shard: 1 });
  expect(read.of("numbering").map(({ conversation, facts }) => [conversation, facts.isShared, facts.sequence])).toEqual(
    [
      [null, true, "23"],
      [null, true, "11"],
    ],
  );
});

test("Windows: who is who in a group, who brought whom in, and what a contact list says", async () => {
  const read = await readOne(buildClean);
  const group = read.of("conversation").find(({ facts }) => facts.key === GROUP)?.facts;
  expect(group?.members).toEqual([
    { participant: OWNER, role: "member", groupNickname: "林桥（甲方）", inviter: ZHOU },
    { participant: ZHOU, role: "owner", groupNickname: "周敏" },
    { participant: SUN, role: "member", groupNickname: null, inviter: ZHOU },
  ]);
  expect(group?.group).toMatchObject({
    announcement: "九月三十日放假，工地留人值班",
    announcementEditor: ZHOU,
    capacity: 500,
  });
  const zhao = read.of("account").find(({ seen }) => seen.account === ZHAO)?.seen;
  expect(zhao?.avatarSha256).toBe(sha256(AVATAR));
  expect(zhao?.extra).toMatchObject({ labels: "供应商", "ExtraBuf.phone": "13800000000", "ExtraBuf.gender": "1" });
  expect(read.of("account").map(({ seen }) => seen.account)).not.toContain("wxid_moshengren0011");
});

test("Windows: media by stored path, by row of a database, and only as a thumbnail", async () => {
  const rows = (await readOne(buildClean)).messages("/MSG0.db");
  const recording = rows.get("8")?.attachments?.[0];
  expect(recording).toMatchObject({
    claimedDurationMs: 3480,
    embedded: { sha256: sha256(silk()), at: { column: "Buf" } },
  });
  const [picture, thumbnail] = rows.get("7")?.attachments ?? [];
  expect(picture?.candidates[0]).toMatch(/WeChat Files\/wxid_linqiao8812ab22\/FileStorage\/MsgAttach\/9d3c\/Image\/2023-03\/p01\.dat$/); // prettier-ignore
  expect([thumbnail?.role, thumbnail?.statedPath]).toEqual(["thumbnail", `${OWNER}\\FileStorage\\MsgAttach\\9d3c\\Thumb\\2023-03\\t01.dat`]); // prettier-ignore
});

test("Windows: quotes, transfers and recalls as their packed payload states them", async () => {
  const rows = (await readOne(buildClean)).messages("/MSG0.db");
  expect(rows.get("17")?.quote).toMatchObject({ targetServerId: "7310400000000000055", sender: ZHAO });
  expect(rows.get("18")?.transfer).toMatchObject({ amountFen: 3_860_000, state: "sent", payer: OWNER, receiver: ZHAO });
  expect(rows.get("12")).toMatchObject({
    kind: "recall",
    direction: "system",
    typeCode: "10000",
    extra: { SubType: "57" },
  });
  expect(rows.get("12")?.sender ?? null).toBeNull();
});

test("macOS: one table and one numbering for each conversation, senders from the prefix", async () => {
  const read = await readOne(buildMacos);
  expect(read.of("message")).toHaveLength(34);
  expect(read.of("message").flatMap(({ facts }) => facts.warnings)).toEqual([]);
  const first = read
    .of("numbering")
    .find(({ facts }) => facts.path.endsWith("msg_0.db") && facts.table === chatTable(ZHAO));
  expect([first?.conversation, first?.facts.isShared, first?.facts.sequence]).toEqual([ZHAO, false, "13"]);
  const said = read.of("message").find(({ facts }) => facts.text === "收到")?.facts;
  expect([said?.sender, said?.senderBasis, said?.direction]).toEqual([SUN, "stated", "received"]);
  expect(read.export).toMatchObject({ owner: OWNER, ownerBasis: "sent-rows", variant: "macOS 3.x" });
});

test("reading writes nothing beside the evidence and changes none of it", async () => {
  const before: string[] = [];
  let place = "";
  const check = (folder: string) => {
    place = folder;
    before.push(...digests(folder));
  };
  const after: string[] = [];
  await readBuilt(
    async (folder) => {
      await buildClean(folder);
      check(folder);
    },
    () => after.push(...digests(place)),
  );
  expect(before.length).toBeGreaterThan(20);
  expect(after).toEqual(before);
});

test("a shard by itself is a set too", async () => {
  const read = await readOne(async (folder) => {
    await buildClean(folder);
    const shard = readFileSync(join(folder, MULTI, "MSG0.db"));
    rmSync(join(folder, "WeChat Files"), { recursive: true });
    writeFileSync(join(folder, "MSG0.db"), shard);
  });
  expect(read.entry).toBe("MSG0.db");
  expect(read.of("message")).toHaveLength(23);
  expect(read.export.coverage?.find(({ item }) => item === "contact")?.state).toBe("absent");
});

test("an empty shard alone ends in words on what to ask for", async () => {
  const empty = readBuilt((folder) => {
    writeFileSync(join(folder, "MSG0.db"), "");
  });
  await expect(empty).rejects.toMatchObject({ code: "DATABASE_EMPTY" });
});
