import type { Said } from "../conversation.ts";
import type { Files } from "../reading.ts";
import { chatlabJson, chatlabLines, chatlogJson, ciphertalk, echotrace, memotraceList, wechatDataAnalysis, weflowJson } from "./json.ts"; // prettier-ignore
import { memotraceWords } from "./rendered.ts";
import { exporterCsv, memotraceCsv, memotraceWordsCsv, pywxdump, weflowCsv, weflowExcel, weflowSql } from "./tables.ts"; // prettier-ignore
import { memotraceText, wechatDump, wechatExporterPage, weflowMarkdown, weflowText } from "./texts.ts";

/**
 * Says a conversation in the words of one exporter.
 *
 * @param zone IANA name: the zone of the computer that exports
 */
export type Writer = (chat: readonly Said[], zone: string) => Files;

/** Every format that carries a whole conversation, by importer and variant. */
export const WRITERS = {
  "chatlab json": chatlabJson,
  "chatlab jsonl": chatlabLines,
  "chatlog json": chatlogJson,
  "ciphertalk json": ciphertalk,
  "echotrace json": echotrace,
  "memotrace-csv V4": memotraceCsv,
  "memotrace-csv V5": memotraceWordsCsv(memotraceWords),
  "memotrace-html list": memotraceList,
  "memotrace-html txt": memotraceText,
  "pywxdump P3": pywxdump,
  "wechat-dump txt": wechatDump,
  "wechatdataanalysis-zip json": wechatDataAnalysis,
  "wechatexporter-ios html": wechatExporterPage,
  "wechatexporter-ios 12425": exporterCsv,
  "weflow-json json": weflowJson,
  "weflow-other csv": weflowCsv,
  "weflow-other excel": weflowExcel,
  "weflow-other markdown": weflowMarkdown,
  "weflow-other sql": weflowSql,
  "weflow-other txt": weflowText,
} as const satisfies Record<string, Writer>;

export type Format = keyof typeof WRITERS;
export const FORMATS = Object.keys(WRITERS) as Format[];
/** Id of the importer that reads a format. */
export const importerOf = (format: Format): string => format.split(" ")[0] ?? "";
