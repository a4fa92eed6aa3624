import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { Scratch } from "../../src/base/scratch.ts";
import { importSource } from "../../src/importers/import.ts";
import type { Claim, Importer } from "../../src/importers/importer.ts";
import { IMPORTERS } from "../../src/importers/index.ts";
import type { Message } from "../../src/model/message.ts";
import type { RunSettings } from "../../src/model/settings.ts";
import type { Source } from "../../src/model/source.ts";
import { readSource } from "../../src/source/read.ts";
import { memorySource } from "./memory-source.ts";
import { settingsOf } from "./settings.ts";

/** Path -> content. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

const FIXTURES = resolve(import.meta.dirname, "../../fixtures/importers");

/** Every fixture of every importer, in order of their names. */
export function fixtureCases(): { readonly importer: string; readonly name: string }[] {
  const folders = (path: string) =>
    readdirSync(path, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort(); // prettier-ignore
  return folders(FIXTURES).flatMap((importer) =>
    folders(join(FIXTURES, importer))
      .filter((name) => existsSync(join(FIXTURES, importer, name, "source")))
      .map((name) => ({ importer, name })),
  );
}

/** The received files of a fixture, such as `chatlog`, `alpha-csv`. */
export function fixtureFiles(importer: string, name: string): Files {
  const root = join(FIXTURES, importer, name, "source");
  const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.map((path) => [relative(root, path).split(sep).join("/"), readFileSync(path)]));
}

/** Everything an importer claims of these files. */
export async function claimsIn(importer: Importer, files: Files, name?: string): Promise<Claim[]> {
  const claims: Claim[] = [];
  for await (const claim of importer.detect(memorySource(files, name))) claims.push(claim);
  return claims;
}

interface HowToRead {
  /** All of them where not given. */
  readonly importers?: readonly Importer[];
  readonly settings?: Partial<RunSettings>;
  /** Name of the folder received. */
  readonly name?: string;
  /** Order of the messages of a conversation: as printed, or as the file had them. */
  readonly order?: "printed" | "file";
}

/** Everything an import of these files gives, as plain values; messages conversation by conversation. */
export async function readFiles(files: Files, how: HowToRead = {}) {
  const scratch = new Scratch();
  try {
    return await readAll(memorySource(files, how.name), how, scratch);
  } finally {
    scratch.dispose();
  }
}

/** The same of a fixture, received as the program receives a folder: archives and mails are opened. */
export async function readFixture(importer: string, name: string, how: HowToRead = {}) {
  const scratch = new Scratch();
  try {
    const source = await readSource(join(FIXTURES, importer, name, "source"), scratch);
    const result = await readAll(source, how, scratch);
    source.close();
    return result;
  } finally {
    scratch.dispose();
  }
}

async function readAll(source: Source, how: HowToRead, scratch: Scratch) {
  const { importers = IMPORTERS, settings = {}, order = "printed" } = how;
  const { chat } = await importSource(source, settingsOf(settings), scratch, {}, importers);
  const messages: Message[] = chat.conversations.flatMap(({ id }) => {
    const printed = [...chat.messages(id)];
    return order === "printed" ? printed : printed.sort((a, b) => a.position - b.position);
  });
  const result = {
    exports: chat.exports,
    export: chat.exports[0],
    conversations: chat.conversations,
    conversation: chat.conversations[0],
    participants: chat.participants,
    messages,
    texts: messages.map(({ text }) => text),
    billRows: [...chat.query("SELECT line FROM bill")].length,
    skipped: [...chat.query<{ reason: string; raw: string; at: string }>("SELECT reason, raw, at FROM skipped")],
    repairs: [...chat.query<{ code: string; detail: string; at: string }>("SELECT code, detail, at FROM repair")],
  };
  chat.close();
  return result;
}

/** What tests of one importer ask. */
export function readerOf(importer: Importer, order: "printed" | "file" = "printed") {
  const { id } = importer;
  return {
    fixture: (name: string) => fixtureFiles(id, name),
    claimsOf: (files: Files, name?: string) => claimsIn(importer, files, name),
    read: (files: Files, settings: Partial<RunSettings> = {}, name?: string) =>
      readFiles(files, { importers: [importer], settings, order, ...(name === undefined ? {} : { name }) }),
  };
}
