import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fillSentence, sizeText } from "../../src/base/sentence.ts";
import { KINDS, type Kind } from "../../src/model/kind.ts";
import type { Finding, Outcome } from "../../src/model/finding.ts";
import type { Attachment, Message } from "../../src/model/message.ts";
import { pack } from "../../src/pack.ts";
import { zh } from "../../src/report/words/zh.ts";
import { EditedBundle } from "../bundle/edited-bundle.ts";
import { settingsOf } from "../support/settings.ts";

const DEMO = resolve(import.meta.dirname, "../../fixtures/demo/export");
const CASE = resolve(import.meta.dirname, "../../fixtures/demo/evidence.case.yaml");
const poppler = spawnSync("pdftotext", ["-v"]).error === undefined;

let folder: string;
let bundle: Map<string, Buffer>;
let cover: string;
let coverRows: string;
let transcript: string[];
let messages: Message[];
let outcomes: Outcome[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "evidence-numbers-"));
  const target = join(folder, "case-0001.zip");
  await pack({ source: DEMO, caseFile: CASE }, target, settingsOf({}));
  bundle = new EditedBundle(readFileSync(target)).files;
  cover = solid(textOf("cover.pdf"));
  coverRows = textOf("cover.pdf", "-layout").replace(/[ \u00a0]+/g, " ");
  transcript = textOf("transcript.pdf").split("\f");
  messages = linesOf<Message>("record/messages.jsonl");
  outcomes = (JSON.parse(text("record/checks.json")) as { outcomes: Outcome[] }).outcomes;
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const text = (path: string): string => bundle.get(path)?.toString("utf8") ?? "";
const solid = (from: string): string => from.replace(/[\s\u00a0]/gu, "");

function linesOf<Line>(path: string): Line[] {
  return text(path).split("\n").filter((line) => line !== "").map((line) => JSON.parse(line) as Line); // prettier-ignore
}

