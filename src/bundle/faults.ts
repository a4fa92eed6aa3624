import type { Bilingual } from "../base/bilingual.ts";
import { BundleError, EvidenceError, OutputError, SourceError, UsageError } from "../base/errors.ts";
import { sizeText } from "../base/sentence.ts";
import type { LevelAnswer } from "../model/verdict.ts";

/**
 * @param name the file name alone: the folder is the operator's own affair
 * @returns {UsageError} TARGET_NAME_UNSAFE
 */
export function targetNameUnsafe(name: string, suggestion: string): UsageError {
  const says: Bilingual = {
    zh: `证据包文件名“${name}”不可用：应为英文字母、数字、点、下划线、短横组成（最多 64 个字符，不以点或短横开头），并以 .zip 结尾。`,
    en: `"${name}" cannot name a bundle: expected ASCII letters, digits, ".", "_" and "-" (at most 64, not beginning with "." or "-") and the ending ".zip".`,
  };
  const hint: Bilingual = {
    zh: `例如把文件名改为 ${suggestion}；所在文件夹的名称不限。`,
    en: `Call the file for example ${suggestion}; the folder it lies in may have any name.`,
  };
  return new UsageError("TARGET_NAME_UNSAFE", says, { hint, facts: { name, suggestion } });
}

/** @returns {OutputError} TARGET_EXISTS */
export function targetExists(path: string): OutputError {
  const says: Bilingual = {
    zh: `目标已存在：“${path}”。已有的文件不会被覆盖。`,
    en: `The target exists already: "${path}". Existing files are never overwritten.`,
  };
  const hint: Bilingual = {
    zh: "请用 -o 另起一个文件名，或先把已有的证据包及其旁边的 .sha256、.fingerprint.txt 移到别处。",
    en: "Choose another name with -o, or first move the existing bundle with its .sha256 and .fingerprint.txt elsewhere.",
  };
  return new OutputError("TARGET_EXISTS", says, { hint, facts: { path } });
}

/** @returns {OutputError} TARGET_NOT_EMPTY: files are only ever taken out into a folder of their own */
export function targetNotEmpty(folder: string, found: string): OutputError {
  const says: Bilingual = {
    zh: `“${folder}”应为空文件夹或尚不存在，实际已有“${found}”。已有的文件不会被覆盖。`,
    en: `"${folder}" should be empty or not exist yet, but there is "${found}". Existing files are never overwritten.`,
  };
  const hint: Bilingual = {
    zh: "请用 -d 另起一个文件夹名，例如在原名后加 -2。",
    en: "Name another folder with -d, for example with -2 behind the name.",
  };
  return new OutputError("TARGET_NOT_EMPTY", says, { hint, facts: { path: folder, found } });
}

/** @returns {OutputError} OUTPUT_FOLDER_MISSING */
export function folderMissing(folder: string): OutputError {
  const says: Bilingual = {
    zh: `要写入的文件夹不存在：“${folder}”。`,
    en: `The folder to write to does not exist: "${folder}".`,
  };
  const hint: Bilingual = {
    zh: "请先建立该文件夹，或用 -o 指定一个已有的文件夹。",
    en: "Create it first, or name an existing folder with -o.",
  };
  return new OutputError("OUTPUT_FOLDER_MISSING", says, { hint, facts: { path: folder } });
}

/** @returns {OutputError} DISK_FULL: found out beforehand */
export function tooLittleSpace(folder: string, neededBytes: number, freeBytes: number): OutputError {
  const says: Bilingual = {
    zh: `磁盘空间不足：写入“${folder}”需要 ${sizeText(neededBytes)}，可用 ${sizeText(freeBytes)}。`,
    en: `Too little space: "${folder}" needs ${sizeText(neededBytes)} and has ${sizeText(freeBytes)}.`,
  };
  return new OutputError("DISK_FULL", says, { hint: DISK_FULL_HINT, facts: { path: folder, neededBytes, freeBytes } });
}

const DISK_FULL_HINT: Bilingual = {
  zh: "请腾出空间，或用 -o 指定另一块磁盘上的位置，然后重新运行。",
  en: "Free some space, or name a place on another disk with -o, and run again.",
};

interface SystemFault {
  readonly code: string;
  readonly what: Bilingual;
  readonly hint: Bilingual;
}

