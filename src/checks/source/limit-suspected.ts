import type { Conversation } from "../../model/chat.ts";
import { defineCheck, type ConversationContext } from "../check.ts";

/** Numbers of rows at which exporters and their interfaces stop unless told otherwise. @source export-formats.md §12.3 */
const LIMITS = [20, 100, 500, 1000] as const;
/** Rows of one page: an export that broke off between two pages has a multiple of it. @source export-formats.md §2.1 */
const PAGE = 5000;

/**
 * A conversation that ends on a round number of rows, as it does when the exporter stopped at a limit.
 *
 * About one conversation in a hundred of some hundred rows has such a number by chance: this is a question, not more.
 */
export const limitSuspected = defineCheck({
  id: "source/limit-suspected",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  options: { page: PAGE },
  title: { zh: "条数恰为常见上限", en: "Number of rows equals a usual limit" },
  rule: {
    zh: "会话的记录条数（含无法读取的）恰为 20、100、500、1000，或 5000 的整数倍时列出；这些是若干导出工具和接口的默认上限或每页条数。同一导出中另有会话超过该上限的，说明上限没有起作用，不列出。直接读取数据库的不适用。",
    en: "Reported when the number of records of a conversation, unreadable ones included, is exactly 20, 100, 500 or 1000, or a multiple of 5000: default limits or page sizes of several exporters and their interfaces. Not reported where another conversation of the same export exceeds the limit, which was then not in force; not applicable to databases.",
  },
  legalHook: {
    zh: "只导出了一部分的会话属于摘录，应当说明取舍的范围（《最高人民法院关于民事诉讼证据的若干规定》第四十四条的摘录要求可资参照）。",
    en: "A conversation exported in part is an excerpt, and its extent should be stated (compare article 44 of the Provisions on Evidence in Civil Procedure on excerpts).",
  },
  innocent: [
    { zh: "会话恰好有这么多条消息。", en: "The conversation happens to have that many messages." },
    {
      zh: "导出人按条数选取了最近或最早的一段，并已在取证说明中写明。",
      en: "Whoever exported chose that many of the latest or earliest messages, and says so in the statement of collection.",
    },
  ],
  reference: "export-formats.md §12.3 (suspicious round count), §14 LIMIT_SUSPECTED, §2.1, §3.3",
  words: {
    limit: {
      zh: "该会话恰有 {count} 条记录，与常见的导出上限 {limit} 条相同；首条 {firstAt}，末条 {lastAt}。请核实此前或此后是否还有消息。",
      en: "The conversation has exactly {count} records, a usual limit of exports ({limit}); first {firstAt}, last {lastAt}. Please check whether there are messages before or after.",
    },
    page: {
      zh: "该会话恰有 {count} 条记录，为每页 {limit} 条的 {pages} 页；首条 {firstAt}，末条 {lastAt}。请核实导出是否在两页之间中断。",
      en: "The conversation has exactly {count} records, which is {pages} page(s) of {limit}; first {firstAt}, last {lastAt}. Please check whether the export broke off between two pages.",
    },
  },
  *run({ chat, conversation, export: of, options }: ConversationContext) {
    if (of.localIdOrigin === "native") return { notApplicable: "database" };
    const page = options["page"] ?? PAGE;
    const count = recordsOf(conversation);
    const siblings = chat.conversations.filter(({ source }) => source === conversation.source).map(recordsOf);
    const { firstMessageAt: firstAt, lastMessageAt: lastAt } = conversation;
    const limit = LIMITS.find((candidate) => candidate === count);
    const at = [{ path: of.entry }];
    if (limit !== undefined && siblings.every((other) => other <= limit)) {
      yield { word: "limit", facts: { count, limit, firstAt, lastAt }, at };
    } else if (count > 0 && count % page === 0) {
      yield { word: "page", facts: { count, limit: page, pages: count / page, firstAt, lastAt }, at };
    }
    return { counts: { records: count, conversations: siblings.length } };
  },
});

function recordsOf({ messageCount, skippedCount }: Conversation): number {
  return messageCount + skippedCount;
}
