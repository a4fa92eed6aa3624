import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { RunSettings } from "../../../src/model/settings.ts";
import { CONVERSATION, ME, PEER, type Said } from "../../support/conversation.ts";
import { fixtureFiles } from "../../support/reading.ts";
import { FORMATS, WRITERS, type Writer } from "../../support/writers/index.ts";
import { alike, viewedFiles, type Viewed } from "./viewed.ts";

const START = 1_781_990_060;
const HOSTILE = ["</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\u2028\u2029", "__proto__", "constructor", "\u202egnp.exe", "\u0000\u0007", "]]>", "javascript:alert(1)", "{{7*7}}", "'\"`${1}"]; // prettier-ignore

const write = (format: keyof typeof WRITERS, said: readonly Said[]) =>
  (WRITERS[format] as Writer)(said, "Asia/Shanghai");

/** A chat of texts, one after another. */
function texts(words: readonly string[], step = 60): Said[] {
  return words.map((said, index) => ({
    at: START + index * step,
    by: index % 2 === 0 ? PEER : ME,
    kind: "text",
    words: said,
    id: String(5_520_013_399_120_045_511n + BigInt(index)),
    stored: said,
    app: null,
  }));
}

function chat(said: readonly Said[], different: Partial<RunSettings> = {}): Promise<Viewed> {
  return viewedFiles(write("chatlab json", said), different);
}

function same(viewed: Viewed): void {
  const shown = viewed.overview.conversations.flatMap(({ id }) =>
    viewed.messages(id).map((message) => [id, alike(message)]),
  );
  expect(shown).toEqual(viewed.recorded.map((message) => [message.conversation, alike(message)]));
}

test("any chat is shown as the record has it", async () => {
  const word = fc.oneof(fc.string({ unit: "binary", minLength: 1, maxLength: 20 }), fc.constantFrom(...HOSTILE));
  await fc.assert(
    fc.asyncProperty(fc.array(word, { minLength: 1, maxLength: 12 }), fc.nat(100_000), async (words, step) => {
      const viewed = await chat(texts(words, step));
      expect(viewed.recorded).toHaveLength(words.length);
      for (const key of viewed.keys) expect(viewed.files.get(`viewer/data/${key}.js`)).not.toMatch(/[<\u2028\u2029]/);
      same(viewed);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test.each(FORMATS)("what %s carries is shown as the record has it", async (format) => {
  const viewed = await viewedFiles(write(format, CONVERSATION));
  expect(viewed.recorded.length).toBeGreaterThan(5);
  same(viewed);
});

test.each([200, 201, 400])("%d messages are shown page after page", async (count) => {
  const viewed = await chat(texts(Array.from({ length: count }, (_, index) => `第${index + 1}条`)));
  expect(viewed.pages("c1").map(({ length }) => length)).toEqual(count === 201 ? [200, 1] : count === 400 ? [200, 200] : [200]);
  same(viewed);
}); // prettier-ignore

test("a conversation of which the period leaves nothing has a page of facts and no messages", async () => {
  const viewed = await chat(texts(["一", "二"]), { from: (START + 86_400) * 1000 });
  const [row] = viewed.overview.conversations;
  expect(row).toMatchObject({ id: "c1", messageCount: 2, shown: 0 });
  expect(viewed.conversation("c1")).toMatchObject({ pages: 0, indexes: 0 });
  expect(viewed.keys.filter((key) => key.startsWith("c1-"))).toEqual([]);
  expect(viewed.findings.flatMap(({ messages }) => messages)).toEqual([]);
});

test("material without any conversation has its facts and files", async () => {
  const viewed = await viewedFiles(fixtureFiles("wechat-pay-bill", "csv"));
  expect(viewed.overview.conversations).toEqual([]);
  expect(viewed.received.length).toBeGreaterThan(0);
  expect(viewed.keys.filter((key) => key.startsWith("c"))).toEqual([]);
});

describe("conversations that are not selected", () => {
  const files = {
    ...prefixed("甲", write("chatlab json", texts(["公开的话"]))),
    ...prefixed("乙", write("weflow-json json", texts(["只给自己看的话", "私密"]))),
  };

  test("are nowhere in the viewer", async () => {
    const all = await viewedFiles(files);
    expect(all.overview.conversations).toHaveLength(2);
    const other = all.overview.conversations.find(({ id }) => all.messages(id).some(({ text }) => text === "私密"));
    const first = all.overview.conversations.find(({ id }) => id !== other?.id);
    expect([first === undefined, other === undefined]).toEqual([false, false]);
    const viewed = await viewedFiles(files, { chats: [first?.id ?? ""] });
    same(viewed);
    expect(viewed.overview.conversations.map(({ id }) => id)).toEqual([first?.id]);
    expect(viewed.overview.unselected).toBe(1);
    const everything = [...viewed.files.values()].join("\n");
    expect(everything).toContain("公开的话");
    expect(everything).not.toContain("私密");
    expect(everything).not.toContain("只给自己看的话");
    expect(viewed.keys.filter((key) => key === other?.id || key.startsWith(`${other?.id ?? ""}-`))).toEqual([]);
  });
});

function prefixed(folder: string, files: Readonly<Record<string, string | Uint8Array>>) {
  return Object.fromEntries(Object.entries(files).map(([path, content]) => [`${folder}/${path}`, content]));
}

test("the same material gives the same bytes, whatever the zone and the language of the computer", async () => {
  const digest = (viewed: Viewed) => Object.fromEntries(viewed.files);
  const [first, second] = [await chat(CONVERSATION), await chat(CONVERSATION)];
  expect(digest(second)).toEqual(digest(first));
  const before = process.env["TZ"];
  try {
    for (const zone of ["America/St_Johns", "Pacific/Kiritimati"]) {
      process.env["TZ"] = zone;
      expect(digest(await chat(CONVERSATION))).toEqual(digest(first));
    }
  } finally {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  }
});
