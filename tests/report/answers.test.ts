import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { CaseDeclared } from "../../src/model/case.ts";
import type { Dossier } from "../../src/model/dossier.ts";
import { ReportContext } from "../../src/report/context.ts";
import { mainReasons, reasonsText } from "../../src/report/reasons.ts";
import { renderCover } from "../../src/report/render.ts";
import { en } from "../../src/report/words/en.ts";
import { zh } from "../../src/report/words/zh.ts";
import { sample } from "./sample.ts";

const folder = mkdtempSync(join(tmpdir(), "evidence-answers-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});
const poppler = spawnSync("pdftotext", ["-v"]).error === undefined;

/** The second page of the cover without spaces. */
function secondPage(declared: CaseDeclared | null, language: "zh" | "en" = "zh", more: Partial<Dossier> = {}): string {
  const material = sample(language);
  const caseFile = declared === null ? null : { name: "evidence.case.yaml", sha256: "0".repeat(64), declared, enclosures: [] }; // prettier-ignore
  const { content } = renderCover({ ...material, dossier: { ...material.dossier, caseFile, ...more } });
  const path = join(folder, "cover.pdf");
  writeFileSync(path, content as Buffer);
  const text = execFileSync("pdftotext", ["-raw", "-f", "2", "-l", "2", path, "-"], { encoding: "utf8" });
  return text.replace(/\s+/g, "");
}

describe.runIf(poppler)("the second page of the cover", () => {
  test.each([
    ["zh", zh],
    ["en", en],
  ] as const)("asks the five questions of a reader (%s)", (language, words) => {
    const page = secondPage(null, language);
    const { packed, speakers, gaps, device, unchecked } = words.answers;
    for (const question of [packed, speakers, gaps, device, unchecked])
      expect(page).toContain(question.replaceAll(" ", ""));
  });

  test("says where the gaps are in the words of the checks, and who speaks with how many messages", () => {
    const page = secondPage(null);
    expect(page).toMatch(/c2有缺口：本地编号4401与4406之间缺4个.*共14处，见第7.3节。/);
    expect(page).toMatch(/c1：.+?\d+条、.+?\d+条/);
  });

  test("says where the phone is as declared, or that it was not provided", () => {
    expect(secondPage(null)).toContain("未提供：设备、存放地点、保管人、能否当庭出示。");
    const devices: CaseDeclared["devices"] = [
      { deviceId: "甲机", kind: "phone", location: { place: "示例市" }, custodian: { name: "沈某" }, availability: "inCourt" }, // prettier-ignore
    ];
    const page = secondPage({ devices });
    expect(page).toContain("填报：「甲机」");
    expect(page).toContain("现存放「示例市」，保管人「沈某」，「可当庭出示」");
  });

  test("says who declares who used the accounts, and for which account nobody does", () => {
    expect(secondPage(null)).toContain("名称为导出件所载；使用人未填报。");
    const participants: CaseDeclared["participants"] = [{ account: "wxid_zhou88231", claimedPerson: { name: "周某" } }];
    const page = secondPage({ submitter: { name: "示例建材有限公司" }, participants });
    expect(page).toMatch(/填报为「周某」）938条/);
    expect(page).toMatch(/未填报）901条/);
    expect(page).toContain("使用人为提交人「示例建材有限公司」填报，未经核实。");
  });

  test("counts rows without a sender apart from the accounts", () => {
    const { conversations } = sample().dossier;
    const senders = Object.fromEntries(["", "a", "b", "c", "d", "e", "f"].map((id, index) => [id, 90 - index]));
    const page = secondPage(null, "zh", { conversations: conversations.map((one) => ({ ...one, senders })) });
    expect(page).toMatch(/d86条、另2个账号共169条、发送人未记载90条。/);
  });

  test("stays one page however much is declared and however many conversations there are", () => {
    const { conversations } = sample().dossier;
    const long = "填".repeat(3000);
    const devices: CaseDeclared["devices"] = Array.from({ length: 9 }, () => ({ deviceId: long, location: { place: long }, custodian: { name: long } })); // prettier-ignore
    const many = Array.from({ length: 60 }, (_, n) => ({ ...conversations[0], id: `c${n + 1}`, title: long }));
    const page = secondPage({ devices }, "zh", { conversations: many as unknown as Dossier["conversations"] });
    expect(page).toContain("其余57个会话见第7.1节");
    expect(page).toContain("其余7台见第3节");
    expect(page).toContain("本页各数均可在证据包record/目录的数据中逐项查到。");
  });
});

describe("reasons of several checks as one", () => {
  const context = new ReportContext(sample());

  test("name each missing signal and grade once", () => {
    const text = reasonsText(context, ["signal:local-id grade:renumbered", "signal:local-id", "no-transfers", "no-transfers"]); // prettier-ignore
    expect(text).toBe("导出件不带：客户端本地编号；编号等级为“导出工具编排序号”，由它看不出有无缺口；聊天中没有转账");
  });

  test("in short, begin with the grade and name four signals at most", () => {
    const signals = ["local-id", "sequence", "server-sequence", "client-table", "traces"].map((name) => `signal:${name}`); // prettier-ignore
    const text = mainReasons(context, [...signals, "grade:renumbered", "no-transfers"]);
    expect(text).toMatch(/^编号等级为“导出工具编排序号”，由它看不出有无缺口；导出件不带：.+等$/);
    expect(text).not.toContain("记载消息的其他数据表");
    expect(mainReasons(context, ["no-transfers", "crashed: x"])).toBe("聊天中没有转账；检查程序出错，未得出结果");
  });
});
