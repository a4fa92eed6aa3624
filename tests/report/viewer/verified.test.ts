import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pack } from "../../../src/pack.ts";
import { verify, type Verified } from "../../../src/verify.ts";
import { EditedBundle } from "../../bundle/edited-bundle.ts";
import { settingsOf } from "../../support/settings.ts";

const EXPORT = resolve(import.meta.dirname, "../../../fixtures/importers/weflow-json/private/source");

let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "evidence-viewer-"));
  const target = join(folder, "case-0001.zip");
  await pack({ source: EXPORT, caseFile: null }, target, settingsOf({ transcript: false }));
}, 120_000);
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const opened = () => new EditedBundle(readFileSync(join(folder, "case-0001.zip")));

/** Answer to a bundle in which somebody changed something and made every digest anew. */
async function answerTo(edited: EditedBundle): Promise<Verified> {
  const path = join(folder, "edited.zip");
  writeFileSync(path, edited.rehash().zip());
  return verify(path, { rederive: true, expectFingerprint: null });
}

const level4 = ({ levels }: Verified) => levels.find(({ level }) => level === 4);
const replaced = (path: string, from: string, to: string): EditedBundle => {
  const bundle = opened();
  const text = (bundle.files.get(path) ?? Buffer.alloc(0)).toString("utf8");
  expect(text).toContain(from);
  return bundle.set(path, Buffer.from(text.replace(from, to)));
};

test("a bundle with its viewer verifies", async () => {
  const answer = await verify(join(folder, "case-0001.zip"), { rederive: true, expectFingerprint: null });
  expect(level4(answer)).toMatchObject({ outcome: "pass", faults: [] });
  expect([...opened().files.keys()]).toEqual(expect.arrayContaining(["index.html", "viewer/app.js", "viewer/data/c1-1.js"]));
}); // prettier-ignore

test.each([
  ["words of a message", "viewer/data/c1-1.js", '"text":"', '"text":"不'],
  ["the page itself", "index.html", "default-src 'none'", "default-src *"],
  ["its program", "viewer/app.js", "use strict", "use  strict"],
  ["its style", "viewer/app.css", "{", "{ "],
])("%s changed in the viewer alone: not intact", async (_, path, from, to) => {
  const answer = await answerTo(replaced(path, from, to));
  expect(level4(answer)).toMatchObject({ outcome: "fail", faults: [{ path }] });
  expect(answer.word).toBe("not-intact");
});

test("a changed message is named by its line", async () => {
  const answer = await answerTo(replaced("viewer/data/c1-1.js", '"text":"', '"text":"不'));
  expect(level4(answer)?.faults[0]).toMatchObject({ code: "FACT_DIFFERS", expected: expect.stringMatching(/^line \d+: /) as string });
}); // prettier-ignore

test.each(["viewer/data/c9-1.js", "viewer/more.js", "viewer/data/x.html"])(
  "%s put beside it: not intact",
  async (path) => {
    const answer = await answerTo(opened().set(path, Buffer.from("evidenceData()")));
    expect(level4(answer)?.faults).toMatchObject([{ code: "FILE_NOT_DERIVED", path }]);
    expect(answer.word).toBe("not-intact");
  },
);

test("a page of messages taken out: not intact", async () => {
  const answer = await answerTo(opened().remove("viewer/data/c1-1.js"));
  expect(level4(answer)?.faults).toMatchObject([{ code: "FACT_MISSING", path: "viewer/data/c1-1.js" }]);
});

test("the program of another version: nothing is said about it", async () => {
  const edited = replaced("meta/tool.json", '"codeSha256":"', '"codeSha256":"0');
  const json = edited.files.get("meta/tool.json")?.toString("utf8") ?? "";
  edited.set("meta/tool.json", Buffer.from(json.replace(/("codeSha256":"0[0-9a-f]{63})[0-9a-f]/, "$1")));
  const app = edited.files.get("viewer/app.js")?.toString("utf8") ?? "";
  const answer = await answerTo(edited.set("viewer/app.js", Buffer.from(`${app}\n`)));
  expect(level4(answer)).toMatchObject({ outcome: "undetermined", reason: "other-version" });
  expect(answer.word).toBe("cannot-tell");
});
