import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readEnclosed } from "../src/enclosed.ts";
import { inputOf } from "../src/cli/case-file.ts";
import { pack } from "../src/pack.ts";
import { EvidenceError } from "../src/base/errors.ts";
import { settingsOf } from "./support/settings.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evidence-enclosed-"));
  for (const name of ["matter", "matter/export", "matter/photos"]) mkdirSync(join(folder, name));
  writeFileSync(at("photos/front.jpg"), "a picture");
  writeFileSync(at("export/chat.json"), JSON.stringify(chat));
  name("photos/front.jpg");
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const at = (path: string): string => join(folder, "matter", path);
const name = (path: string): void => {
  writeFileSync(at("evidence.case.yaml"), `devices:\n  - photos:\n      - ${JSON.stringify(path)}\n`);
};
const message = { localId: 1, createTime: 1786900000, formattedTime: "2026-08-17 01:06:40", type: "文本消息", localType: 1, content: "在吗", isSend: 1, senderUsername: "wxid_a", senderDisplayName: "甲", senderAvatarKey: "wxid_a" }; // prettier-ignore
const session = { wxid: "wxid_b", nickname: "乙", remark: "", displayName: "乙", type: "私聊", lastTimestamp: 1786900000, messageCount: 1 }; // prettier-ignore
const chat = { weflow: { version: "1.0.3", exportedAt: 1786930330, generator: "WeFlow" }, session, messages: [message] }; // prettier-ignore

/** What is said when the case file cannot be enclosed. */
async function refused(): Promise<EvidenceError> {
  const error: unknown = await readEnclosed(at("evidence.case.yaml")).then(
    (source) => {
      source.close();
      return null;
    },
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EvidenceError)) throw new Error("it was enclosed");
  return error;
}

describe("documents a case file names", () => {
  test("are enclosed with it, and nothing else of the folder is", async () => {
    writeFileSync(at("photos/other.jpg"), "not named");
    const source = await readEnclosed(at("evidence.case.yaml"));
    expect(source.files.map(({ path }) => path)).toEqual(["evidence.case.yaml", "photos/front.jpg"]);
    source.close();
  });

  test.each([
    ["missing or moved away", "photos/gone.jpg", "没有这个文件"],
    ["outside the folder", "../outside.jpg", "文件夹之内"],
    ["named from the root of the disk", "/etc/hostname", "文件夹之内"],
    ["written the Windows way", "photos\\front.jpg", "文件夹之内"],
    ["a folder", "photos", "不是文件"],
    ["a link", "link.jpg", "链接"],
    ["behind a folder that is a link out", "linked/outside.jpg", "文件夹之内"],
  ])("one that is %s is refused by its name and field", async (_, path, words) => {
    mkdirSync(join(folder, "elsewhere"));
    writeFileSync(join(folder, "outside.jpg"), "x");
    writeFileSync(join(folder, "elsewhere/outside.jpg"), "x");
    symlinkSync(at("photos/front.jpg"), at("link.jpg"));
    symlinkSync(join(folder, "elsewhere"), at("linked"));
    name(path);
    const error = await refused();
    expect(error.code).toBe("ENCLOSURE_MISSING");
    expect(error.facts).toMatchObject({ path, field: "devices[0].photos[0]", files: 1 });
    expect(error.says.zh).toContain(words);
  });

  test("every one that cannot be taken is told at once", async () => {
    writeFileSync(at("evidence.case.yaml"), "devices:\n  - photos: [a.jpg, b.jpg]\n    seal: {photos: [c.jpg]}\n");
    const { says, facts } = await refused();
    expect(facts["files"]).toBe(3);
    for (const path of ["a.jpg", "b.jpg", "c.jpg"]) expect(says.zh).toContain(path);
  });

  test("one that changes while packing stops it, and nothing is left behind", async () => {
    const target = join(folder, "case.zip");
    const packing = pack({ source: at("export"), caseFile: at("evidence.case.yaml") }, target, settingsOf({}), {
      onProgress: ({ step }) => {
        if (step === "check") writeFileSync(at("photos/front.jpg"), "another picture");
      },
    });
    await expect(packing).rejects.toMatchObject({ code: "SOURCE_CHANGED" });
    expect(existsSync(target)).toBe(false);
  });
});

describe("which case file a run uses", () => {
  const place = () => ({ environment: {}, folder: join(folder, "matter"), now: 0 });
  const found = (options = {}) => inputOf("export", options, place()).caseFile;

  test("the one beside the export, unless one lies inside, is named, or none is wanted", () => {
    expect(found()).toBe(at("evidence.case.yaml"));
    writeFileSync(at("export/evidence.case.yaml"), "case:\n  cause: 里面的\n");
    expect(found()).toBe(at("export/evidence.case.yaml"));
    expect(found({ case: "other.yaml" })).toBe(at("other.yaml"));
    expect(found({ case: false })).toBeNull();
  });

  test("one inside the export is enclosed, and still received as part of the export", async () => {
    writeFileSync(at("export/evidence.case.yaml"), "case:\n  cause: 里面的\n");
    const target = join(folder, "case.zip");
    const { dossier } = await pack(inputOf("export", {}, place()), target, settingsOf({}));
    expect(dossier.caseFile?.declared).toEqual({ case: { cause: "里面的" } });
    const names = readFileSync(target).toString("latin1");
    expect(names).toContain("case/data/enclosed/evidence.case.yaml");
    expect(names).toContain("case/data/source/evidence.case.yaml");
  });
});
