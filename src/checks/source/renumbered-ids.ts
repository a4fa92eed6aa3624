import type { Export } from "../../model/chat.ts";
import { defineCheck, type ConversationContext } from "../check.ts";

/** Says where the numbers of a conversation were given out by an exporter, so that nobody reads deletion into them. */
export const renumberedIds = defineCheck({
  id: "source/renumbered-ids",
  version: 2,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  needsGrade: ["native", "carried", "renumbered"],
  options: {},
  title: { zh: "编号由导出工具编排", en: "Numbers given out by the exporter" },
  rule: {
    zh: "本地编号判定为“导出工具编排序号”时列出，并给出判断所依据的数目：该格式已知会自行编号，或者携带的编号与行的位置逐行相同（至少 20 行），或者数据库是经其他软件处理、重建的副本。这样的编号是否连续，与微信客户端中有无删除无关。",
    en: "Reported where the grade of the local ids is “renumbered”, with the counts behind it: the format is known to number rows itself, or the ids it carries equal the position of every row (20 rows or more), or the database is a copy that other software has worked on or rebuilt. Whether such numbers run on says nothing about deletion in the client.",
  },
  legalHook: {
    zh: "提交人若以序号连续说明记录没有删减，对方可以指出该序号并非客户端所编；应改以服务端编号、引用关系、第二份导出或手机核对来说明（《最高人民法院关于民事诉讼证据的若干规定》第九十三条）。",
    en: "A party that points to running numbers to show that nothing was taken out can be answered that the client did not give them; server ids, quotations, a second export or the phone itself are the places to look (article 93 of the Provisions on Evidence in Civil Procedure).",
  },
  innocent: [
    {
      zh: "这是该导出工具的通常写法，每一份导出都如此。",
      en: "This is how the exporter writes every export.",
    },
    {
      zh: "导出前多个数据库被工具合并，行因此重新编号。",
      en: "The tool merged several databases before exporting, which numbers the rows anew.",
    },
    {
      zh: "会话自第一条起全部在内，客户端编号恰好与行的位置相同。",
      en: "The conversation is there from its first row, and the client's own numbers happen to equal the positions.",
    },
  ],
  reference: "design.md §6.1; export-formats.md §0.5 class N, §14 LOCALID_SYNTHETIC",
  words: {
    "by-format": {
      zh: "该格式的编号由导出工具在写出时编排（{numbered} 行有编号，共 {messages} 行），不是微信客户端的编号；编号连续或中断都不能用来判断客户端中有无删除。",
      en: "In this format the exporter numbers the rows as it writes ({numbered} of {messages} rows bear a number); these are not the numbers of the WeChat client, and neither an unbroken run nor a break in them says anything about deletion in the client.",
    },
    "by-copy": {
      zh: "数据库是经其他软件处理或重建的副本（{numbered} 行有编号，共 {messages} 行），编号可能已重新编排，不作微信客户端的编号看待；编号连续或中断都不能用来判断客户端中有无删除。",
      en: "The database is a copy that other software has worked on or rebuilt ({numbered} of {messages} rows bear a number); the numbers may have been given anew and are not taken for the WeChat client's, and neither an unbroken run nor a break in them says anything about deletion in the client.",
    },
    "equal-to-position": {
      zh: "{messages} 行中有 {numbered} 行带编号，且每一个编号都等于所在行的次序，因此按导出工具编排处理；编号连续或中断都不能用来判断客户端中有无删除。",
      en: "{numbered} of {messages} rows bear an id and every one of them equals the position of its row, so they are treated as given out by the exporter; neither an unbroken run nor a break in them says anything about deletion in the client.",
    },
  },
  *run({ judgement, conversation, export: of }: ConversationContext) {
    const { messages, localIds, exporterIndexes, localIdsEqualToPosition } = judgement.evidence;
    const numbered = Math.max(Number(localIds ?? 0), Number(exporterIndexes ?? 0));
    const counts = { messages: conversation.messageCount, numbered };
    if (judgement.idGrade !== "renumbered") return { counts };
    const word = wordOf(of);
    const facts = {
      messages: messages ?? conversation.messageCount,
      numbered,
      equalToPosition: localIdsEqualToPosition ?? null,
      origin: of.localIdOrigin,
    };
    yield { word, facts, at: [{ path: of.entry }] };
    return { counts };
  },
});

function wordOf({ localIdOrigin, provenance }: Export): string {
  if (localIdOrigin !== "renumbered") return "equal-to-position";
  return provenance === undefined ? "by-format" : "by-copy";
}
