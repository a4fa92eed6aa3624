import type { Chat } from "../../model/chat.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { Largest } from "../largest.ts";
import { onlyRow, rowPlace } from "../row.ts";

/** Steps below which nothing is learned of how dense a sequence is. */
const ENOUGH_STEPS = 20;
/** Share of steps by one from which a larger step is a gap. */
const DENSE_SHARE = 0.95;

/** Holes in the server's own sequence, where that sequence turns out to be dense. */
export const serverSequenceGap = defineCheck({
  id: "continuity/server-sequence-gap",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["server-sequence"],
  continuity: "gap-by-witness",
  options: { listed: 50 },
  title: { zh: "服务器序号不连续", en: "Holes in the server's sequence" },
  rule: {
    zh: "服务器序号如何编排没有公开说明，因此先从该会话自身得知：至少 20 步，其中 95% 以上逐一递增，且次序与时间一致，才把大于 1 的步子列为缺口；否则不具备检验条件。两侧之间有足够的无序号消息可以填补的不列；数据库记载有尚未取回的消息的，缺口只作提示。",
    en: "How the server's sequence is dealt out is not documented, so that is learned from the conversation itself: only with twenty steps or more, of which 95 % go up by one, in the order of time, are larger steps listed as gaps; otherwise the check does not apply. A gap that unnumbered messages between its neighbours may fill is not listed; where the databases speak of messages not yet fetched, gaps are only noted.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除及不完整等情形；服务器序号不由本机编排，是本机编号之外的一项参照。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from or are incomplete; the server's sequence is not dealt out by the device and stands beside the device's own numbers.",
  },
  innocent: [
    {
      zh: "撤回、拍一拍、群系统指令等占用了序号而不作为消息保存。",
      en: "Recalls, pats and system commands used up numbers and are not kept as messages.",
    },
    {
      zh: "设备离线期间的群消息没有取回。",
      en: "Messages of a group were never fetched after a time offline.",
    },
    {
      zh: "账号使用人删除过个别消息。",
      en: "The holder of the account deleted single messages.",
    },
  ],
  reference: "wechat-databases.md §8.2 S-N07, §8.1 S-C08",
  words: {
    hole: {
      zh: "服务器序号不连续：缺 {from} 至 {to}（共 {missing} 个），位于第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）之间；原因无法从本数据判断。",
      en: "The server's sequence has a hole: {from} to {to} ({missing} number(s)), between message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}); the cause cannot be told from these data.",
    },
    "hole-backlog": {
      zh: "服务器序号缺 {from} 至 {to}（共 {missing} 个），位于第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）之间；数据库记载该会话有尚未取回的消息，可能即为这些。",
      en: "The server's sequence lacks {from} to {to} ({missing} number(s)), between message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}); the databases speak of messages of this conversation not yet fetched, which these may be.",
    },
    more: {
      zh: "服务器序号另有 {groups} 处较小的缺口，共缺 {missing} 个。",
      en: "The server's sequence has {groups} further, smaller hole(s), {missing} number(s) in all.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const { numbered, steps, ones, back } = onlyRow(chat.query<Learned>(LEARNED, conversation.id));
    if (numbered === 0) return { notApplicable: "no-server-sequence" };
    if (steps < ENOUGH_STEPS) return { notApplicable: "server-sequence-too-short" };
    if (ones < DENSE_SHARE * steps) return { notApplicable: "server-sequence-not-dense" };
    if (back > (1 - DENSE_SHARE) * steps) return { notApplicable: "server-sequence-against-time" };
    const hasBacklog = backlogOf(chat, conversation.id) > 0;
    const largest = new Largest<Hole>(options["listed"] ?? 50);
    for (const hole of steps > ones ? chat.query<Hole>(HOLES, conversation.id) : []) {
      const missing = hole.after - hole.before - 1;
      if (unnumberedBetween(chat, conversation.id, hole) < missing) largest.add(hole, missing);
    }
    const weight = hasBacklog ? ({ level: "note", strength: "C" } as const) : {};
    for (const hole of largest.entries()) yield { ...holeFound(chat, hole, hasBacklog), ...weight };
    const rest = largest.remainder();
    if (rest) yield { word: "more", facts: { groups: rest.count, missing: rest.size }, at: [], ...weight };
    return { counts: { messages: conversation.messageCount, numbered, steps, ones } };
  },
});

interface Learned {
  readonly numbered: number;
  /** Steps to a higher number. */
  readonly steps: number;
  readonly ones: number;
  /** Steps to a higher number and an earlier time. */
  readonly back: number;
}

const NUMBERED = `SELECT id, seq, sent_at, CAST(server_seq AS INTEGER) AS number FROM message
  WHERE conversation = ? AND server_seq GLOB '[1-9]*' AND server_seq NOT GLOB '*[^0-9]*' AND length(server_seq) <= 15`;

const LEARNED = `SELECT count(*) AS numbered, coalesce(sum(step > 0), 0) AS steps, coalesce(sum(step = 1), 0) AS ones,
    coalesce(sum(step > 0 AND later < 0), 0) AS back
  FROM (SELECT number - lag(number) OVER numbers AS step, sent_at / 1000 - lag(sent_at / 1000) OVER numbers AS later
    FROM (${NUMBERED}) WINDOW numbers AS (ORDER BY number, seq))`;

interface Hole {
  readonly before: number;
  readonly beforeSeq: number;
  readonly beforeAt: number | null;
  readonly beforeId: number;
  readonly after: number;
  readonly afterSeq: number;
  readonly afterAt: number | null;
  readonly afterId: number;
}

const HOLES = `SELECT * FROM (SELECT number AS after, seq AS afterSeq, sent_at AS afterAt, id AS afterId,
    lag(number) OVER numbers AS before, lag(seq) OVER numbers AS beforeSeq, lag(sent_at) OVER numbers AS beforeAt,
    lag(id) OVER numbers AS beforeId FROM (${NUMBERED}) WINDOW numbers AS (ORDER BY number, seq))
  WHERE after - before > 1`;

/** Messages between the neighbours that bear no number of the server's, and may be those that seem absent. */
function unnumberedBetween(chat: Chat, conversation: string, { beforeSeq, afterSeq }: Hole): number {
  const sql = `SELECT count(*) AS count FROM message WHERE conversation = ? AND seq > ? AND seq < ?
    AND direction IN ('sent', 'received') AND coalesce(server_seq, '0') NOT GLOB '[1-9]*'`;
  const [from, to] = beforeSeq < afterSeq ? [beforeSeq, afterSeq] : [afterSeq, beforeSeq];
  return onlyRow(chat.query<{ count: number }>(sql, conversation, from, to)).count;
}

function backlogOf(chat: Chat, conversation: string): number {
  const sql = "SELECT count(*) AS count FROM trace WHERE conversation = ? AND relation = 'not-fetched'";
  return onlyRow(chat.query<{ count: number }>(sql, conversation)).count;
}

function holeFound(chat: Chat, hole: Hole, hasBacklog: boolean): Found {
  const { before, beforeSeq, beforeAt, beforeId, after, afterSeq, afterAt, afterId } = hole;
  const range = { from: String(before + 1), to: String(after - 1), missing: after - before - 1 };
  const facts = { ...range, beforeSeq, beforeAt, afterSeq, afterAt };
  const at = [rowPlace(chat, beforeId).at, rowPlace(chat, afterId).at];
  return { word: hasBacklog ? "hole-backlog" : "hole", facts, at, messages: [beforeSeq, afterSeq] };
}
