import { resolve } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Scratch } from "../../../src/base/scratch.ts";
import { readEnclosed } from "../../../src/enclosed.ts";
import type { Participant } from "../../../src/model/chat.ts";
import type { ConversationDescription } from "../../../src/model/dossier.ts";
import type { Outcome } from "../../../src/model/finding.ts";
import { ROW_FLAGS, type ViewerMessage } from "../../../src/model/viewer.ts";
import type { RunSettings } from "../../../src/model/settings.ts";
import { readSource } from "../../../src/source/read.ts";
import { alike, viewedOf, type Viewed } from "./viewed.ts";

const DEMO = resolve(import.meta.dirname, "../../../fixtures/demo/export");
const CASE = resolve(import.meta.dirname, "../../../fixtures/demo/evidence.case.yaml");
const PERIOD = { from: Date.parse("2026-04-10T00:00:00+08:00"), until: Date.parse("2026-07-01T00:00:00+08:00") };

async function demo(different: Partial<RunSettings> = {}): Promise<Viewed> {
  const scratch = new Scratch();
  const enclosed = await readEnclosed(CASE, {});
  const source = await readSource(DEMO, scratch);
  try {
    return await viewedOf({ source, enclosed }, { caseFile: "evidence.case.yaml", exhibits: ["all"], ...different });
  } finally {
    source.close();
    enclosed.close();
    scratch.dispose();
  }
}

let whole: Viewed;
let excerpt: Viewed;
beforeAll(async () => {
  whole = await demo();
  excerpt = await demo({ ...PERIOD, language: "en", maskNumbers: true });
}, 120_000);

const described = (viewed: Viewed) =>
  viewed
    .record<{ conversations: ConversationDescription[] }>("record/conversations.json")
    .conversations.filter(({ selected }) => selected);
const outcomesOf = (viewed: Viewed) => viewed.record<{ outcomes: Outcome[] }>("record/checks.json").outcomes;

describe.each([
  ["whole", () => whole],
  ["an excerpt in English", () => excerpt],
] as const)("the demo, %s", (_, of) => {
  test("shows every message of the record, in its order and with its contents", () => {
    const shown = of().overview.conversations.flatMap(({ id }) =>
      of().messages(id).map((message) => ({ id, message: alike(message) })),
    ); // prettier-ignore
    expect(shown).toEqual(of().recorded.map((message) => ({ id: message.conversation, message: alike(message) })));
    expect(shown.length).toBeGreaterThan(100);
  });

  test("counts conversations as the record does", () => {
    expect(of().overview.conversations.map(({ id, title, messageCount, shown }) => ({ id, title, messageCount, shown }))).toEqual(
      described(of()).map(({ id, title, messageCount, leftOut }) => ({ id, title, messageCount, shown: messageCount - leftOut })),
    ); // prettier-ignore
  });

  test("has columns that say of each message what its page says", () => {
    const { words, conversations } = of().overview;
    for (const { id } of conversations) {
      const { senders } = of().conversation(id);
      const messages = of().messages(id);
      const rows = of().indexes(id).flatMap((index) => {
        let at = 0;
        return index.times.map((time, row) => ({
          seq: seqAt(index.stretches, index.row + row),
          sentAt: time === null ? undefined : (at += time),
          kind: words.kinds[index.kinds[row] ?? -1]?.[0],
          sender: senders[index.senders[row] ?? -1]?.sender,
          flags: index.flags[row],
        }));
      }); // prettier-ignore
      expect(rows).toEqual(
        messages.map((message) => ({
          seq: message.seq,
          sentAt: message.sentAt,
          kind: message.kind,
          sender: message.sender,
          flags: flagsOf(of(), message),
        })),
      );
      expect(senders.map(({ sender, messages: count }) => [sender, count])).toEqual(
        senders.map(({ sender }) => [sender, messages.filter((message) => message.sender === sender).length]),
      );
    }
  });

  test("counts the messages of each day and names the row of the first", () => {
    for (const { id } of of().overview.conversations) {
      const messages = of().messages(id);
      const dayOf = ({ time = "" }: ViewerMessage) => time.slice(0, 10);
      for (const { from, state, messages: count, row } of of().conversation(id).days) {
        expect(count).toBe(messages.filter((message) => dayOf(message) === from).length);
        expect(state === "messages").toBe(count > 0);
        expect(row === undefined ? undefined : messages[row] && dayOf(messages[row])).toBe(
          count > 0 ? from : undefined,
        );
      }
    }
  });

  test("marks each message with the findings that concern it, and finds them by number", () => {
    const { findings } = of();
    expect(findings.map(({ number }) => number)).toEqual(findings.map((_finding, index) => index + 1));
    for (const { id } of of().overview.conversations) {
      for (const message of of().messages(id)) {
        const concerned = findings.filter(({ scope, messages }) => scope === id && messages.includes(message.seq));
        expect(message.findings ?? []).toEqual(concerned.map(({ number }) => number));
      }
    }
  });

  test("tells every finding of the record once, the gravest first", () => {
    const plain = ({ check, level, word }: { check: string; level: string; word: string }) =>
      `${level} ${check} ${word}`;
    const recorded = outcomesOf(of()).flatMap(({ check, findings }) => findings.map((one) => plain({ ...one, check })));
    expect(of().findings.map(plain).sort()).toEqual(recorded.sort());
    const levels = of().findings.map(({ level }) => ["error", "warning", "note"].indexOf(level));
    expect(levels).toEqual([...levels].sort((a, b) => a - b));
    expect(of().overview.checks.map(({ id }) => id)).toEqual([...new Set(outcomesOf(of()).map(({ check }) => check))]);
  });

  test("leads each quote to a message that is shown, or says why there is none", () => {
    for (const { id } of of().overview.conversations) {
      const messages = of().messages(id);
      for (const { quote } of messages) {
        if (quote === undefined) continue;
        const target = messages.find(({ serverId }) => serverId !== undefined && serverId === quote.targetServerId);
        expect(quote.target).toBe(target?.seq);
        expect(quote.absent === undefined).toBe(target !== undefined);
      }
    }
  });

  test("offers only files that are in the bundle", () => {
    const messages = of().overview.conversations.flatMap(({ id }) => of().messages(id));
    const attachments = messages.flatMap((message) => message.attachments ?? []);
    const paths = [...attachments, ...of().received].flatMap(({ bundlePath, view }) => [bundlePath, view?.path]);
    const named = paths.filter((path) => path !== undefined);
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !of().shown.has(path))).toEqual([]);
    for (const { view, state } of attachments) if (state === "present") expect(view).toBeDefined();
  });

  test("lists the participants with every name, and the received files with their digests", () => {
    const { participants } = of().record<{ participants: Participant[] }>("record/participants.json");
    expect(of().participants.map(({ id, messageCount, names }) => ({ id, messageCount, names: names.map(({ kind, text }) => [kind, text]) }))).toEqual(
      participants.map(({ id, messageCount, names }) => ({ id, messageCount, names: names.map(({ kind, text }) => [kind, text]) })),
    ); // prettier-ignore
    const table = of().text("record/files.csv");
    for (const { originalPath, sha256 = "" } of of().received) {
      expect(table).toContain(originalPath);
      expect(table).toContain(sha256);
    }
    expect(of().received).toHaveLength(table.trimEnd().split("\n").length - 1);
  });
});

