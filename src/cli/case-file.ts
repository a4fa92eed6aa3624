import { statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { PackInput } from "../pack.ts";
import type { Place, RunOptions } from "./options.ts";

/** Name under which a case file is looked for, and written by `init`. */
export const CASE_FILE_NAME = "evidence.case.yaml";

/**
 * The export and the case file of a run: the one named with `--case`, else `evidence.case.yaml` inside the export folder,
 * else the one beside it; none with `--no-case`.
 */
export function inputOf(source: string, options: Pick<RunOptions, "case">, { folder }: Place): PackInput {
  const path = resolve(folder, source);
  if (options.case === false) return { source: path, caseFile: null };
  if (typeof options.case === "string") return { source: path, caseFile: resolve(folder, options.case) };
  const found = [join(path, CASE_FILE_NAME), join(dirname(path), CASE_FILE_NAME)].find(isFile);
  return { source: path, caseFile: found ?? null };
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
