import { numberRanges } from "../../base/number-ranges.ts";
import type { Chat, Conversation, Export } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { messagesNamed, pointerOf } from "../declared-messages.ts";
import { beginningOf } from "../first-rows.ts";
import { declaredGroup, mediaBySender, mediaCounts, memberCounts, rolesOf, type DeclaredGroup, type MemberCounts } from "../group-figures.ts"; // prettier-ignore
import { groupChanges, movements, type GroupNotice } from "../group-notices.ts";
import { declaredEvents, firstAfter, gapBetween, type DeclaredEvent } from "../group-timeline.ts";
import { listedFound } from "../listed.ts";
import { beginning, PLACES_SHOWN, placesOf } from "../places.ts";

/** Senders whose messages are counted by kind where that was asked for. */
const SENDERS_COUNTED = 10;

/**
 * What the record and the case file say of a group: who ran it, how many were in it, what was done and when.
 *
 * Facts and times only. What an owner should have done is for the court; the figures of the criminal interpretations
 * are printed only where the case file asks for them.
 */
export const groupFacts = defineCheck({
  id: "group/facts",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "群聊情况", en: "Facts of the group" },
  rule: {
    zh: "对每个群聊列出：成员表所载的群主和管理员；三种口径的人数（群页面显示的、成员表所列的、记录内发言的），各自标明，互不合并；系统提示中的建群、群主变更、添加管理员、改群名、移出，以及进群、退群人次；群公告。案件信息文件填写了该群的，另列：由人标注的提醒和警告、反映、措施、举报、解散、导出账号的身份和入群时间，以及每次反映至其后首次提醒、首项措施、首次移出相隔多久。要求另列数字的，列出人数、各类条数和司法解释中的数字及其适用范围。只列事实和时间。",
    en: "Lists of each group: owner and administrators as the list of members marks them; three counts of members (shown on the group's page, in the list, writing in the record), each with its label and never merged; from notices, when the group was made, its owner changed, administrators were added, it was renamed, members were removed, and how many joined and left; announcements. Where the case file describes the group also the warnings a person tagged, complaints, measures, reports, dissolution, the standing of the exporting account and when it joined, and the time from each complaint to the first warning, measure and removal after it. Where it asks for figures: members, messages by kind and the figures of the interpretations with their limits. Facts and times only.",
  },
  legalHook: {
    zh: "《互联网群组信息服务管理规定》第二条（建立者、管理者、成员）、第八条、第九条第一款；法院处理群主责任的案件时，曾比较成员反映的时间与群主提醒、采取措施、解散群聊的时间。",
    en: "Articles 2 (founder, managers, members), 8 and 9 (1) of the Provisions on Internet Group Information Services; in cases against group owners courts have compared when members complained with when the owner warned, acted and dissolved the group.",
  },
  innocent: [
    {
      zh: "成员表和群主身份是导出时的状态，不是发言时的状态。",
      en: "The list of members and the owner are those at the time of the export, not of the messages.",
    },
    {
      zh: "导出账号入群之前、退群之后的消息和提示不在其客户端中。",
      en: "What was sent before the exporting account joined, or after it left, is not in its client.",
    },
    {
      zh: "群主可能以私聊、电话等记录之外的方式作过提醒。",
      en: "An owner may have warned in private chats, by telephone or otherwise outside this record.",
    },
    {
      zh: "不同版本的客户端对同一事件的提示文字不同，未能识别的提示没有计入。",
      en: "Clients word notices differently from version to version; notices that were not recognized are not counted.",
    },
  ],
  reference: "law.md §5.1–5.3; wechat-databases.md §7.9",
  words: {
    roles: {
      zh: "成员表所载群主：{owner}；群管理员 {adminCount} 名：{admins}。以导出时为准。",
      en: "Owner according to the list of members: {owner}; administrators ({adminCount}): {admins}. As of the export.",
    },
    "roles-unknown": {
      zh: "导出文件没有写明群主和管理员。",
      en: "The export does not state owner or administrators.",
    },
    "declared-owner": {
      zh: "群主的使用人（填报）：「{person}」。",
      en: "Person behind the owner (declared): “{person}”.",
    },
    "member-counts": {
      zh: "人数有三种口径，互不合并：群页面显示（填报，查看时间 {pageAt}）{pageCount}；成员表所列（导出时）{listedCount}；记录内发言的账号 {speakerCount}。",
      en: "Three counts of members, not to be merged: shown on the group's page (declared, seen {pageAt}) {pageCount}; in the list of members (at the export) {listedCount}; accounts that write in the record {speakerCount}.",
    },
    "stated-count": {
      zh: "来源自身另记载成员人数 {count}（导出时），可容纳 {capacity}。",
      en: "The source itself also states {count} member(s) (at the export) and room for {capacity}.",
    },
    "group-created": {
      zh: "系统提示（第 {seq} 条，{sentAt}）：建群，发起人「{actor}」，成员「{names}」。",
      en: "Notice (message {seq}, {sentAt}): the group was made by “{actor}” with “{names}”.",
    },
    "owner-changed": {
      zh: "系统提示（第 {seq} 条，{sentAt}）：「{names}」成为新群主。",
      en: "Notice (message {seq}, {sentAt}): “{names}” became owner of the group.",
    },
    "admin-added": {
      zh: "系统提示（第 {seq} 条，{sentAt}）：「{actor}」将「{names}」添加为群管理员。",
      en: "Notice (message {seq}, {sentAt}): “{actor}” made “{names}” administrator.",
    },
    "group-renamed": {
      zh: "系统提示（第 {seq} 条，{sentAt}）：「{actor}」将群名改为「{value}」。",
      en: "Notice (message {seq}, {sentAt}): “{actor}” renamed the group “{value}”.",
    },
    "member-removed": {
      zh: "系统提示（第 {seq} 条，{sentAt}）：「{actor}」将「{names}」移出群聊（{people} 人次）。",
      en: "Notice (message {seq}, {sentAt}): “{actor}” removed “{names}” from the group ({people} removal(s)).",
    },
    movements: {
      zh: "系统提示中：进群 {joined} 人次，退群 {left} 人次，移出 {removed} 人次（{firstAt} 至 {lastAt}）。",
      en: "According to notices {joined} joined, {left} left and {removed} were removed (from {firstAt} to {lastAt}).",
    },
    announcements: {
      zh: "群公告 {count} 条，首条为第 {seq} 条（{sentAt}）。",
      en: "{count} announcement(s), the first of them message {seq} ({sentAt}).",
    },
    "current-announcement": {
      zh: "导出时的群公告（{editor}，{editedAt}）：「{text}」。",
      en: "Announcement at the time of the export ({editor}, {editedAt}): “{text}”.",
    },
    warnings: {
      zh: "案件信息文件中由人标注的提醒、警告 {entries} 项，涉及消息 {messages} 条，最早一项在 {shownAt}。",
      en: "{entries} warning(s) tagged by a person in the case file, with {messages} message(s), the earliest at {shownAt}.",
    },
    complaint: {
      zh: "反映（填报，{field}，{complaintAt}）：「{content}」。",
      en: "Complaint (declared, {field}, {complaintAt}): “{content}”.",
    },
    "warning-after": {
      zh: "自 {complaintAt} 的反映（{field}）至其后首次提醒或警告（{responseField}，{responseAt}）：{gapMs}。",
      en: "From the complaint of {complaintAt} ({field}) to the first warning after it ({responseField}, {responseAt}): {gapMs}.",
    },
    "warning-after-days": {
      zh: "自 {complaintAt} 的反映（{field}）至其后首次提醒或警告（{responseField}，{responseAt}）：按日计 {gapDays} 天。",
      en: "From the complaint of {complaintAt} ({field}) to the first warning after it ({responseField}, {responseAt}): {gapDays} calendar day(s).",
    },
    "measure-after": {
      zh: "自 {complaintAt} 的反映（{field}）至其后首项措施「{action}」（{responseField}，{responseAt}）：{gapMs}。",
      en: "From the complaint of {complaintAt} ({field}) to the first measure after it, “{action}” ({responseField}, {responseAt}): {gapMs}.",
    },
    "measure-after-days": {
      zh: "自 {complaintAt} 的反映（{field}）至其后首项措施「{action}」（{responseField}，{responseAt}）：按日计 {gapDays} 天。",
      en: "From the complaint of {complaintAt} ({field}) to the first measure after it, “{action}” ({responseField}, {responseAt}): {gapDays} calendar day(s).",
    },
    "removal-after": {
      zh: "自 {complaintAt} 的反映（{field}）至其后首次移出的系统提示（第 {seq} 条，{responseAt}）：{gapMs}。",
      en: "From the complaint of {complaintAt} ({field}) to the first notice of a removal after it (message {seq}, {responseAt}): {gapMs}.",
    },
    "removal-after-days": {
      zh: "自 {complaintAt} 的反映（{field}）至其后首次移出的系统提示（第 {seq} 条，{responseAt}）：按日计 {gapDays} 天。",
      en: "From the complaint of {complaintAt} ({field}) to the first notice of a removal after it (message {seq}, {responseAt}): {gapDays} calendar day(s).",
    },
    "nothing-after": {
      zh: "{complaintAt} 的反映（{field}）之后，案件信息文件没有填写提醒、警告或措施，记录中也没有移出的系统提示。",
      en: "After the complaint of {complaintAt} ({field}) the case file declares neither warning nor measure, and the record has no notice of a removal.",
    },
    measure: {
      zh: "措施（填报，{field}，{shownAt}）：「{action}」。",
      en: "Measure (declared, {field}, {shownAt}): “{action}”.",
    },
    report: {
      zh: "举报（填报，{field}，{shownAt}）：向「{to}」，内容「{content}」，附件 {enclosures} 份。",
      en: "Report (declared, {field}, {shownAt}): to “{to}”, content “{content}”, {enclosures} enclosure(s).",
    },
    dissolved: {
      zh: "解散时间（填报）：{dissolvedAt}。",
      en: "Dissolved (declared): {dissolvedAt}.",
    },
    "exporter-owner": {
      zh: "导出账号 {account} 在成员表中为群主；入群时间（填报）：{joinedAt}。",
      en: "The exporting account {account} is the owner according to the list of members; joined (declared): {joinedAt}.",
    },
    "exporter-admin": {
      zh: "导出账号 {account} 在成员表中为群管理员；入群时间（填报）：{joinedAt}。",
      en: "The exporting account {account} is an administrator according to the list of members; joined (declared): {joinedAt}.",
    },
    "exporter-member": {
      zh: "导出账号 {account} 在成员表中为成员，或身份未记载；入群时间（填报）：{joinedAt}。",
      en: "The exporting account {account} is a member according to the list, or its standing is not stated; joined (declared): {joinedAt}.",
    },
    "exporter-not-listed": {
      zh: "导出账号 {account} 不在成员表中，或没有成员表；入群时间（填报）：{joinedAt}。",
      en: "The exporting account {account} is not in the list of members, or there is none; joined (declared): {joinedAt}.",
    },
    "exporter-began": {
      zh: "记录开头的提示（第 {seq} 条，{sentAt}）表明建群或导出账号入群；此前的消息不在其客户端中。",
      en: "A notice at the beginning of the record (message {seq}, {sentAt}) says that the group was made or that the exporting account joined; earlier messages are not in its client.",
    },
    "member-limit": {
      zh: "成员人数：群页面显示（填报，查看时间 {pageAt}）{pageCount}，成员表所列（导出时）{listedCount}，记录内发言的账号 {speakerCount}。参考：《解释（二）》第三条以三十人为界（含本数），且仅适用于主要用于传播淫秽电子信息的群组；本报告不判断本群用途。",
      en: "Members: shown on the group's page (declared, seen {pageAt}) {pageCount}, in the list (at the export) {listedCount}, writing in the record {speakerCount}. For reference: Article 3 of Interpretation (II) draws the line at thirty (thirty included), and only for groups mainly used to spread obscene electronic information; this report does not judge what the group was used for.",
    },
    "media-counts": {
      zh: "记录内条数：视频 {videos}，语音 {voices}，图片 {images}，动图/表情 {stickers}，文字 {texts}。参考：《解释（一）》第三条以视频 40 个、音频 200 个、图片文章等 400 件为起点（《解释（二）》第二条涉及不满十四周岁未成年人的内容为 20、100、200），且仅适用于淫秽电子信息；本程序不判断任何内容的性质。",
      en: "In the record: films {videos}, voice messages {voices}, pictures {images}, stickers {stickers}, texts {texts}. For reference: Article 3 of Interpretation (I) begins at 40 films, 200 recordings and 400 pictures or texts (20, 100 and 200 under Article 2 of Interpretation (II) for content about persons under fourteen), and only for obscene electronic information; this program does not judge the nature of any content.",
    },
    "media-of-sender": {
      zh: "账号 {account}：视频 {videos}，语音 {voices}，图片 {images}，动图/表情 {stickers}，文字 {texts}。",
      en: "Account {account}: films {videos}, voice messages {voices}, pictures {images}, stickers {stickers}, texts {texts}.",
    },
    more: {
      zh: "另有 {count} 条群事件的系统提示，从第 {seq} 条起。",
      en: "Another {count} notice(s) of events of the group, from message {seq} on.",
    },
  },
  *run({ chat, conversation, export: of, caseFile, options }: ConversationContext) {
    if (conversation.type !== "group") return { notApplicable: "not-a-group" };
    const { group, field } = declaredGroup(chat, conversation, caseFile?.declared);
    const counts = memberCounts(chat, conversation, group);
    yield* standing(chat, conversation, counts);
    const changes = yield* listedFound(changesFound(chat, conversation), options["listed"] ?? 50);
    yield* moved(chat, conversation);
    yield* announced(chat, conversation);
    if (group !== null) {
      const place = casePlace(caseFile, pointerOf(field));
      yield* declaredFound({ chat, conversation, group, field, place });
      yield* exporterFound(chat, conversation, of, group, place);
      if (group.profile === "contentRisk") yield* figures(chat, conversation, counts);
    }
    return { counts: { messages: conversation.messageCount, changes, described: group === null ? 0 : 1 } };
  },
});

