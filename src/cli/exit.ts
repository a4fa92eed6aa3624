import type { Bilingual } from "../base/bilingual.ts";
import { BundleError, EvidenceError, OutputError, SourceError, UsageError } from "../base/errors.ts";

export const EXIT = { done: 0, no: 1, usage: 2, refused: 3, cannotWrite: 4, bug: 70, interrupted: 130 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What each code means and what it leaves behind, for `explain` and the README. */
export const EXIT_CODES: readonly { readonly code: ExitCode; readonly means: Bilingual }[] = [
  {
    code: EXIT.done,
    means: { zh: "完成；没有达到 --fail-on 级别的事项。", en: "Done; nothing at or above --fail-on." },
  },
  {
    code: EXIT.no,
    means: {
      zh: "完成，但有需要处理的结果：pack 有达到 --fail-on 级别的事项，或 --require 要求的内容未填（证据包已写好）；verify 的答复不是完好。",
      en: "Done, and the answer is no: findings at or above --fail-on or blanks in what --require asks for (the bundle is written), or verify did not answer intact.",
    },
  },
  {
    code: EXIT.usage,
    means: { zh: "命令或设置写错，未做任何事。", en: "Wrong command or setting; nothing was done." },
  },
  {
    code: EXIT.refused,
    means: {
      zh: "材料无法读取：格式不明、有两种可能、已加密、已损坏，或不是证据包。未留下任何文件。",
      en: "The material is refused: unknown, ambiguous, encrypted or damaged, or not a bundle. Nothing is left behind.",
    },
  },
  {
    code: EXIT.cannotWrite,
    means: {
      zh: "无法写入：目标已存在、磁盘已满或没有权限。未留下任何文件。",
      en: "Cannot write: target exists, disk full or no permission. Nothing is left behind.",
    },
  },
  { code: EXIT.bug, means: { zh: "程序自身的错误，请报告。", en: "A fault of the program itself; please report it." } },
  {
    code: EXIT.interrupted,
    means: { zh: "被中断（Ctrl+C）。未留下任何文件。", en: "Interrupted (Ctrl+C). Nothing is left behind." },
  },
];

/** The exit code an error stands for. Only faults somebody can act on have their own; anything else is ours. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof Error && error.name === "AbortError") return EXIT.interrupted;
  if (error instanceof UsageError) return EXIT.usage;
  if (error instanceof SourceError || error instanceof BundleError) return EXIT.refused;
  if (error instanceof OutputError) return EXIT.cannotWrite;
  return EXIT.bug;
}

/** The error as scripts read it, and people too. A system error that nobody foresaw is told by its code. */
export function asEvidenceError(error: unknown): EvidenceError {
  if (error instanceof EvidenceError) return error;
  const system = systemFault(error);
  if (system) return system;
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new EvidenceError(
    "INTERNAL",
    { zh: `程序内部错误：${what}`, en: `Internal error: ${what}` },
    {
      hint: {
        zh: "没有写出任何文件。请把这段文字和所用命令发给软件提供方；设置环境变量 EVIDENCE_DEBUG=1 可看到细节。",
        en: "Nothing was written. Send this text and the command to the people who maintain the program; EVIDENCE_DEBUG=1 shows details.",
      },
      cause: error,
    },
  );
}

function systemFault(error: unknown): OutputError | null {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  // better-sqlite3 reports a full disk under its own names.
  if (!["ENOSPC", "EDQUOT", "SQLITE_FULL"].includes(code) && !code.startsWith("SQLITE_IOERR")) return null;
  return new OutputError(
    "DISK_FULL",
    { zh: "磁盘空间不足，写不下去了。", en: "There is no space left on the disk." },
    {
      hint: {
        zh: "请腾出空间（临时文件夹也需要空间，可用环境变量 TMPDIR 改到别的磁盘），再运行一次。",
        en: "Free some space (the temporary folder needs it too; TMPDIR can point elsewhere) and run again.",
      },
      cause: error,
    },
  );
}
