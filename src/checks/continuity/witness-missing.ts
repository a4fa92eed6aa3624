import type { Chat } from "../../model/chat.ts";
import type { Fact, Level, Strength } from "../../model/finding.ts";
import type { Locator } from "../../model/locator.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { companionCounts, damagedTables, lacksLog, lacksShard } from "../coverage.ts";
import { neighboursAt, neighboursOfNumbers, NO_NEIGHBOURS, type Neighbours } from "../neighbours.ts";
import { notFetched } from "../not-fetched.ts";
import { beginning, placesOf } from "../places.ts";
import { revokedIds } from "../recalls.ts";
import { onlyRow } from "../row.ts";
import { unplacedRecords } from "../unplaced.ts";
import { absentRanges } from "../witness-ranges.ts";
import {
  absentWitnesses,
  matchingOf,
  tallyCounts,
  witnessTally,
  type AbsentWitness,
  type Matching,
} from "../witness.ts";
import { WITNESS_WORDS, witnessWord } from "../witness-words.ts";

const ID = "continuity/witness-missing";

/** Places that say of a message less than that this device had it. @source wechat-databases.md §8.3 S-X05, S-X08, S-X11 */
const WEAK: readonly string[] = ["quote-table", "last-read", "send-queue", "revoke-batch", "app-message-table"];
/** Places that may speak of messages the device never fetched. */
const UNFETCHED: readonly string[] = ["unread", "last-read", "quote-table"];

/**
 * Messages that a second place of the databases names and no row bears.
 *
 * Two stores are written at different times by different code; the one that was not cleaned remembers what the other lost.
 */
