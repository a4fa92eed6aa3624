import { describe, expect, test } from "vitest";
import type { Yielded } from "../../../src/importers/importer.ts";
import { weflowJson } from "../../../src/importers/weflow-json/index.ts";
import { memorySource } from "../../support/memory-source.ts";
import { chatOf, claimsOf, fixture } from "./reading.ts";

const ROW = { localId: 1, createTime: 1768440000, localType: 1, content: "好", type: "文本消息", isSend: 0 };

function claimed(content: string | Uint8Array, path = "a.json"): string | undefined {
  return claimsOf(memorySource({ [path]: content }))[0]?.strength;
}

describe("what is claimed", () => {
  test.each([
    ["private", "texts/王经理_20260601-20260630.json", "signature"],
    ["group", "群聊_三号楼施工群/三号楼施工群_全部时间.json", "signature"],
    ["arkme-group", "texts/三号楼施工群.json", "signature"],
    ["early-no-header", "王经理.json", "structure"],
    ["unordered-keys", "texts/王经理.json", "signature"],
  ])("the fixture %s, by its %s", (name, entry, strength) => {
    const claims = claimsOf(fixture(name));
    expect(claims.map((claim) => [claim.importer, claim.entry, claim.strength])).toEqual([
      ["weflow-json", entry, strength],
    ]);
  });

  test("several exports in one folder are one claim each", () => {
    const source = memorySource({ "texts/甲.json": chatOf({}), "texts/乙.json": chatOf({}), "texts/readme.txt": "x" });
    expect(claimsOf(source).map(({ entry }) => entry)).toEqual(["texts/乙.json", "texts/甲.json"]);
  });

  test("a file that breaks off after its header, so that reading can say where", () => {
    expect(claimed(chatOf({}).slice(0, 150))).toBe("signature");
  });

  test("a header behind a damaged first row and more than 64 KiB", () => {
    const avatars = "A".repeat(100_000);
    const content = `{"messages":[{"localId":oops},${JSON.stringify(ROW)}],"avatars":{"a":"${avatars}"},"session":{},"weflow":{}}`;
    expect(claimed(content)).toBe("signature");
  });

  test("a file with a byte-order mark, and a copy saved again as UTF-16", () => {
    expect(claimed(`\ufeff${chatOf({})}`)).toBe("signature");
    expect(claimed(Buffer.from(`\ufeff${chatOf({})}`, "utf16le"))).toBe("signature");
  });

  test("an early chat whose first row is longer than the beginning that is looked at", () => {
    const long = { ...ROW, content: undefined, formattedTime: "长".repeat(50_000) };
    const row = JSON.stringify({ ...long, content: "好" });
    expect(claimed(`{"session":{"wxid":"wxid_aa","type":"私聊"},"messages":[null,${row}]}`)).toBe("structure");
  });

  test("an early chat without messages", () => {
    expect(claimed('{"session":{"wxid":"wxid_aa","type":"私聊"},"messages":[]}')).toBe("structure");
  });
});

describe("what is not", () => {
  const row = JSON.stringify(ROW);
  const session = '"session":{"wxid":"wxid_aa","type":"私聊"}';
  test.each([
    ["EchoTrace", `{${session},"messages":[${row}],"exportTime":"2026-01-10T10:00:00"}`],
    [
      "EchoTrace whose mark stands behind 64 KiB",
      `{${session},"messages":[${row}],"x":"${"A".repeat(99_999)}","exportTime":""}`,
    ],
    ["CipherTalk", `{"exportInfo":{"generator":"CipherTalk"},${session},"messages":[${row}]}`],
    ["ChatLab as WeFlow writes it", '{"chatlab":{"version":"0.0.2","generator":"WeFlow"},"meta":{},"messages":[]}'],
    ["an answer of the HTTP interface", `{${session},"messages":[{"serverId":"1",${row.slice(1)}]}`],
    ["rows without a session", `{"messages":[${row}]}`],
    ["another program's settings", '{"name":"evidence","version":"1.0.0"}'],
    ["an array", `[${row}]`],
    ["an empty file", ""],
    ["no JSON at all", "王经理 2026-06-21 05:13"],
    ["weflow as a mere word", '{"weflow":"yes"}'],
  ])("%s", (_, content) => {
    expect(claimed(content)).toBeUndefined();
  });

  test("a picture under the name of a chat", () => {
    expect(claimed("\u0089PNG\r\n", "a.json")).toBeUndefined();
  });
});

test("a file is known by its content whatever it is called", () => {
  expect(claimed(chatOf({}), "a.txt")).toBe("signature");
});

test("a session that names its chat accountId is the same conversation", () => {
  const session = { accountId: "wxid_a1", displayName: "王经理", type: "私聊", messageCount: 1 };
  const source = memorySource({ "a.json": JSON.stringify({ weflow: { version: "1.0.3" }, session, messages: [ROW] }) });
  const [claim] = claimsOf(source);
  if (!claim) throw new Error("claimed");
  const settings = { timeZone: "Asia/Shanghai", timeZoneBasis: "zone-assumed" } as const;
  const yielded = [...(weflowJson.read(source, claim, settings) as Iterable<Yielded>)];
  expect(yielded.find(({ type }) => type === "conversation")).toMatchObject({ facts: { talker: "wxid_a1" } });
});
