import {
  closeSync,
  existsSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Language } from "./base/bilingual.ts";
import { OutputError, UsageError } from "./base/errors.ts";
import { BESIDE, clearStale, makePrivateFolder } from "./base/private-folder.ts";
import { beginCase, fillIn, type Ask, type Begun } from "./casefile/begin.ts";
export type { Ask, Begun } from "./casefile/begin.ts";
import { inspect } from "./inspect.ts";
import type { Watch } from "./model/progress.ts";
import type { RunSettings } from "./model/settings.ts";
import { isInside } from "./target-inside.ts";

/** Where a case file is begun from, and where it goes. */
export interface InitInput {
  /** Folder, file or zip as received; never written to. */
  readonly source: string;
  /** The case file; one that is there keeps all that is typed in it. */
  readonly target: string;
}

/**
 * Writes a case file that holds what an export shows, or adds what is new to the one there is.
 *
 * @throws {UsageError} OUTPUT_INSIDE_SOURCE, and what is wrong with a case file that is there already
 * @throws {SourceError} when the export cannot be read
 * @throws {OutputError} CASE_FILE_NOT_WRITTEN; a file that was there is as it was
 */
export async function init({ source, target }: InitInput, settings: RunSettings, watch: Watch = {}): Promise<Begun> {
  if (isInside(source, target)) throw inside(source, target);
  const former = formerAt(target);
  const shown = await inspect({ source, caseFile: null }, settings, watch);
  const begun = beginCase(shown, settings.language, former, basename(target));
  if (begun.state !== "unchanged") writeCase(target, begun.text, former);
  return begun;
}

/**
 * Asks for what is still blank in a case file and writes each answer into it at once, so that an interview that breaks
 * off leaves what was answered.
 *
 * @throws {OutputError} CASE_FILE_NOT_WRITTEN; and whatever `ask` throws where the person breaks off
 */
export async function interview(target: string, language: Language, ask: Ask): Promise<void> {
  let standing = readFileSync(target);
  const keep = (text: string): void => {
    writeCase(target, text, standing);
    standing = Buffer.from(text);
  };
  await fillIn({ bytes: standing, name: basename(target) }, language, ask, keep);
}

/** The file that is there, told apart from a folder or a link, which are not ours to replace. */
function formerAt(target: string): Buffer | null {
  try {
    if (!existsSync(dirname(target))) throw new Error("ENOENT");
    const stats = lstatSync(target, { throwIfNoEntry: false });
    if (stats === undefined) return null;
    if (!stats.isFile()) throw new Error("not a file");
    return readFileSync(target);
  } catch (error) {
    throw notWritten(target, error);
  }
}

/**
 * Writes beside the target first, so that a disk that is full or a machine that stops leaves the former file whole.
 *
 * @param former what stood there when it was read
 * @throws {OutputError} CASE_FILE_NOT_WRITTEN, also where somebody has saved the file in between
 */
export function writeCase(target: string, text: string, former: Buffer | null): void {
  let folder: string | null = null;
  try {
    clearStale(dirname(target), BESIDE);
    folder = makePrivateFolder(dirname(target), BESIDE);
    const fresh = join(folder, "case");
    const descriptor = openSync(fresh, "wx", 0o644);
    try {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    const standing = existsSync(target) ? readFileSync(target) : null;
    const isAsRead = standing === null ? former === null : former !== null && standing.equals(former);
    if (!isAsRead) throw new Error("changed meanwhile");
    renameSync(fresh, target);
  } catch (error) {
    throw notWritten(target, error);
  } finally {
    if (folder !== null) rmSync(folder, { recursive: true, force: true });
  }
}

function notWritten(target: string, cause: unknown): OutputError {
  const why = cause instanceof Error ? ("code" in cause ? String(cause.code) : cause.message) : String(cause);
  return new OutputError(
    "CASE_FILE_NOT_WRITTEN",
    {
      zh: `案件信息文件“${target}”无法写入（${why}）；原有的文件没有改动。`,
      en: `The case file "${target}" cannot be written (${why}); a file that was there is as it was.`,
    },
    {
      hint: {
        zh: "请关闭正在编辑该文件的程序，检查文件夹是否存在、能否写入，或用 -o 指定另一个位置，再运行一次。",
        en: "Close the editor that has it open, check that the folder is there and may be written to, or choose another place with -o, and run again.",
      },
      facts: { path: target, cause: why },
      cause,
    },
  );
}

function inside(source: string, target: string): UsageError {
  return new UsageError(
    "OUTPUT_INSIDE_SOURCE",
    {
      zh: `案件信息文件“${target}”会写进导出文件夹“${source}”里面；导出文件夹只读，不写入任何文件。`,
      en: `The case file "${target}" would be written inside the export folder "${source}", which is never written to.`,
    },
    {
      hint: {
        zh: "请用 -o 指定导出文件夹之外的位置，例如导出文件夹旁边的 evidence.case.yaml。",
        en: "Choose a place outside the export folder with -o, such as evidence.case.yaml beside it.",
      },
      facts: { target, source },
    },
  );
}
