import type { Bilingual } from "../base/bilingual.ts";
import { OutputError, SourceError, UsageError } from "../base/errors.ts";
import type { NotTaken } from "../model/source.ts";

const NAMES_IN_SENTENCE = 10;

/** Code that the system gave an error, such as `EACCES`. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  return code ?? "UNKNOWN";
}

/** @returns {UsageError} SOURCE_NOT_FOUND: there is nothing at the path the operator gave. */
export function notFound(path: string, code: string): UsageError {
  const says: Bilingual = {
    zh: `找不到「${path}」：该路径下没有文件夹或文件（${code}）。`,
    en: `Nothing was found at "${path}": no folder or file lies there (${code}).`,
  };
  const hint: Bilingual = {
    zh: "请检查路径是否拼写正确；可将导出文件夹直接拖入终端窗口，由系统填入路径。路径含空格时请加引号。",
    en: "Check the spelling; dragging the export folder into the terminal window fills in its path. Quote a path with blanks.",
  };
  return new UsageError("SOURCE_NOT_FOUND", says, { hint, facts: { path } });
}

/** @returns {SourceError} SOURCE_NOT_A_FILE: the path names a pipe, a socket or a device. */
export function notAFile(path: string, found: string): SourceError {
  const says: Bilingual = {
    zh: `「${path}」应为文件夹、文件或 zip 压缩包，实际为特殊文件（${found}），未打开。`,
    en: `"${path}" should be a folder, a file or a zip, but is a special file (${found}); it was not opened.`,
  };
  const hint: Bilingual = {
    zh: "请指定聊天记录导出所在的文件夹或文件。",
    en: "Name the folder or file that holds the export.",
  };
  return new SourceError("SOURCE_NOT_A_FILE", says, { hint, facts: { path, found } });
}

/** @returns {SourceError} SOURCE_UNREADABLE: files or folders that cannot be opened, all of them. */
export function unreadable(found: readonly { path: string; code: string }[]): SourceError {
  const list = found.map(({ path, code }) => `${path} (${code})`);
  const says: Bilingual = {
    zh: `来源中有 ${found.length} 个文件或文件夹无法读取：${named(list, "zh")}。`,
    en: `${found.length} file(s) or folder(s) of the source cannot be read: ${named(list, "en")}.`,
  };
  const hint: Bilingual = {
    zh: "请为当前用户授予读取权限，或关闭正在占用该文件的程序，必要时从原介质重新复制，然后重试。",
    en: "Give the current user permission to read, close programs that hold the file, or copy it again from the medium it came on; then retry.",
  };
  const facts = { count: found.length, path: found[0]?.path ?? null, cause: found[0]?.code ?? null };
  return new SourceError("SOURCE_UNREADABLE", says, { hint, facts });
}

/** @returns {SourceError} SOURCE_CHANGED: a file is not what it was when it was first seen. */
export function changed(path: string, expected: string, found: string): SourceError {
  const says: Bilingual = {
    zh: `读取期间文件「${path}」发生变化：先前为 ${expected}，现为 ${found}。`,
    en: `The file "${path}" changed while it was being read: it was ${expected} and is now ${found}.`,
  };
  const hint: Bilingual = {
    zh: "请先退出微信、导出工具和同步盘等可能写入该文件夹的程序，将导出复制到本机文件夹后重试。",
    en: "Close WeChat, the exporter and any sync program that may write there, copy the export to a local folder, and retry.",
  };
  return new SourceError("SOURCE_CHANGED", says, { hint, facts: { path, expected, found } });
}

/** @returns {SourceError} SOURCE_EMPTY: there is nothing to read at all. */
export function empty(name: string): SourceError {
  const says: Bilingual = {
    zh: `「${name}」是空的：应至少有一个文件，实际为 0 个（或文件为 0 字节）。`,
    en: `"${name}" is empty: at least one file was expected, none (or one of 0 bytes) was found.`,
  };
  const hint: Bilingual = {
    zh: "请确认导出已经结束，并且选择的是导出工具生成的那个文件夹。",
    en: "Check that the export had finished and that this is the folder the exporter wrote.",
  };
  return new SourceError("SOURCE_EMPTY", says, { hint, facts: { name } });
}

