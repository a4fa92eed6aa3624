import dns from "node:dns";
import net from "node:net";
import { expect, vi } from "vitest";
import { EvidenceError } from "../../../src/base/errors.ts";
import { Scratch } from "../../../src/base/scratch.ts";
import { importSource } from "../../../src/importers/import.ts";
import type { Chat } from "../../../src/model/chat.ts";
import type { Message } from "../../../src/model/message.ts";
import { memorySource } from "../../support/memory-source.ts";
import { settingsOf } from "../../support/settings.ts";
import type { Contents } from "./fixture.ts";

/** What became of a source: read with all it yields, or refused with words for the operator. */
export type Outcome = Read | { readonly type: "refused"; readonly error: EvidenceError };

export interface Read {
  readonly type: "read";
  /** Records of the export: messages and bill rows kept, and those skipped. */
  readonly kept: number;
  readonly skipped: number;
  readonly messages: readonly Message[];
  readonly entries: readonly string[];
  readonly filesUsed: readonly string[];
  /** Codes of repairs, skips and warnings: what was told of damage. */
  readonly told: ReadonlySet<string>;
  /** Everything the record holds, as one text to search in. */
  readonly record: string;
}

const UNPOLLUTED = [Object.prototype, Array.prototype, Function.prototype].map((prototype) =>
  Reflect.ownKeys(prototype).map(String).sort(),
);

/** Imports and checks what every import must keep to, hostile or not. Anything thrown but a clear error fails the test. */
export async function outcomeOf(contents: Contents): Promise<Outcome> {
  const scratch = new Scratch();
  const network = watchedNetwork();
  try {
    const { chat } = await importSource(memorySource(contents), settingsOf({}), scratch);
    const read = readOf(chat);
    chat.close();
    expectSoundRecord(read);
    return read;
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    expectClearError(error, contents);
    return { type: "refused", error };
  } finally {
    expect(network.uses(), "network used").toBe(0);
    network.restore();
    scratch.dispose();
    const prototypes = [Object.prototype, Array.prototype, Function.prototype];
    expect(prototypes.map((prototype) => Reflect.ownKeys(prototype).map(String).sort())).toEqual(UNPOLLUTED);
  }
}

/** The outcome of a source that must be read. */
export async function readingOf(contents: Contents): Promise<Read> {
  const outcome = await outcomeOf(contents);
  if (outcome.type === "refused") throw outcome.error;
  return outcome;
}

function watchedNetwork() {
  const spies = [
    vi.spyOn(net.Socket.prototype, "connect"),
    vi.spyOn(dns, "lookup"),
    vi.spyOn(dns.promises, "lookup"),
    vi.spyOn(globalThis, "fetch"),
  ];
  return {
    uses: () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0),
    restore: () => spies.forEach((spy) => spy.mockRestore()),
  };
}

interface RecordRow {
  readonly line: string;
}

function readOf(chat: Chat): Read {
  const lines = chat.conversations.flatMap(({ id }) => [...chat.lines(id)].map(({ line }) => line));
  const bills = [...chat.query<RecordRow>("SELECT line FROM bill ORDER BY rowid")].map(({ line }) => line);
  const skipped = [...chat.query<{ reason: string; raw: string }>("SELECT reason, raw FROM skipped ORDER BY rowid")];
  const repairs = [...chat.query<{ code: string; detail: string }>("SELECT code, detail FROM repair ORDER BY rowid")];
  const messages = lines.map((line) => JSON.parse(line) as Message);
  return {
    type: "read",
    kept: lines.length + bills.length,
    skipped: skipped.length,
    messages,
    entries: chat.exports.map(({ entry }) => entry),
    filesUsed: chat.exports.flatMap(({ filesUsed }) => filesUsed),
    told: new Set([
      ...skipped.map(({ reason }) => reason),
      ...repairs.map(({ code }) => code),
      ...messages.flatMap(({ warnings }) => warnings),
    ]),
    record: [
      ...lines,
      ...bills,
      ...skipped.map(({ raw }) => raw),
      ...repairs.map(({ detail }) => detail),
      JSON.stringify([chat.exports, chat.conversations, chat.participants]),
    ].join("\n"),
  };
}

/** Numbers that the record holds are numbers, and what it holds as text is text that can be written. */
function expectSoundRecord({ messages, record }: Read): void {
  expect(record.isWellFormed(), "lone surrogate in the record").toBe(true);
  for (const { sentAt } of messages) expect(sentAt === null || Number.isSafeInteger(sentAt), String(sentAt)).toBe(true);
}

/** Words in both languages that name what they speak of, and what to do next. */
function expectClearError({ says, hint, facts, code }: EvidenceError, contents: Contents): void {
  expect(code).toMatch(/^[A-Z][A-Z0-9_]+$/);
  for (const { zh, en } of [says, hint]) {
    expect(zh.length, code).toBeGreaterThan(8);
    expect(en.length, code).toBeGreaterThan(8);
  }
  const names = [...Object.keys(contents), "export"];
  expect(
    names.some((name) => says.en.includes(name) && says.zh.includes(name)),
    `${code}: ${says.en}`,
  ).toBe(true);
  expect(Object.keys(facts).length, code).toBeGreaterThan(0);
}
