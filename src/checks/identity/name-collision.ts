import { compareCodePoints } from "../../base/order.ts";
import type { Chat, Participant } from "../../model/chat.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";
import { listedFound } from "../listed.ts";

/** Accounts named in one sentence. */
const NAMED = 5;

/** One name, or one avatar, on two accounts of a conversation: a name on a page then does not say who wrote. */
export const nameCollision = defineCheck({
  id: "identity/name-collision",
  version: 1,
  scope: "source",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "不同账号同名或同头像", en: "One name or avatar on several accounts" },
  rule: {
    zh: "在每个选入的会话中，比较发言账号、成员和会话对方的昵称、备注名、群昵称和显示名（去掉首尾空白后逐字相同）以及头像文件的摘要；两个以上账号相同，且其中至少一个发过言的，列出。没有账号编号、只有名称的，无从区分，不比较。",
    en: "Compares, in each selected conversation, nicknames, remark names, group nicknames and shown names (equal character by character but for blanks around them) and the digests of avatars of those who write, of members and of the other side. Where several accounts share one and at least one of them writes, it is listed. Where the export gives names without account ids nothing can be compared.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体是否明确；昵称和头像可以随意更改和复制，应以账号编号区分。",
    en: "Article 11 of the Provisions on Internet Courts asks whether it is clear who generated electronic data; names and avatars can be changed and copied at will, so accounts are told apart by their ids.",
  },
  innocent: [
    { zh: "常见的名字或称呼，两人恰好相同。", en: "A common name, borne by two people." },
    { zh: "同一人有两个账号，或换过账号。", en: "One person has two accounts or has changed accounts." },
    {
      zh: "头像是客户端的默认图片或同一单位的统一图片。",
      en: "The avatar is the client's default or one that a firm gives to all.",
    },
  ],
  reference: "law.md §3.1 DISPLAY_NAME_COLLISION",
  words: {
    name: {
      zh: "{accounts} 个账号使用同一名称「{name}」：{listed}；涉及会话 {conversation}。",
      en: "{accounts} accounts use the name “{name}”: {listed}; seen in conversation {conversation}.",
    },
    avatar: {
      zh: "{accounts} 个账号使用同一头像（SHA-256 {sha256}）：{listed}；涉及会话 {conversation}。",
      en: "{accounts} accounts use one avatar (SHA-256 {sha256}): {listed}; seen in conversation {conversation}.",
    },
    more: { zh: "另有 {count} 处同名或同头像。", en: "Another {count} name(s) or avatar(s) are shared." },
  },
  *run({ chat, options }: SourceContext) {
    const byId = new Map(chat.participants.filter(({ accountId }) => accountId !== null).map((one) => [one.id, one]));
    const selected = chat.conversations.filter((conversation) => conversation.selected);
    let accounts = 0;
    const found: Found[] = [];
    const seen = new Set<string>();
    for (const conversation of selected) {
      const writing = writersOf(chat, conversation.id);
      const present = [...new Set([...writing, ...presentIn(conversation)])].flatMap((id) => byId.get(id) ?? []);
      accounts += present.length;
      for (const shared of [...sharedNames(present, writing), ...sharedAvatars(present, writing)]) {
        const key = `${shared.word}\u0000${JSON.stringify(shared.facts)}`;
        if (seen.has(key)) continue;
        seen.add(key);
        found.push({ ...shared, facts: { ...shared.facts, conversation: conversation.id }, at: [] });
      }
    }
    if (accounts === 0) return { notApplicable: "no-account-ids" };
    yield* listedFound(found, options["listed"] ?? 50);
    return { counts: { conversations: selected.length, accounts } };
  },
});

const SENDERS = "SELECT DISTINCT sender FROM message WHERE conversation = ? AND sender IS NOT NULL";

function writersOf(chat: Chat, conversation: string): ReadonlySet<string> {
  return new Set(Array.from(chat.query<{ sender: string }>(SENDERS, conversation), ({ sender }) => sender));
}

function presentIn({ members, source, talker, type }: Chat["conversations"][number]): string[] {
  const peer = type === "private" && talker !== null ? [`${source}:${talker}`] : [];
  return [...members.map(({ participant }) => participant), ...peer];
}

function sharedNames(present: readonly Participant[], writing: ReadonlySet<string>): Omit<Found, "at">[] {
  return groups(present, writing, ({ names }) =>
    names.filter(({ kind }) => kind !== "alias").map(({ text }) => text.trim()),
  ).map(([name, of]) => ({ word: "name", facts: { name, ...accountsSaid(of) } }));
}

function sharedAvatars(present: readonly Participant[], writing: ReadonlySet<string>): Omit<Found, "at">[] {
  return groups(present, writing, ({ avatarSha256 }) => (avatarSha256 === undefined ? [] : [avatarSha256])).map(
    ([sha256, of]) => ({ word: "avatar", facts: { sha256, ...accountsSaid(of) } }),
  );
}

/** Marks that several accounts bear, at least one of which writes. */
function groups(
  present: readonly Participant[],
  writing: ReadonlySet<string>,
  marksOf: (participant: Participant) => readonly string[],
): [string, readonly Participant[]][] {
  const bearers = new Map<string, Participant[]>();
  for (const participant of present) {
    for (const mark of new Set(marksOf(participant))) {
      if (mark === "") continue;
      const of = bearers.get(mark);
      if (of === undefined) bearers.set(mark, [participant]);
      else of.push(participant);
    }
  }
  return [...bearers]
    .filter(([, of]) => of.length > 1 && of.some(({ id }) => writing.has(id)))
    .sort(([a], [b]) => compareCodePoints(a, b));
}

function accountsSaid(of: readonly Participant[]): { readonly accounts: number; readonly listed: string } {
  const ids = of.map(({ accountId, id }) => accountId ?? id).sort(compareCodePoints);
  return { accounts: ids.length, listed: `${ids.slice(0, NAMED).join(", ")}${ids.length > NAMED ? " …" : ""}` };
}
