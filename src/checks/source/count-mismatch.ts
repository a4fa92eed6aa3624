import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { unplacedRecords } from "../unplaced.ts";

/** The number of records that the export itself states, against the records found in it. */
export const countMismatch = defineCheck({
  id: "source/count-mismatch",
  version: 1,
  scope: "conversation",
  level: "error",
  strength: "B",
  needs: ["stated-count"],
  options: {},
  title: { zh: "条数与导出文件自述不符", en: "Number of records differs from the number stated" },
  rule: {
    zh: "导出文件的文件头、清单或文件名写有该会话的记录条数时，与实际读到的条数加上无法读取的条数比较；两者不等即列出，少于与多于分别表述。若差额可由未能归入任何会话的无法读取的记录解释，降为提示。",
    en: "Where header, manifest or file name of the export states how many records the conversation has, that number is compared with the records read plus those that could not be read. Any difference is reported; fewer and more are worded apart. A difference that unreadable records of no known conversation may account for is a warning only.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十条：存有疑点的电子数据不能单独作为认定事实的根据。文件与自身记载的条数不一致，对方通常会就此发问。",
    en: "Article 90 of the Provisions on Evidence in Civil Procedure: electronic data about which doubts remain cannot alone found a finding of fact. A file that differs from its own count is a question the other side will ask.",
  },
  innocent: [
    {
      zh: "导出时先统计条数、后写出内容，期间收到或撤回了消息，或有个别类型未写出。",
      en: "The exporter counted first and wrote afterwards; meanwhile messages came in or were recalled, or some types were not written.",
    },
    {
      zh: "导出在结束前中断，或文件被拆分后只提供了一部分。",
      en: "The export stopped before its end, or the file was split and only a part was handed over.",
    },
    {
      zh: "为节选而删去了部分记录，但没有改动文件头。",
      en: "Records were taken out to make an excerpt, and the header was left as it was.",
    },
  ],
  reference: "export-formats.md §12.3 (stated count), §4.1.2; law.md §1.1 L13",
  words: {
    "fewer-all-read": {
      zh: "导出文件自述该会话有 {stated} 条记录，实际有 {read} 条，少 {difference} 条。",
      en: "The export states {stated} records for this conversation and holds {read}: {difference} fewer.",
    },
    "more-all-read": {
      zh: "导出文件自述该会话有 {stated} 条记录，实际有 {read} 条，多 {difference} 条。",
      en: "The export states {stated} records for this conversation and holds {read}: {difference} more.",
    },
    fewer: {
      zh: "导出文件自述该会话有 {stated} 条记录，实际读到 {read} 条，另有 {skipped} 条无法读取，少 {difference} 条。",
      en: "The export states {stated} records for this conversation; {read} were read and {skipped} could not be read: {difference} fewer.",
    },
    more: {
      zh: "导出文件自述该会话有 {stated} 条记录，实际读到 {read} 条，另有 {skipped} 条无法读取，多 {difference} 条。",
      en: "The export states {stated} records for this conversation; {read} were read and {skipped} could not be read: {difference} more.",
    },
    "fewer-or-unreadable": {
      zh: "导出文件自述该会话有 {stated} 条记录，实际读到 {read} 条，另有 {skipped} 条无法读取，少 {difference} 条；该文件还有 {unplaced} 条无法读取且不知属于哪个会话的记录，可能即在其中。",
      en: "The export states {stated} records for this conversation; {read} were read and {skipped} could not be read: {difference} fewer. Another {unplaced} unreadable record(s) of the file belong to no known conversation and may be among them.",
    },
  },
  *run({ chat, conversation, export: of }: ConversationContext) {
    const { statedMessageCount: stated, messageCount: read, skippedCount: skipped } = conversation;
    if (stated === null) return { notApplicable: "no-stated-count" };
    const surplus = read + skipped - stated;
    const unplaced = unplacedRecords(chat, of.id);
    const base = { stated, read, skipped, difference: Math.abs(surplus) };
    const at = [{ path: of.entry }];
    if (surplus > 0) yield { word: skipped === 0 ? "more-all-read" : "more", facts: base, at };
    if (surplus < 0) yield fewer(base, unplaced, at);
    return { counts: { stated, read, skipped } };
  },
});

type Counts = Readonly<Record<"stated" | "read" | "skipped" | "difference", number>>;

function fewer(base: Counts, unplaced: number, at: Found["at"]): Found {
  const word = base.skipped === 0 ? "fewer-all-read" : "fewer";
  if (unplaced < base.difference) return { word, facts: { ...base, unplaced }, at };
  return { word: "fewer-or-unreadable", facts: { ...base, unplaced }, at, level: "warning", strength: "C" };
}