const CANNOT_WRITE: SystemFault = {
  code: "CANNOT_WRITE",
  what: { zh: "写入失败", en: "writing failed" },
  hint: {
    zh: "请检查目标磁盘是否仍然连接、是否有写入权限，或用 -o 换一个位置，然后重新运行。",
    en: "Check that the disk is still connected and may be written to, or choose another place with -o, and run again.",
  },
};

const DISK_FULL: SystemFault = {
  code: "DISK_FULL",
  what: { zh: "磁盘空间不足", en: "no space is left on the disk" },
  hint: DISK_FULL_HINT,
};

const FILE_TOO_LARGE: SystemFault = {
  code: "FILE_TOO_LARGE",
  what: { zh: "该磁盘容不下这么大的单个文件", en: "the disk cannot hold a single file of this size" },
  hint: {
    zh: "FAT32 格式的优盘单个文件不能超过 4 GB：请写入 NTFS 或 exFAT 格式的磁盘。",
    en: "A FAT32 stick holds no file above 4 GB: write to a disk formatted as NTFS or exFAT.",
  },
};

const SYSTEM_FAULTS: Readonly<Record<string, SystemFault>> = {
  ENOSPC: DISK_FULL,
  EDQUOT: DISK_FULL,
  EFBIG: FILE_TOO_LARGE,
};

/** The fault of writing a bundle as the operator should read it; errors that already say so, and an interrupt, stay as they are. */
export function asOutputError(error: unknown, target: string): Error {
  if (error instanceof EvidenceError) return error;
  if (error instanceof Error && error.name === "AbortError") return error;
  const system = systemCodeOf(error);
  const { code, what, hint } = SYSTEM_FAULTS[system] ?? CANNOT_WRITE;
  const detail = system === "" ? messageOf(error) : system;
  const says: Bilingual = {
    zh: `“${target}”没有写成：${what.zh}（${detail}）。没有留下任何文件。`,
    en: `"${target}" was not written: ${what.en} (${detail}). Nothing is left behind.`,
  };
  return new OutputError(code, says, { hint, facts: { path: target, cause: detail }, cause: error });
}

/** @returns {OutputError} OUTPUT_DIFFERS: what was read back from the disk is not what was to be written */
export function outputDiffers(target: string, what: string, expected: string, found: string): OutputError {
  const says: Bilingual = {
    zh: `写入后复查“${target}”不一致（${what}）：应为 ${expected}，实际为 ${found}。没有留下任何文件。`,
    en: `Reading "${target}" back did not agree (${what}): expected ${expected}, found ${found}. Nothing is left behind.`,
  };
  const hint: Bilingual = {
    zh: "磁盘或内存可能有故障：请用 -o 换一块磁盘再运行一次；如再次出现，请停用这台电脑并联系技术人员。",
    en: "The disk or the memory may be faulty: run again with -o on another disk; if it happens again, stop using this computer.",
  };
  return new OutputError("OUTPUT_DIFFERS", says, { hint, facts: { path: target, what, expected, found } });
}

/** @returns {SourceError} SOURCE_CHANGED: a file was no longer what it was at first reading */
export function sourceChanged(path: string, expected: string, found: string): SourceError {
  const says: Bilingual = {
    zh: `封装时文件“${path}”与首次读取时不同：首次读取为 ${expected}，现为 ${found}。没有留下任何文件。`,
    en: `While sealing, the file "${path}" was not what it was when first read: then ${expected}, now ${found}. Nothing is left behind.`,
  };
  const hint: Bilingual = {
    zh: "请退出微信、导出工具和同步盘等可能写入该文件夹的程序，将导出复制到本机文件夹后重新运行。",
    en: "Close WeChat, the exporter and any sync program that may write there, copy the export to a local folder, and run again.",
  };
  return new SourceError("SOURCE_CHANGED", says, { hint, facts: { path, expected, found } });
}

/** @returns {SourceError} SOURCE_UNREADABLE: a file that was read before can no longer be read */
export function sourceUnreadable(path: string, cause: unknown): SourceError {
  const detail = systemCodeOf(cause) || messageOf(cause);
  const says: Bilingual = {
    zh: `封装时无法再次读取文件“${path}”（${detail}）。没有留下任何文件。`,
    en: `While sealing, the file "${path}" could not be read again (${detail}). Nothing is left behind.`,
  };
  const hint: Bilingual = {
    zh: "请检查存放导出文件的磁盘、优盘或网络盘是否仍然连接，最好复制到本机后重新运行。",
    en: "Check that the disk or network drive of the export is still connected, or copy the export to this computer, and run again.",
  };
  return new SourceError("SOURCE_UNREADABLE", says, { hint, facts: { path, cause: detail }, cause });
}