function* standing(chat: Chat, conversation: Conversation, counts: MemberCounts): Generator<Found, void, void> {
  const roles = rolesOf(chat, conversation);
  if (roles === null) yield { word: "roles-unknown", facts: {}, at: [] };
  else yield { word: "roles", facts: roles, at: [] };
  yield { word: "member-counts", facts: { ...counts }, at: [] };
  const { statedMemberCount = null, capacity = null } = conversation.group ?? {};
  if (statedMemberCount !== null) yield { word: "stated-count", facts: { count: statedMemberCount, capacity }, at: [] };
}

function* changesFound(chat: Chat, conversation: Conversation): Generator<Found, void, void> {
  for (const { event, seq, sentAt, at, actor, names, people, value } of groupChanges(chat, conversation)) {
    yield { word: event, facts: { seq, sentAt, actor, names, people, value }, at: [at], messages: [seq] };
  }
}

function* moved(chat: Chat, conversation: Conversation): Generator<Found, void, void> {
  const all = movements(chat, conversation);
  if (all.joined + all.left + all.removed > 0) yield { word: "movements", facts: { ...all }, at: [] };
}

const ANNOUNCED = `SELECT seq, sent_at AS sentAt, locator AS at, count(*) OVER () AS count FROM message
  WHERE conversation = ? AND kind = 'announcement' ORDER BY seq LIMIT ?`;

