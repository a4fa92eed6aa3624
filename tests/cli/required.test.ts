import { describe, expect, test } from "vitest";
import { parseCase } from "../../src/casefile/read.ts";
import { readConfig } from "../../src/cli/config.ts";
import { blanksJson, blanksOf, blanksText } from "../../src/cli/required.ts";
import type { Terminal } from "../../src/cli/terminal.ts";
import { painter } from "../../src/cli/terminal.ts";
import { forbiddenIn } from "../../src/report/words/forbidden.ts";

type Shown = Parameters<typeof blanksOf>[0];

/** A private chat of two and a group with a third, with a case file or none. */
function shown(yaml: string | null): Shown {
  const account = (accountId: string, text: string) => ({ id: `s1:${accountId}`, source: "s1", accountId, isOwner: false, names: [{ kind: "nickname", text, firstSeenAt: null, lastSeenAt: null }], messageCount: 1 }); // prettier-ignore
  const conversations = [
    { id: "c1", type: "private", selected: true, senders: { "s1:wxid_a": 1, "s1:wxid_b": 1, "": 1 } },
    { id: "c2", type: "group", selected: true, senders: { "s1:wxid_c": 1 } },
  ];
  const caseFile = yaml === null ? null : { name: "x", sha256: "", enclosures: [], declared: parseCase(Buffer.from(yaml), "x") }; // prettier-ignore
  const participants = [account("wxid_a", "郭总"), account("wxid_b", "周晓岚"), account("wxid_c", "老秦")];
  return { caseFile, participants, conversations } as unknown as Shown;
}

const fields = (yaml: string | null, ...required: Parameters<typeof blanksOf>[1]) =>
  blanksOf(shown(yaml), required).map(({ field }) => field);

const DEVICE = `devices:
  - deviceId: D1
    kind: 手机
    make: 华为
    model: Mate 60
    os: HarmonyOS
    osVersion: "4.2"
    wechatVersion: 8.0.49
    account: {wxid: wxid_b}
    clock: {offsetSec: "0"}
    owner: 周晓岚
    user: 周晓岚
    location: {place: 宁江市}
    custodian: {name: 张律师}
    availability: 可当庭出示
    recordsPresent: 仍在本机
`;

const PEOPLE = `participants:
  - account: wxid_a
    claimedPerson: {name: 郭立恒, role: 被告}
    identityProofs: [{type: 对方自认, messages: 12-14}]
  - account: 周晓岚
    claimedPerson: {name: 周晓岚, role: 证人}
`;

const ANSWERS = `acquisition:
  A1: 提交人本人
  A2: 是
  A3: 本人
  A4: 一直由本人保管
  A5: 本人账号不适用
  A7: 否
  A8: 正常登录查看
  A9: 第三方导出软件
  A10: 已知有纠纷、为固定证据
  A11: {nature: 一对一}
  A12: 否
  A13: {answer: 几乎没有}
  A14: 对方否认欠款
  A15: [无]
  A16: [财产]
  A17: {answer: 是}
  A18: {answer: 不适用}
  A19: 否
  A20: 仅律师、法院
`;

describe("what --require asks for", () => {
  test("nothing is asked for unless it is named", () => {
    expect(fields(null)).toEqual([]);
  });

  test("without a case file each part is a blank of its own", () => {
    expect(fields(null, "device")).toEqual(["devices"]);
    expect(fields(null, "identity")).toEqual(["participants", "participants", "participants"]);
    expect(fields(null, "acquisition")).toHaveLength(19);
  });

  test("device: nothing is missing of a whole record, and each field that is taken out is named", () => {
    expect(fields(DEVICE, "device")).toEqual([]);
    for (const line of DEVICE.split("\n").slice(2, -1)) {
      const key = /^ +(\w+):/.exec(line)?.[1] ?? "";
      expect(fields(DEVICE.replace(`${line}\n`, ""), "device")).toEqual([`devices[0].${key}`]);
    }
    expect(fields(DEVICE.replace("deviceId: D1\n    kind", "kind"), "device")).toEqual(["devices[0].deviceId"]);
  });

  test("device: half a clock is none, and a device that cannot be shown needs one of the five reasons", () => {
    expect(fields(DEVICE.replace('offsetSec: "0"', "device: 2026-08-17 09:30"), "device")).toEqual([
      "devices[0].clock",
    ]);
    const lost = DEVICE.replace("可当庭出示", "遗失");
    expect(fields(lost, "device")).toEqual(["devices[0].unavailableReason"]);
    expect(fields(`${lost}    unavailableReason: 原件遗失、灭失或者毁损\n`, "device")).toEqual([]);
  });

  test("identity: each writer of a private chat is somebody, and each party has a document", () => {
    expect(fields(PEOPLE, "identity")).toEqual([]);
    expect(fields(PEOPLE.replace("name: 周晓岚, ", ""), "identity")).toEqual(["participants[1].claimedPerson.name"]);
    expect(fields(PEOPLE.replace(", messages: 12-14", ""), "identity")).toEqual(["participants[0].identityProofs"]);
    expect(fields(PEOPLE.replace("wxid_a", "wxid_x"), "identity")).toEqual(["participants"]);
    expect(fields(PEOPLE.replace("被告", "证人"), "identity")).toEqual(["participants"]);
  });

  test("acquisition: each question without an answer is named, A6 only where somebody consented", () => {
    expect(fields(ANSWERS, "acquisition")).toEqual([]);
    for (const line of ANSWERS.split("\n").slice(1, -1)) {
      const key = /^ +(\w+):/.exec(line)?.[1] ?? "";
      expect(fields(ANSWERS.replace(`${line}\n`, ""), "acquisition")).toEqual([`acquisition.${key}`]);
    }
    expect(fields(ANSWERS.replace("本人账号不适用", "口头"), "acquisition")).toEqual(["acquisition.A6"]);
  });

  test.each(["zh", "en"] as const)("%s: blanks are named in words that give no verdict", (language) => {
    const terminal: Terminal = { language, quiet: false, json: false, interactive: false, out: () => undefined, err: () => undefined, paint: painter(false, true, {}) }; // prettier-ignore
    const said = blanksText(terminal, blanksOf(shown(null), ["device", "identity", "acquisition"]));
    expect(said.split("\n")).toHaveLength(24);
    expect(said).toContain("acquisition.A14");
    expect(forbiddenIn(said, language)).toEqual([]);
    expect(blanksText(terminal, [])).toBe("");
  });

  test("scripts get the same in both languages", () => {
    expect(blanksJson(blanksOf(shown(null), ["device"]))).toMatchObject([{ require: "device", field: "devices", messageZh: expect.stringContaining("设备") as string }]); // prettier-ignore
  });
});

describe("who asks for it", () => {
  const required = (flag: string | undefined, environment = {}) =>
    readConfig(flag === undefined ? {} : { require: flag }, environment, "/nowhere").required;

  test("the flag before the environment, commas of either script", () => {
    expect(required(undefined)).toEqual({ value: [], from: "default" });
    expect(required(undefined, { EVIDENCE_REQUIRE: "device" })).toEqual({ value: ["device"], from: "environment" });
    expect(required("identity，acquisition", { EVIDENCE_REQUIRE: "device" })).toEqual({ value: ["identity", "acquisition"], from: "flag" }); // prettier-ignore
    expect(required("", { EVIDENCE_REQUIRE: "device" }).value).toEqual([]);
  });

  test("an unknown word is refused", () => {
    expect(() => required("devices")).toThrow(expect.objectContaining({ code: "REQUIRE_UNKNOWN" }) as Error);
  });
});
