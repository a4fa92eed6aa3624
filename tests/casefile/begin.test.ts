import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Language } from "../../src/base/bilingual.ts";
import { beginCase } from "../../src/casefile/begin.ts";
import { FORM, type FormField } from "../../src/casefile/form.ts";
import { labelOf } from "../../src/model/shapes/case/labels.ts";
import { parseCase } from "../../src/casefile/read.ts";
import { scalar } from "../../src/casefile/template-lines.ts";
import { HEADS } from "../../src/casefile/template-words.ts";
import { proposalsOf, templateOf, type Shown } from "../../src/casefile/template.ts";
import { inspect } from "../../src/inspect.ts";
import type { Participant } from "../../src/model/chat.ts";
import { forbiddenIn } from "../../src/report/words/forbidden.ts";
import { settingsOf } from "../support/settings.ts";

const FIXTURES = resolve(import.meta.dirname, "../../fixtures/importers");
const LANGUAGES: readonly Language[] = ["zh", "en"];
const NAME = "evidence.case.yaml";

const sources = readdirSync(FIXTURES).flatMap((importer) =>
  readdirSync(join(FIXTURES, importer))
    .map((name) => [importer, join(FIXTURES, importer, name, "source")] as const)
    .filter(([, source]) => existsSync(source)),
);
/** The first fixture of every importer, and every one of the small ones is read by the golden tests. */
const firsts = [...new Map([...sources].reverse()).entries()];

const declared = (text: string) => parseCase(Buffer.from(text), NAME);

/** What an export shows, as little of it as a test cares about. */
function shown(participants: readonly Partial<Participant>[], conversations: readonly object[] = []): Shown {
  const whole = participants.map((of, at) => ({ id: `s1:${at}`, source: "s1", accountId: null, isOwner: false, names: [], messageCount: 0, ...of })); // prettier-ignore
  return { exports: [], conversations, participants: whole, settings: settingsOf({}) } as unknown as Shown;
}

const name = (text: string) => ({ kind: "nickname", text, firstSeenAt: null, lastSeenAt: null }) as const;
const group = (different: object) => ({ id: "c1", type: "group", talker: "1@chatroom", title: "群", selected: true, messageCount: 1, firstMessageAt: null, lastMessageAt: null, members: [], ...different }); // prettier-ignore

function allFields(fields: readonly FormField[] = FORM): FormField[] {
  return fields.flatMap((field) => [field, ...allFields(field.fields)]);
}

describe("the words of the form", () => {
  test.each(LANGUAGES)("%s: every field has a label, and no label gives a verdict", (language) => {
    const labels = allFields().map(({ path }) => labelOf(path)[language]);
    const heads = [...HEADS[language].top, HEADS[language].shows, HEADS[language].sample, HEADS[language].notListed(3)];
    expect(labels.length).toBeGreaterThan(200);
    for (const sentence of [...labels, ...heads]) expect(forbiddenIn(sentence, language), sentence).toEqual([]);
  });

  test("every choice of the form stands in it, in Chinese", () => {
    const text = templateOf(shown([]), "zh");
    const choices = allFields().flatMap(({ choices: words }) => words.filter((word) => /\p{Script=Han}/u.test(word)));
    expect(choices.length).toBeGreaterThan(100);
    for (const word of choices) expect(text).toContain(word);
    for (const { key } of allFields()) expect(text).toContain(`${key}:`);
  });
});

describe("a form for what an export shows", () => {
  test.each(firsts)("%s: reads back as what was put in, and nothing else", async (_, source) => {
    const dossier = await inspect({ source, caseFile: null }, settingsOf({}));
    const { entries } = proposalsOf(dossier, "zh");
    const keys = (list: string) => entries.filter((one) => one.list === list).map(({ key }) => key);
    for (const language of LANGUAGES) {
      const found = declared(templateOf(dossier, language));
      expect(found.participants ?? []).toEqual(keys("participants").map((account) => ({ account })));
      expect(found.groups ?? []).toEqual(keys("groups").map((conversation) => ({ conversation })));
      expect(Object.keys(found).filter((key) => key !== "participants" && key !== "groups")).toEqual([]);
    }
    const ids = dossier.participants.map(({ accountId }) => accountId).filter((id) => id !== null);
    expect(keys("participants")).toEqual(expect.arrayContaining(ids.slice(0, 1)));
    const again = beginCase(dossier, "zh", Buffer.from(templateOf(dossier, "zh")), NAME);
    expect(again).toMatchObject({ state: "unchanged", accounts: [], groups: [] });
  });

  test("an export without anybody gives a form without a value", () => {
    for (const language of LANGUAGES) expect(declared(templateOf(shown([]), language))).toEqual({});
  });

  test("names that look like YAML, numbers or commands stay the names they are", () => {
    const names = ["no", "007", "2024-01-01", "- a", "a: b", "#1", "&x", "*y", "!!js", "{}", "[", "'", '"', "|", "null", "~", "a\nb", "王 总", "\u202eevil", "😀", "\ud800x"]; // prettier-ignore
    const found = declared(templateOf(shown(names.map((text) => ({ names: [name(text)] }))), "zh"));
    expect(found.participants?.map(({ account }) => account).sort()).toEqual([...names].sort());
  });

  test("any text is written so that it reads back as itself", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary", maxLength: 40 }).filter((text) => text.trim() !== ""),
        (text) => {
          const found = declared(templateOf(shown([{ accountId: text, names: [name(text)] }], [group({ title: text })]), "zh")); // prettier-ignore
          expect(found.participants).toEqual([{ account: text.trim() }]);
          expect(declared(`timeZone: ${scalar(text)}`).timeZone).toBe(text.trim());
        },
      ),
    );
  });

  test("the busiest accounts come first, and those beyond the form are counted", () => {
    const crowd = Array.from({ length: 500 }, (_, at) => ({ accountId: `wxid_${at}`, messageCount: at }));
    const { entries, notListed } = proposalsOf(shown(crowd), "zh");
    expect([entries[0]?.key, entries.at(-1)?.key, entries.length, notListed]).toEqual([
      "wxid_499",
      "wxid_300",
      200,
      300,
    ]);
    expect(templateOf(shown(crowd), "zh")).toContain("另有 300 个账号或群未列出");
  });

  test("one account of two exports is one entry, with both names and their days", () => {
    const seen = { firstSeenAt: Date.UTC(2026, 2, 1, 20), lastSeenAt: Date.UTC(2026, 2, 9) };
    const text = templateOf(
      shown([
        { accountId: "wxid_a", names: [{ kind: "remark", text: "老秦", ...seen }], messageCount: 2 },
        { accountId: "wxid_a", names: [name("秦师傅")], messageCount: 3, isOwner: true },
      ]),
      "zh",
    );
    expect(declared(text).participants).toEqual([{ account: "wxid_a" }]);
    expect(text).toContain("  # 老秦（备注名 2026-03-02 — 2026-03-09）、秦师傅（昵称） · 消息 5 条 · 导出账号\n");
  });
});