/** @returns {SourceError} SOURCE_NOTHING_TAKEN: something lies there, but nothing that could be taken. */
export function nothingTaken(name: string, found: readonly NotTaken[]): SourceError {
  const list = found.map(({ path, reason, detail }) => `${path} (${reason}: ${detail})`);
  const says: Bilingual = {
    zh: `「${name}」中没有可以收取的文件；仅有 ${found.length} 项未收取的内容：${named(list, "zh")}。`,
    en: `"${name}" holds no file that can be taken; only ${found.length} thing(s) that were not: ${named(list, "en")}.`,
  };
  const hint: Bilingual = {
    zh: "快捷链接不会被跟随。请指定文件实际所在的文件夹；若为压缩包，请向提供人索取可正常解压的文件。",
    en: "Links are not followed. Name the folder where the files really lie; for a zip, ask for one that unpacks normally.",
  };
  return new SourceError("SOURCE_NOTHING_TAKEN", says, { hint, facts: { name, count: found.length } });
}

/** @returns {SourceError} SOURCE_ENCRYPTED: every zip that was received needs a password. */
export function encrypted(paths: readonly string[]): SourceError {
  const says: Bilingual = {
    zh: `压缩包已加密，无法读取：${named(paths, "zh")}。本程序不接收、不破解密码。`,
    en: `Encrypted with a password and not readable: ${named(paths, "en")}. This program takes no passwords and breaks none.`,
  };
  const hint: Bilingual = {
    zh: "请当事人用密码解压后提供不加密的文件夹，并一并保存原压缩包（微信支付账单的密码见微信「微信支付」公众号消息）。",
    en: "Ask the client to unpack it with the password and to hand over the files without one, and keep the zip too (for a WeChat Pay bill the password is in the WeChat Pay chat).",
  };
  return new SourceError("SOURCE_ENCRYPTED", says, { hint, facts: { path: paths[0] ?? null, count: paths.length } });
}

/** @returns {SourceError} SOURCE_DAMAGED: no received zip could be opened. */
export function damaged(found: readonly NotTaken[]): SourceError {
  const list = found.map(({ path, detail }) => `${path.replace(/!\/$/, "")} (${detail})`);
  const says: Bilingual = {
    zh: `压缩包已损坏或不是通常的 zip，无法列出其中的文件：${named(list, "zh")}。`,
    en: `Damaged, or not an ordinary zip; its files cannot be listed: ${named(list, "en")}.`,
  };
  const hint: Bilingual = {
    zh: "多为下载或传输中断、分卷不全所致。请让提供人重新发送；或由其解压后提供文件夹。",
    en: "Usually a broken transfer or a missing volume. Ask for it again, or for the unpacked folder.",
  };
  return new SourceError("SOURCE_DAMAGED", says, {
    hint,
    facts: { path: found[0]?.path ?? null, count: found.length },
  });
}

/** @returns {SourceError} SOURCE_TOO_LARGE: a zip states more than the limit; nothing of it was unpacked. */
export function tooLarge(path: string, what: Bilingual, stated: number, limit: number): SourceError {
  const says: Bilingual = {
    zh: `压缩包「${path}」的${what.zh}超过上限：标称 ${stated}，上限 ${limit}；未解压。`,
    en: `The zip "${path}" exceeds the limit for ${what.en}: it states ${stated}, the limit is ${limit}; nothing was unpacked.`,
  };
  const hint: Bilingual = {
    zh: "这类压缩包可能是恶意构造的。如确为正常导出，请由提供人解压后提供文件夹。",
    en: "Such a zip may be made to exhaust a computer. If it is an ordinary export, ask for the unpacked folder.",
  };
  return new SourceError("SOURCE_TOO_LARGE", says, { hint, facts: { path, stated, limit } });
}

/** @returns {OutputError} SCRATCH_NOT_WRITABLE: unpacked members cannot be written to the temporary folder. */
export function scratchNotWritable(cause: unknown): OutputError {
  const code = systemCode(cause);
  const says: Bilingual = {
    zh: `解压压缩包时无法写入临时文件夹（${code}）。`,
    en: `Unpacking a zip could not write to the temporary folder (${code}).`,
  };
  const hint: Bilingual = {
    zh: "请清理系统盘空间，或将环境变量 TMPDIR（Windows 为 TEMP）指向空间充足的磁盘后重试。",
    en: "Free space on the system disk, or point TMPDIR (TEMP on Windows) to a disk with room, and retry.",
  };
  return new OutputError("SCRATCH_NOT_WRITABLE", says, { hint, facts: { cause: code }, cause });
}

function named(list: readonly string[], language: "zh" | "en"): string {
  const head = list.slice(0, NAMES_IN_SENTENCE).join(language === "zh" ? "、" : ", ");
  const rest = list.length - NAMES_IN_SENTENCE;
  if (rest <= 0) return head;
  return language === "zh" ? `${head} 等，另有 ${rest} 项` : `${head} and ${rest} more`;
}