function* announced(chat: Chat, { id, group }: Conversation): Generator<Found, void, void> {
  type Row = { seq: number; sentAt: number | null; at: string; count: number };
  const rows = [...chat.query<Row>(ANNOUNCED, id, PLACES_SHOWN)];
  const [first] = rows;
  if (first !== undefined) {
    const { count, seq, sentAt } = first;
    yield { word: "announcements", facts: { count, seq, sentAt }, at: placesOf(rows), messages: rows.map((row) => row.seq) }; // prettier-ignore
  }
  if (group?.announcement == null || group.announcement === "") return;
  const { announcement, announcementEditor: editor, announcementAt: editedAt } = group;
  yield { word: "current-announcement", facts: { editor, editedAt, text: beginning(announcement) }, at: [] };
}

/** The block of the case file, with what it is held against. */
interface Described {
  readonly chat: Chat;
  readonly conversation: Conversation;
  readonly group: DeclaredGroup;
  readonly field: string;
  readonly place: readonly Locator[];
}

function* declaredFound(described: Described): Generator<Found, void, void> {
  const { chat, conversation, group, field, place } = described;
  const [warnings, complaints, measures] = (["warnings", "complaints", "measures"] as const).map((kind) =>
    declaredEvents(chat, conversation, group, field, kind),
  ) as [DeclaredEvent[], DeclaredEvent[], DeclaredEvent[]];
  if (group.ownerPerson !== undefined)
    yield { word: "declared-owner", facts: { person: group.ownerPerson }, at: place };
  const [earliest] = warnings;
  if (earliest !== undefined) {
    const messages = messagesNamed((group.warnings ?? []).flatMap((warning) => numberRanges(warning.messages ?? "")));
    const facts = { entries: warnings.length, messages, shownAt: earliest.shownAt };
    yield { word: "warnings", facts, ...placesIn(warnings, place) };
  }
  const removals = [...groupChanges(chat, conversation)].filter(({ event }) => event === "member-removed").map(asEvent);
  for (const complaint of complaints) {
    const said = complaint.words ?? textOf(chat, conversation.id, complaint.seq);
    const { field: at, shownAt } = complaint;
    yield {
      word: "complaint",
      facts: { field: at, complaintAt: shownAt, content: said },
      ...placesIn([complaint], place),
    };
    yield* after(complaint, { warnings, measures, removals }, place);
  }
  for (const { field: at, shownAt, words, ...event } of measures) {
    yield { word: "measure", facts: { field: at, shownAt, action: words }, ...placesIn([event], place) };
  }
  yield* reported(group, field, place);
}