describe("a case file that is there already", () => {
  const two = shown([{ accountId: "wxid_a" }, { accountId: "wxid_b" }], [group({})]);

  test("keeps every line as typed and gets what is new at the end of its list", () => {
    const typed = [
      "# 我的说明",
      "case: {cause: '买卖合同', number: \"(2026)沪01号\"}   # 已核",
      "participants:",
      "- account:   wxid_a # 郭总",
      "  claimedPerson: {name: 郭立恒}",
      "  # 待核实",
      "",
      "# 设备",
      "devices:",
      "    - deviceId: D1",
      "",
    ].join("\n");
    const { text, accounts, groups } = beginCase(two, "zh", Buffer.from(typed), NAME);
    expect([accounts, groups]).toEqual([["wxid_b"], ["1@chatroom"]]);
    expect(text.split("\n")).toEqual(expect.arrayContaining(typed.split("\n")));
    expect(text.indexOf("待核实")).toBeLessThan(text.indexOf("wxid_b"));
    expect(text.indexOf("wxid_b")).toBeLessThan(text.indexOf("# 设备"));
    expect(declared(text)).toEqual({
      ...declared(typed),
      participants: [{ account: "wxid_a", claimedPerson: { name: "郭立恒" } }, { account: "wxid_b" }],
      groups: [{ conversation: "1@chatroom" }],
    });
  });

  test("an account typed under its shown name is not added again", () => {
    const named = shown([{ accountId: "wxid_a", names: [name("老秦")] }]);
    expect(beginCase(named, "zh", Buffer.from("participants:\n  - account: 老秦\n"), NAME).state).toBe("unchanged");
  });

  test.each([
    ["an empty file", ""],
    ["comments only", "# 空\n"],
    ["no line break at the end", "case:\n  cause: 货款"],
    ["a blank list", "participants:\n\ngroups: # 群\ncase:\n  cause: 货款\n"],
    ["a blank entry of its own", "participants:\n  -\n    account:\n    note:\ncase:\n  cause: 货款\n"],
    ["CRLF", "participants:\r\n  - account: wxid_a\r\ncase:\r\n  cause: 货款\r\n"],
    ["a text over several lines at the end", "participants:\n  - account: wxid_a\n    note: |\n      一\n      二\n"],
    ["a byte order mark", "\ufeffcase:\n  cause: 货款\n"],
  ])("%s is added to", (_, typed) => {
    const { text, state } = beginCase(two, "zh", Buffer.from(typed), NAME);
    const before = declared(typed);
    expect(state).toBe("extended");
    expect(declared(text).case).toEqual(before.case);
    expect(declared(text).participants?.map(({ account }) => account)).toEqual(["wxid_a", "wxid_b"]);
    expect(declared(text).groups).toEqual([{ conversation: "1@chatroom" }]);
    if (typed.includes("\r\n")) expect(text.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test.each([
    ["a list on one line", "participants: [{account: wxid_a}]\n"],
    ["all on one line", "{case: {cause: 货款}}\n"],
    ["an end mark", "case:\n  cause: 货款\n...\n"],
  ])("%s is left alone, and what is missing is named", (_, typed) => {
    expect(() => beginCase(two, "zh", Buffer.from(typed), NAME)).toThrow(
      expect.objectContaining({ code: "CASE_FILE_NOT_MERGED", hint: expect.objectContaining({ en: expect.stringContaining("wxid_b") as string }) as object }) as Error,
    ); // prettier-ignore
  });

  test("one that cannot be read is refused before anything is added", () => {
    expect(() => beginCase(two, "zh", Buffer.from("cause: 货款\n"), NAME)).toThrow(
      expect.objectContaining({ code: "CASE_FILE_INVALID" }) as Error,
    );
  });
});
