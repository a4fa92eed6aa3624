import { describe, expect, test } from "vitest";
import { fillIn, type Ask } from "../../src/casefile/begin.ts";
import { parseCase } from "../../src/casefile/read.ts";
import { templateOf, type Shown } from "../../src/casefile/template.ts";
import { settingsOf } from "../support/settings.ts";

const SHOWN = {
  exports: [],
  conversations: [],
  participants: [
    { id: "s1:wxid_a", source: "s1", accountId: "wxid_a", isOwner: false, names: [], messageCount: 2 },
    { id: "s1:wxid_b", source: "s1", accountId: "wxid_b", isOwner: false, names: [], messageCount: 1 },
  ],
  settings: settingsOf({}),
} as unknown as Shown;
const BLANK = templateOf(SHOWN, "zh");

/** A person who answers by the beginning of a question, once for each answer given; everything else is left blank. */
function person(answers: Readonly<Record<string, readonly (string | true)[]>>) {
  const left = new Map(Object.entries(answers).map(([start, said]) => [start, [...said]]));
  const asked: string[] = [];
  const refusals: string[] = [];
  const next = (question: string) => {
    asked.push(question);
    const start = [...left.keys()].find((begin) => question.startsWith(begin));
    return start === undefined ? undefined : left.get(start)?.shift();
  };
  const ask: Ask = {
    yes: (question) => Promise.resolve(next(question) === true),
    pick: (question) => Promise.resolve(String(next(question) ?? "")),
    line: (question, refused) => {
      const typed = String(next(question) ?? "");
      const why = refused(typed);
      if (why !== null) refusals.push(why);
      return Promise.resolve(why === null ? typed : "");
    },
  };
  return { ask, asked, refusals };
}

async function interviewed(text: string, answers: Parameters<typeof person>[0]) {
  const { ask, asked, refusals } = person(answers);
  let after = text;
  let kept = 0;
  await fillIn({ bytes: Buffer.from(text), name: "x" }, "zh", ask, (next) => {
    after = next;
    kept += 1;
  });
  return { after, declared: parseCase(Buffer.from(after), "x"), asked, refusals, kept };
}

describe("filling in a case file by questions", () => {
  test("nobody who declines everything changes anything", async () => {
    const { after, asked, kept } = await interviewed(BLANK, {});
    expect([after, kept, asked.length]).toEqual([BLANK, 0, 15]);
  });

  test("answers stand behind their keys, under all comments", async () => {
    const { declared, after, kept } = await interviewed(BLANK, {
      "现在填写“案件”": [true],
      案由: ["买卖合同: 货款"],
      对方当事人人数: ["1"],
      "现在填写“设备": [true],
      设备类别: ["手机", "电脑"],
      IMEI: ["860000000000017", "860000000000025", ""],
      误差秒数: ["+12"],
      外观和关键页面照片: ["photos/正面.jpg", ""],
      "再添加一项“设备": [true],
    });
    expect(declared.case).toEqual({ cause: "买卖合同: 货款", opposingPartyCount: 1 });
    expect(declared.devices).toEqual([
      { kind: "phone", imei: ["860000000000017", "860000000000025"], clock: { offsetSec: 12 }, photos: ["photos/正面.jpg"] }, // prettier-ignore
      { kind: "computer" },
    ]);
    const comments = (text: string) => text.split("\n").filter((line) => line.trimStart().startsWith("#"));
    expect(comments(after)).toEqual(comments(BLANK));
    expect(kept).toBe(8);
  });

  test("each account is offered, proofs are added below it, and free names are kept", async () => {
    const { declared } = await interviewed(BLANK, {
      "现在填写“参与人": [true],
      "填写 wxid_b": [true],
      姓名或名称: ["郭立恒"],
      "再添加一项“身份材料": [true],
      材料类型: ["微信转账电子凭证"],
      "其他事项": ["订单号", "", ""],
      订单号: ["1000 0001"],
    }); // prettier-ignore
    expect(declared.participants).toEqual([
      { account: "wxid_a" },
      {
        account: "wxid_b",
        claimedPerson: { name: "郭立恒" },
        identityProofs: [{ type: "TRANSFER_VOUCHER", details: { 订单号: "1000 0001" } }],
      },
    ]);
  });

  test("what is filled in is not asked for", async () => {
    const typed = BLANK.replace("cause: ", "cause: 货款").replace("  number: ", "  number: (2026)1号");
    const { asked, after } = await interviewed(typed, { "现在填写“案件”": [true] });
    expect(asked.filter((question) => /^案由|^案号/.test(question))).toEqual([]);
    expect(asked.some((question) => question.startsWith("法院"))).toBe(true);
    expect(after).toBe(typed);
  });

  test("an answer the file could not hold is refused in words", async () => {
    const { refusals, declared } = await interviewed(BLANK, {
      "现在填写“案件”": [true],
      举证期限: ["2026-02-30"],
      对方当事人人数: ["两"],
    });
    expect(refusals).toHaveLength(2);
    expect(refusals.join()).toContain("没有这一天");
    expect(declared.case).toBeUndefined();
  });
});