export const witnessMissing = defineCheck({
  id: ID,
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["traces", "client-table"],
  continuity: "gap-by-witness",
  options: { listed: 50 },
  title: { zh: "另有记载而记录中没有的消息", en: "Messages named elsewhere that are not in the record" },
  rule: {
    zh: "全文索引、资源、语音、媒体文件、未读、转账和红包等处各自记有消息的编号。逐条按服务端编号（先在本会话，再在全部会话）、按本地编号及其范围查找对应的行；编号在多个分片重复的，还要求时间或排序序号相符。找不到的按来源分别列出，给出来源所存的编号、时间、文字和时间上相邻的两行。索引登记的末号大于表中最大编号的也列出。缺少分片、编号可能被再次使用、来源只是间接提到的，强度较低；已撤回的、可能从未下载到本设备的，只作提示。重建的副本只按服务端编号查找。检查了哪些来源、哪些配套数据库没有提供，列在计数中。",
    en: "The full-text index, resource, voice, media, unread and payment tables each keep the numbers of messages. The row of each is looked for by server id (in the conversation, then in all conversations), and by local id within its range; where local ids repeat between shards the time or the sort sequence has to agree. What has no row is listed by kind of place, with the numbers, time and words that the place keeps and the neighbouring rows in time. A last number that the index recorded and the table does not reach is listed too. It is weaker where a shard is absent, where numbers can be used again, or where the place mentions a message only in passing; recalled messages, and those that may never have been fetched, are noted. In a rebuilt copy only server ids are looked for. The counts say which places were looked at and which companions were not given.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除及不完整等情形；同一设备上的其他数据是核对记录的手段之一。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from or are incomplete; other data of the same device are one means of holding the record against something.",
  },
  innocent: [
    {
      zh: "账号使用人用客户端的普通功能删除了消息，索引和资源的清理有滞后。",
      en: "The holder of the account deleted the message in the client, and the index or the resources are cleaned later.",
    },
    {
      zh: "消息所在的分片或预写日志没有一并提供。",
      en: "The shard or the write-ahead log in which the message lies was not given.",
    },
    {
      zh: "群消息只登记为未读，从未下载到本设备。",
      en: "A group message was only listed as unread and never fetched by this device.",
    },
    {
      zh: "文件发送时的占位消息后来由正式消息代替，服务端编号随之改变。",
      en: "A placeholder of a file being sent was replaced by the message itself, with another server id.",
    },
    {
      zh: "安卓客户端会再次使用已删除的末尾编号。",
      en: "The Android client uses numbers of deleted last messages again.",
    },
  ],
  reference: "wechat-databases.md §8.3 S-X01 – S-X06, S-X11, §12 (11), §8.7 (4); design.md §6.2",
  words: {
    ...WITNESS_WORDS,
    range: {
      zh: "全文索引登记到本地编号 {end}（{scope}），而表中最大的编号是 {highest}；其后的消息不在记录中。",
      en: "The full-text index has recorded local ids up to {end} ({scope}), while the highest in the table is {highest}; the messages after it are not in the record.",
    },
    more: {
      zh: "来源“{kind}”另记有 {count} 条记录中没有的消息。",
      en: "Places of the kind “{kind}” name another {count} message(s) that are not in the record.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, export: of } = context;
    const matching = matchingOf(chat, of, conversation);
    const tally = witnessTally(chat, of.id, conversation.id, matching.byLocalId);
    const counts = tallyCounts(tally);
    if (!tally.some(({ usable }) => usable > 0)) return { notApplicable: "no-witnesses" };
    const absent = new Map<string, number>();
    yield* absentFound(context, matching, absent);
    for (const range of matching.byLocalId ? absentRanges(chat, conversation) : []) {
      absent.set("fts-range", (absent.get("fts-range") ?? 0) + 1);
      const { end, highest, scope } = range;
      const strength =
        scope === null || range.isBeyondSequence || lacksShard(of) || damagedTables(chat, of) > 0 ? "C" : "B";
      yield { word: "range", facts: { end, highest, scope }, at: placesOf([{ at: range.locator }]), strength };
    }
    const missing = Object.fromEntries([...absent].map(([kind, count]) => [`absent-${kind}`, count]));
    const all = [...absent.values()].reduce((sum, count) => sum + count, 0);
    return { counts: { ...counts, ...companionCounts(of, ID), absent: all, ...missing } };
  },
});

/** Lists the first of each kind of place; counts all of them into `absent`. */
function* absentFound(
  context: ConversationContext,
  matching: Matching,
  absent: Map<string, number>,
): Generator<Found, void, void> {
  const listed: AbsentWitness[] = [];
  for (const witness of absentWitnesses(context.chat, context.conversation, matching)) {
    const count = (absent.get(witness.kind) ?? 0) + 1;
    absent.set(witness.kind, count);
    if (count <= (context.options["listed"] ?? 50)) listed.push(witness);
  }
  if (listed.length === 0) return;
  const beside = neighboursOf(context, listed);
  const known = knownOf(context, listed);
  for (const witness of listed) yield witnessFound(context, witness, beside(witness), known);
  for (const [kind, count] of absent) {
    const rest = count - (context.options["listed"] ?? 50);
    if (rest > 0) yield { word: "more", facts: { kind, count: rest }, at: [], strength: "C" };
  }
}

/** Neighbours by time; without a time by number. */
function neighboursOf({ chat, conversation }: ConversationContext, listed: readonly AbsentWitness[]) {
  const byScope = new Map<string, number[]>();
  for (const { at, scope, localId } of listed) {
    if (at !== null || scope === null || localId === null) continue;
    byScope.set(scope, [...(byScope.get(scope) ?? []), Number(localId)]);
  }
  const numbered = new Map(
    [...byScope].map(([scope, numbers]) => [scope, neighboursOfNumbers(chat, conversation.id, scope, numbers)]),
  );
  return ({ at, scope, localId }: AbsentWitness): Neighbours =>
    at !== null
      ? neighboursAt(chat, conversation, at)
      : (numbered.get(scope ?? "")?.get(Number(localId)) ?? NO_NEIGHBOURS);
}

/** What is known of a conversation beside its witnesses. */
interface Known {
  readonly recalled: ReadonlySet<string>;
  readonly notFetched: number;
  /** Rows that could not be read: the message may be one of them. */
  readonly unread: number;
  readonly lacksShard: boolean;
  readonly lacksLog: boolean;
  /** Ranges of numbers that are never used twice. */
  readonly firm: ReadonlySet<string>;
}

function knownOf({ chat, conversation, export: of }: ConversationContext, listed: readonly AbsentWitness[]): Known {
  const ids = new Set(listed.flatMap(({ serverId }) => serverId ?? []));
  return {
    recalled: revokedIds(chat, conversation.id, ids),
    notFetched: notFetched(chat, conversation.id),
    unread: conversation.skippedCount + unplacedRecords(chat, of.id) + damagedTables(chat, of),
    lacksShard: lacksShard(of),
    lacksLog: lacksLog(of),
    firm: new Set(Array.from(chat.query<{ scope: string }>(FIRM, of.id), ({ scope }) => scope)),
  };
}

const FIRM = "SELECT DISTINCT scope FROM numbering WHERE source = ? AND is_autoincrement = 1";

function witnessFound(context: ConversationContext, witness: AbsentWitness, beside: Neighbours, known: Known): Found {
  const { kind, count, serverId, localId, scope, at, text } = witness;
  const { before, after } = beside;
  const words = text === null || text === "" ? null : beginning(text);
  const trace = placesOf([{ at: witness.locator }]);
  const facts: Record<string, Fact> = {
    ...{ kind, place: placeName(trace[0]), count, serverId, localId, scope, at, text: words },
    ...{ beforeSeq: before?.seq ?? null, beforeAt: before?.sentAt ?? null },
    ...{ afterSeq: after?.seq ?? null, afterAt: after?.sentAt ?? null },
    ...{ notFetched: known.notFetched, isRecalled: serverId !== null && known.recalled.has(serverId) },
  };
  const rows = [before, after].filter((row) => row !== null);
  return {
    word: witnessWord(kind, words !== null),
    facts,
    at: [...trace, ...placesOf(rows)],
    messages: rows.map(({ seq }) => seq),
    ...graded(context, witness, beside, known),
  };
}

function placeName(at: Locator | undefined): string | null {
  if (at === undefined) return null;
  const name = at.path.slice(at.path.lastIndexOf("/") + 1);
  return at.table !== undefined ? `${name} ${at.table}` : name;
}

function graded(
  { chat, conversation }: ConversationContext,
  { kind, serverId, localId, scope, at }: AbsentWitness,
  beside: Neighbours,
  known: Known,
): { level: Level; strength: Strength } {
  if (serverId !== null && known.recalled.has(serverId)) return { level: "note", strength: "C" };
  if (UNFETCHED.includes(kind) && known.notFetched > 0) return { level: "note", strength: "C" };
  if (kind === "quote-table" && localId === null) return { level: "note", strength: "C" };
  const mayLieInLog = known.lacksLog && beside.after === null;
  const isReplaced = serverId !== null && localId !== null && hasRow(chat, conversation.id, localId, scope);
  const isFirm =
    serverId !== null || known.firm.has(scope ?? "") || (scope === null && at !== null && known.firm.size > 0);
  const isWeak = WEAK.includes(kind) || isReplaced || !isFirm || mayLieInLog || known.lacksShard || known.unread > 0;
  return { level: "warning", strength: isWeak ? "C" : "B" };
}

const ROWS = `SELECT count(*) AS rows FROM message
  WHERE conversation = ?1 AND local_id = ?2 AND (?3 IS NULL OR local_id_scope = ?3)`;

/** A row with the same local id and another server id: the message may have been replaced by it. */
function hasRow(chat: Chat, conversation: string, localId: string, scope: string | null): boolean {
  return onlyRow(chat.query<{ rows: number }>(ROWS, conversation, localId, scope)).rows > 0;
}