const BUNDLE_HINTS = {
  BUNDLE_NOT_FOUND: {
    zh: "请检查路径；可将 .zip 文件直接拖入终端窗口，由系统填入路径。",
    en: "Check the path; dragging the .zip into the terminal window fills it in.",
  },
  BUNDLE_IS_FOLDER: {
    zh: "请指定未解压的 .zip 文件。已解压的文件夹可按其中 meta/VERIFY.txt 的命令核对。",
    en: "Name the .zip before unpacking. An unpacked folder can be checked with the commands in its meta/VERIFY.txt.",
  },
  BUNDLE_EMPTY: {
    zh: "多为下载或复制中断所致，请让提供人重新发送。",
    en: "Usually a broken transfer; ask for it again.",
  },
  BUNDLE_NOT_A_ZIP: {
    zh: "请指定由 evidence pack 生成的 .zip 文件；如确为该文件，请让提供人重新发送。",
    en: "Name the .zip that evidence pack wrote; if this is it, ask for it again.",
  },
  BUNDLE_NOT_A_BUNDLE: {
    zh: "如果这是聊天记录导出，请用 evidence inspect 或 evidence pack 处理；如果是把证据包解压后重新压缩、或放进另一个 zip 的，请找出最初的 .zip 文件；否则请向提供人索取证据包。",
    en: "If it is a chat export, use evidence inspect or evidence pack on it; if it was zipped from an unpacked bundle or holds the bundle's .zip, look for that .zip as first written; otherwise ask for the bundle.",
  },
  BUNDLE_UNREADABLE: {
    zh: "请检查磁盘是否仍然连接、是否有读取权限，最好复制到本机后重试。",
    en: "Check that the disk is still connected and may be read, or copy the file to this computer, and retry.",
  },
  BUNDLE_FILES_TABLE: {
    zh: "证据包的 record/files.csv 与包内文件对应不上，无法还原导出文件的原名。请看各级核对结果。",
    en: "record/files.csv does not match the files in the bundle, so the received names cannot be restored. See the answers level by level.",
  },
  BUNDLE_NOT_INTACT: {
    zh: "没有取出任何文件。请运行 evidence verify 查看全部不一致之处，并向提供人索取最初的证据包。",
    en: "Nothing was taken out. Run evidence verify for everything that differs, and ask for the bundle as first written.",
  },
  BUNDLE_CHANGED: {
    zh: "没有取出任何文件。请把证据包复制到本机磁盘，关闭可能改写它的程序（如同步盘），再运行一次。",
    en: "Nothing was taken out. Copy the bundle to a local disk, close programs that may write to it, and run again.",
  },
  BUNDLE_FILE_UNREADABLE: {
    zh: "该证据包被重新压缩过。请索取未经解压、重新压缩的 .zip 文件。",
    en: "The bundle was packed again. Ask for the .zip as it was first written.",
  },
} as const satisfies Record<string, Bilingual>;

/** A file that cannot be read as a bundle at all. */
export function bundleError(
  code: keyof typeof BUNDLE_HINTS,
  says: Bilingual,
  facts: Readonly<Record<string, string | number>>,
  cause?: unknown,
): BundleError {
  return new BundleError(code, says, { hint: BUNDLE_HINTS[code], facts, cause });
}

/** @returns {BundleError} BUNDLE_NOT_INTACT: a level of the bundle does not agree, so nothing is taken out of it */
export function bundleNotIntact(path: string, { level, faults }: LevelAnswer): BundleError {
  const [first] = faults;
  const { code = "", path: at = null, expected = "", found = "" } = first ?? {};
  const name = at ?? path;
  const says: Bilingual = {
    zh: `证据包“${path}”核对第 ${level} 级不一致：${name}（${code}），应为 ${expected}，实际为 ${found}。`,
    en: `The bundle "${path}" does not agree at level ${level}: ${name} (${code}), expected ${expected}, found ${found}.`,
  };
  return bundleError("BUNDLE_NOT_INTACT", says, { path: name, level, code, expected, found });
}

/** Code the system gave an error, such as `EACCES`; empty where it has none. */
export function systemCodeOf(error: unknown): string {
  return (error instanceof Error && (error as NodeJS.ErrnoException).code) || "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
