import { readFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { UsageError } from "./base/errors.ts";
import { enclosuresMissing, namedFiles, parseCase } from "./casefile/read.ts";
import type { Watch } from "./model/progress.ts";
import type { Source } from "./model/source.ts";
import { problemOf, readNamed } from "./source/enclosed.ts";

/**
 * The case file at `path` with every file it names, as a source of its own. The caller closes it.
 *
 * @throws {UsageError} CASE_FILE_NOT_FOUND, CASE_FILE_TOO_LARGE, CASE_FILE_INVALID, ENCLOSURE_MISSING
 * @throws {SourceError} when a file changes while it is read
 */
export async function readEnclosed(path: string, watch: Watch = {}): Promise<Source> {
  const [folder, name] = [dirname(path), basename(path)];
  const named = namedFiles(parseCase(bytesOf(path, name), name));
  const problems = named.flatMap((file) => {
    const problem = problemOf(folder, file.path);
    return problem === null ? [] : [{ ...file, problem }];
  });
  if (problems.length > 0) throw enclosuresMissing(name, problems);
  return readNamed(folder, [name, ...named.map((file) => file.path)], watch);
}

function bytesOf(path: string, name: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new UsageError(
      "CASE_FILE_NOT_FOUND",
      { zh: `读不到案件信息文件“${path}”。`, en: `The case file "${path}" cannot be read.` },
      {
        hint: {
          zh: "请检查 --case 后面的路径；还没有这个文件时，先运行 evidence init ./export 生成。",
          en: "Check the path after --case. Where there is no such file yet, run: evidence init ./export",
        },
        facts: { path: name },
        cause: error,
      },
    );
  }
}