function seqAt(stretches: readonly (readonly [row: number, seq: number])[], row: number): number {
  const [from, seq] = stretches.findLast(([begin]) => begin <= row) ?? [0, 0];
  return seq + row - from;
}

function flagsOf(viewed: Viewed, message: ViewerMessage): number {
  const levels = new Set((message.findings ?? []).map((number) => viewed.findings[number - 1]?.level));
  const main = (message.attachments ?? []).filter(({ role }) => role === "main");
  const said: [boolean, number][] = [
    [levels.has("error"), ROW_FLAGS.error],
    [levels.has("warning"), ROW_FLAGS.warning],
    [levels.has("note"), ROW_FLAGS.note],
    [main.length > 0, ROW_FLAGS.attachment],
    [main.some(({ state }) => state !== "present"), ROW_FLAGS.attachmentMissing],
    [message.direction === "system", ROW_FLAGS.system],
    [message.isRight === true, ROW_FLAGS.right],
    [message.exhibits !== undefined, ROW_FLAGS.exhibit],
  ];
  return said.reduce((sum, [is, flag]) => sum + (is ? flag : 0), 0);
}

test("a message left out by the period is in no file, and a quote of it says so", () => {
  const shown = new Set(excerpt.recorded.map(({ conversation, seq }) => `${conversation}-${seq}`));
  const left = whole.recorded.filter(({ conversation, seq }) => !shown.has(`${conversation}-${seq}`));
  expect(left.length).toBeGreaterThan(50);
  const everything = excerpt.overview.conversations.flatMap(({ id }) => excerpt.messages(id));
  expect(everything.length + left.length).toBe(whole.recorded.length);
  const outside = everything.flatMap(({ quote }) => quote?.absent ?? []);
  for (const sentence of outside) expect(sentence).toMatch(/period|record|stated/);
});

test("words are those of the bundle's language", () => {
  const [zh, en] = [whole.overview, excerpt.overview];
  expect([zh.language, en.language]).toEqual(["zh", "en"]);
  expect(zh.words.kinds[0]).toEqual(["text", "文字", "C1.01"]);
  expect(en.words.kinds[0]).toEqual(["text", "text", "C1.01"]);
  expect(JSON.stringify([en.notes, en.words, en.checks.map(({ title, rule, innocent }) => [title, rule, innocent])])).not.toMatch(/\p{Script=Han}/u); // prettier-ignore
  expect(whole.files.get("index.html")).toContain('lang="zh-CN"');
  expect(excerpt.files.get("index.html")).toContain('lang="en"');
});

test("the page loads nothing but what lies beside it, and tells who opened it inside the zip what to do", () => {
  const page = whole.files.get("index.html") ?? "";
  expect(page).toContain("全部解压缩");
  expect(page).toContain("Extract All");
  expect(page).toMatch(/Content-Security-Policy" content="default-src 'none';/);
  expect(page).not.toMatch(/unsafe|https?:|\son[a-z]+=|style=|type="module"/);
  const loaded = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1] ?? "");
  expect(loaded.filter((path) => !whole.files.has(path))).toEqual([]);
});

test("an exhibit names its messages, and they name it", () => {
  const { exhibits } = whole.overview;
  expect(exhibits.length).toBeGreaterThan(0);
  for (const [place, { conversations, ranges }] of exhibits.entries()) {
    for (const id of conversations) {
      const named = whole.messages(id).filter((message) => message.exhibits?.includes(place));
      const meant = whole.messages(id).filter(({ seq }) => ranges.some(([from, to]) => seq >= from && seq <= to));
      expect(named.map(({ seq }) => seq)).toEqual(meant.map(({ seq }) => seq));
    }
  }
});

test("the page on checking quotes the digests of the records", () => {
  const { records, manifestSha256 } = whole.overview.verification;
  expect(records.map(({ path }) => path)).toContain("record/messages.jsonl");
  expect(manifestSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(whole.overview.identification.some((block) => JSON.stringify(block).includes(manifestSha256))).toBe(true);
});
