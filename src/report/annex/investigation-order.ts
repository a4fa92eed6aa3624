import type { Participant } from "../../model/chat.ts";
import type { Message } from "../../model/message.ts";
import { compareCodePoints } from "../../base/order.ts";
import type { Block, Cover, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { paperOf } from "../paper-form.ts";
import { isWithin } from "../record/lines.ts";
import { maskingOf } from "../transcript/masking.ts";

const MOST_ACCOUNTS = 60;
const MOST_TRANSFERS = 120;
const MOST_CONVERSATIONS = 40;

/** What an application for an investigation order has to name: accounts, phones bound to them, payments, periods. @source law.md §3.3 */
export function investigationOrder(context: ReportContext): Cover {
  const said = context.words.annexes;
  return paperOf(context, { title: said.order, subtitle: said.orderSubtitle }, [
    { type: "section", title: said.accounts },
    ...accounts(context),
    { type: "section", title: said.payments },
    ...payments(context),
    { type: "section", title: said.periods },
    ...periods(context),
    { type: "section", title: said.asked },
    { type: "list", entries: [said.askedRegistration, said.askedPayments, said.askedLogins, said.askedRecords] },
    { type: "paragraph", text: said.contentNote, small: true },
    {
      type: "signatures",
      boxes: [
        { title: said.applicant, declaration: null, lines: [context.words.signing.sign, context.words.signing.date] },
        { title: context.words.signing.counsel, declaration: null, lines: [context.words.signing.signOnly, context.words.signing.licence, context.words.signing.date] },
      ],
    },
  ]); // prettier-ignore
}

/** Accounts of the printed conversations but the exporting one, each account once. */
function accounts(context: ReportContext): Block[] {
  const said = context.words.annexes;
  const masked = maskingOf(context);
  const byAccount = new Map<string, Participant[]>();
  for (const participant of speakers(context)) {
    const key = participant.accountId ?? participant.id;
    byAccount.set(key, [...(byAccount.get(key) ?? []), participant]);
  }
  const all = [...byAccount].sort(([a], [b]) => compareCodePoints(a, b));
  const { shown, rest } = context.bounded(all, MOST_ACCOUNTS, "record/participants.json");
  const rows = shown.map(([, same]): Text[] => {
    const [first] = same;
    const names = [...new Set(same.flatMap((one) => one.names.map(({ text }) => text)))];
    const declared = declaredOf(context, same);
    const phones = declared.flatMap(({ boundPhones }) => boundPhones ?? []);
    return [
      first?.accountId ?? said.noAccount,
      context.list(names.slice(0, 4).map((name) => context.clip(name, LONGEST.name))),
      declared.map(({ wechatId }) => wechatId).find((id) => id !== undefined) ?? context.words.notProvided,
      declared.map(({ claimedPerson }) => claimedPerson?.name).find((name) => name !== undefined) ?? context.words.notProvided,
      phones.length === 0 ? context.words.notProvided : phones.map(masked),
    ];
  }); // prettier-ignore
  return tableOf([
    { title: said.account, width: { mm: 42 } }, { title: said.names, width: { share: 1 } }, { title: said.wechatId, width: { mm: 34 } },
    { title: said.person, width: { mm: 28 } }, { title: said.phones, width: { mm: 28 } },
  ], rows, rest); // prettier-ignore
}

function speakers({ dossier }: ReportContext): Participant[] {
  const ids = new Set(
    dossier.conversations
      .filter(({ selected }) => selected)
      .flatMap(({ senders, members }) => [...Object.keys(senders), ...members.map(({ participant }) => participant)]),
  );
  return dossier.participants.filter(({ id, isOwner }) => ids.has(id) && !isOwner);
}

function declaredOf({ dossier }: ReportContext, same: readonly Participant[]) {
  const called = new Set(same.flatMap(({ accountId, names }) => accountId === null ? names.map(({ text }) => text) : [accountId])); // prettier-ignore
  return (dossier.caseFile?.declared.participants ?? []).filter(
    ({ account }) => account !== undefined && called.has(account),
  );
}

/** Transfers of the printed messages with the numbers a payment service can look for. */
function payments(context: ReportContext): Block[] {
  const said = context.words.annexes;
  const rows: Text[][] = [];
  for (const { id } of context.dossier.conversations.filter(({ selected }) => selected)) {
    for (const { line, sentAt } of context.chat.lines(id, ["transfer"])) {
      if (isWithin(sentAt, context.dossier.settings)) rows.push(paymentRow(context, JSON.parse(line) as Message));
    }
  }
  if (rows.length === 0) return [{ type: "paragraph", text: said.noPayments }];
  const { shown, rest } = context.bounded(rows, MOST_TRANSFERS, "record/messages.jsonl");
  return tableOf([
    { title: said.message, width: { mm: 18 } }, { title: said.time, width: { mm: 26 } }, { title: said.amount, width: { mm: 24 } },
    { title: said.transaction, width: { share: 1 } }, { title: said.transfer, width: { share: 1 } },
  ], shown, rest); // prettier-ignore
}

function paymentRow(context: ReportContext, { conversation, seq, sentAt, transfer }: Message): Text[] {
  const none = context.words.notStated;
  return [
    `${conversation}-${seq}`,
    context.time(sentAt),
    transfer?.amountText ?? none,
    transfer?.transactionId ?? none,
    transfer?.transferId ?? none,
  ];
}

function periods(context: ReportContext): Block[] {
  const said = context.words.annexes;
  const { dossier } = context;
  const selected = dossier.conversations.filter((conversation) => conversation.selected);
  const { shown, rest } = context.bounded(selected, MOST_CONVERSATIONS, "record/conversations.json");
  const rows = shown.map(({ id, title, talker, firstMessageAt, lastMessageAt }): Text[] => [
    `${id} ${context.clip(title, LONGEST.name)}`,
    talker ?? context.words.notStated,
    context.period(firstMessageAt, lastMessageAt),
  ]);
  const issue = dossier.caseFile?.declared.case?.period;
  const declared = context.say(said.inIssue, {
    from: issue?.from ?? context.words.notProvided,
    to: issue?.to ?? context.words.notProvided,
  });
  return [
    ...tableOf([
      { title: said.conversation, width: { share: 1 } }, { title: said.talker, width: { mm: 46 } }, { title: said.period, width: { mm: 54 } },
    ], rows, rest),
    { type: "paragraph", text: declared },
  ]; // prettier-ignore
}

function tableOf(
  columns: Extract<Block, { type: "table" }>["columns"],
  rows: readonly (readonly Text[])[],
  rest: string | null,
): Block[] {
  return [
    { type: "table", columns, rows },
    ...(rest === null ? [] : [{ type: "paragraph", text: rest, small: true } as const]),
  ];
}
