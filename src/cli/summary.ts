import type { Bilingual } from "../base/bilingual.ts";
import { countText } from "../base/sentence.ts";
import { zonedTime } from "../base/zoned-time.ts";
import type { ContinuityWord, Export, IdGrade } from "../model/chat.ts";
import type { CoverageState } from "../model/database.ts";
import type { ConversationDescription, Dossier } from "../model/dossier.ts";
import { PROVENANCE } from "../model/provenance.ts";
import { printable, say, type Terminal } from "./terminal.ts";

const GRADES: Record<IdGrade, Bilingual> = {
  native: { zh: "客户端原始编号", en: "client's own ids" },
  carried: { zh: "导出件携带的客户端编号", en: "client ids carried by the export" },
  renumbered: { zh: "导出工具编排序号", en: "numbered by the exporter" },
  none: { zh: "无编号", en: "no ids" },
};

const WORDS: Record<ContinuityWord, Bilingual> = {
  "no-gap-found": { zh: "未发现缺口", en: "no gap found" },
  "gap-found": { zh: "有缺口", en: "gap found" },
  "not-assessable": { zh: "不具备检验条件", en: "cannot be assessed" },
};

const TYPES: Record<ConversationDescription["type"], Bilingual> = {
  private: { zh: "单聊", en: "private" },
  group: { zh: "群聊", en: "group" },
  official: { zh: "公众号", en: "official account" },
  unknown: { zh: "类型不详", en: "type unknown" },
};

/** The exports and conversations found, a few lines each. */
export function describeFound(terminal: Terminal, dossier: Dossier): string {
  const { exports, settings } = dossier;
  const lines = exports.flatMap((e) => {
    const tool =
      e.claimedTool === null
        ? ""
        : ` · ${say(terminal, { zh: "文件自称", en: "claims" })} ${e.claimedTool} ${e.claimedVersion ?? ""}`;
    const head = `${e.id}  ${e.importer}${e.variant === null ? "" : ` ${e.variant}`}${tool} · ${e.entry}`.trimEnd();
    return [head, ...databaseLines(terminal, e)];
  });
  const conversations = dossier.conversations.map((c) => conversationLines(terminal, c, settings.timeZone));
  const caseLine = caseFileLine(terminal, dossier);
  return [...lines.map(printable), "", ...conversations, zoneLine(terminal, dossier), ...caseLine].join("\n");
}

/** Which case file was used, because one beside the export is taken without being named. */
function caseFileLine(terminal: Terminal, { caseFile }: Dossier): string[] {
  if (caseFile === null) return [];
  const count = caseFile.enclosures.length;
  return [
    say(terminal, {
      zh: `案件信息文件：${printable(caseFile.name)}，附材料 ${count} 个（均为填报）`,
      en: `Case file: ${printable(caseFile.name)} with ${count} documents (as declared)`,
    }),
  ];
}

/** What a set of databases is, and what of it is not there. Nothing for other formats. */
function databaseLines(terminal: Terminal, { provenance, coverage = [], databases = [] }: Export): string[] {
  if (provenance === undefined) return [];
  const { name, numbersCount } = PROVENANCE[provenance.class];
  const count = (state: CoverageState) => coverage.filter((item) => item.state === state).length;
  const [absent, unreadable] = [count("absent"), count("unreadable")];
  const numbers = numbersCount
    ? { zh: "", en: "" }
    : { zh: "，编号不据以检查缺口", en: "; numbering not checked for gaps" };
  return [
    say(terminal, {
      zh: `    ${name.zh}${numbers.zh} · 数据库 ${databases.length} 个 · 未提供 ${absent} 项 · 无法读取 ${unreadable} 项`,
      en: `    ${name.en}${numbers.en} · ${databases.length} databases · ${absent} parts not given · ${unreadable} not readable`,
    }),
  ];
}

/** In which zone times are shown and those without one are read, and who said so. */
function zoneLine(terminal: Terminal, { settings: { timeZone, timeZoneBasis } }: Dossier): string {
  const isStated = timeZoneBasis === "zone-declared";
  return say(terminal, {
    zh: `时间：按 ${timeZone} 显示；未记时区的时间按该时区读取，${isStated ? "由操作者给定" : "由工具默认采用，未经给定（--tz 可改）"}`,
    en: `Times: shown in ${timeZone}; those without a zone are read in it, ${isStated ? "as the operator stated" : "which the tool assumed and nobody stated (--tz)"}`,
  });
}

function conversationLines(terminal: Terminal, c: ConversationDescription, timeZone: string): string {
  const { paint } = terminal;
  const title = c.selected ? printable(c.title) : say(terminal, { zh: "（未选入）", en: "(left out)" });
  const count = say(terminal, {
    zh: `消息 ${countText(c.messageCount)} 条`,
    en: `${countText(c.messageCount)} messages`,
  });
  const printed = c.selected && c.leftOut > 0 ? ` · ${paint.bold(printedText(terminal, c))}` : "";
  const head = `${c.id}  ${paint.bold(title)}  ${say(terminal, TYPES[c.type])} · ${count} · ${period(terminal, c, timeZone)}${printed}`;
  if (!c.selected) return head;
  const colon = say(terminal, { zh: "：", en: ": " });
  const grade = `${say(terminal, { zh: "编号", en: "ids" })}${colon}${say(terminal, GRADES[c.idGrade])}`;
  const word = `${say(terminal, { zh: "连续性", en: "continuity" })}${colon}${say(terminal, WORDS[c.continuity.word])}`;
  return `${head}\n    ${grade} · ${paint.bold(word)}`;
}

/** A period was chosen: how many of the messages it holds. Nought is likely a mistake of the operator. */
function printedText(terminal: Terminal, { messageCount, leftOut }: ConversationDescription): string {
  const count = countText(messageCount - leftOut);
  return say(terminal, { zh: `所选期间内 ${count} 条`, en: `${count} in the chosen period` });
}

function period(terminal: Terminal, c: ConversationDescription, timeZone: string): string {
  if (c.firstMessageAt === null || c.lastMessageAt === null) return say(terminal, { zh: "无时间", en: "no times" });
  const day = (at: number): string => zonedTime(at, timeZone).slice(0, 10);
  return `${day(c.firstMessageAt)} — ${day(c.lastMessageAt)}`;
}

/** `错误 1 · 警告 4 · 提示 9`. */
export function countLine(terminal: Terminal, { findingsByLevel: { error, warning, note } }: Dossier): string {
  return say(terminal, {
    zh: `检查列出：错误 ${error} 项 · 警告 ${warning} 项 · 提示 ${note} 项`,
    en: `Findings: ${error} errors · ${warning} warnings · ${note} notes`,
  });
}
