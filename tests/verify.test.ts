import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../src/base/digest.ts";
import { pack } from "../src/pack.ts";
import { verify, type Verified } from "../src/verify.ts";
import { EditedBundle } from "./bundle/edited-bundle.ts";
import { DEMO, shell } from "./support/bin.ts";
import { settingsOf } from "./support/settings.ts";

let folder: string;
let original: Buffer;
let count = 0;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "evidence-verify-"));
  const target = join(folder, "case-0001.zip");
  await pack({ source: DEMO, caseFile: null }, target, settingsOf({}));
  original = readFileSync(target);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function verified(zip: Buffer, rederive = true): Promise<Verified> {
  count += 1;
  const path = join(folder, `tampered-${count}.zip`);
  writeFileSync(path, zip);
  return verify(path, { rederive, expectFingerprint: null });
}

/** Text as the editor of bundles holds it: one character for each byte. */
const latin1 = (text: string): string => Buffer.from(text).toString("latin1");
const outcomeOf = (answer: Verified, level: number) => answer.levels.find((made) => made.level === level)?.outcome;
const MESSAGES = "record/messages.jsonl";

/** Changes one line of a JSON-lines file; `null` takes it out. */
/** Makes the digests of `record/files.csv` anew as well. */
function relist(bundle: EditedBundle): EditedBundle {
  return bundle.edit("record/files.csv", (table) =>
    table
      .split("\n")
      .map((row) => {
        const [path = ""] = row.split(",");
        const content = bundle.files.get(path);
        return content ? row.replace(/,\d+,[0-9a-f]{64},/, `,${content.length},${sha256(content)},`) : row;
      })
      .join("\n"),
  );
}

function line(text: string, index: number, change: (line: string) => string | null): string {
  return text.split("\n").flatMap((whole, at) => (at === index ? (change(whole) ?? []) : whole)).join("\n"); // prettier-ignore
}

test("an untouched bundle is intact, and says that nothing anchors it", async () => {
  const answer = await verified(original);
  expect(answer.word).toBe("intact-not-anchored");
  expect(answer.levels.map(({ level, outcome }) => [level, outcome])).toEqual([
    [0, "pass"], [1, "pass"], [2, "pass"], [3, "pass"], [4, "pass"], [5, "absent"], [6, "absent"],
  ]); // prettier-ignore
});

