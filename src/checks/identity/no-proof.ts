import type { Chat, Participant } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";
import { accountName, accountsOf, isMaterial, isRemarkOnly, PARTY_ROLES, type Person } from "../declared-people.ts";
import { listedFound } from "../listed.ts";

/**
 * Accounts said to be a party's with nothing that ties them to a person.
 *
 * A remark name is written by whoever exported the record and is no material, however often it is seen.
 */
export const noProof = defineCheck({
  id: "identity/no-proof",
  version: 1,
  scope: "source",
  level: "warning",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "当事人账号没有身份材料", en: "Accounts of parties without identity documents" },
  rule: {
    zh: "查看案件信息文件中填报为当事人（原告、被告、第三人、申请人、被申请人）的每个账号有无身份材料：每份材料须写明类型，并有附件、消息编号或具体事项之一；只写了备注名的不算材料，备注名由导出账号的使用人自己填写。填报的账号不在记录中的、单聊中发言而没有填报的，一并列出。没有案件信息文件时只说明未提供。不判断账号由谁使用。",
    en: "Looks whether each account that the case file declares to be a party's (plaintiff, defendant, third party, applicant, respondent) has an identity document: one that states its kind and has an enclosure, message numbers or particulars. A remark name alone does not count, as the holder of the exporting account writes it. Declared accounts that are not in the record, and accounts that write in a private chat and are not declared, are listed too. Without a case file it is only said that nothing was provided. Who used an account is not judged.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据的生成主体是否明确；微信账号与自然人的对应关系，通常由对方自认、实名或机主资料、平台协助调查等材料说明。",
    en: "Article 11 of the Provisions on Internet Courts asks whether it is clear who generated electronic data; admissions, real-name or subscriber papers and replies of the platform are what usually ties an account to a person.",
  },
  innocent: [
    {
      zh: "对方未否认账号由其使用，或将在庭审中自认。",
      en: "The other side has not denied using the account, or will admit it in court.",
    },
    {
      zh: "身份材料另行提交，没有写入案件信息文件。",
      en: "The documents are handed in separately and were not typed into the case file.",
    },
    {
      zh: "正在申请法院向平台调取实名资料。",
      en: "The court has been asked to obtain real-name data from the platform.",
    },
  ],
  reference: "law.md §3.1 IDENTITY_NOT_PROVIDED, §3.2, §3.3",
  words: {
    "not-provided": {
      zh: "没有提供案件信息文件：记录中发言的 {accounts} 个账号，使用人和身份材料均未提供。",
      en: "No case file was provided: for none of the {accounts} account(s) that write in the record a user or an identity document is stated.",
    },
    "no-party": {
      zh: "案件信息文件没有填报哪个账号是当事人；记录中发言的账号有 {accounts} 个。",
      en: "The case file does not declare any account to be a party's; {accounts} account(s) write in the record.",
    },
    none: {
      zh: "账号 {account} 填报为当事人（{field}，主张的使用人：「{person}」），未提供身份材料。",
      en: "Account {account} is declared to be a party's ({field}; claimed user: “{person}”); no identity document is provided.",
    },
    "remark-only": {
      zh: "账号 {account}（{field}，主张的使用人：「{person}」）的身份材料只有备注名「{remark}」；备注名由导出账号的使用人填写，不是身份材料。",
      en: "All that is provided for account {account} ({field}; claimed user: “{person}”) is the remark name “{remark}”, which the holder of the exporting account writes and which is no identity document.",
    },
    "without-content": {
      zh: "账号 {account}（{field}，主张的使用人：「{person}」）填报了 {proofs} 份身份材料，但没有一份既写明类型又有附件、消息编号或具体事项。",
      en: "{proofs} identity document(s) are declared for account {account} ({field}; claimed user: “{person}”), none of them with its kind and an enclosure, message numbers or particulars.",
    },
    "unknown-account": {
      zh: "案件信息文件的 {field} 填写的账号「{typed}」不在记录中。",
      en: "The account “{typed}” declared in {field} of the case file is not in the record.",
    },
    unlisted: {
      zh: "单聊中发言的账号有 {count} 个没有在案件信息文件中填报，例如 {account}。",
      en: "{count} account(s) that write in private chats are not declared in the case file, such as {account}.",
    },
    more: { zh: "另有 {count} 个账号有同类情形。", en: "The same goes for another {count} account(s)." },
  },
  *run({ chat, caseFile, options }: SourceContext) {
    const writing = writers(chat, () => true);
    const accounts = new Set(writing.map(accountName)).size;
    const counts = { accounts };
    if (accounts === 0) return { notApplicable: "no-messages" };
    if (caseFile === null) {
      yield { word: "not-provided", facts: { accounts }, at: [], level: "note" };
      return { counts };
    }
    const people = caseFile.declared.participants ?? [];
    const found = peopleFound(chat, people, (at) => casePlace(caseFile, "participants", at));
    yield* listedFound(found, options["listed"] ?? 50);
    const parties = people.filter(isParty).length;
    if (parties === 0) yield { word: "no-party", facts: { accounts }, at: casePlace(caseFile, "participants") };
    yield* unlisted(chat, people);
    return { counts: { ...counts, declared: people.length, parties } };
  },
});

