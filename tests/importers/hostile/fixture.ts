import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Scratch } from "../../../src/base/scratch.ts";
import { readSource } from "../../../src/source/read.ts";

const FIXTURES = resolve(import.meta.dirname, "../../../fixtures/importers");

export type Contents = Readonly<Record<string, Buffer>>;

/** How many places of each fixture are made hostile: few, so that the whole takes a minute; all with EVIDENCE_LARGE_TESTS. */
export function sampleOf(all: number, few: number): number {
  return process.env["EVIDENCE_LARGE_TESTS"] === "1" ? all : few;
}

/** What a file is written in, which decides how it can be made hostile. */
export type Language =
  "json" | "json-lines" | "script" | "page" | "table" | "workbook" | "statements" | "mail" | "text";

/** One golden fixture by its folder. */
export interface Fixture {
  readonly importer: string;
  readonly name: string;
  readonly folder: string;
}

/** Databases hold no text that could be written otherwise. */
const isOfFiles = (importer: string): boolean => !importer.endsWith("-db");

/** Every golden fixture of every importer of files. */
export const FIXTURE_CASES: readonly Fixture[] = foldersIn(FIXTURES)
  .filter(isOfFiles)
  .flatMap((importer) =>
    foldersIn(join(FIXTURES, importer))
      .map((name) => ({ importer, name, folder: join(FIXTURES, importer, name, "source") }))
      .filter(({ folder }) => existsSync(folder)),
  );

function foldersIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** All files of a fixture in memory, members of zips among them. */
export async function contentsOf({ folder }: Fixture): Promise<Contents> {
  const scratch = new Scratch();
  const source = await readSource(folder, scratch);
  try {
    const bytes = (path: string, length: number) => Buffer.from(source.read(path, 0, length));
    return Object.fromEntries(source.files.map(({ path, sizeBytes }) => [path, bytes(path, sizeBytes)]));
  } finally {
    source.close();
    scratch.dispose();
  }
}

/** The language of a file by its content; null for media and other bytes. */
export function languageOf(path: string, bytes: Buffer): Language | null {
  const name = path.toLowerCase();
  if (bytes.subarray(0, 4).equals(Buffer.from("PK\x03\x04"))) return name.endsWith(".xlsx") ? "workbook" : null;
  const text = bytes.toString("utf8");
  if (/\.jsonl$/.test(name)) return "json-lines";
  if (/^\ufeff?\s*[[{]/.test(text) && isJson(text.replace(/^\ufeff/, ""))) return "json";
  const extension = /\.([a-z]+)$/.exec(name)?.[1] ?? "";
  return BY_EXTENSION[extension] ?? null;
}

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  js: "script", html: "page", csv: "table", sql: "statements", eml: "mail", txt: "text", md: "text",
}; // prettier-ignore

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
