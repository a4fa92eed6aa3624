import type { Chat, Conversation } from "../../model/chat.ts";
import type { Level, Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { accountOf, payloadSenders, type PayloadSenders } from "../payload-sender.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";
import { differingPairs, matchedTally, pairsFound, servesForComparison, type Comparison } from "../trace-match.ts";
import { rowFacts, rowsFound, warnedRows, type WarnedRow } from "../warned-rows.ts";

/** Share of payloads that must name the row's sender before one that does not means anything. */
const AGREEING_SHARE = 0.9;

/**
 * Who sent a message, as direction, sender id, conversation and payload each say it.
 *
 * One row that differs from all others is a question; a whole record that differs is another way of writing an account
 * (an id beside a chosen account name), and only noted.
 */
export const senderFields = defineCheck({
  id: "consistency/sender-fields",
  version: 2,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["sender-id", "direction"],
  options: { listed: 50 },
  title: { zh: "发送人字段互相矛盾", en: "Fields naming the sender disagree" },
  rule: {
    zh: "逐行比较收发方向、发送人账号和会话对方：标为“发出”而发送人不是导出账号、标为“收到”而发送人是导出账号、私聊中收到的消息出自第三个账号、同一账号既有发出又有收到，按情形和账号合并列出。表情、语音、视频、位置消息自带的 fromusername 与该行发送人不同时也列出（名片、链接、转发不比较，其中可能写的是原作者）。系统提示、撤回、拍一拍不比较；全部行一致地不同时视为账号的另一种写法，只作提示。数据库来源另列：行内写明发送人的几处（编号对照表、消息开头的账号、收发标记、内容）互相矛盾的行，发送人编号在对照表中查不到的行，以及资源库、全文索引等处记录的发送人与该行不同的行；某处记录大多与消息不同的，不逐行列出。",
    en: "Compares direction, sender's account and the other side of the conversation row by row: marked as sent while the sender is not the exporting account; marked as received while it is; received in a private chat from a third account; one account with rows both sent and received. Rows are grouped by case and account. The fromusername that stickers, voices, videos and locations carry is compared with the sender of the row (cards, links and forwarded records are not, they may name an author). Notices, recalls and pats are not compared; where all rows differ alike it is taken as another way of writing the account and only noted. Of databases it also lists rows in which the places that name the sender (the table of senders, the account the message begins with, the mark of direction, the content) contradict each other, rows whose sender's number the table of senders does not have, and rows for which another place, such as the resource database or the full-text index, names another sender; a place that differs from most rows is not listed row by row.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体是否明确；谁说了哪句话，是对方最常提出异议之处。",
    en: "Article 11 of the Provisions on Internet Courts asks whether it is clear who generated electronic data; who said what is what the other side disputes most often.",
  },
  innocent: [
    {
      zh: "同一账号有两种写法（内部编号与自设的微信号），导出工具在不同字段分别使用。",
      en: "One account is written in two ways, by internal id and by chosen account name, in different fields of the export.",
    },
    {
      zh: "合并了两个账号的数据，或导出后更换了登录账号。",
      en: "Data of two accounts were merged, or another account had logged in when the export was made.",
    },
    {
      zh: "转发的表情、视频等保留了最初发送人的账号。",
      en: "A forwarded sticker or video kept the account of whoever sent it first.",
    },
    {
      zh: "与自己的聊天（例如文件备忘）收发双方是同一账号。",
      en: "In a chat with oneself, used for notes and files, both sides are one account.",
    },
  ],
  reference: "wechat-databases.md §8.4 S-R06, §8.1 S-C04, §7.2–7.5; export-formats.md §0.4 (8); design.md §6.2",
  words: {
    "sent-by-other": {
      zh: "有 {count} 行标为“发出”，发送人却是 {account}，不是导出账号 {owner}；首行为第 {seq} 条（{sentAt}）。",
      en: "{count} row(s) are marked as sent, but their sender is {account}, not the exporting account {owner}; the first is message {seq} ({sentAt}).",
    },
    "owner-differs": {
      zh: "全部 {count} 行“发出”的消息，发送人都是 {account}，而导出文件写明的账号是 {owner}；可能是同一账号的两种写法。",
      en: "All {count} rows marked as sent have the sender {account}, while the export states the account {owner}; the two may be one account written in two ways.",
    },
    "received-from-owner": {
      zh: "有 {count} 行标为“收到”，发送人却是导出账号 {owner}；首行为第 {seq} 条（{sentAt}）。",
      en: "{count} row(s) are marked as received, but their sender is the exporting account {owner}; the first is message {seq} ({sentAt}).",
    },
    "third-party": {
      zh: "私聊中有 {count} 行收到的消息出自 {account}，既不是对方 {talker}，也不是导出账号；首行为第 {seq} 条（{sentAt}）。",
      en: "In this private chat {count} received row(s) come from {account}, who is neither the other side {talker} nor the exporting account; the first is message {seq} ({sentAt}).",
    },
    "talker-differs": {
      zh: "全部 {count} 行“收到”的消息，发送人都是 {account}，而会话对方写作 {talker}；可能是同一账号的两种写法。",
      en: "All {count} rows marked as received have the sender {account}, while the conversation is with {talker}; the two may be one account written in two ways.",
    },
    "both-directions": {
      zh: "账号 {account} 既有 {sent} 行标为“发出”，又有 {received} 行标为“收到”；首行为第 {seq} 条（{sentAt}）。",
      en: "The account {account} has {sent} row(s) marked as sent and {received} marked as received; the first is message {seq} ({sentAt}).",
    },
    "payload-differs": {
      zh: "有 {count} 行消息内容自带的发送人是 {named}，该行的发送人却是 {account}；首行为第 {seq} 条（{sentAt}）。",
      en: "In {count} row(s) the content itself names {named} as sender, while the sender of the row is {account}; the first is message {seq} ({sentAt}).",
    },
    "payload-unrelated": {
      zh: "{compared} 行内容自带的发送人中，有 {differing} 行与该行的发送人不同；该字段在本导出中不宜用于比对，不逐行列出。",
      en: "Of {compared} rows whose content names a sender {differing} name another than the row; the field does not serve for comparison in this export, and the rows are not listed.",
    },
    "row-fields": {
      zh: "第 {seq} 条（{sentAt}）在数据库行内写明发送人的几处互相矛盾；记录中列为 {account}，应与对方设备核对。",
      en: "In message {seq} ({sentAt}) the places of its row that name the sender contradict each other; the record has {account}, which should be held against the other side's device.",
    },
    "more-row-fields": {
      zh: "另有 {count} 行内部写明发送人的几处互相矛盾，从第 {seq} 条起。",
      en: "In another {count} row(s) the places that name the sender contradict each other, from message {seq} on.",
    },
    unmapped: {
      zh: "有 {count} 行的发送人编号在该数据库的发送人对照表中查不到，首行为第 {seq} 条（{sentAt}，编号 {number}）；这些行除内容自带账号外不列发送人。",
      en: "{count} row(s) number their sender by an entry that the database's table of senders does not have; the first is message {seq} ({sentAt}, entry {number}). Unless their content names an account, no sender is named for them.",
    },
    "other-place": {
      zh: "第 {seq} 条（{sentAt}）的发送人是 {account}，而“{place}”中同一条消息的发送人是 {named}。",
      en: "Message {seq} ({sentAt}) has the sender {account}, while “{place}” has {named} as sender of the same message.",
    },
    "more-other-place": {
      zh: "另有 {count} 处记录的发送人与消息行不同，从第 {seq} 条起。",
      en: "Another {count} record(s) elsewhere name another sender than the row, from message {seq} on.",
    },
    "other-place-unrelated": {
      zh: "“{place}”一类记录中写明发送人的 {compared} 处，有 {differing} 处与消息行不同；该类记录不宜用于比对，不逐行列出。",
      en: "Of {compared} records of the sort “{place}” that name a sender {differing} differ from their rows; they do not serve for comparison, and the rows are not listed.",
    },
    more: {
      zh: "另有 {groups} 种发送人字段不一致的情形，共 {count} 行。",
      en: "Another {groups} case(s) of disagreeing sender fields, {count} row(s) in all.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, options } = context;
    const groups = senderGroups(chat, conversation.id, conversation.source);
    const payloads = payloadSenders(chat, conversation.id);
    const cases = [...directionCases(context, groups), ...payloadCases(payloads)];
    const listed = options["listed"] ?? 50;
    const places = placesOfCases(chat, conversation, cases.slice(0, listed));
    for (const [found, at] of places) yield caseFound(found, at);
    const rest = cases.slice(listed);
    if (rest.length > 0) {
      const count = rest.reduce((sum, found) => sum + found.count, 0);
      yield { word: "more", facts: { groups: rest.length, count }, at: [] };
    }
    const contradicting = yield* contradictingRows(context, cases, listed);
    const unmapped = yield* unmappedRows(context);
    const elsewhere = yield* otherPlaces(context, listed);
    const compared = groups.reduce((sum, { count }) => sum + count, 0);
    const more = { payloads: payloads.compared, contradicting, unmapped, elsewhere };
    return { counts: { messages: conversation.messageCount, compared, ...more } };
  },
});

/** Rows of one direction and one sender. */
interface SenderGroup {
  readonly direction: "sent" | "received";
  /** Internal id of the account. */
  readonly account: string;
  readonly count: number;
}

const MOST_GROUPS = 10_000;
const COMPARED = "kind NOT IN ('system', 'recall', 'pat') AND direction IN ('sent', 'received')";
const GROUPS = `SELECT direction, sender, count(*) AS count FROM message
  WHERE conversation = ? AND sender IS NOT NULL AND ${COMPARED}
  GROUP BY direction, sender ORDER BY min(seq) LIMIT ${MOST_GROUPS}`;

type Stored = Pick<SenderGroup, "direction" | "count"> & { readonly sender: string };

function senderGroups(chat: Chat, conversation: string, source: string): SenderGroup[] {
  const groups: SenderGroup[] = [];
  for (const { direction, sender, count } of chat.query<Stored>(GROUPS, conversation)) {
    const account = accountOf(sender, source);
    if (account !== null) groups.push({ direction, account, count });
  }
  return groups;
}

/** A sort of disagreement, the rows it is about, and how it is graded. */
interface Case {
  readonly word: string;
  readonly facts: Found["facts"];
  readonly count: number;
  /** Rows concerned: of these directions and this sender, or these messages. */
  readonly rows: { readonly directions: readonly string[]; readonly account: string } | readonly number[];
  readonly level?: Level;
  readonly strength?: Strength;
}

function directionCases(context: ConversationContext, groups: readonly SenderGroup[]): Case[] {
  const { owner } = context.export;
  if (owner === null) return [...bothDirections(groups), ...thirdParties(context, groups, null)];
  const sent = sentByOthers(context, groups, owner);
  const alias = sent.find(({ word }) => word === "owner-differs")?.facts["account"];
  const own = typeof alias === "string" ? alias : owner;
  return [...sent, ...receivedFromOwner(context, groups, [owner, own]), ...thirdParties(context, groups, own)];
}

function ofDirection(groups: readonly SenderGroup[], direction: SenderGroup["direction"]): SenderGroup[] {
  return groups.filter((group) => group.direction === direction);
}

function sentByOthers({ conversation }: ConversationContext, groups: readonly SenderGroup[], owner: string): Case[] {
  const sent = ofDirection(groups, "sent");
  const others = sent.filter(({ account }) => account !== owner);
  const [only] = others;
  const received = ofDirection(groups, "received").map(({ account }) => account);
  const isAlias =
    only !== undefined && sent.length === 1 && only.account !== conversation.talker && !received.includes(only.account);
  return others.map(({ account, count }) => ({
    word: isAlias ? "owner-differs" : "sent-by-other",
    facts: { account, owner, count },
    count,
    rows: { directions: ["sent"], account },
    ...(isAlias ? NOTED : {}),
  }));
}

const NOTED = { level: "note", strength: "C" } as const;

function receivedFromOwner(
  { conversation }: ConversationContext,
  groups: readonly SenderGroup[],
  own: readonly string[],
): Case[] {
  if (conversation.talker !== null && own.includes(conversation.talker)) return [];
  return ofDirection(groups, "received")
    .filter(({ account }) => own.includes(account))
    .map(({ account, count }) => ({
      word: "received-from-owner",
      facts: { owner: account, count },
      count,
      rows: { directions: ["received"], account },
    }));
}

function thirdParties(
  { conversation }: ConversationContext,
  groups: readonly SenderGroup[],
  owner: string | null,
): Case[] {
  const { type, talker } = conversation;
  if (type !== "private" || talker === null) return [];
  const received = ofDirection(groups, "received");
  const sent = new Set(ofDirection(groups, "sent").map(({ account }) => account));
  const strangers = received.filter(({ account }) => account !== talker && account !== owner && !sent.has(account));
  const isAlias = strangers.length === 1 && !received.some(({ account }) => account === talker);
  return strangers.map(({ account, count }) => ({
    word: isAlias ? "talker-differs" : "third-party",
    facts: { account, talker, count },
    count,
    rows: { directions: ["received"], account },
    ...(isAlias ? NOTED : {}),
  }));
}

/** Where the exporting account is not known, an account on both sides is all that can be seen. */
function bothDirections(groups: readonly SenderGroup[]): Case[] {
  const received = new Map(ofDirection(groups, "received").map(({ account, count }) => [account, count]));
  return ofDirection(groups, "sent").flatMap(({ account, count: sent }) => {
    const back = received.get(account);
    if (back === undefined) return [];
    const rows = { directions: ["sent", "received"], account };
    return [{ word: "both-directions", facts: { account, sent, received: back }, count: Math.min(sent, back), rows }];
  });
}

function payloadCases({ compared, differing, pairs }: PayloadSenders): Case[] {
  const agreeing = compared - differing;
  const serves = agreeing >= AGREEING_SHARE * compared || (differing <= 3 && agreeing >= 3);
  if (differing === 0) return [];
  if (!serves) {
    return [{ word: "payload-unrelated", facts: { compared, differing }, count: differing, rows: [], ...NOTED }];
  }
  return [...pairs.values()].map(({ named, account, count, seqs }) => ({
    word: "payload-differs",
    facts: { named, account, count },
    count,
    rows: seqs,
    strength: "C" as const,
  }));
}

interface Place {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: string;
}

type SentPlace = Place & { readonly direction: string; readonly sender: string };

const BY_SENDER = `SELECT seq, sent_at AS sentAt, locator AS at, direction, sender FROM message
  WHERE conversation = ? AND sender IN (SELECT value FROM json_each(?)) AND ${COMPARED} ORDER BY seq`;
const BY_SEQ = "SELECT seq, sent_at AS sentAt, locator AS at FROM message WHERE conversation = ? AND seq = ?";

/** First places of each case, in one pass over the rows. */
function placesOfCases(chat: Chat, { id, source }: Conversation, cases: readonly Case[]): ReadonlyMap<Case, Place[]> {
  const places = new Map<Case, Place[]>(cases.map((found) => [found, []]));
  const accounts = cases.flatMap(({ rows }) => ("account" in rows ? [`${source}:${rows.account}`] : []));
  const sent = accounts.length === 0 ? [] : chat.query<SentPlace>(BY_SENDER, id, JSON.stringify(accounts));
  for (const place of sent) {
    for (const [{ rows }, found] of places) {
      if (found.length < PLACES_SHOWN && concerns(rows, place, source)) found.push(place);
    }
  }
  for (const [{ rows }, found] of places) {
    if ("account" in rows) continue;
    for (const seq of rows) found.push(...chat.query<Place>(BY_SEQ, id, seq));
  }
  return places;
}

function concerns(rows: Case["rows"], { sender, direction }: SentPlace, source: string): boolean {
  return "account" in rows && sender === `${source}:${rows.account}` && rows.directions.includes(direction);
}

function caseFound({ word, facts, level, strength }: Case, places: readonly Place[]): Found {
  const [first] = places;
  return {
    word,
    facts: { ...facts, ...(first ? { seq: first.seq, sentAt: first.sentAt } : {}) },
    at: placesOf(places),
    messages: places.map(({ seq }) => seq),
    ...(level ? { level } : {}),
    ...(strength ? { strength } : {}),
  };
}

/** Rows that contradict themselves and that no case above has told already. */
function* contradictingRows(
  { chat, conversation }: ConversationContext,
  cases: readonly Case[],
  listed: number,
): Generator<Found, number, void> {
  const told = cases.flatMap(({ rows }) =>
    "account" in rows ? rows.directions.map((direction) => `${direction} ${conversation.source}:${rows.account}`) : [],
  );
  const isTold = ({ direction, sender }: WarnedRow) => told.includes(`${direction} ${sender ?? ""}`);
  const rows = untold(warnedRows(chat, conversation.id, "SENDER_FIELDS_DISAGREE"), isTold);
  return yield* rowsFound(rows, listed, "more-row-fields", (row) => {
    const { seq, sentAt, sender } = row;
    const account = sender === null ? null : accountOf(sender, conversation.source);
    return { ...rowFacts(row), word: "row-fields", facts: { seq, sentAt, account } };
  });
}

/** Rows whose sender is a number that stands for nobody: in one sentence, since they have one cause. */
function* unmappedRows({ chat, conversation }: ConversationContext): Generator<Found, number, void> {
  const rows = [...warnedRows(chat, conversation.id, "SENDER_UNMAPPED")];
  const [first] = rows;
  if (first === undefined) return 0;
  const { seq, sentAt } = first;
  const number = chat.message(conversation.id, seq).extra["real_sender_id"] ?? null;
  const shown = rows.slice(0, PLACES_SHOWN);
  const facts = { count: rows.length, seq, sentAt, number };
  yield { word: "unmapped", facts, at: placesOf(shown), messages: shown.map((row) => row.seq) };
  return rows.length;
}

function* untold(rows: Iterable<WarnedRow>, isTold: (row: WarnedRow) => boolean): Generator<WarnedRow, void, void> {
  for (const row of rows) if (!isTold(row)) yield row;
}

const SENDERS: Comparison = {
  comparable: "traceSender IS NOT NULL AND sender IS NOT NULL AND kind NOT IN ('system', 'recall', 'pat')",
  differs: "traceSender <> sender",
};

/** What other places of the databases say of the sender. Returns how many could be compared. */
function* otherPlaces(context: ConversationContext, listed: number): Generator<Found, number, void> {
  const { conversation } = context;
  const tallies = matchedTally(context, SENDERS);
  const differing = tallies.filter((tally) => tally.differing > 0);
  for (const { place, compared, differing: count } of differing.filter((tally) => !servesForComparison(tally))) {
    yield { word: "other-place-unrelated", facts: { place, compared, differing: count }, at: [], ...NOTED };
  }
  const serving = differing.filter(servesForComparison).map(({ place }) => place);
  const pairs = serving.length === 0 ? [] : differingPairs(context, SENDERS, serving);
  yield* pairsFound(pairs, listed, "more-other-place", (pair) => {
    const { seq, sentAt, sender, traceSender, place } = pair;
    const [account, named] = [sender, traceSender].map((id) =>
      id === null ? null : accountOf(id, conversation.source),
    );
    return { word: "other-place", facts: { seq, sentAt, account: account ?? null, named: named ?? null, place } };
  });
  return tallies.reduce((sum, { compared }) => sum + compared, 0);
}
