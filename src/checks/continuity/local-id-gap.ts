import type { Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { Largest } from "../largest.ts";
import { placesOfNumbers, type NumberedRow } from "../number-places.ts";
import { notFetched } from "../not-fetched.ts";
import { numberingsOf, type NumberHole, type Numbering } from "../numbering.ts";
import { placesOf } from "../places.ts";
import { sharedHolesFound } from "../shared-holes.ts";
import { sharedNumbering, type SharedNumbering } from "../shared-numbering.ts";
import { unplacedRecords } from "../unplaced.ts";

/** Holes with no more rows than this between them are told together. */
const NEAR_ROWS = 3n;
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
  version: 2,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: ["local-id"],
  needsGrade: ["native", "carried"],
  continuity: "gap-in-numbering",
  leavesOpen: ["shared-outside"],
  options: { listed: 50 },
  title: { zh: "客户端编号不连续", en: "Holes in the client's numbering" },
  rule: {
    zh: "微信客户端对每条记录依次编号，编号不重复使用。在每个编号范围（分片和数据表）内，将最小编号与最大编号之间没有对应记录的号码列为缺失区间，给出前后相邻记录和时间；相隔不超过 3 条记录的缺口合并表述。编号由多个会话共用的（Windows 3.x、安卓），只有数据库的全部会话都在材料中才判断，缺号列在其前后属于本会话的两条记录之间，并说明属于哪个会话不得而知；安卓客户端从 100 万以内跳到 1000 万属于其设计，不计。共用而材料不全、或编号范围不明而号码重复时，不作判断。首个编号大于 1 只作提示。",
    en: "The client numbers its records one after another and does not use a number twice. Within each range of numbering (shard and table) the numbers between the lowest and the highest that no record bears are listed with the neighbouring records and times; holes with no more than three records between them are told together. Where several conversations draw from one numbering (Windows 3.x, Android) it is judged only when every conversation of the database is there; a hole is then told between the two rows of this conversation around it, with the remark that its conversation is not known; the Android client's jump from its first million to ten million is by design and not counted. Nothing is said where a shared numbering is not all there, or where the range is unknown and numbers repeat. A first number above 1 is only noted.",
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
    "shared-hole": {
      zh: "多个会话（{sharers} 个）共用的客户端编号不连续：[{from}, {to}] 之间缺 {missing} 个号（{holes} 处），位于本会话第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）之间；所缺属于哪个会话、原因为何，无法从本数据判断。",
      en: "The client's numbering, which {sharers} conversation(s) share, lacks {missing} number(s) between {from} and {to} ({holes} place(s)), between message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}) of this conversation; whose they were, and the cause, cannot be told from these data.",
    },
    "shared-hole-beside": {
      zh: "多个会话（{sharers} 个）共用的客户端编号不连续：缺失区间 [{from}, {to}]（共 {missing} 个号），其前后紧邻的两条都在本会话，即第 {beforeSeq} 条（{beforeAt}）与第 {afterSeq} 条（{afterAt}）；所缺是否属于本会话、原因为何，无法从本数据判断。",
      en: "The client's numbering, which {sharers} conversation(s) share, has a hole: {from} to {to} ({missing} number(s)); the rows directly before and after it are both of this conversation, message {beforeSeq} ({beforeAt}) and message {afterSeq} ({afterAt}). Whether they were of this conversation, and the cause, cannot be told from these data.",
    },
    "shared-more": {
      zh: "共用的客户端编号另有 {groups} 处较小的缺口，共缺 {missing} 个号。",
      en: "The shared numbering has {groups} further, smaller place(s) with holes, {missing} number(s) in all.",
    },
    "shared-outside": {
      zh: "多个会话（{sharers} 个）共用的客户端编号，在本会话首条之前另缺 {before} 个号，在末条之后另缺 {after} 个号；属于哪个会话无法从本数据判断。",
      en: "The numbering that {sharers} conversation(s) share lacks {before} further number(s) before the first message of this conversation and {after} after its last; whose they were cannot be told from these data.",
    },
    "not-fetched": {
      zh: "数据库另有 {notFetched} 处登记：本会话有消息从未下载到本设备；这可能是上述缺口的正常原因之一。",
      en: "In {notFetched} place(s) the databases say that messages of this conversation were never fetched by this device, which may be an innocent cause of the holes above.",
    },
    "starts-above-one": {
      zh: "客户端编号从 {lowest} 开始（第 {seq} 条，{sentAt}），此前的 {missing} 个号在本导出中没有对应记录。",
      en: "The client's numbering begins at {lowest} here (message {seq}, {sentAt}); the {missing} number(s) before it have no record in this export.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation } = context;
    const numberings = numberingsOf(chat, conversation.id);
    if (numberings.length === 0) return { notApplicable: "no-local-ids" };
    const verdicts = numberings.map((numbering) => verdictOn(context, numbering));
    const numbered = numberings.reduce((sum, { rows }) => sum + rows, 0);
    let [found, missing] = [0, 0];
    for (const [index, numbering] of numberings.entries()) {
      const verdict = verdicts[index];
      if (verdict === undefined || isSilent(verdict)) continue;
      if (verdict === "assessable") missing += numbering.missing;
      for (const made of foundBy(context, numbering, verdict, numbered)) {
        if (typeof verdict === "object") missing += made.level === "note" ? 0 : Number(made.facts["missing"]);
        found += 1;
        yield made;
      }
    }
    const unfetched = missing > 0 ? notFetched(chat, conversation.id) : 0;
    if (unfetched > 0)
      yield { word: "not-fetched", facts: { notFetched: unfetched }, at: [], level: "note", strength: "D" };
    // Silence about a part of the rows must not pass for "no gap found".
    if (found === 0 && verdicts.includes("shared")) return { notApplicable: "numbering-shared-between-conversations" };
    if (found === 0 && verdicts.includes("scope-unknown")) return { notApplicable: "local-id-scope-unknown" };
    const rows = conversation.messageCount;
    return { counts: { rows, numbered, unnumbered: rows - numbered, scopes: numberings.length, missing } };
  },
});

