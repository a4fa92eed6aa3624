import { readFileSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import { UsageError } from "../base/errors.ts";
import type { Place } from "./options.ts";

const BYTES_MAX = 4 << 20;

/** A small file named on the command line. @throws {UsageError} FILE_UNREADABLE with the option that named it */
export function givenFile(flag: string, path: string, { folder }: Place): { name: string; content: Buffer } {
  const at = resolve(folder, path);
  let why: string;
  try {
    if (statSync(at).size <= BYTES_MAX) return { name: basename(at), content: readFileSync(at) };
    why = `> ${BYTES_MAX} B`;
  } catch (error) {
    why = error instanceof Error && "code" in error ? String(error.code) : String(error);
  }
  throw new UsageError(
    "FILE_UNREADABLE",
    {
      zh: `${flag} 所指的文件“${path}”读不出（${why}）。`,
      en: `The file "${path}" of ${flag} cannot be read (${why}).`,
    },
    {
      hint: {
        zh: "请检查路径；可将文件直接拖入终端窗口，由系统填入路径。",
        en: "Check the path; dragging the file into the terminal window fills it in.",
      },
      facts: { flag, path },
    },
  );
}