describe("records altered by somebody who makes every digest anew", () => {
  const cases: readonly (readonly [string, string, (bundle: EditedBundle) => void])[] = [
    ["a message's words", MESSAGES, (b) => b.edit(MESSAGES, (t) => line(t, 20, (l) => l.replace(/"text":"[^"]*"/, '"text":"changed"')))],
    ["a message taken out", MESSAGES, (b) => b.edit(MESSAGES, (t) => line(t, 20, () => null))],
    ["two messages swapped", MESSAGES, (b) => b.edit(MESSAGES, (t) => { const l = t.split("\n"); [l[3], l[4]] = [l[4] ?? "", l[3] ?? ""]; return l.join("\n"); })],
    ["a time moved by a second", MESSAGES, (b) => b.edit(MESSAGES, (t) => line(t, 9, (l) => l.replace(/"sentAt":(\d+)/, (_, at) => `"sentAt":${Number(at) + 1000}`)))],
    ["a sender", MESSAGES, (b) => b.edit(MESSAGES, (t) => line(t, 9, (l) => l.replace(/"direction":"(\w+)"/, (_, d) => `"direction":"${d === "sent" ? "received" : "sent"}"`)))],
    ["a participant renamed", "record/participants.json", (b) => b.edit("record/participants.json", (t) => t.replace("wxid_", "wxjd_"))],
    ["a finding deleted", "record/checks.json", (b) => b.edit("record/checks.json", (t) => t.replace('"level":"error"', '"level":"note"'))],
    ["the continuity word", "record/conversations.json", (b) => b.edit("record/conversations.json", (t) => t.replace("gap-found", "no-gap-found"))],
    ["an original name", "meta/custody.jsonl", (b) => b.edit("record/files.csv", (t) => t.replace(latin1("说明.txt"), latin1("说名.txt")))],
    ["a case fact", "record/case.json", (b) => b.edit("record/case.json", (t) => t.replace("false", "true"))],
    ["the custody record", "meta/custody.jsonl", (b) => b.edit("meta/custody.jsonl", (t) => t.replace('"fileCount":', '"fileCount":1'))],
    ["a setting of the run", "record/messages.jsonl", (b) => b.edit("meta/tool.json", (t) => t.replace('"from":null', '"from":1780000000000'))],
    ["a tool file that is none", "meta/tool.json", (b) => b.set("meta/tool.json", "{}")],
    ["a time zone that is none", "meta/tool.json", (b) => b.edit("meta/tool.json", (t) => t.replace("Asia/Shanghai", "Mars/Base"))],
  ]; // prettier-ignore

  test.each(cases)("%s: level 4 does not agree", async (_name, path, tamper) => {
    const bundle = new EditedBundle(original);
    tamper(bundle);
    const answer = await verified(bundle.rehash().zip());
    expect([0, 1, 2, 3].map((level) => outcomeOf(answer, level))).toEqual(["pass", "pass", "pass", "pass"]);
    expect(outcomeOf(answer, 4)).toBe("fail");
    expect(answer.word).toBe("not-intact");
    expect(answer.levels[4]?.faults.map((fault) => fault.path)).toContain(path);
  });

  test("a report with other words in it: the records agree, but nothing is called intact", async () => {
    const bundle = new EditedBundle(original);
    const other = join(folder, "english", "case-0001.zip");
    mkdirSync(join(folder, "english"));
    await pack({ source: DEMO, caseFile: null }, other, settingsOf({ language: "en" }));
    const pdf = new EditedBundle(readFileSync(other)).files.get("report/cover.pdf") ?? Buffer.alloc(0);
    const answer = await verified(bundle.set("report/cover.pdf", pdf).rehash().zip());
    expect(answer.levels[4]).toMatchObject({ outcome: "undetermined", reason: "report-differs" });
    expect(answer.word).toBe("cannot-tell");
  });

  test("the fault names the line and what differs in it", async () => {
    const bundle = new EditedBundle(original);
    bundle.edit(MESSAGES, (text) => line(text, 20, (whole) => whole.replace(/"text":"[^"]*"/, '"text":"changed"')));
    const answer = await verified(bundle.rehash().zip());
    const fault = answer.levels[4]?.faults.find(({ path }) => path === MESSAGES);
    expect(fault?.expected).toMatch(/^line 21: /);
    expect(fault?.found).toContain("changed");
  });

  test("the chat file itself, records left as they were, names table made anew or not", async () => {
    const bundle = new EditedBundle(original);
    const path = [...bundle.files.keys()].find((name) => /^data\/source\/0*\d+\.json$/.test(name)) ?? "";
    bundle.edit(path, (text) => text.replace(/"createTime":\s*17/, '"createTime":16'));
    expect(await verified(bundle.rehash().zip())).toMatchObject({ word: "not-intact" });
    const answer = await verified(relist(bundle).rehash().zip());
    expect(answer.word).toBe("not-intact");
    expect(answer.levels[4]?.faults.map((fault) => fault.path)).toContain(MESSAGES);
  });

  test("a picture exchanged for another", async () => {
    const bundle = new EditedBundle(original);
    const [one = "", two = ""] = [...bundle.files.keys()].filter((name) => name.endsWith(".jpg"));
    const [first, second] = [bundle.files.get(one), bundle.files.get(two)];
    if (first && second) bundle.set(one, second).set(two, first);
    const answer = await verified(relist(bundle).rehash().zip());
    expect(answer.word).toBe("not-intact");
    expect(answer.levels[4]?.faults.map((fault) => fault.path)).toContain("record/attachments.jsonl");
  });

  test("a chat file that can no longer be read", async () => {
    const bundle = new EditedBundle(original);
    const path = [...bundle.files.keys()].find((name) => /^data\/source\/0*\d+\.json$/.test(name)) ?? "";
    bundle.edit(path, (text) => text.slice(0, 2000));
    const answer = await verified(bundle.rehash().zip());
    expect(answer.word).toBe("not-intact");
    expect(answer.levels[4]?.faults).toMatchObject([{ code: "NOT_DERIVABLE" }]);
  });
});

describe("a bundle that names another version of the program", () => {
  const renamed = (bundle: EditedBundle) =>
    bundle.edit("meta/tool.json", (t) => t.replace(/"version":"[^"]*"/, '"version":"9.9.9"'));

  test("cannot be judged where the records come out otherwise: not intact is not claimed, intact neither", async () => {
    const bundle = renamed(new EditedBundle(original));
    bundle.edit(MESSAGES, (text) => line(text, 20, () => null));
    const answer = await verified(bundle.rehash().zip());
    expect(outcomeOf(answer, 4)).toBe("undetermined");
    expect(answer.word).toBe("cannot-tell");
  });

  test("settings this version does not know are no fault of the bundle", async () => {
    const bundle = renamed(new EditedBundle(original));
    bundle.edit("meta/tool.json", (text) => text.replace('"until":', '"later":1,"until":'));
    const answer = await verified(bundle.rehash().zip());
    expect(answer.word).toBe("cannot-tell");
  });
});

describe("other changes", () => {
  test("one byte of the report, lists untouched", async () => {
    const bundle = new EditedBundle(original);
    const pdf = Buffer.from(bundle.files.get("report/cover.pdf") ?? "");
    pdf[1000] = (pdf[1000] ?? 0) ^ 1;
    const answer = await verified(bundle.set("report/cover.pdf", pdf).zip());
    expect(outcomeOf(answer, 2)).toBe("fail");
    expect(outcomeOf(answer, 4)).toBe("undetermined");
    expect(answer.word).toBe("not-intact");
  });

  test("a file added to the record, listed", async () => {
    const answer = await verified(new EditedBundle(original).set("record/extra.json", "{}").rehash().zip());
    expect(answer.word).not.toMatch(/^intact/);
  });

  test("a byte behind the zip", async () => {
    const answer = await verified(Buffer.concat([original, Buffer.from("x")]));
    expect(outcomeOf(answer, 0)).toBe("fail");
    expect(answer.word).toBe("not-intact");
  });

  test("the same files packed again by another program: contents agree, nothing is called intact or changed", async () => {
    const own = join(folder, "again");
    mkdirSync(own);
    writeFileSync(join(own, "case-0001.zip"), original);
    shell("unzip -q case-0001.zip && rm case-0001.zip && zip -q -r case-0001.zip case-0001", own);
    const answer = await verified(readFileSync(join(own, "case-0001.zip")));
    expect([0, 1, 2, 3].map((level) => outcomeOf(answer, level))).toEqual(["fail", "pass", "pass", "pass"]);
    expect(answer.word).toBe("cannot-tell");
  });

  test("bits flipped all over the bundle are never intact", async () => {
    const step = Math.floor(original.length / 150);
    for (let at = 7; at < original.length; at += step) {
      const flipped = Buffer.from(original);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      const answer = await verified(flipped, false);
      expect(answer.word, `byte ${at}`).toMatch(/^(not-intact|cannot-tell)$/);
    }
  });

  test("skipping derivation says so and judges the rest", async () => {
    const answer = await verified(original, false);
    expect(answer.levels[4]).toMatchObject({ outcome: "undetermined", reason: "not-asked" });
    expect(answer.word).toBe("intact-not-anchored");
  });
});