/** `shared`: it is not known whose the holes are, nor whether they are holes. A shared numbering that is all there is itself the verdict. */
type Verdict = "assessable" | "without-holes" | "shared" | "scope-unknown" | SharedNumbering;
type Silent = "without-holes" | "shared" | "scope-unknown";

const isSilent = (verdict: Verdict): verdict is Silent => typeof verdict === "string" && verdict !== "assessable";

/** Whether holes of a numbering mean anything for this conversation. */
function verdictOn({ chat, conversation }: ConversationContext, numbering: Numbering): Verdict {
  const { scope, present, rows, missing, lowest, highest, startsAgain } = numbering;
  if (scope === null) {
    // Ids restart in each shard: repeated ids of an unknown scope are several numberings in one that hide each other's holes.
    return (missing > 0 ? startsAgain : present < rows) ? "scope-unknown" : "assessable";
  }
  const shared = sharedNumbering(chat, conversation.source, scope);
  if (shared === null) return "assessable";
  if (shared.isWhole) return shared;
  return shared.absentBetween(Number(lowest), Number(highest)) === null ? "without-holes" : "shared";
}

function foundBy(
  context: ConversationContext,
  numbering: Numbering,
  verdict: "assessable" | SharedNumbering,
  numbered: number,
): Iterable<Found> {
  if (verdict !== "assessable") return sharedHolesFound(context, numbering, verdict);
  return foundIn(context, numbering, numbered);
}

function* foundIn(context: ConversationContext, numbering: Numbering, numbered: number): Generator<Found, void, void> {
  if (numbering.missing > 0) yield* holesFound(context, numbering, strengthOf(context, numbering, numbered));
  if (numbering.lowest > 1n) yield startsAboveOne(context, numbering);
}

/** A hole weighs less where something known may account for it. */
function strengthOf(
  context: ConversationContext,
  { scope, present, rows, missing }: Numbering,
  numbered: number,
): Strength {
  const { chat, conversation, export: of } = context;
  const unread = conversation.skippedCount + unplacedRecords(chat, of.id);
  const unnumbered = conversation.messageCount - numbered;
  const isMixed = scope === null && present < rows;
  const isDropped = of.knownDefects.some(({ code }) => DROPS_ROWS.includes(code));
  return isMixed || isDropped || unread + unnumbered >= missing ? "C" : "B";
}

/** Holes close together. */
interface Group {
  readonly before: bigint;
  after: bigint;
  holes: number;
  missing: number;
}

function* holesFound(
  context: ConversationContext,
  numbering: Numbering,
  strength: Strength,
): Generator<Found, void, void> {
  const { chat, conversation, options } = context;
  const { scope, lowest, highest, present, missing } = numbering;
  const largest = new Largest<Group>(options["listed"] ?? 50);
  let holes = 0;
  for (const group of grouped(numbering.holes())) {
    holes += group.holes;
    largest.add(group, group.missing);
  }
  const isOwnTable = context.judgement.idGrade === "native" && scope !== null;
  if (!isOwnTable && missing >= SPARSE_MISSING && present < DENSE_SHARE * (present + missing)) {
    const facts = { scope, lowest: String(lowest), highest: String(highest), present, missing, holes };
    yield { word: "sparse", facts, at: [], strength: "C" };
    return;
  }
  const groups = largest.entries();
  const edges = groups.flatMap(({ before, after }) => [before, after]);
  const places = placesOfNumbers(chat, conversation.id, scope, edges);
  for (const group of groups) yield { ...holeFound(scope, group, places), strength };
  const rest = largest.remainder();
  if (rest) yield { word: "more", facts: { scope, groups: rest.count, missing: rest.size }, at: [], strength };
}

function* grouped(holes: Iterable<NumberHole>): Generator<Group, void, void> {
  let group: Group | null = null;
  for (const { before, after, missing } of holes) {
    if (group && before - group.after < NEAR_ROWS) {
      group.after = after;
      group.holes += 1;
      group.missing += missing;
      continue;
    }
    if (group) yield group;
    group = { before, after, holes: 1, missing };
  }
  if (group) yield group;
}

function holeFound(scope: string | null, group: Group, places: (number: bigint) => NumberedRow): Found {
  const [before, after] = [places(group.before), places(group.after)];
  const facts = {
    scope,
    from: String(group.before + 1n),
    to: String(group.after - 1n),
    missing: group.missing,
    holes: group.holes,
    beforeSeq: before.seq,
    beforeAt: before.sentAt,
    afterSeq: after.seq,
    afterAt: after.sentAt,
  };
  const word = group.holes === 1 ? "hole" : "holes-near";
  return { word, facts, at: placesOf([before, after]), messages: [before.seq, after.seq] };
}

function startsAboveOne({ chat, conversation }: ConversationContext, { scope, lowest }: Numbering): Found {
  const row = placesOfNumbers(chat, conversation.id, scope, [lowest])(lowest);
  const { seq, sentAt } = row;
  const facts = { scope, lowest: String(lowest), missing: Number(lowest - 1n), seq, sentAt };
  return { word: "starts-above-one", facts, at: placesOf([row]), messages: [seq], level: "note", strength: "C" };
}