function* reported(group: DeclaredGroup, field: string, place: readonly Locator[]): Generator<Found, void, void> {
  for (const [at, { at: shownAt = null, to = null, content = null, enclosures = [] }] of (
    group.reports ?? []
  ).entries()) {
    const facts = { field: `${field}.reports[${at}]`, shownAt, to, content, enclosures: enclosures.length };
    yield { word: "report", facts, at: place };
  }
  if (group.dissolvedAt !== undefined)
    yield { word: "dissolved", facts: { dissolvedAt: group.dissolvedAt }, at: place };
}

/** Places of the messages an event stands on; the case file where it stands on none. */
function placesIn(
  events: readonly Pick<DeclaredEvent, "at" | "seq">[],
  place: readonly Locator[],
): Pick<Found, "at" | "messages"> {
  const at = events.flatMap((event) => event.at).slice(0, PLACES_SHOWN);
  const messages = events.flatMap(({ seq }) => seq ?? []).slice(0, PLACES_SHOWN);
  return { at: at.length === 0 ? place : at, messages };
}

function textOf(chat: Chat, conversation: string, seq: number | null): string | null {
  const text = seq === null ? null : chat.message(conversation, seq).text;
  return text === null ? null : beginning(text);
}

function asEvent({ seq, sentAt, at }: GroupNotice): DeclaredEvent {
  return { field: "", from: sentAt, isDay: false, shownAt: sentAt, words: null, seq, at: [at] };
}

