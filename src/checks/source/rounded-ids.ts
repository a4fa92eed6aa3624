import { looksRounded } from "../../base/decimal-id.ts";
import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";

/** Server ids that lost their last digits on the way, so that equal ids no longer mean the same message. */
export const roundedIds = defineCheck({
  id: "source/rounded-ids",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "C",
  needs: ["server-id"],
  options: {},
  title: { zh: "服务端编号末位失真", en: "Server ids have lost their last digits" },
  rule: {
    zh: "大于 2 的 53 次方的服务端编号，若与经过双精度浮点数（或电子表格 15 位有效数字）舍入后的值相同，计为舍入形态。一个会话至少有 3 个这样大的编号，且其中 95% 以上呈舍入形态时列出；该格式已知经过浮点数写出的，有一个即列出。",
    en: "A server id above 2^53 counts as rounded when it has the very digits that passing through a double (or the fifteen significant digits of a spreadsheet) leaves. A conversation is reported when it has at least 3 ids of that size and 95 % or more of them look rounded; for a format known to write ids through a double one is enough.",
  },
  legalHook: {
    zh: "服务端编号用于在双方各自的导出之间逐条比对；末位失真后，该比对须改用时间、发送人和内容进行（《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项：提取方法是否可靠）。",
    en: "Server ids serve to match the two parties' exports message by message; once the last digits are gone this has to be done by time, sender and content (article 93 (4) of the Provisions on Evidence in Civil Procedure: reliability of the method of extraction).",
  },
  innocent: [
    {
      zh: "导出工具把编号当作普通数字写出，末位在写出时即已丢失，与任何人的操作无关。",
      en: "The exporter writes the ids as plain numbers and loses the last digits as it writes, whatever anybody does.",
    },
    {
      zh: "文件曾用 Excel、WPS 等表格软件打开并保存，或经脚本转换格式。",
      en: "The file was opened and saved in a spreadsheet such as Excel or WPS, or converted by a script.",
    },
  ],
  reference: "design.md §6.1; export-formats.md §0.5 class S~, §14 SVRID_ROUNDED",
  words: {
    "by-exporter": {
      zh: "{serverIds} 个服务端编号中，有 {aboveDouble} 个大于 2 的 53 次方，其中 {rounded} 个呈舍入形态；该格式在写出时即经过浮点数，编号只能用于大致比对。",
      en: "Of {serverIds} server ids {aboveDouble} exceed 2^53, and {rounded} of these look rounded; this format writes ids through a double, so they serve for approximate matching only.",
    },
    "after-export": {
      zh: "{serverIds} 个服务端编号中，有 {aboveDouble} 个大于 2 的 53 次方，其中 {rounded} 个呈舍入形态；该格式写出的编号本为逐位准确，末位是在导出之后失真的。",
      en: "Of {serverIds} server ids {aboveDouble} exceed 2^53, and {rounded} of these look rounded; this format writes every digit, so the last ones were lost after the export.",
    },
  },
  *run({ chat, conversation, judgement, export: of }: ConversationContext) {
    const { serverIds, serverIdsAboveDouble, serverIdsRounded } = judgement.evidence;
    if (judgement.serverIds === "none") return { notApplicable: "no-server-ids" };
    const facts = {
      serverIds: Number(serverIds ?? 0),
      aboveDouble: Number(serverIdsAboveDouble ?? 0),
      rounded: Number(serverIdsRounded ?? 0),
    };
    if (judgement.serverIds === "rounded") {
      const exact = of.serverIdOrigin === "exact";
      const strength = exact ? "B" : "C";
      yield { word: exact ? "after-export" : "by-exporter", facts, strength, ...firstRounded(chat, conversation.id) };
    }
    return { counts: facts };
  },
});

function firstRounded(chat: Chat, conversation: string) {
  const sql = `SELECT seq, server_id AS id, locator AS at FROM message
    WHERE conversation = ? AND server_id IS NOT NULL ORDER BY seq`;
  const found: { seq: number; at: string }[] = [];
  for (const { seq, id, at } of chat.query<{ seq: number; id: string; at: string }>(sql, conversation)) {
    if (looksRounded(id)) found.push({ seq, at });
    if (found.length === PLACES_SHOWN) break;
  }
  return { at: placesOf(found), messages: found.map(({ seq }) => seq) };
}