function isParty({ claimedPerson }: Person): boolean {
  return PARTY_ROLES.has(claimedPerson?.role ?? "");
}

function* peopleFound(
  chat: Chat,
  people: readonly Person[],
  placeOf: (index: number) => Locator[],
): Generator<Found, void, void> {
  for (const [index, person] of people.entries()) {
    const field = `participants[${index}]`;
    const at = placeOf(index);
    const typed = person.account ?? person.wechatId;
    const [account] = accountsOf(chat, person);
    if (typed !== undefined && account === undefined) yield { word: "unknown-account", facts: { field, typed }, at };
    if (!isParty(person)) continue;
    const lacking = lackOf(person);
    if (lacking === null) continue;
    const named = account === undefined ? (typed ?? null) : accountName(account);
    const facts = { account: named, field, person: person.claimedPerson?.name ?? null };
    yield { word: lacking.word, facts: { ...facts, ...lacking.facts }, at };
  }
}

/** Why what is declared does not tie the account to anybody; null where something does. */
function lackOf({ identityProofs: proofs = [] }: Person): Pick<Found, "word" | "facts"> | null {
  if (proofs.some(isMaterial)) return null;
  if (proofs.length === 0) return { word: "none", facts: {} };
  const remark = proofs.find(({ display }) => display?.remark !== undefined)?.display?.remark;
  if (remark !== undefined && proofs.every(isRemarkOnly)) return { word: "remark-only", facts: { remark } };
  return { word: "without-content", facts: { proofs: proofs.length } };
}

/** Accounts that write in selected conversations of a sort. */
function writers(chat: Chat, isOfSort: (type: Chat["conversations"][number]["type"]) => boolean): Participant[] {
  const ids = new Set<string>();
  for (const { id, selected, type } of chat.conversations) {
    if (!selected || !isOfSort(type)) continue;
    for (const { sender } of chat.query<{ sender: string }>(SENDERS, id)) ids.add(sender);
  }
  return chat.participants.filter(({ id }) => ids.has(id));
}

const SENDERS = "SELECT DISTINCT sender FROM message WHERE conversation = ? AND sender IS NOT NULL";

function* unlisted(chat: Chat, people: readonly Person[]): Generator<Found, void, void> {
  const declared = new Set(people.flatMap((person) => accountsOf(chat, person).map(accountName)));
  const names = new Set(writers(chat, (type) => type === "private").map(accountName));
  const open = [...names].filter((name) => !declared.has(name));
  const [account] = open;
  if (account !== undefined) yield { word: "unlisted", facts: { count: open.length, account }, at: [], level: "note" };
}
