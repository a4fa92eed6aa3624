import type { Chat, Conversation, ObservedName, Participant } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { listedFound } from "../listed.ts";

/**
 * Names of one account over time.
 *
 * Each place that shows names is compared with itself only: beside messages, in notices, in lists of contacts. A remark
 * name beside messages and a nickname in a notice differ without anybody having changed anything.
 */
export const nameChange = defineCheck({
  id: "identity/name-change",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "同一账号先后使用的名称", en: "Names of one account over time" },
  rule: {
    zh: "对会话中有账号编号的每个账号，分别查看消息旁显示的名称、系统提示内容中写明的名称、来源所载的昵称、备注名、群昵称和微信号；同一处先后出现不同名称的，按出现先后列出，并写明起止的消息或时间。几处之间不互相比较。",
    en: "For each account with an id in the conversation, looks at the names shown beside messages, those that the payloads of notices state, and the nicknames, remark names, group nicknames and account names that the source holds. Where one place shows different names they are listed in order, with the messages or times they run from and to. The places are not compared with each other.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体和时间是否明确；聊天时的名称与提交时的名称不同的，应以账号编号说明是同一账号。",
    en: "Article 11 of the Provisions on Internet Courts asks whether it is clear who generated electronic data and when; where a name was another at the time of the chat, the id of the account shows that both are one account.",
  },
  innocent: [
    { zh: "账号使用人改了昵称或群昵称。", en: "The holder of the account changed the nickname or group nickname." },
    { zh: "导出账号的使用人改了备注名。", en: "The holder of the exporting account changed the remark name." },
    {
      zh: "导出工具有时写备注名、有时写昵称。",
      en: "The exporter writes the remark name in some rows and the nickname in others.",
    },
  ],
  reference: "law.md §3.1; wechat-databases.md §7.9",
  words: {
    shown: {
      zh: "账号 {account} 的消息旁显示的名称，自第 {seq} 条（{sentAt}）起为「{name}」，此前为「{before}」（末见于第 {beforeSeq} 条，{beforeAt}）。",
      en: "Beside messages of account {account} the name shown is “{name}” from message {seq} ({sentAt}) on; before it was “{before}” (last in message {beforeSeq}, {beforeAt}).",
    },
    "shown-both": {
      zh: "账号 {account} 的消息旁交替显示「{before}」（末见于第 {beforeSeq} 条，{beforeAt}）和「{name}」（首见于第 {seq} 条，{sentAt}）。",
      en: "Beside messages of account {account} both “{before}” (last in message {beforeSeq}, {beforeAt}) and “{name}” (first in message {seq}, {sentAt}) are shown.",
    },
    notice: {
      zh: "系统提示中账号 {account} 的名称，在第 {seq} 条（{sentAt}）写作「{name}」，在第 {beforeSeq} 条（{beforeAt}）写作「{before}」。",
      en: "Notices name account {account} “{name}” in message {seq} ({sentAt}) and “{before}” in message {beforeSeq} ({beforeAt}).",
    },
    nickname: {
      zh: "来源所载账号 {account} 的昵称有「{before}」（末见 {beforeAt}）和「{name}」（首见 {firstAt}）。",
      en: "The source has the nicknames “{before}” (last seen {beforeAt}) and “{name}” (first seen {firstAt}) for account {account}.",
    },
    remark: {
      zh: "来源所载账号 {account} 的备注名有「{before}」（末见 {beforeAt}）和「{name}」（首见 {firstAt}）。",
      en: "The source has the remark names “{before}” (last seen {beforeAt}) and “{name}” (first seen {firstAt}) for account {account}.",
    },
    "group-nickname": {
      zh: "来源所载账号 {account} 的群昵称有「{before}」（末见 {beforeAt}）和「{name}」（首见 {firstAt}）。",
      en: "The source has the group nicknames “{before}” (last seen {beforeAt}) and “{name}” (first seen {firstAt}) for account {account}.",
    },
    alias: {
      zh: "来源所载账号 {account} 的微信号有「{before}」（末见 {beforeAt}）和「{name}」（首见 {firstAt}）。",
      en: "The source has the account names “{before}” (last seen {beforeAt}) and “{name}” (first seen {firstAt}) for account {account}.",
    },
    more: {
      zh: "另有 {count} 处名称不同，其中一处从第 {seq} 条起。",
      en: "Another {count} change(s) of name, one of them from message {seq} on.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    const people = peopleOf(chat, conversation);
    if (people.size === 0) return { notApplicable: "no-account-ids" };
    yield* listedFound(changes(chat, conversation, people), options["listed"] ?? 50);
    return { counts: { accounts: people.size } };
  },
});

/** How a client writes the account itself. */
const OWN = new Set(["我", "你", "您", "me", "you"]);

