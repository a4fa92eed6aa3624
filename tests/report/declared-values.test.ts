import { describe, expect, test } from "vitest";
import { reviewOf } from "../../src/checks/acquisition-rules.ts";
import { acquisitionReview } from "../../src/checks/acquisition/review.ts";
import { factorsOf } from "../../src/dossier/factors.ts";
import type { CaseDeclared } from "../../src/model/case.ts";
import type { Finding } from "../../src/model/finding.ts";
import { ReportContext } from "../../src/report/context.ts";
import { cover } from "../../src/report/cover.ts";
import { CARDS, sample } from "./sample.ts";

/** Everything the cover says, as one text, for a case file. */
function textOf(
  declared: CaseDeclared | null,
  language: "zh" | "en" = "zh",
  findings: readonly Finding[] = [],
): string {
  const material = sample(language);
  const { dossier } = material;
  const caseFile = declared && { name: "evidence.case.yaml", sha256: "e".repeat(64), declared, enclosures: [{ path: "机.png", sizeBytes: 3, sha256: "d".repeat(64), namedBy: [] }] }; // prettier-ignore
  const factors = factorsOf({ chat: material.chat, declared: declared ?? {}, conversations: dossier.conversations });
  const review = { check: acquisitionReview.id, version: 1, source: null, conversation: null, outcome: "found" as const, reason: null, level: "note" as const, strength: "D" as const, counts: {}, options: {}, findings }; // prettier-ignore
  const told = { ...dossier, caseFile, factors, outcomes: findings.length > 0 ? [review] : dossier.outcomes };
  return JSON.stringify(cover(new ReportContext({ ...material, cards: [...CARDS, acquisitionReview], dossier: told })));
}

const FULL: CaseDeclared = {
  case: { cause: "买卖合同纠纷" },
  submitter: { name: "陈静", role: "plaintiff" },
  devices: [{ deviceId: "D1", make: "华为", availability: "lost", photos: ["机.png"], custodian: { name: "沈律师" } }],
  participants: [
    {
      account: "wxid_zhou88231",
      claimedPerson: { name: "周启航", role: "defendant" },
      identityProofs: [{ proofId: "I1", type: "SELF_ADMISSION", messages: "12", conversation: "c1", disputed: "yes" }],
    },
  ],
  collection: { operators: [{ name: "陈静" }], method: "THIRD_PARTY_EXPORT" },
  acquisition: { A1: "own", A3: "employer", accountKind: "personal", A5: "notAsked" },
  custody: [{ itemId: "D1", action: "transferred", from: { name: "陈静" }, to: { name: "沈律师" }, at: "2026-03-01" }],
  groups: [{ conversation: "c2", memberCount: { value: 31 }, measures: [{ by: "钱工", action: "移出一人" }] }],
  transcripts: [{ conversation: "c1", message: 5, text: "再让五千", by: "陈静" }],
  glossary: [{ term: "踢脚线", meaning: "墙脚的砖" }],
  privacy: { confidentiality: "仅供本案" },
  signatures: [{ block: "提交人", name: "陈静" }],
};

describe("what a person typed", () => {
  const text = textOf(FULL);

  test.each([
    "填报：「买卖合同纠纷」", "填报：「原告」", "设备 「D1」（填报）", "填报：「遗失」", "「机.png」（SHA-256 前 16 位 dddddddddddddddd）",
    "「周启航」", "已提供材料 1 项", "「对方已否认」", "「第三方导出软件」", "A5 账号使用人是否同意", "填报：「未征求」",
    "→ 姓名或名称 「沈律师」", "「移出一人」", "「再让五千」", "「踢脚线」", "填报：「仅供本案」", "填报：「陈静」",
  ])("is printed as declared: %s", (said) => {
    expect(text).toContain(said);
  }); // prettier-ignore

  test("is printed as not provided where it is blank", () => {
    expect(text).toContain('["案号","未提供"]');
    expect(text).toContain('["不能提供原始载体的原因"');
    expect(text).not.toContain("undefined");
  });

  test("cannot close our quotation marks", () => {
    expect(textOf({ case: { cause: "货款」本报告证明「" } })).toContain("填报：「货款』本报告证明『」");
  });

  test("is printed in English under English labels", () => {
    const english = textOf(FULL, "en");
    expect(english).toContain("declared: 「lost」");
    expect(english).toContain("declared: 「not asked」");
  });

  test("is told on the page everybody reads", () => {
    expect(text).toContain("填报了主张的身份的账号 1 个，身份材料 1 项");
    expect(text).toContain("1 台，其中 0 台填报为可当庭出示或可查验，1 台填报为不在手边");
  });
});

test("without a case file every such chapter is one line, and nothing is said to be declared", () => {
  const text = textOf(null);
  for (const chapter of [
    "未提供：案由",
    "未提供：设备类别",
    "未提供：操作人",
    "未提供：取得方式",
    "未提供：收到、复制",
  ])
    expect(text).toContain(chapter);
  expect(text).not.toContain("填报：");
});

test("the answers are printed without level and rules, unless the outcome is told", () => {
  expect(textOf(FULL)).not.toMatch(/N[0-3]（|Q0[1-9]：/);
  const { level, hits } = reviewOf(FULL.acquisition ?? {});
  const finding = (word: string): Finding => ({ word, level: "note", strength: "D", facts: { answered: 3, asked: 20, rules: 1 }, at: [], messages: [] }); // prettier-ignore
  const told = textOf(FULL, "zh", [level, ...hits.map(({ id }) => id)].map(finding));
  expect(told).toContain("复核提示级别 N3");
  expect(told).toContain("Q05：填报情况显示：设备为单位配发");
});

describe("the factors", () => {
  const states = (declared: CaseDeclared) => {
    const { chat, dossier } = sample("zh");
    const made = factorsOf({ chat, declared, conversations: dossier.conversations });
    return new Map(made.map(({ provision, item, line, state }) => [`${provision} ${item} ${line}`, state]));
  };

  test("are declared where a person typed something, and not provided where nobody did", () => {
    const [blank, full] = [states({}), states(FULL)];
    for (const line of ["ER93 1 device", "ER93 6 operators", "ER93 4 custody", "IC11 3 medium", "ER94 1 submitted-by"])
      expect([blank.get(line), full.get(line)], line).toEqual(["NOT_PROVIDED", "DECLARED"]);
    expect(full.get("ER94 2 platform")).toBe("NOT_PROVIDED");
    expect(states({ presumption: { platform: "某平台" } }).get("ER94 2 platform")).toBe("DECLARED");
  });

  test("are recorded where the files or the tool say it, and not applicable where there is nothing to say it of", () => {
    expect(states({}).get("ER93 3 digests")).toBe("RECORDED");
    expect(states({}).get("ER93 4 attachments")).toBe("RECORDED");
    const { chat } = sample("zh");
    const none = factorsOf({ chat, declared: {}, conversations: [] });
    const of = (line: string) => none.find((factor) => factor.line === line)?.state;
    expect([of("attachments"), of("continuity"), of("sender-and-time")]).toEqual(Array(3).fill("NOT_APPLICABLE"));
  });
});
