import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { run } from "../../src/cli/run.ts";
import { parseCase } from "../../src/casefile/read.ts";
import { errorAnswer, initAnswer } from "../../src/model/shapes/answers.ts";
import { writeCase } from "../../src/init.ts";

const CHAT = { weflow: { version: "1.0.3", exportedAt: 1786930330, generator: "WeFlow" } };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "evidence-init-"));
  mkdirSync(join(folder, "export"));
  writeChat("export/chat.json", [["wxid_seller", "周晓岚", 1], ["wxid_buyer", "郭总", 0]]); // prettier-ignore
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A private chat with one message of each account. */
function writeChat(path: string, people: readonly (readonly [id: string, name: string, isSend: number])[]): void {
  const messages = people.map(([senderUsername, senderDisplayName, isSend], at) => ({ localId: at + 1, createTime: 1786900000 + at, formattedTime: "2026-08-17 01:06:40", type: "文本消息", localType: 1, content: `第 ${at + 1} 条`, isSend, senderUsername, senderDisplayName, senderAvatarKey: senderUsername })); // prettier-ignore
  const session = { wxid: "wxid_buyer", nickname: "郭总", remark: "", displayName: "郭总", type: "私聊", lastTimestamp: 1786900000, messageCount: messages.length }; // prettier-ignore
  writeFileSync(join(folder, path), JSON.stringify({ ...CHAT, session, messages }));
}

async function command(...argv: readonly string[]) {
  let out = "";
  let err = "";
  const exit = await run({
    argv,
    environment: {},
    folder,
    now: Date.UTC(2026, 8, 1, 12),
    out: (text) => (out += text),
    err: (text) => (err += text),
    outIsTerminal: false,
    errIsTerminal: false,
    signal: new AbortController().signal,
  });
  return { exit, out, err };
}

const at = (name: string): string => join(folder, name);
const accounts = (name = "evidence.case.yaml") =>
  parseCase(readFileSync(at(name)), name).participants?.map(({ account }) => account);

