import { posix } from "node:path";
import { indexJson, isJsonObject, jsonFile, readJson, type JsonObject } from "../../base/json-reader.ts";
import { EvidenceError } from "../../base/errors.ts";
import type { Source } from "../../model/source.ts";
import type { Yielded } from "../importer.ts";
import { repairsOf, type Repair } from "../wechat/json-repairs.ts";

/** Files a conversation may be written as, the one that carries most first. @source documented: export-formats.md §4.4.1 */
export const CONVERSATION_FILES = ["messages.json", "messages.xlsx", "messages.txt", "messages.html"] as const;
export type ConversationFile = (typeof CONVERSATION_FILES)[number];

/** One conversation as it lies in the source. */
export interface Folder {
  /** Path of the folder with its final `/`; empty at the top. */
  readonly path: string;
  readonly file: ConversationFile;
  /** Path of that file. */
  readonly entry: string;
}

/** Folders of an archive whose root is `root` (empty or ending in `/`), in code-point order of their path. */
export function foldersOf(source: Source, root: string): Folder[] {
  const base = `${root}conversations/`;
  const paths = new Set<string>();
  for (const { path } of source.files) {
    if (!path.startsWith(base)) continue;
    const [name, file, ...deeper] = path.slice(base.length).split("/");
    if (file !== undefined && deeper.length === 0) paths.add(`${base}${name ?? ""}/`);
  }
  return [...paths].flatMap((path) => {
    const file = CONVERSATION_FILES.find((name) => source.file(path + name) !== undefined);
    return file === undefined ? [] : [{ path, file, entry: path + file }];
  });
}

/** Folders below `conversations/` that hold none of the files a conversation is written as. */
export function emptyFolders(source: Source, root: string): string[] {
  const full = new Set(foldersOf(source, root).map(({ path }) => path));
  const metas = source.files.filter(({ path }) => path.startsWith(`${root}conversations/`) && isMeta(path));
  return metas.map(({ path }) => `${posix.dirname(path)}/`).filter((path) => !full.has(path));
}

function isMeta(path: string): boolean {
  return posix.basename(path) === "meta.json";
}

/** The object of a small JSON file, and what had to be read around in it. @throws {SourceError} where it is damaged */
export function objectWith(source: Source, path: string): { object: JsonObject | null; repairs: Repair[] } {
  const file = jsonFile(source, path);
  const { value, repairs } = readJson(file, indexJson(file).span);
  return { object: isJsonObject(value) ? value : null, repairs: repairsOf(file, "", repairs) };
}

/** The object of a small JSON file; what had to be read around in it is told. @throws {SourceError} where it is damaged */
export function* objectIn(source: Source, path: string): Generator<Yielded, JsonObject | null, void> {
  const { object, repairs } = objectWith(source, path);
  yield* repairs;
  return object;
}

/** Like `objectIn`, for a file beside the messages: where it cannot be read, that is told and the messages stand. */
export function* besideIn(source: Source, path: string): Generator<Yielded, JsonObject | null, void> {
  if (source.file(path) === undefined) return null;
  yield { type: "used", path };
  try {
    return yield* objectIn(source, path);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    yield { type: "repair", at: { path }, code: "list-unreadable", detail: error.message };
    return null;
  }
}