/** Accounts with an id that write in the conversation, or are its other side, by participant id. */
function peopleOf(chat: Chat, { id, source, talker }: Conversation): ReadonlyMap<string, Participant> {
  const sql = "SELECT DISTINCT sender FROM message WHERE conversation = ? AND sender IS NOT NULL";
  const present = new Set([`${source}:${talker ?? ""}`]);
  for (const { sender } of chat.query<{ sender: string }>(sql, id)) present.add(sender);
  const people = chat.participants.filter((one) => one.accountId !== null && present.has(one.id));
  return new Map(people.map((one) => [one.id, one]));
}

function* changes(
  chat: Chat,
  conversation: Conversation,
  people: ReadonlyMap<string, Participant>,
): Generator<Found, void, void> {
  yield* shownNames(chat, conversation.id, people);
  yield* noticeNames(chat, conversation);
  const groups = chat.conversations.filter(({ source, type }) => source === conversation.source && type === "group");
  for (const person of people.values()) yield* heldNames(person, groups.length <= 1);
}

interface Span {
  readonly sender: string;
  readonly name: string;
  readonly first: number;
  readonly last: number;
}

const SHOWN = `SELECT sender, sender_name AS name, min(seq) AS first, max(seq) AS last FROM message
  WHERE conversation = ? AND sender IS NOT NULL AND sender_name IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 3`;

function* shownNames(
  chat: Chat,
  conversation: string,
  people: ReadonlyMap<string, Participant>,
): Generator<Found, void, void> {
  let before: Span | null = null;
  for (const span of chat.query<Span>(SHOWN, conversation)) {
    const account = people.get(span.sender)?.accountId ?? null;
    if (account === null || !isName(span.name, account)) continue;
    if (before?.sender === span.sender) yield shownChange(chat, conversation, account, before, span);
    before = span;
  }
}

function isName(text: string, account: string): boolean {
  const name = text.trim();
  return name !== "" && name !== account && !OWN.has(name.toLowerCase());
}

function shownChange(chat: Chat, conversation: string, account: string, before: Span, span: Span): Found {
  const [ended, began] = [placeOf(chat, conversation, before.last), placeOf(chat, conversation, span.first)];
  return {
    word: before.last > span.first ? "shown-both" : "shown",
    facts: {
      account, name: span.name, seq: span.first, sentAt: began.sentAt,
      before: before.name, beforeSeq: before.last, beforeAt: ended.sentAt,
    },
    at: [ended.at, began.at],
    messages: [before.last, span.first].sort((a, b) => a - b),
  }; // prettier-ignore
}

const PLACE = "SELECT sent_at AS sentAt, locator FROM message WHERE conversation = ? AND seq = ?";

function placeOf(chat: Chat, conversation: string, seq: number): { sentAt: number | null; at: Locator } {
  for (const { sentAt, locator } of chat.query<{ sentAt: number | null; locator: string }>(PLACE, conversation, seq)) {
    return { sentAt, at: JSON.parse(locator) as Locator };
  }
  throw new RangeError(`no message ${conversation}-${seq}`);
}

interface Named {
  readonly name: string;
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: Locator;
}

/** Only payloads name accounts; a name in the words of a notice can be anybody's. */
function* noticeNames(chat: Chat, { id }: Conversation): Generator<Found, void, void> {
  const latest = new Map<string, Named>();
  for (const { seq, sentAt, line } of chat.lines(id, ["system"])) {
    if (!line.includes('"members":[')) continue;
    const { system, locator } = chat.message(id, seq);
    for (const { account, name } of system?.members ?? []) {
      if (name === null || !isName(name, account)) continue;
      const before = latest.get(account);
      latest.set(account, { name, seq, sentAt, at: locator });
      if (before === undefined || before.name === name) continue;
      const facts = { account, name, seq, sentAt, before: before.name, beforeSeq: before.seq, beforeAt: before.sentAt };
      yield { word: "notice", facts, at: [before.at, locator], messages: [before.seq, seq] };
    }
  }
}

const HELD = ["nickname", "remark", "group-nickname", "alias"] as const;

/** A group nickname belongs to a group: it is compared only where the export has no more than one. */
function* heldNames({ accountId, names }: Participant, isOneGroup: boolean): Generator<Found, void, void> {
  for (const kind of HELD) {
    if (kind === "group-nickname" && !isOneGroup) continue;
    const held = names.filter((name) => name.kind === kind && isName(name.text, accountId ?? "")).sort(bySeen);
    for (const [index, name] of held.entries()) {
      const before = held[index - 1];
      if (before === undefined) continue;
      const facts = { account: accountId, name: name.text, firstAt: name.firstSeenAt, before: before.text, beforeAt: before.lastSeenAt }; // prettier-ignore
      yield { word: kind, facts, at: [] };
    }
  }
}

/** A name without a time stands in a list made at the time of the export: it is the latest. */
function bySeen(a: ObservedName, b: ObservedName): number {
  return (a.firstSeenAt ?? Infinity) === (b.firstSeenAt ?? Infinity) ? 0 : (a.firstSeenAt ?? Infinity) - (b.firstSeenAt ?? Infinity); // prettier-ignore
}