describe("evidence init", () => {
  test("writes a Chinese case file beside the export, says what to do next, and touches nothing in the export", async () => {
    const { exit, out } = await command("init", "export");
    expect(exit).toBe(0);
    expect(out).toContain("列入账号 2 个、群 0 个");
    expect(out).toContain("evidence pack export");
    expect(accounts()).toEqual(["wxid_buyer", "wxid_seller"]);
    expect(readFileSync(at("evidence.case.yaml"), "utf8")).toContain("# 案由");
    expect(readdirSync(at("export"))).toEqual(["chat.json"]);
    expect(readdirSync(folder).sort()).toEqual(["evidence.case.yaml", "export"]);
  });

  test("in English with --lang en, elsewhere with -o", async () => {
    const { exit, out } = await command("init", "export", "--lang", "en", "-o", "matter.yml");
    expect(exit).toBe(0);
    expect(out).toContain("--case");
    expect(readFileSync(at("matter.yml"), "utf8")).toContain("# Cause of action");
    expect(existsSync(at("evidence.case.yaml"))).toBe(false);
  });

  test("run again it keeps what was typed and adds the new account, and says so", async () => {
    await command("init", "export");
    const typed = readFileSync(at("evidence.case.yaml"), "utf8").replace("cause: ", "cause: 买卖合同 # 张律师已核");
    writeFileSync(at("evidence.case.yaml"), typed);
    const unchanged = await command("init", "export", "--json");
    expect(initAnswer.parse(JSON.parse(unchanged.out))).toMatchObject({ exit: 0, state: "unchanged" });
    expect(readFileSync(at("evidence.case.yaml"), "utf8")).toBe(typed);

    writeChat("export/later.json", [["wxid_seller", "周晓岚", 1], ["wxid_buyer", "郭总", 0], ["wxid_clerk", "小何", 0]]); // prettier-ignore
    const extended = await command("init", "export", "--json");
    expect(initAnswer.parse(JSON.parse(extended.out))).toMatchObject({
      state: "extended",
      added: { accounts: ["wxid_clerk"], groups: [] },
    });
    const after = readFileSync(at("evidence.case.yaml"), "utf8");
    expect(after.split("\n")).toEqual(expect.arrayContaining(typed.split("\n")));
    expect(parseCase(Buffer.from(after), "x").case).toEqual({ cause: "买卖合同" });
    expect(accounts()).toEqual(["wxid_buyer", "wxid_seller", "wxid_clerk"]);
  });

  test.each([
    ["a place inside the export", ["-o", "export/evidence.case.yaml"], 2, "OUTPUT_INSIDE_SOURCE"],
    ["a name that is no YAML", ["-o", "case.docx"], 2, "OUTPUT_NAME"],
    ["a folder that is not there", ["-o", "nowhere/evidence.case.yaml"], 4, "CASE_FILE_NOT_WRITTEN"],
    ["a folder in its place", ["-o", "taken.yaml"], 4, "CASE_FILE_NOT_WRITTEN"],
    ["a link in its place", ["-o", "link.yaml"], 4, "CASE_FILE_NOT_WRITTEN"],
    ["a case file with a slip", ["-o", "slip.yaml"], 2, "CASE_FILE_INVALID"],
  ])("%s is refused, and nothing is written", async (_, options, code, error) => {
    mkdirSync(at("taken.yaml"));
    writeFileSync(at("aim.yaml"), "");
    symlinkSync(at("aim.yaml"), at("link.yaml"));
    writeFileSync(at("slip.yaml"), "cause: 货款\n");
    const before = readdirSync(folder).sort();
    const { exit, out } = await command("init", "export", "--json", ...options);
    expect(errorAnswer.parse(JSON.parse(out))).toMatchObject({ schema: "evidence.init/1", error: { code: error } });
    expect(exit).toBe(code);
    expect(readdirSync(folder).sort()).toEqual(before);
    expect(readFileSync(at("slip.yaml"), "utf8")).toBe("cause: 货款\n");
    expect(readFileSync(at("aim.yaml"), "utf8")).toBe("");
  });

  test("a case file inside the export, which pack would use, is told instead of a second one beside it", async () => {
    writeFileSync(at("export/evidence.case.yaml"), "");
    const { exit, err } = await command("init", "export");
    expect([exit, existsSync(at("evidence.case.yaml"))]).toEqual([2, false]);
    expect(err).toContain("CASE_FILE_INSIDE_SOURCE");
  });

  test("--interactive without a terminal asks nobody and writes nothing", async () => {
    const { exit, err } = await command("init", "export", "--interactive");
    expect([exit, existsSync(at("evidence.case.yaml"))]).toEqual([2, false]);
    expect(err).toContain("NO_TERMINAL");
  });

  test("an export that cannot be read leaves no case file", async () => {
    writeFileSync(at("export/chat.json"), "会议记录");
    expect((await command("init", "export")).exit).toBe(3);
    expect(existsSync(at("evidence.case.yaml"))).toBe(false);
  });

  test("a file that was saved while the export was read is not overwritten", () => {
    writeFileSync(at("evidence.case.yaml"), "case:\n  cause: 新写的\n");
    expect(() => {
      writeCase(at("evidence.case.yaml"), "text", Buffer.from("case:\n"));
    }).toThrow(expect.objectContaining({ code: "CASE_FILE_NOT_WRITTEN" }) as Error);
    expect(readFileSync(at("evidence.case.yaml"), "utf8")).toContain("新写的");
    expect(readdirSync(folder).sort()).toEqual(["evidence.case.yaml", "export"]);
  });

  test.skipIf(process.getuid?.() === 0)("a folder that may not be written to is said", async () => {
    chmodSync(folder, 0o555);
    const { exit, out } = await command("init", "export", "--json");
    chmodSync(folder, 0o755);
    expect([exit, JSON.parse(out)]).toMatchObject([4, { error: { code: "CASE_FILE_NOT_WRITTEN" } }]);
  });
});
