import { numberRanges } from "../../base/number-ranges.ts";
import type { CaseDeclared } from "../../model/case.ts";
import type { Chat } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import { casePlace } from "../case-place.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";
import { conversationsCalled, outside, pointerOf, rangesText } from "../declared-messages.ts";
import { listedFound } from "../listed.ts";

/** Numbers of messages and names of conversations typed into the case file that nothing in the record bears. */
export const declaredMessages = defineCheck({
  id: "completeness/declared-messages",
  version: 1,
  scope: "source",
  level: "warning",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "案件信息文件指向的消息不在记录中", en: "Messages the case file points to that are not there" },
  rule: {
    zh: "逐项查看案件信息文件中填写的会话和消息编号（身份材料、抽查、群聊的提醒、投诉和措施、证据、文字整理）：写明的会话不在记录中、能对应几个会话、写了编号却没有写会话，或者编号超出该会话的条数的，列出字段。文字整理所写的编号由“语音没有核对过的文字整理”一项检查。",
    en: "Looks at each conversation and each number of a message typed into the case file (identity documents, spot checks, warnings, complaints and measures of a group, exhibits, transcripts) and lists the field where the conversation is not in the record, fits more than one, is not stated although numbers are, or where a number lies outside the conversation. Numbers of transcripts are looked at by the check of voice messages.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第十九条（证据应逐一分类编号，并对证据材料的来源、证明对象和内容作简要说明）；指向不明的编号无从核对。",
    en: "Article 19 of the Provisions on Evidence in Civil Procedure (exhibits are numbered one by one, each with its source, object and content); a number that leads nowhere cannot be looked up.",
  },
  innocent: [
    { zh: "填写时写错了编号或会话。", en: "The number or the conversation was mistyped." },
    {
      zh: "编号取自另一次导出：导出的范围不同，编号也不同。",
      en: "The number was taken from another export: another range gives other numbers.",
    },
    {
      zh: "该会话没有包含在本次导出中，或者改过名称。",
      en: "The conversation is not part of this export, or has been renamed.",
    },
  ],
  reference: "law.md §7.1, §3.1, §5.1; design.md §7",
  words: {
    "absent-messages": {
      zh: "案件信息文件的 {field} 填写的消息编号「{numbers}」中，{absent} 不在会话 {conversation} 中（该会话共 {messages} 条）。",
      en: "Of the message numbers “{numbers}” declared in {field} of the case file, {absent} are not in conversation {conversation}, which has {messages} message(s).",
    },
    "unknown-conversation": {
      zh: "案件信息文件的 {field} 填写的会话「{typed}」不在记录中。",
      en: "The conversation “{typed}” declared in {field} of the case file is not in the record.",
    },
    "several-conversations": {
      zh: "案件信息文件的 {field} 填写的会话「{typed}」能对应 {count} 个会话，应改填编号，例如 {conversation}。",
      en: "The conversation “{typed}” declared in {field} of the case file fits {count} conversations; write a number such as {conversation} instead.",
    },
    "no-conversation": {
      zh: "案件信息文件的 {field} 填写了消息编号「{numbers}」而没有写明会话，记录中有 {count} 个会话。",
      en: "{field} of the case file declares the message numbers “{numbers}” without a conversation; the record has {count}.",
    },
    more: {
      zh: "另有 {count} 处填写的会话或消息编号不在记录中。",
      en: "Another {count} conversation(s) or number(s) declared are not in the record.",
    },
  },
  *run({ chat, caseFile, options }: SourceContext) {
    if (caseFile === null) return { notApplicable: "no-case-file" };
    const references = [...referencesIn(caseFile.declared)];
    const found = lost(chat, references, (field) => casePlace(caseFile, pointerOf(field)));
    yield* listedFound(found, options["listed"] ?? 50);
    return { counts: { references: references.length } };
  },
});

/** A place of the case file that speaks of a conversation or of messages in it. */
interface Reference {
  readonly field: string;
  readonly conversation: string | undefined;
  readonly messages: string | undefined;
}

type Stated = { readonly conversation?: string | undefined; readonly messages?: string | undefined };

function* referencesIn(declared: CaseDeclared): Generator<Reference, void, void> {
  for (const [at, { identityProofs = [] }] of (declared.participants ?? []).entries()) {
    yield* stated(`participants[${at}].identityProofs`, identityProofs);
  }
  yield* stated("collection.spotChecks", declared.collection?.spotChecks ?? []);
  for (const [at, group] of (declared.groups ?? []).entries()) {
    const { conversation } = group;
    yield* stated("groups", [{ conversation }], at);
    if (conversation === undefined) continue;
    for (const key of ["warnings", "complaints", "measures"] as const) {
      const inGroup = (group[key] ?? []).map(({ messages }) => ({ conversation, messages }));
      yield* stated(
        `groups[${at}].${key}`,
        inGroup.map((one) => (one.messages === undefined ? {} : one)),
      );
    }
  }
  yield* stated("exhibits", declared.exhibits ?? []);
  yield* stated("transcripts", (declared.transcripts ?? []).map(transcriptStated)); // prettier-ignore
}

/** Numbers of transcripts are another check's: here only whether their conversation can be told. */
function transcriptStated({
  conversation,
  message,
}: {
  conversation?: string | undefined;
  message?: number | undefined;
}): Stated {
  return conversation === undefined && message !== undefined ? { messages: String(message) } : { conversation };
}

function* stated(list: string, entries: readonly Stated[], first = 0): Generator<Reference, void, void> {
  for (const [at, { conversation, messages }] of entries.entries()) {
    if (conversation === undefined && messages === undefined) continue;
    yield { field: `${list}[${first + at}]`, conversation, messages };
  }
}

type PlaceOf = (field: string) => Locator[];

function* lost(chat: Chat, references: readonly Reference[], placeOf: PlaceOf): Generator<Found, void, void> {
  const unresolved = new Set<string>();
  for (const { field, conversation: typed, messages } of references) {
    const called = conversationsCalled(chat, typed);
    const [conversation] = called;
    if (conversation !== undefined && called.length === 1) {
      yield* absent(field, conversation, messages, placeOf(field));
      continue;
    }
    // The entries of one group repeat its conversation: it is named once.
    const group = /^groups\[\d+\]/.exec(field)?.[0] ?? field;
    if (unresolved.has(group)) continue;
    unresolved.add(group);
    const at = placeOf(field);
    const count = typed === undefined ? chat.conversations.length : called.length;
    if (typed === undefined) yield { word: "no-conversation", facts: { field, numbers: messages ?? "", count }, at };
    else if (conversation === undefined) yield { word: "unknown-conversation", facts: { field, typed }, at };
    else yield { word: "several-conversations", facts: { field, typed, count, conversation: conversation.id }, at };
  }
}

function* absent(
  field: string,
  conversation: Chat["conversations"][number],
  typed: string | undefined,
  at: Locator[],
): Generator<Found, void, void> {
  const missing = typed === undefined ? [] : outside(numberRanges(typed), conversation);
  if (missing.length === 0 || typed === undefined) return;
  const { id, messageCount: messages } = conversation;
  const facts = {
    field: `${field}.messages`,
    numbers: typed.trim(),
    absent: rangesText(missing),
    conversation: id,
    messages,
  };
  yield { word: "absent-messages", facts, at };
}
