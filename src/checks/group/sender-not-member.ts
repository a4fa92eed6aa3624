import type { Locator } from "../../model/locator.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { listedFound } from "../listed.ts";

/** Accounts that write in a group and do not stand in its list of members. */
export const senderNotMember = defineCheck({
  id: "group/sender-not-member",
  version: 1,
  scope: "conversation",
  level: "note",
  strength: "C",
  needs: ["sender-id"],
  options: { listed: 50 },
  title: { zh: "发言人不在群成员表中", en: "Senders who are not in the list of members" },
  rule: {
    zh: "把群聊中发言的每个账号与导出时的成员表比较，不在其中的列出，并写明首末两条。成员表只反映导出时的状态。没有成员表、发言人没有账号编号的，不比较；系统提示不在此列。",
    en: "Compares each account that writes in a group with the list of members as of the export and lists those that are not in it with their first and last message. The list says only who is a member now. Nothing is compared where there is no list or senders have no account ids; notices are left out.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体是否明确；《互联网群组信息服务管理规定》第二条区分建立者、管理者和成员。",
    en: "Article 11 of the Provisions on Internet Courts asks whether it is clear who generated electronic data; Article 2 of the Provisions on Internet Group Information Services tells founders, managers and members apart.",
  },
  innocent: [
    { zh: "发言之后退群或被移出。", en: "The account left or was removed after writing." },
    {
      zh: "成员表在导出时没有更新，或只列出了一部分成员。",
      en: "The list was not up to date at the export, or holds only some of the members.",
    },
    {
      zh: "账号更换了编号的写法（内部编号与自设的微信号）。",
      en: "The account is written in another way (internal id or chosen account name).",
    },
  ],
  reference: "law.md §5.1; wechat-databases.md §8.5; design.md §6.2",
  words: {
    absent: {
      zh: "账号 {account}（「{name}」）发言 {messages} 条（第 {firstSeq} 条 {firstAt} 至第 {seq} 条 {lastAt}），不在导出时的成员表中。",
      en: "Account {account} (“{name}”) writes {messages} message(s) (from {firstSeq}, {firstAt}, to {seq}, {lastAt}) and is not in the list of members as of the export.",
    },
    more: {
      zh: "另有 {count} 个发言的账号不在成员表中，其中一个末条为第 {seq} 条。",
      en: "Another {count} account(s) that write are not in the list of members; the last message of one of them is {seq}.",
    },
  },
  *run({ chat, conversation, options }: ConversationContext) {
    if (conversation.type !== "group") return { notApplicable: "not-a-group" };
    if (conversation.members.length === 0) return { notApplicable: "no-member-list" };
    const { id, source, talker } = conversation;
    const members = new Set(conversation.members.map(({ participant }) => participant));
    const accounts = new Map(chat.participants.map((one) => [one.id, one.accountId]));
    let senders = 0;
    function* absent(): Generator<Found, void, void> {
      for (const { sender, messages, first, last } of chat.query<Sender>(SENDERS, id)) {
        const account = accounts.get(sender) ?? null;
        if (account === null || sender === `${source}:${talker ?? ""}`) continue;
        senders += 1;
        if (members.has(sender)) continue;
        const [began, ended] = [first, last].map((seq) => chat.message(id, seq));
        if (began === undefined || ended === undefined) continue;
        const facts = { account, name: ended.senderName, messages, firstSeq: first, firstAt: began.sentAt, seq: last, lastAt: ended.sentAt }; // prettier-ignore
        const at: Locator[] = first === last ? [ended.locator] : [began.locator, ended.locator];
        yield { word: "absent", facts, at, messages: first === last ? [last] : [first, last] };
      }
    }
    yield* listedFound(absent(), options["listed"] ?? 50);
    if (senders === 0) return { notApplicable: "no-account-ids" };
    return { counts: { senders, members: members.size } };
  },
});

interface Sender {
  readonly sender: string;
  readonly messages: number;
  readonly first: number;
  readonly last: number;
}

const SENDERS = `SELECT sender, count(*) AS messages, min(seq) AS first, max(seq) AS last FROM message
  WHERE conversation = ? AND direction <> 'system' AND kind NOT IN ('system', 'recall', 'pat') AND sender IS NOT NULL
  GROUP BY sender ORDER BY first`;
