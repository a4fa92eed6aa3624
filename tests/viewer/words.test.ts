import { describe, expect, test } from "vitest";
import { placeholdersOf } from "../../src/base/sentence.ts";
import { forbiddenIn } from "../../src/report/words/forbidden.ts";
import { zh as reportZh } from "../../src/report/words/zh.ts";
import { en } from "../../src/viewer/words/en.ts";
import { zh } from "../../src/viewer/words/zh.ts";

function sentences(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === "string" ? [[`${path}${key}`, value]] : sentences(value as object, `${path}${key}.`),
  );
}

describe("the words of the viewer", () => {
  const chinese = sentences(zh);
  const english = new Map(sentences(en));

  test("exist in both languages under the same keys, with the same placeholders, none empty", () => {
    expect([...english.keys()].sort()).toEqual(chinese.map(([key]) => key).sort());
    for (const [key, sentence] of chinese) {
      expect(placeholdersOf(english.get(key) ?? "").sort(), key).toEqual(placeholdersOf(sentence).sort());
      expect(sentence, key).not.toBe("");
      expect(english.get(key), key).not.toMatch(/\p{Script=Han}|^$/u);
    }
  });

  test("pass no verdict", () => {
    for (const [key, sentence] of chinese) {
      expect(forbiddenIn(sentence, "zh"), key).toEqual([]);
      expect(forbiddenIn(english.get(key) ?? "", "en"), key).toEqual([]);
    }
  });

  test("say what was filtered out, always", () => {
    expect(zh.filter.counts).toBe("筛选后 {left} / 全部 {all}");
  });

  test("are those of the printed report where they speak of the same thing", () => {
    const { transcript, accounts, checks } = reportZh;
    expect(zh.message.noTranscript).toBe(transcript.noTranscript);
    expect(zh.message.noText).toBe(transcript.noText);
    expect(zh.message.noTime).toBe(transcript.noTime);
    expect(zh.people.noAccount).toBe(accounts.noAccount);
    expect(zh.conversations.continuity).toBe(checks.continuityLabel);
  });
});