interface Responses {
  readonly warnings: readonly DeclaredEvent[];
  readonly measures: readonly DeclaredEvent[];
  readonly removals: readonly DeclaredEvent[];
}

/** Time from a complaint to what came first after it, of each sort. */
function* after(
  complaint: DeclaredEvent,
  responses: Responses,
  place: readonly Locator[],
): Generator<Found, void, void> {
  if (complaint.from === null) return;
  const given = { field: complaint.field, complaintAt: complaint.shownAt };
  let isAnswered = false;
  for (const [word, events] of [
    ["warning-after", responses.warnings],
    ["measure-after", responses.measures],
    ["removal-after", responses.removals],
  ] as const) {
    // prettier-ignore
    const response = firstAfter(complaint, events);
    if (response === null) continue;
    isAnswered = true;
    const gap = gapBetween(complaint, response);
    const { field: responseField, shownAt: responseAt, words: action, seq } = response;
    const facts = { ...given, responseField, responseAt, action, seq, ...gap };
    yield { word: "gapDays" in gap ? `${word}-days` : word, facts, ...placesIn([complaint, response], place) };
  }
  if (!isAnswered) yield { word: "nothing-after", facts: given, ...placesIn([complaint], place) };
}

function* exporterFound(
  chat: Chat,
  conversation: Conversation,
  of: Export,
  group: DeclaredGroup,
  place: readonly Locator[],
): Generator<Found, void, void> {
  const began = beginningOf(chat, conversation.id, of.owner);
  if (of.owner !== null) {
    const member = conversation.members.find(({ participant }) => participant === `${of.id}:${of.owner ?? ""}`);
    const role = member?.role === "unknown" ? "member" : member?.role;
    const facts = { account: of.owner, joinedAt: group.exporterJoinedAt ?? null };
    yield { word: `exporter-${role ?? "not-listed"}`, facts, at: place };
  }
  if (began === null) return;
  const { seq, sentAt, locator } = began;
  yield { word: "exporter-began", facts: { seq, sentAt }, at: [locator], messages: [seq] };
}

function* figures(chat: Chat, conversation: Conversation, counts: MemberCounts): Generator<Found, void, void> {
  yield { word: "member-limit", facts: { ...counts }, at: [] };
  yield { word: "media-counts", facts: { ...mediaCounts(chat, conversation.id) }, at: [] };
  for (const sender of mediaBySender(chat, conversation, SENDERS_COUNTED)) {
    yield { word: "media-of-sender", facts: { ...sender }, at: [] };
  }
}
