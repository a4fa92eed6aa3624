import type { Bilingual } from "./bilingual.ts";
import { SourceError } from "./errors.ts";
import type { JsonStructureFault } from "./json-scan.ts";

/** Code of an error of a JSON source. */
export type JsonErrorCode = JsonStructureFault["code"] | "JSON_UTF16" | "JSON_VALUE_TOO_LARGE";

/** What is wrong with a JSON file, and where. */
export interface JsonDamage {
  readonly code: JsonErrorCode;
  readonly path: string;
  readonly byte: number;
  /** 1-based; null where counting lines would be dear. */
  readonly line: number | null;
  readonly expected: Bilingual;
  readonly found: Bilingual;
  readonly firstOddByte: number | null;
}

const AGAIN = {
  zh: "请在导出它的电脑上重新拷贝该文件，或重新导出；不要手工修补。",
  en: "Copy the file again from the computer it was exported on, or export again; do not repair it by hand.",
};

const HINTS: Readonly<Record<JsonErrorCode, Bilingual>> = {
  JSON_EMPTY: { zh: `文件没有内容。${AGAIN.zh}`, en: `The file has no content. ${AGAIN.en}` },
  JSON_TRUNCATED: {
    zh: `文件在中途断开，多半是拷贝或导出没有完成。${AGAIN.zh}`,
    en: `The file breaks off; copying or exporting probably did not finish. ${AGAIN.en}`,
  },
  JSON_MALFORMED: {
    zh: `文件在导出后可能被改动或损坏。${AGAIN.zh}`,
    en: `The file may have been changed or damaged after it was exported. ${AGAIN.en}`,
  },
  JSON_TRAILING: {
    zh: `导出内容之后还有别的内容，文件可能被拼接或改动。${AGAIN.zh}`,
    en: `Something follows the export in the same file; it may have been joined or changed. ${AGAIN.en}`,
  },
  JSON_NUL_BYTES: {
    zh: `文件含空字节，多半是存储或拷贝出错。${AGAIN.zh}`,
    en: `The file contains zero bytes, probably from a storage or copying fault. ${AGAIN.en}`,
  },
  JSON_TOO_DEEP: { zh: `没有导出工具会写出这样的文件。${AGAIN.zh}`, en: `No exporter writes such a file. ${AGAIN.en}` },
  JSON_UTF16: {
    zh: "文件被别的程序另存为 UTF-16 编码。请提供导出工具写出的那份文件。",
    en: "Another program saved the file again as UTF-16. Ask for the file as the exporter wrote it.",
  },
  JSON_VALUE_TOO_LARGE: {
    zh: "请把该文件连同导出工具的名称和版本交给技术人员查看。",
    en: "Show the file, with name and version of the exporter, to a technical person.",
  },
};

/** The damage as an error for the operator: file, place, expected, found, and what to do next. */
export function jsonSourceError(damage: JsonDamage, cause?: unknown): SourceError {
  const { code, path, byte, line, expected, found, firstOddByte } = damage;
  const lineZh = line === null ? "" : `（第 ${line} 行）`;
  const lineEn = line === null ? "" : ` (line ${line})`;
  const isEarlier = firstOddByte !== null && firstOddByte < byte;
  const oddZh = isEarlier ? `第 ${firstOddByte} 字节起已有异常。` : "";
  const oddEn = isEarlier ? ` Irregular content begins at byte ${firstOddByte}.` : "";
  return new SourceError(
    code,
    {
      zh: `无法按 JSON 读取 ${path}：第 ${byte} 字节${lineZh}处应为${expected.zh}，实为${found.zh}。${oddZh}`,
      en: `${path} cannot be read as JSON: at byte ${byte}${lineEn} expected ${expected.en}, found ${found.en}.${oddEn}`,
    },
    { hint: HINTS[code], facts: { path, byte, line, firstOddByte }, cause },
  );
}
