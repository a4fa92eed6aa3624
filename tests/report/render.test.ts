import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { Language } from "../../src/base/bilingual.ts";
import { sha256 } from "../../src/base/digest.ts";
import type { Dossier } from "../../src/model/dossier.ts";
import type { Outcome } from "../../src/model/finding.ts";
import { renderCover, type CoverMaterial } from "../../src/report/render.ts";
import { CARDS, sample } from "./sample.ts";

const folder = mkdtempSync(join(tmpdir(), "evidence-report-test-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const poppler = spawnSync("pdftotext", ["-v"]).error === undefined;

function pdf(material: CoverMaterial): Buffer {
  const { content } = renderCover(material);
  if (!Buffer.isBuffer(content)) throw new TypeError("the cover report is held in memory");
  return content;
}

function pathOf(bytes: Buffer): string {
  const path = join(folder, `${sha256(bytes).slice(0, 16)}.pdf`);
  writeFileSync(path, bytes);
  return path;
}

function textOf(bytes: Buffer, ...options: string[]): string {
  return execFileSync("pdftotext", ["-enc", "UTF-8", ...options, pathOf(bytes), "-"], { encoding: "utf8" });
}

/** Text without line breaks and blanks, so that it can be searched wherever a line ended. */
function joined(text: string): string {
  return text.replace(/\s+/g, "");
}

/** Like `toContain`, without printing the whole report when it fails. */
function contains(text: string, wanted: string): void {
  expect(text.includes(wanted), `the report says: ${wanted}`).toBe(true);
}

function changed(change: (dossier: Dossier) => Partial<Dossier>, language: Language = "zh"): CoverMaterial {
  const material = sample(language);
  return { ...material, dossier: { ...material.dossier, ...change(material.dossier) } };
}

function titled(title: string): CoverMaterial {
  return changed(({ conversations, participants }) => ({
    conversations: conversations.map((conversation, n) => (n === 0 ? { ...conversation, title } : conversation)),
    participants: participants.map((participant, n) =>
      n === 0
        ? { ...participant, names: [{ kind: "nickname", text: title, firstSeenAt: null, lastSeenAt: null }] }
        : participant,
    ),
  }));
}

describe("the cover report", () => {
  const chinese = pdf(sample("zh"));
  const english = pdf(sample("en"));

  it("is a view at report/cover.pdf with its own size and digest", () => {
    const document = renderCover(sample());
    expect(document).toMatchObject({
      path: "report/cover.pdf",
      role: "view",
      sizeBytes: chinese.length,
      sha256: sha256(chinese),
    });
  });

  it("is a PDF that declares PDF/A-2b and holds its fonts", () => {
    expect(chinese.subarray(0, 8).toString("latin1")).toBe("%PDF-1.7");
    expect(chinese.includes("<pdfaid:part>2</pdfaid:part>")).toBe(true);
    expect(chinese.includes("<pdfaid:conformance>B</pdfaid:conformance>")).toBe(true);
    expect(chinese.includes("FontFile2")).toBe(true);
  });

  it("has equal bytes for equal material, other bytes for another date", () => {
    expect(sha256(pdf(sample("zh")))).toBe(sha256(chinese));
    const later = changed(({ settings }) => ({ settings: { ...settings, date: "2026-06-04" } }));
    expect(sha256(pdf(later))).not.toBe(sha256(chinese));
  });

  it.runIf(poppler)("is A4 and stays near twelve pages for a simple case", () => {
    const facts = execFileSync("pdfinfo", [pathOf(chinese)], { encoding: "utf8" });
    expect(facts).toMatch(/Page size:\s+595\.\d+ x 841\.\d+ pts \(A4\)/);
    const pages = Number(/Pages:\s+(\d+)/.exec(facts)?.[1]);
    expect(pages).toBeGreaterThanOrEqual(8);
    expect(pages).toBeLessThanOrEqual(14);
    expect(facts).toMatch(/CreationDate:\s+Wed Jun {2}3 00:00:00 2026/);
  });

  it.runIf(poppler)("can be selected and searched: title, summary, counts, places and digests", () => {
    const text = joined(textOf(chinese));
    contains(text, "微信聊天记录电子数据整理说明（封面报告）");
    contains(text, "能说明");
    contains(text, "不能说明");
    contains(text, "不具备检验条件");
    contains(text, "c1-183");
    contains(text, "3b1f0c7e9d5a4c2288e6b0d74f91aa35c8e2679014bd5f6ea7c3d2019f8b4e60");
    contains(text, "2024-03-0109:12:05+08:00");
    contains(text, "本说明根据导入的文件和填报内容生成，不是鉴定意见、公证文书或法律意见。");
  });

  it.runIf(poppler)("has its summary on the second page alone", () => {
    const second = joined(textOf(chinese, "-f", "2", "-l", "2"));
    contains(second, "摘要（一页）");
    contains(second, "本页各数均可在证据包record/目录的数据中逐项查到。");
    contains(joined(textOf(chinese, "-f", "3", "-l", "3")), "1案件与提交人");
  });

  it.runIf(poppler)("has its summary on one page in English too, where sentences are longer", () => {
    contains(joined(textOf(english, "-f", "3", "-l", "3")), "1Caseandsubmitter");
  });

  it.runIf(poppler)("says on the second page what was found, not only by which check", () => {
    const second = joined(textOf(chinese, "-f", "2", "-l", "2"));
    const { dossier } = sample();
    const [error] = dossier.outcomes.flatMap(({ check, findings }) =>
      findings.filter(({ level }) => level === "error").map((finding) => ({ check, finding })),
    );
    const card = CARDS.find(({ id }) => id === error?.check);
    const [beginning = ""] = (card?.words[error?.finding.word ?? ""]?.zh ?? "").split("{");
    expect(beginning.length).toBeGreaterThan(2);
    contains(second, joined(beginning));
  });

  it.runIf(poppler)("says of a conversation with gaps that other gaps are open where a check could not be made", () => {
    const second = joined(textOf(chinese, "-f", "2", "-l", "2"));
    contains(second, "除已列出的以外是否另有缺失，本报告没有结论");
    const allMade = changed(({ conversations }) => ({
      conversations: conversations.map((c) => ({ ...c, continuity: { ...c.continuity, notPossible: [] } })),
    }));
    expect(joined(textOf(pdf(allMade), "-f", "2", "-l", "2"))).not.toContain("除已列出的以外");
  });

  it.runIf(poppler)(
    "says on the second page that it is an excerpt, and gives no number that may not be printed",
    () => {
      const from = Date.UTC(2024, 4, 1);
      const material = changed(({ settings }) => ({ settings: { ...settings, from } }));
      const second = joined(textOf(pdf(material), "-f", "2", "-l", "2"));
      contains(second, "本报告为摘录");
      contains(second, "列印的期间：自2024-05-01");
      expect(second).not.toContain("（如c1-1）");
      const whole = changed(({ settings, conversations }) => ({
        settings: { ...settings, from: null, until: null },
        conversations: conversations.filter(({ selected }) => selected),
      }));
      expect(joined(textOf(pdf(whole), "-f", "2", "-l", "2"))).not.toContain("本报告为摘录");
    },
  );

  it.runIf(poppler)("says page, bundle and manifest digest on every page", () => {
    const pages = textOf(chinese)
      .split("\f")
      .filter((page) => page.trim() !== "");
    for (const [index, page] of pages.entries()) {
      contains(joined(page), `第${index + 1}页/共${pages.length}页`);
      contains(joined(page), "evidence-2026-06-03-zhou-qihang");
      contains(joined(page), "3b1f0c7e9d5a4c22");
    }
  });

  it.runIf(poppler)("prints the innocent explanations with every group of findings", () => {
    const groups = new Set(
      sample()
        .dossier.outcomes.filter(({ findings }) => findings.length > 0)
        .map(({ check }) => check),
    ).size;
    expect(joined(textOf(chinese)).split("可能的正常原因：").length - 1).toBe(groups);
  });

  it.runIf(poppler)("says how many findings it leaves out", () => {
    contains(joined(textOf(chinese)), "余4项见record/checks.json");
  });

  it.runIf(poppler)("is the same report in English", () => {
    const text = textOf(english).replace(/\s+/g, " ");
    contains(text, "Cover report on organised WeChat electronic data");
    contains(text, "What this does not show");
    contains(text, "Innocent explanations:");
    expect(text).toMatch(/page 2 of \d+/);
  });
});

describe("material that is empty or large", () => {
  it.runIf(poppler)("says that nothing was found and nothing was attached", () => {
    const bare = changed(() => ({
      outcomes: [],
      findingsByLevel: { error: 0, warning: 0, note: 0 },
      exports: [],
      entryFiles: [],
      conversations: [],
      participants: [],
      notTaken: [],
      unusedFiles: [],
    }));
    const text = joined(textOf(pdf(bare)));
    contains(text, "没有列出的事项。");
    contains(text, "消息中没有附件。");
    contains(text, "不适用：所选会话中没有群聊。");
  });

  it.runIf(poppler)("bounds what it prints of very many conversations, accounts and findings", () => {
    const [first] = sample().dossier.outcomes.flatMap(({ findings }) => findings);
    if (!first) throw new Error("the sample has findings");
    const outcomes = (id: string): Outcome => ({
      check: "source/count-mismatch",
      version: 1,
      source: "s1",
      conversation: id,
      outcome: "found",
      reason: null,
      level: "error",
      strength: "B",
      counts: {},
      options: {},
      findings: [first],
    });
    const many = changed(({ conversations, participants }) => ({
      conversations: Array.from({ length: 400 }, (_, n) => ({
        ...conversations[0],
        id: `c${n + 1}`,
      })) as unknown as Dossier["conversations"],
      participants: Array.from({ length: 500 }, (_, n) => ({
        ...participants[0],
        id: `s1:p${n}`,
        accountId: `wxid_p${n}`,
      })) as unknown as Dossier["participants"],
      outcomes: Array.from({ length: 400 }, (_, n) => outcomes(`c${n + 1}`)),
    }));
    const bytes = pdf(many);
    const text = joined(textOf(bytes));
    contains(text, "其余388个会话见record/conversations.json");
    contains(text, "余460项见record/participants.json");
    contains(text, "余388项见record/checks.json");
    contains(joined(textOf(bytes, "-f", "3", "-l", "3")), "1案件与提交人");
  });
});

describe("hostile names and texts", () => {
  it.each([
    ["a text direction override", "发票\u202egpj.exe", "发票[U+202E]gpj.exe"],
    ["typst markup", '#panic("x") $y$ *b* _i_ `c` @a <l> \\ //=', '#panic("x")$y$*b*_i_`c`@a<l>\\//='],
    ["rare hanzi of the fonts", "䶮𬱖", "䶮𬱖"],
    ["hangul, which no font has", "김철수", "[U+AE40][U+CCA0][U+C218]"],
    ["controls and line breaks", "a\u0000b\u001bc\nd\te", "a[U+0000]b[U+001B]c[U+000A]d[U+0009]e"],
    ["a lone surrogate", "x\ud83dy", "x[U+D83D]y"],
    [
      "private use, unseen and unassigned characters",
      "\ue415\u200b\ufeff\u00ad\u{e0041}\u0378",
      "[U+E415][U+200B][U+FEFF][U+00AD][U+E0041][U+0378]",
    ],
    ["a pile of marks", "e\u0301\u0301\u0301", "[U+0301][U+0301]"],
  ])("prints %s visibly", (_, title, seen) => {
    const bytes = pdf(titled(title));
    if (poppler) contains(joined(textOf(bytes)).normalize("NFC"), seen);
  });

  it("prints emoji, joined ones too", () => {
    const bytes = pdf(titled("👨‍👩‍👧 ❤️ 👍🏽 🇨🇳 1️⃣ 🏴󠁧󠁢󠁥󠁮󠁧󠁿 ☺"));
    if (poppler) expect(textOf(bytes)).toMatch(/👍/u);
  });

  it("cuts a name of three thousand characters and says how long it is", () => {
    for (const character of ["长", "w", "。", "\u202e", "👍", "\u0301"]) {
      const bytes = pdf(titled(character.repeat(3000)));
      if (poppler) contains(joined(textOf(bytes)), "共3,000字");
    }
  });

  it("keeps long tokens inside their columns", () => {
    const token = "a1b2c3d4".repeat(12);
    const bytes = pdf(
      changed(({ participants }) => ({
        participants: participants.map((one, n) => (n === 0 ? { ...one, accountId: token } : one)),
      })),
    );
    if (!poppler) return;
    const boxes = textOf(bytes, "-bbox");
    // A closing mark at the end of a line is set without the blank half that its box still counts.
    const words = [...boxes.matchAll(/xMax="([\d.]+)"[^>]*>([^<]*)/g)].filter(
      ([, , word = ""]) => !/[。，、；：）」]$/.test(word),
    );
    const widths = words.map((match) => Number(match[1]));
    expect(widths.length).toBeGreaterThan(1000);
    expect(Math.max(...widths)).toBeLessThanOrEqual(595.3 - 56);
  });

  it("never fails, whatever the names, facts and paths hold", () => {
    const anyText = fc.oneof(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.string({ unit: "grapheme", maxLength: 60 }),
    );
    fc.assert(
      fc.property(anyText, anyText, anyText, (title, path, fact) => {
        const material = titled(title);
        const outcomes = material.dossier.outcomes.map((outcome) => ({
          ...outcome,
          findings: outcome.findings.map((finding) => ({
            ...finding,
            facts: { ...finding.facts, name: fact, by: fact, file: path },
            at: [{ path, line: 1 }],
          })),
        }));
        const bytes = pdf({
          ...material,
          stem: path.replace(/[^\w-]/g, "") || "x",
          dossier: { ...material.dossier, outcomes, unusedFiles: [path] },
        });
        expect(bytes.length).toBeGreaterThan(10_000);
      }),
      { numRuns: 15 },
    );
  });
});

it("prints a finding of an unknown word by its word, not by silence", () => {
  const material = sample();
  const bytes = pdf({ ...material, cards: CARDS.map((card) => ({ ...card, words: {} })) });
  expect(bytes.length).toBeGreaterThan(10_000);
  if (poppler) expect(textOf(bytes, "-layout")).toMatch(/c1-183[^—]{0,80}\bone\s+C/);
});