function textOf(name: string, ...options: string[]): string {
  const path = join(folder, name);
  writeFileSync(path, bundle.get(`report/${name}`) ?? "");
  return execFileSync("pdftotext", ["-enc", "UTF-8", ...options, path, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
}

/** A sentence of the report with the values counted here, as it can be searched for. */
function sentence(template: string, values: Readonly<Record<string, string | number>>): string {
  return solid(fillSentence(template, values, { language: "zh", timeZone: "Asia/Shanghai" }));
}

function tally(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

const conversations = (): string[] => [...new Set(messages.map(({ conversation }) => conversation))];
const of = (conversation: string): Message[] => messages.filter((message) => message.conversation === conversation);

describe.runIf(poppler)("numbers of the cover report, counted again from the record", () => {
  test("of files, exports, conversations and messages", () => {
    const [head = [], ...rows] = csvRows(text("record/files.csv").slice(1));
    const taken = rows.filter((row) => row[head.indexOf("status")] === "taken");
    const bytes = taken.reduce((sum, row) => sum + Number(row[head.indexOf("size_bytes")]), 0);
    const values = {
      files: taken.length, size: sizeText(bytes), exports: new Set(messages.map(({ locator }) => locator.path)).size,
      conversations: conversations().length, messages: messages.length, tools: "",
    }; // prettier-ignore
    const [before = "", after = ""] = zh.answers.packedText.split("（{tools}）");
    expect(cover).toContain(sentence(before, values));
    expect(cover).toContain(sentence(after, values));
  });

  test("of checks and findings, in all, by outcome and by level", () => {
    const findings = outcomes.flatMap((one) => one.findings as Finding[]);
    const level = tally(findings.map((finding) => finding.level));
    const word = tally(outcomes.map(({ outcome }) => outcome));
    const levels = { error: level.get("error") ?? 0, warning: level.get("warning") ?? 0, note: level.get("note") ?? 0 };
    const values = {
      checks: new Set(outcomes.map(({ check }) => check)).size, outcomes: outcomes.length, found: word.get("found") ?? 0,
      nothing: word.get("nothing-found") ?? 0, notApplicable: word.get("not-applicable") ?? 0,
      undetermined: word.get("undetermined") ?? 0, findings: findings.length, ...levels,
    }; // prettier-ignore
    expect(cover).toContain(sentence(zh.summary.outcomeText, values));
    expect(cover).toContain(sentence(zh.limits.open, levels));
    for (const [name, count] of Object.entries(levels)) {
      const heading = { level: zh.checks.levels[name as keyof typeof levels], count };
      expect(cover).toContain(sentence(zh.checks.levelHeading, heading));
    }
  });

  test("of checks that spoke of nothing at all", () => {
    const spoke = new Set(outcomes.filter(({ outcome }) => ["found", "nothing-found"].includes(outcome)).map(({ check }) => check)); // prettier-ignore
    const checks = new Set(outcomes.map(({ check }) => check)).size;
    const values = { checks, outcomes: outcomes.length, silent: checks - spoke.size };
    expect(values.silent).toBeGreaterThan(0);
    expect(cover).toContain(sentence(zh.checks.allChecks, values));
    expect(cover).toContain(sentence(zh.answers.uncheckedChecks.split("，主要")[0] ?? "", { count: values.silent }));
  });

  test("of messages by sender and by kind", () => {
    for (const conversation of conversations()) {
      const mine = of(conversation);
      for (const [sender, count] of tally(mine.flatMap((one) => (one.sender === null ? [] : [one.sender]))))
        expect(cover).toMatch(new RegExp(`\\(${sender.replace(/^s\d+:/, "")}\\)${count}(?!\\d)`));
      const kinds = [...tally(mine.map(({ kind }) => kind))].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
      expect(cover).toContain(solid(kinds.map(([kind, count]) => `${KINDS[kind as Kind].name.zh} ${count}`).join("、"))); // prettier-ignore
    }
  });

  test("of messages by evidence class", () => {
    const codes = [...new Set(messages.map(({ kind }) => KINDS[kind].evidenceClass))];
    const count = (code: string, among: readonly Message[]) => among.filter(({ kind }) => KINDS[kind].evidenceClass === code).length; // prettier-ignore
    for (const code of codes) {
      const numbers = [...conversations().map((one) => count(code, of(one))), count(code, messages)];
      // The table stands in two halves beside each other, a long name over two lines.
      expect(coverRows, code).toMatch(
        new RegExp(`${code.replace(".", "\\.")} [^\\d\\n]* ?${numbers.join(" ")}(?= |\\n)`),
      );
    }
  });

  test("of attachments by kind and state", () => {
    const states = ["present", "missing", "thumbnail-only", "ambiguous", "remote-only", "not-exported"] as const;
    type Line = Attachment & { conversation: string; kind: Kind };
    const main = linesOf<Line>("record/attachments.jsonl").filter(({ role }) => role === "main");
    for (const conversation of conversations()) {
      const mine = main.filter((one) => one.conversation === conversation);
      for (const kind of new Set(mine.map((one) => one.kind))) {
        const alike = mine.filter((one) => one.kind === kind);
        const counts = states.map((state) => alike.filter((one) => one.state === state).length);
        expect(coverRows).toContain(`${conversation} ${KINDS[kind].name.zh} ${counts.join(" ")} ${alike.length}`);
      }
    }
    expect(main.length).toBeGreaterThan(20);
  });
});

describe.runIf(poppler)("numbers of the printed messages, counted again from the record", () => {
  test("every message is there, and what is said of each conversation is what was printed", () => {
    const body = solid(transcript.join(""));
    for (const conversation of conversations()) {
      const heads = [...body.matchAll(new RegExp(`${conversation}-(\\d+)·\\d{4}-`, "g"))].map(([, seq]) => Number(seq));
      expect(heads).toEqual(of(conversation).map(({ seq }) => seq));
      const count = of(conversation).length;
      expect(body).toContain(`消息${count}条，列印${count}条`);
    }
  });

  test("the evidence list quotes the pages on which a conversation begins and ends", () => {
    const list = text("report/evidence-list.csv");
    for (const conversation of conversations()) {
      const pages = transcript.flatMap((page, index) => (page.includes(`${conversation}-`) && new RegExp(`^${conversation}-\\d+ `, "m").test(page) ? [index + 1] : [])); // prettier-ignore
      const [first = 0, last = 0] = [pages[0], pages.at(-1)];
      expect(first).toBeGreaterThan(0);
      expect(solid(list)).toContain(sentence(zh.list.transcriptSpan, { file: "transcript.pdf", first, last, count: last - first + 1 })); // prettier-ignore
    }
  });
});

/** Rows of a table whose cells hold no quotes. */
function csvRows(table: string): string[][] {
  expect(table).not.toContain('"');
  return table.trimEnd().split("\n").map((row) => row.split(",")); // prettier-ignore
}
