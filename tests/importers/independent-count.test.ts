import { execFileSync } from "node:child_process";
import { join, resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { fixtureCases, readFixture } from "../support/reading.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const SCRIPT = join(ROOT, "tests/support/independent_count.py");

/** Records of each fixture as another language counts them; null where nobody has said how. */
let counted: Readonly<Record<string, number | null>>;
beforeAll(() => {
  const answer = execFileSync("python3", [SCRIPT, join(ROOT, "fixtures/importers")], { encoding: "utf8" });
  counted = JSON.parse(answer) as Record<string, number | null>;
});

describe("read = kept + skipped, where another program counts what there is to read", () => {
  test("every fixture is counted", () => {
    expect(Object.keys(counted)).toEqual(fixtureCases().map(({ importer, name }) => `${importer}/${name}`).toSorted()); // prettier-ignore
    expect(Object.entries(counted).filter(([, count]) => count === null || count === 0)).toEqual([]);
  });

  test.each(fixtureCases())("$importer/$name", async ({ importer, name }) => {
    const { messages, conversations, exports, skipped, billRows } = await readFixture(importer, name);
    const media = exports.reduce((sum, made) => sum + (made.media?.length ?? 0), 0);
    expect(messages.length + skipped.length + billRows + media).toBe(counted[`${importer}/${name}`]);
    expect(conversations.reduce((sum, { messageCount }) => sum + messageCount, 0)).toBe(messages.length);
  });
});
