import { defineCheck, type ExportContext, type Found } from "../check.ts";
import { companionCounts, damagedTables, lacksLog, lacksShard } from "../coverage.ts";
import { listedFound } from "../listed.ts";
import { beginning, placesOf } from "../places.ts";
import { absentUnplaced, tallyCounts, witnessTally, type AbsentWitness } from "../witness.ts";

/** Messages that a second place names without saying of which conversation, and that no row of any conversation bears. */
export const witnessUnplaced = defineCheck({
  id: "continuity/witness-unplaced",
  version: 1,
  scope: "export",
  level: "warning",
  strength: "B",
  needs: ["traces", "client-table"],
  options: { listed: 50 },
  title: {
    zh: "另有记载、会话不明而记录中没有的消息",
    en: "Messages of an unnamed conversation that are named elsewhere and not in the record",
  },
  rule: {
    zh: "语音数据库、全文索引、红包登记等处的部分记载只有消息编号，没有写明属于哪个会话。按服务端编号、按本地编号及其范围在全部会话中查找；都没有的列出。这些消息可能属于任何会话，也可能属于没有提供的分片。不写明会话的删除登记也列出，只作提示。",
    en: "Some entries of the voice database, the full-text index, the table of red packets and other places give the number of a message without its conversation. Server ids, and local ids within their range, are looked for in all conversations; what is nowhere is listed. Such messages may be of any conversation, or lie in a shard that was not given. Records of deletion that name no conversation are noted.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除及不完整等情形；所缺是否属于争议的会话，须另行查明。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from or are incomplete; whether what is absent was of the conversation at issue has to be found out otherwise.",
  },
  innocent: [
    {
      zh: "账号使用人删除了其他会话，语音和索引的清理有滞后。",
      en: "The holder of the account deleted other conversations, and voices and index are cleaned later.",
    },
    {
      zh: "消息所在的分片没有一并提供。",
      en: "The shard in which the message lies was not given.",
    },
  ],
  reference: "wechat-databases.md §8.3 S-X01, S-X03, S-X06, S-X10, §2.2, §2.4; design.md §6.2",
  words: {
    absent: {
      zh: "“{kind}”记有一条消息（服务端编号 {serverId}，本地编号 {localId}，时间 {at}），没有写明会话，全部会话的记录中都没有。",
      en: "The place “{kind}” names a message (server id {serverId}, local id {localId}, time {at}) without its conversation; no conversation of the record has it.",
    },
    "absent-text": {
      zh: "“{kind}”记有一条消息（服务端编号 {serverId}，本地编号 {localId}，时间 {at}），没有写明会话，全部会话的记录中都没有；该处保留的文字：「{text}」。",
      en: "The place “{kind}” names a message (server id {serverId}, local id {localId}, time {at}) without its conversation; no conversation of the record has it. The words it keeps: “{text}”.",
    },
    deletions: {
      zh: "客户端的删除登记（{kind}）有 {count} 条没有写明会话。",
      en: "{count} record(s) of deletion of the client's ({kind}) name no conversation.",
    },
    more: {
      zh: "另有 {count} 条没有写明会话、记录中也没有的消息。",
      en: "Another {count} message(s) of unnamed conversations are not in the record.",
    },
  },
  *run(context: ExportContext) {
    const { chat, export: of, options } = context;
    const tally = witnessTally(chat, of.id, null, of.provenance?.class !== "rebuilt-copy");
    const deletions = [...chat.query<Deletions>(DELETIONS, of.id)];
    if (deletions.length === 0 && !tally.some(({ usable }) => usable > 0)) return { notApplicable: "no-witnesses" };
    const absent = yield* listedFound(absentFound(context), options["listed"] ?? 50);
    for (const { kind, count, locator } of deletions) {
      yield {
        word: "deletions",
        facts: { kind, count },
        at: placesOf([{ at: locator }]),
        level: "note",
        strength: "C",
      };
    }
    return { counts: { ...tallyCounts(tally), ...companionCounts(of, "continuity/witness-missing"), absent } };
  },
});

interface Deletions {
  readonly kind: string;
  readonly count: number;
  readonly locator: string;
}

const DELETIONS = `SELECT kind, count(*) AS count, locator, min(id) FROM trace
  WHERE conversation IS NULL AND source = ? AND relation = 'deleted' GROUP BY kind ORDER BY kind`;

function* absentFound({ chat, export: of }: ExportContext): Generator<Found, void, void> {
  // Words of a conversation that may not be at issue are left out of a run that selects some.
  const isSelective = chat.conversations.some(({ source, selected }) => source === of.id && !selected);
  const strength = lacksShard(of) || lacksLog(of) || damagedTables(chat, of) > 0 ? "C" : "B";
  for (const witness of absentUnplaced(chat, of)) yield { ...witnessFound(witness, isSelective), strength };
}

function witnessFound(
  { kind, count, serverId, localId, scope, at, text, locator }: AbsentWitness,
  isSelective: boolean,
): Found {
  const words = text === null || text === "" || isSelective ? null : beginning(text);
  const facts = { kind, count, serverId, localId, scope, at, text: words };
  return { word: words === null ? "absent" : "absent-text", facts, at: placesOf([{ at: locator }]) };
}
