import type { Chat } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import type { Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { onlyRow } from "../row.ts";
import { reversals, type Reversal, type TimedRow } from "../reversal.ts";

/** Share of steps back above which a file is in no order of time at all, and the number from which that is said. */
const DISORDER_SHARE = 0.1;
const DISORDER_STEPS = 20;

/**
 * Time running backwards against the order of the rows.
 *
 * Almost every exporter sorts by time, and then there is nothing to see. Where rows stand in the order in which the
 * client wrote them, or somebody moved them, a row out of time shows where to ask. Equal seconds say nothing.
 */
export const timeReversal = defineCheck({
  id: "continuity/time-reversal",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "C",
  needs: ["row-order", "sent-second"],
  options: { listed: 50, noiseSeconds: 60, fewRows: 3 },
  title: { zh: "时间顺序与行序不符", en: "Time runs backwards against the order of rows" },
  rule: {
    zh: "按导出文件自身的行序比较相邻记录的时间，时间减小处列出；同一秒不列。整个文件由新到旧排列时只说明一次，并按相反方向检查。时间较早（或较晚）、夹在较新记录之间的 1 至 3 条记录为警告；更多的连续旧记录作为一段给出两端；相差不超过 60 秒的合并计数。",
    en: "Compares the times of neighbouring rows in the file's own order and reports where time falls; equal seconds are not reported. A file that runs from new to old is said so once and read the other way round. One to three rows out of time between rows in time are a warning; a longer run of old rows is told as a block with both edges; differences up to 60 seconds are counted together.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体和时间是否明确、有无增加；时间与行序不符的记录应当能够说明原因。",
    en: "Article 11 of the Provisions on Internet Courts asks whether author and time of electronic data are clear and whether data were added; a record out of order should be accounted for.",
  },
  innocent: [
    {
      zh: "聊天记录迁移、备份恢复或翻看历史时补取的旧消息，客户端写入在较后的位置。",
      en: "Old messages that came by migration, from a backup or by scrolling back were written by the client at a later place.",
    },
    {
      zh: "网络延迟：设备离线期间对方发来的消息在恢复联网后才写入。",
      en: "Delay of the network: what the other side sent while the device was offline was written when it came back.",
    },
    {
      zh: "手机时钟被调整，或重新发送了先前发送失败的消息。",
      en: "The clock of the phone was set, or a message that had failed was sent again.",
    },
    {
      zh: "多份导出被前后拼接。",
      en: "Several exports were put one after another.",
    },
  ],
  reference: "wechat-databases.md §8.2 S-N06, §8.4 S-R02; export-formats.md §12.3 class Q, §14 ORDER_UNEXPECTED",
  words: {
    "newest-first": {
      zh: "该会话的 {rows} 行由新到旧排列（时间减小 {falls} 处，增大 {rises} 处）；已按由旧到新的方向检查。",
      en: "The {rows} rows of this conversation run from new to old (time falls {falls} times and rises {rises} times); they were examined from old to new.",
    },
    "no-order": {
      zh: "该会话的 {rows} 行没有按时间排列（时间减小 {falls} 处，增大 {rises} 处）；不逐处列出。",
      en: "The {rows} rows of this conversation are not in order of time (time falls {falls} times and rises {rises} times); the places are not listed one by one.",
    },
    "few-rows": {
      zh: "第 {seq} 条（{sentAt}）起的 {rows} 行，时间早于其前一行第 {beforeSeq} 条（{beforeAt}）{fallMs}，之后的第 {afterSeq} 条（{afterAt}）又回到原来的时间；其中 {withoutServerId} 行没有服务端编号。",
      en: "{rows} row(s) from message {seq} ({sentAt}) are {fallMs} earlier than the row before them, message {beforeSeq} ({beforeAt}); message {afterSeq} ({afterAt}) after them is back in time. {withoutServerId} of them have no server id.",
    },
    ahead: {
      zh: "第 {seq} 条（{sentAt}）的时间晚于其后一行第 {afterSeq} 条（{afterAt}）{fallMs}，而前一行第 {beforeSeq} 条（{beforeAt}）与后一行先后相符。",
      en: "Message {seq} ({sentAt}) is {fallMs} later than the row after it, message {afterSeq} ({afterAt}), while the row before it, message {beforeSeq} ({beforeAt}), agrees with the row after.",
    },
    block: {
      zh: "有一段 {rows} 行的较旧记录：从第 {seq} 条（{sentAt}）到第 {lastSeq} 条（{lastAt}），位于第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）之间；段内时间减小 {falls} 处。",
      en: "A block of {rows} older rows, from message {seq} ({sentAt}) to message {lastSeq} ({lastAt}), stands between message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}); within it time falls {falls} time(s).",
    },
    "block-at-end": {
      zh: "自第 {seq} 条（{sentAt}）起直到末行的 {rows} 行，时间早于其前一行第 {beforeSeq} 条（{beforeAt}）{fallMs}；段内时间减小 {falls} 处。",
      en: "The {rows} row(s) from message {seq} ({sentAt}) to the last row are {fallMs} earlier than the row before them, message {beforeSeq} ({beforeAt}); within them time falls {falls} time(s).",
    },
    noise: {
      zh: "有 {count} 处相邻行的时间略有倒退，最多 {largestMs}，通常由收发延迟引起。",
      en: "At {count} place(s) time falls slightly from one row to the next, by {largestMs} at most, as delays of sending and receiving leave it.",
    },
    more: {
      zh: "另有 {count} 处时间倒退未逐一列出，其中单独的少数几行 {fewRows} 处，较长的段 {blocks} 处。",
      en: "{count} further place(s) where time falls are not listed: {fewRows} of a few rows, {blocks} longer blocks.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const steps = onlyRow(chat.query<Steps>(STEPS, conversation.id));
    const { rows, falls, rises } = steps;
    const counts = { rows, falls, rises };
    if (falls === 0) return { counts };
    const newestFirst = falls > rises;
    const against = Math.min(falls, rises);
    if (against > DISORDER_STEPS && against > DISORDER_SHARE * (falls + rises)) {
      yield { word: "no-order", facts: counts, at: [] };
      return { counts };
    }
    if (newestFirst) yield { word: "newest-first", facts: counts, at: [] };
    if (against > 0) yield* places(chat, conversation.id, newestFirst, limitsOf(options));
    return { counts };
  },
});

interface Steps {
  /** Rows with a time. */
  readonly rows: number;
  readonly falls: number;
  readonly rises: number;
}

const STEPS = `SELECT count(*) AS rows, coalesce(sum(step < 0), 0) AS falls, coalesce(sum(step > 0), 0) AS rises
  FROM (SELECT second - lag(second) OVER (ORDER BY position) AS step
    FROM (SELECT position, sent_at / 1000 AS second FROM message WHERE conversation = ? AND sent_at IS NOT NULL))`;

interface Limits {
  readonly listed: number;
  readonly noiseMs: number;
  readonly fewRows: number;
}

function limitsOf(options: Readonly<Record<string, number>>): Limits {
  return {
    listed: options["listed"] ?? 50,
    noiseMs: (options["noiseSeconds"] ?? 60) * 1000,
    fewRows: options["fewRows"] ?? 3,
  };
}

interface Row extends TimedRow {
  readonly locator: string;
}

const rowsSql = (order: "ASC" | "DESC") => `SELECT seq, sent_at AS sentAt, direction, server_id AS serverId, locator
  FROM message WHERE conversation = ? AND sent_at IS NOT NULL ORDER BY position ${order}`;

function* places(chat: Chat, conversation: string, newestFirst: boolean, limits: Limits): Generator<Found, void, void> {
  const tally = new Tally(limits);
  const rows = chat.query<Row>(rowsSql(newestFirst ? "DESC" : "ASC"), conversation);
  for (const reversal of reversals(rows)) yield* tally.take(reversal);
  yield* tally.rest();
}

/** Lists the first places; counts small steps back, and what is beyond the list. */
class Tally {
  private readonly limits: Limits;
  private readonly noise = { count: 0, largestMs: 0 };
  private readonly more = { count: 0, fewRows: 0, blocks: 0 };
  private shown = 0;

  constructor(limits: Limits) {
    this.limits = limits;
  }

  *take(reversal: Reversal<Row>): Generator<Found, void, void> {
    if (reversal.depthMs <= this.limits.noiseMs) {
      this.noise.count += 1;
      this.noise.largestMs = Math.max(this.noise.largestMs, reversal.depthMs);
    } else if (this.shown < this.limits.listed) {
      this.shown += 1;
      yield found(reversal, this.limits.fewRows);
    } else {
      this.more.count += 1;
      this.more[reversal.rows <= this.limits.fewRows ? "fewRows" : "blocks"] += 1;
    }
  }

  *rest(): Generator<Found, void, void> {
    if (this.more.count > 0) {
      yield { word: "more", facts: { ...this.more }, at: [], level: this.more.fewRows > 0 ? "warning" : "note" };
    }
    if (this.noise.count > 0) yield { word: "noise", facts: { ...this.noise }, at: [], strength: "D" };
  }
}

const placeOf = ({ locator }: Row): Locator => JSON.parse(locator) as Locator;

function found(reversal: Reversal<Row>, fewRows: number): Found {
  if (reversal.isAhead) return aheadFound(reversal);
  const { before, first, last, after, rows, falls, withoutServerId } = reversal;
  const facts = {
    seq: first.seq,
    sentAt: first.sentAt,
    rows,
    falls,
    beforeSeq: before.seq,
    beforeAt: before.sentAt,
    fallMs: before.sentAt - first.sentAt,
    withoutServerId,
    lastSeq: last.seq,
    lastAt: last.sentAt,
    ...(after ? { afterSeq: after.seq, afterAt: after.sentAt } : {}),
  };
  const around = [before, first, ...(rows > 1 ? [last] : []), ...(after ? [after] : [])];
  const word = after === null ? "block-at-end" : rows <= fewRows ? "few-rows" : "block";
  const level = rows <= fewRows ? "warning" : "note";
  return {
    word,
    facts,
    level,
    strength: strengthOf(reversal, fewRows),
    at: around.map(placeOf),
    messages: seqs(around),
  };
}

const seqs = (rows: readonly Row[]): number[] => rows.map(({ seq }) => seq);

/** Received rows without a server id between rows that have one are not what a server delivers. */
function strengthOf({ rows, allReceived, withoutServerId, before, after }: Reversal<Row>, fewRows: number): Strength {
  const lacking = allReceived && withoutServerId === rows && before.serverId !== null && after?.serverId != null;
  return lacking && rows <= fewRows ? "B" : "C";
}

function aheadFound({ earlier, before, first }: Reversal<Row>): Found {
  const around = [...(earlier ? [earlier] : []), before, first];
  const facts = {
    seq: before.seq,
    sentAt: before.sentAt,
    fallMs: before.sentAt - first.sentAt,
    beforeSeq: earlier?.seq ?? null,
    beforeAt: earlier?.sentAt ?? null,
    afterSeq: first.seq,
    afterAt: first.sentAt,
  };
  return { word: "ahead", facts, at: around.map(placeOf), messages: seqs(around), level: "warning" };
}
