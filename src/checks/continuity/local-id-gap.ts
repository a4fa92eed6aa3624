import type { Chat } from "../../model/chat.ts";
import type { Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { Largest } from "../largest.ts";
import { onlyRow, rowPlace } from "../row.ts";
import { sharedHolesBetween } from "../shared-numbering.ts";
import { unplacedRecords } from "../unplaced.ts";

/** Holes with no more rows than this between them are told together. */
const NEAR_ROWS = 3;
/** A numbering of which less than this share is here was thinned out, or belongs to more than this conversation. */
const DENSE_SHARE = 0.5;
/** Absent numbers below which a thin numbering is still told hole by hole. */
const SPARSE_MISSING = 20;

/** Defects of an exporter that leave rows of the client out. */
const DROPS_ROWS: readonly string[] = ["ROWS_DROPPED_BY_TYPE", "ROWS_DROPPED_BY_ERROR", "ROWS_FUSED"];

/**
 * Interior holes in the client's own numbering.
 *
 * A hole says that a number was handed out and is not here; it does not say what stood there, nor who is the cause.
 */
export const localIdGap = defineCheck({
  id: "continuity/local-id-gap",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["local-id"],
  needsGrade: ["native", "carried"],
  continuity: "gap-in-numbering",
  options: { listed: 50 },
  title: { zh: "客户端编号不连续", en: "Holes in the client's numbering" },
  rule: {
    zh: "微信客户端对每条记录依次编号，编号不重复使用。在每个编号范围（分片和数据表）内，将最小编号与最大编号之间没有对应记录的号码列为缺失区间，给出前后相邻记录和时间；相隔不超过 3 条记录的缺口合并表述。编号由多个会话共用而其间有缺号、或编号范围不明而号码重复时，不作判断。首个编号大于 1 只作提示。",
    en: "The client numbers its records one after another and does not use a number twice. Within each range of numbering (shard and table) the numbers between the lowest and the highest that no record bears are listed with the neighbouring records and times; holes with no more than three records between them are told together. Nothing is said where several conversations draw from one numbering that has holes, or where the range is unknown and numbers repeat. A first number above 1 is only noted.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无增加、删除、修改及不完整等情形；《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项考虑存储、传输、提取的方法是否可靠。",
    en: "Article 11 of the Provisions on Internet Courts asks whether electronic data were added to, deleted from, changed or are incomplete; article 93 (4) of the Provisions on Evidence in Civil Procedure looks at how they were kept, transferred and extracted.",
  },
  innocent: [
    {
      zh: "账号使用人在手机或电脑上删除过个别消息，或清理过存储空间。",
      en: "The holder of the account deleted single messages on the phone or computer, or cleaned up storage.",
    },
    {
      zh: "撤回的消息、发送失败后移除的消息、文件发送时的占位记录占用了编号。",
      en: "Recalled messages, failed messages that were removed, and placeholders of files being sent used up numbers.",
    },
    {
      zh: "导出时只选择了部分消息类型、部分发送人，或导出工具漏掉了个别类型。",
      en: "Only some kinds of message or some senders were chosen for the export, or the exporter leaves out some kinds.",
    },
    {
      zh: "该范围的部分数据没有同步到此设备，或分片数据库没有全部导出。",
      en: "Part of the range was not synchronised to this device, or not every shard of the database was exported.",
    },
  ],
  reference: "wechat-databases.md §8.2 S-N02, S-N04, §8.7; export-formats.md §0.5 class L, §12.3; design.md §6.1",
  words: {
    hole: {
      zh: "客户端编号不连续：缺失区间 [{from}, {to}]（共 {missing} 个号），位于第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）之间；原因无法从本数据判断。",
      en: "The client's numbering has a hole: {from} to {to} ({missing} number(s)), between message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}); the cause cannot be told from these data.",
    },
    "holes-near": {
      zh: "客户端编号不连续：[{from}, {to}] 之间有 {holes} 处相邻的缺口，共缺 {missing} 个号，位于第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）之间；原因无法从本数据判断。",
      en: "The client's numbering has {holes} holes close together between {from} and {to}, {missing} numbers in all, between message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}); the cause cannot be told from these data.",
    },
    more: {
      zh: "客户端编号另有 {groups} 处较小的缺口，共缺 {missing} 个号。",
      en: "The client's numbering has {groups} further, smaller place(s) with holes, {missing} number(s) in all.",
    },
    sparse: {
      zh: "客户端编号 {lowest} 至 {highest} 之间只有 {present} 个号有对应记录，缺 {missing} 个（{holes} 处）；编号可能由其他会话共用，或导出时经过筛选，原因无法从本数据判断。",
      en: "Of the client's numbers {lowest} to {highest} only {present} have a record and {missing} have none ({holes} place(s)); other conversations may share the numbering, or rows were selected for the export. The cause cannot be told from these data.",
    },
    "starts-above-one": {
      zh: "客户端编号从 {lowest} 开始（第 {seq} 条，{sentAt}），此前的 {missing} 个号在本导出中没有对应记录。",
      en: "The client's numbering begins at {lowest} here (message {seq}, {sentAt}); the {missing} number(s) before it have no record in this export.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation } = context;
    const scopes = [...chat.query<Scope>(SCOPES, conversation.id)];
    if (scopes.length === 0) return { notApplicable: "no-local-ids" };
    const verdicts = scopes.map((scope) => verdictOn(context, scope));
    const own = scopes.filter((_, index) => verdicts[index] === "assessable");
    let found = 0;
    for (const scope of own) found += yield* holesOf(context, scope);
    // Silence about a part of the rows must not pass for "no gap found".
    if (found === 0 && verdicts.includes("shared")) return { notApplicable: "numbering-shared-between-conversations" };
    if (found === 0 && verdicts.includes("scope-unknown")) return { notApplicable: "local-id-scope-unknown" };
    const rows = conversation.messageCount;
    const numbered = scopes.reduce((sum, scope) => sum + scope.rows, 0);
    const missing = own.reduce((sum, scope) => sum + missingOf(scope), 0);
    return { counts: { rows, numbered, unnumbered: rows - numbered, scopes: scopes.length, missing } };
  },
});

interface Scope {
  readonly scope: string | null;
  readonly rows: number;
  /** Different numbers. */
  readonly present: number;
  /** Decimal text: a local id may exceed what a double carries. */
  readonly lowest: string;
  readonly highest: string;
}

const NUMBERED = "local_id NOT GLOB '*[^0-9]*' AND length(local_id) BETWEEN 1 AND 18";

const SCOPES = `SELECT scope, count(*) AS rows, count(DISTINCT n) AS present,
    CAST(min(n) AS TEXT) AS lowest, CAST(max(n) AS TEXT) AS highest
  FROM (SELECT local_id_scope AS scope, CAST(local_id AS INTEGER) AS n FROM message
    WHERE conversation = ? AND ${NUMBERED})
  GROUP BY scope ORDER BY scope`;

function missingOf({ lowest, highest, present }: Scope): number {
  return Number(BigInt(highest) - BigInt(lowest) + 1n) - present;
}

type Verdict = "assessable" | "without-holes" | "shared" | "scope-unknown";

/** Whether holes of a scope mean anything for this conversation. */
function verdictOn({ chat, conversation }: ConversationContext, scope: Scope): Verdict {
  if (scope.scope === null) {
    // Ids restart in each shard: repeated ids of an unknown scope are several numberings in one that hide each other's holes.
    return scope.present < scope.rows && missingOf(scope) === 0 ? "scope-unknown" : "assessable";
  }
  const [from, to] = [Number(scope.lowest), Number(scope.highest)];
  const shared = sharedHolesBetween(chat, conversation.source, scope.scope, from, to);
  if (shared === null) return "assessable";
  return shared === 0 ? "without-holes" : "shared";
}

function* holesOf(context: ConversationContext, scope: Scope): Generator<Found, number, void> {
  const missing = missingOf(scope);
  let found = 0;
  if (missing > 0) {
    const strength = strengthOf(context, scope, missing);
    for (const made of holesFound(context, scope, strength)) {
      found += 1;
      yield made;
    }
  }
  if (BigInt(scope.lowest) > 1n) {
    found += 1;
    yield startsAboveOne(context, scope);
  }
  return found;
}

/** A hole weighs less where something known may account for it. */
function strengthOf({ chat, conversation, export: of }: ConversationContext, scope: Scope, missing: number): Strength {
  const unread = conversation.skippedCount + unplacedRecords(chat, of.id);
  const numbersLost = onlyRow(chat.query<{ rows: number }>(UNNUMBERED, conversation.id)).rows;
  const mixed = scope.scope === null && scope.present < scope.rows;
  const dropped = of.knownDefects.some(({ code }) => DROPS_ROWS.includes(code));
  return mixed || dropped || unread + numbersLost >= missing ? "C" : "B";
}

const UNNUMBERED = `SELECT count(*) AS rows FROM message WHERE conversation = ? AND (local_id IS NULL OR NOT (${NUMBERED}))`;

interface Hole {
  /** Numbers of the rows around the hole, as decimal text. */
  readonly before: string;
  readonly after: string;
  readonly missing: number;
  /** Keys of those rows in the `message` table. */
  readonly beforeId: number;
  readonly afterId: number;
}

const HOLES = `SELECT CAST(previous AS TEXT) AS before, CAST(n AS TEXT) AS after, n - previous - 1 AS missing,
    previousId AS beforeId, id AS afterId
  FROM (SELECT id, n, lag(n) OVER numbers AS previous, lag(id) OVER numbers AS previousId
    FROM (SELECT id, position, CAST(local_id AS INTEGER) AS n FROM message
      WHERE conversation = ? AND local_id_scope IS ? AND ${NUMBERED})
    WINDOW numbers AS (ORDER BY n, position))
  WHERE n - previous > 1 ORDER BY n`;

/** Holes close together. */
interface Group {
  readonly first: Hole;
  last: Hole;
  holes: number;
  missing: number;
}

function* holesFound(context: ConversationContext, scope: Scope, strength: Strength): Generator<Found, void, void> {
  const { chat, conversation, options } = context;
  const largest = new Largest<Group>(options["listed"] ?? 50);
  let holes = 0;
  for (const group of grouped(chat.query<Hole>(HOLES, conversation.id, scope.scope))) {
    holes += group.holes;
    largest.add(group, group.missing);
  }
  const missing = missingOf(scope);
  if (missing >= SPARSE_MISSING && scope.present < DENSE_SHARE * (scope.present + missing)) {
    const { lowest, highest, present } = scope;
    yield {
      word: "sparse",
      facts: { scope: scope.scope, lowest, highest, present, missing, holes },
      at: [],
      strength: "C",
    };
    return;
  }
  for (const group of largest.entries()) yield { ...holeFound(chat, scope, group), strength };
  const rest = largest.remainder();
  if (rest)
    yield { word: "more", facts: { scope: scope.scope, groups: rest.count, missing: rest.size }, at: [], strength };
}

function* grouped(holes: Iterable<Hole>): Generator<Group, void, void> {
  let group: Group | null = null;
  for (const hole of holes) {
    if (group && BigInt(hole.before) - BigInt(group.last.after) < BigInt(NEAR_ROWS)) {
      group.last = hole;
      group.holes += 1;
      group.missing += hole.missing;
      continue;
    }
    if (group) yield group;
    group = { first: hole, last: hole, holes: 1, missing: hole.missing };
  }
  if (group) yield group;
}

function holeFound(chat: Chat, { scope }: Scope, { first, last, holes, missing }: Group): Found {
  const [before, after] = [rowPlace(chat, first.beforeId), rowPlace(chat, last.afterId)];
  const facts = {
    scope,
    from: String(BigInt(first.before) + 1n),
    to: String(BigInt(last.after) - 1n),
    missing,
    holes,
    beforeSeq: before.seq,
    beforeAt: before.sentAt,
    afterSeq: after.seq,
    afterAt: after.sentAt,
  };
  const word = holes === 1 ? "hole" : "holes-near";
  return { word, facts, at: [before.at, after.at], messages: [before.seq, after.seq] };
}

const LOWEST = `SELECT id FROM message WHERE conversation = ? AND local_id_scope IS ? AND ${NUMBERED}
  ORDER BY CAST(local_id AS INTEGER), position LIMIT 1`;

function startsAboveOne({ chat, conversation }: ConversationContext, { scope, lowest }: Scope): Found {
  const { id } = onlyRow(chat.query<{ id: number }>(LOWEST, conversation.id, scope));
  const { seq, sentAt, at } = rowPlace(chat, id);
  const facts = { scope, lowest, missing: Number(BigInt(lowest) - 1n), seq, sentAt };
  return { word: "starts-above-one", facts, at: [at], messages: [seq], level: "note", strength: "C" };
}
