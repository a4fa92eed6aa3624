import { SourceError } from "../../base/errors.ts";
import { isJsonObject } from "../../base/json-reader.ts";
import { looksLikeWorkbook, openWorkbook } from "../../base/xlsx.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { lookAtJson } from "../wechat/json-look.ts";
import { sheetOf } from "./table.ts";

export type Form = "json" | "workbook";

/** Headers of other formats. @source documented: export-formats.md §10 (4) */
const FOREIGN = ["weflow", "chatlab", "exportInfo", "schemaVersion"];

const BASIS = {
  json: {
    zh: "文件带有 exportTime 和 EchoTrace 的会话头（session）",
    en: "the file has exportTime and the session header of EchoTrace",
  },
  workbook: {
    zh: "工作表“聊天记录”的表头与 EchoTrace 一致，且其上没有写明其他导出工具",
    en: 'the header of the sheet "聊天记录" is that of EchoTrace, and no other exporter is named above it',
  },
} as const;

/** Claims of JSON files and workbooks of the exporter. */
export async function* detectEchoTrace(source: Source, importer: string): AsyncGenerator<Claim> {
  for (const { path } of source.files) {
    const form = await formOf(source, path);
    if (form === null) continue;
    const strength = form === "json" ? "signature" : "structure";
    yield { importer, entry: path, strength, basis: BASIS[form] };
  }
}

/** Which of the two a file is; null where it is neither. */
export async function formOf(source: Source, path: string): Promise<Form | null> {
  if (looksLikeWorkbook(source.read(path, 0, 64))) return (await isOurWorkbook(source, path)) ? "workbook" : null;
  return isOurJson(source, path) ? "json" : null;
}

/** `exportTime` stands at the end of the file, behind all messages. */
function isOurJson(source: Source, path: string): boolean {
  const look = lookAtJson(source, path);
  if (look === null || FOREIGN.some((key) => key in look.head)) return false;
  const outline = look.outline();
  if (outline === null || FOREIGN.some((key) => key in outline)) return false;
  const { session, messages, exportTime } = outline;
  if (!isJsonObject(session) || !Array.isArray(messages) || typeof exportTime !== "string") return false;
  return "wxid" in session || "username" in session;
}

async function isOurWorkbook(source: Source, path: string): Promise<boolean> {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  const bytes = { sizeBytes, read: (position: number, length: number) => source.read(path, position, length) };
  try {
    const workbook = await openWorkbook(bytes, path);
    try {
      return (await sheetOf(workbook)) !== null;
    } finally {
      workbook.close();
    }
  } catch (error) {
    if (error instanceof SourceError) return false;
    throw error;
  }
}
