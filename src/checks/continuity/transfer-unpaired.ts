import type { Fact, Level, Strength } from "../../model/finding.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { damagedTables, lacksShard } from "../coverage.ts";
import { listedFound } from "../listed.ts";
import { placesOf } from "../places.ts";
import { onlyRow } from "../row.ts";
import { transferChains, transferTable, type Step, type TransferChain, type TransferRow } from "../transfer-chain.ts";
import { unplacedRecords } from "../unplaced.ts";

/** An offer not taken up is given back after a day; a receipt this soon after the first record may answer an earlier offer. */
const OFFER_LASTS_MS = 86_400_000;
const ENDS: readonly Step[] = ["receipt", "return", "expiry"];
/** `receivestatus` of the payload. @source wechat-databases.md §7.6 (2000) */
const ACCEPTED = "1";

/**
 * Transfers of which one of the two messages is not here, or whose messages disagree.
 *
 * An accepted transfer is two rows with one number: the offer, and the receipt written by the other side.
 */
export const transferUnpaired = defineCheck({
  id: "continuity/transfer-unpaired",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: [],
  continuity: "gap-by-witness",
  options: { listed: 100 },
  title: { zh: "转账的前后消息不成对", en: "Transfers whose messages do not pair" },
  rule: {
    zh: "同一转账编号的消息应当成对：发起，以及收款、退还或过期。有收款或退还而没有发起的、发起的消息写明已收款而没有收款消息的、写明的失效时间已过而记录中没有下文（也没有过期提示）的、各条金额不同的，逐笔列出。客户端转账登记表的编号、付款人、收款人、发起时间与消息不同的也列出。只用于写明转账编号和步骤的来源；除客户端数据库外，还须至少有一笔是成对的，否则不作判断。记录首条之后 24 小时内的收款只作提示。",
    en: "Messages with one transfer number should pair: an offer, and a receipt, a return or an expiry. Listed are receipts and returns without an offer, offers that say they were accepted without a receipt, offers whose stated end has passed without anything after them (not even a notice of expiry), and messages of one transfer with different amounts. Where the client's own table of transfers gives another number, payer, receiver or beginning than the message, that is listed too. Only sources that state number and step are judged, and of these, other than the client's databases, only those with at least one pair. Receipts within 24 hours of the first record are noted.",
  },
  legalHook: {
    zh: "民间借贷、买卖等纠纷中，转账消息常用于说明款项的发起与收取；《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条要求审查电子数据有无删除及不完整等情形。官方账单才能说明款项是否到账。",
    en: "In disputes about loans and sales, messages of transfers are often relied on for who offered and who took money; article 11 of the Provisions on Internet Courts asks whether electronic data were deleted from or are incomplete. Whether money arrived is for the official bill to say.",
  },
  innocent: [
    {
      zh: "账号使用人删除了其中一条，或另一条在未提供的分片中。",
      en: "The holder of the account deleted one of both, or the other lies in a shard that was not given.",
    },
    {
      zh: "导出限定了日期或类型，另一条在范围之外。",
      en: "The export was limited to dates or kinds that leave the other out.",
    },
    {
      zh: "客户端把结果写回发起的消息，或只给出一条文字提示，没有第二条消息；群收款、延时到账的写法也不同。",
      en: "The client wrote the result into the offer or gave a notice in words only, without a second message; collections in a group and delayed transfers are written otherwise.",
    },
  ],
  reference: "wechat-databases.md §8.5 S-L02, §7.6 (2000), §3.4 transferTable; design.md §6.2",
  words: {
    "without-offer": {
      zh: "第 {seq} 条（{sentAt}）是转账 {transferId}（{amount}）的收款或退还（{step}），记录中没有它的发起消息。",
      en: "Message {seq} ({sentAt}) accepts or returns transfer {transferId} ({amount}, {step}); the record has no message that offers it.",
    },
    "accepted-without-receipt": {
      zh: "第 {seq} 条（{sentAt}）发起的转账 {transferId}（{amount}）写明已收款，记录中没有收款消息。",
      en: "The transfer {transferId} ({amount}) offered in message {seq} ({sentAt}) says that it was accepted; the record has no receipt.",
    },
    unresolved: {
      zh: "第 {seq} 条（{sentAt}）发起的转账 {transferId}（{amount}）于 {expiresAt} 失效，记录在此之后仍有消息，而没有收款、退还或过期的记载。",
      en: "The transfer {transferId} ({amount}) offered in message {seq} ({sentAt}) ended at {expiresAt}; the record goes on after that without a receipt, a return or an expiry.",
    },
    "amounts-differ": {
      zh: "转账 {transferId} 的消息金额不同：第 {seq} 条（{sentAt}）为 {amount}，第 {otherSeq} 条（{otherAt}）为 {otherAmount}。",
      en: "The messages of transfer {transferId} state different amounts: {amount} in message {seq} ({sentAt}), {otherAmount} in message {otherSeq} ({otherAt}).",
    },
    "table-differs": {
      zh: "客户端转账登记表与第 {seq} 条（{sentAt}）不同（{field}）：登记表为 {tableValue}，消息为 {rowValue}。",
      en: "The client's table of transfers and message {seq} ({sentAt}) differ ({field}): {tableValue} in the table, {rowValue} in the message.",
    },
    more: {
      zh: "另有 {count} 笔转账的消息不成对或不一致，首条为第 {seq} 条。",
      en: "Another {count} transfer(s) do not pair or disagree, first in message {seq}.",
    },
  },
  *run(context: ConversationContext) {
    const { chat, conversation, export: of, options } = context;
    const { messages, numbered, chains } = transferChains(chat, conversation.id);
    if (messages === 0) return { notApplicable: "no-transfers" };
    if (numbered === 0) return { notApplicable: "no-transfer-ids" };
    if (!chains.some(({ rows }) => rows.some(({ step }) => step !== "unknown"))) return { notApplicable: "no-payload-subtypes" }; // prettier-ignore
    const paired = chains.filter(isPaired).length;
    // An exporter may write one message for both; then a lone one means nothing.
    const bothSides = of.provides.includes("client-table") || paired > 0;
    const found = function* () {
      for (const chain of chains) {
        yield* amountsFound(chain);
        if (bothSides) yield* unpairedFound(context, chain);
      }
      yield* tableFound(context, chains);
    };
    const findings = yield* listedFound(found(), options["listed"] ?? 100);
    return { counts: { messages, numbered, transfers: chains.length, paired, findings } };
  },
});

const hasStep = (rows: readonly TransferRow[], ...steps: readonly Step[]): boolean =>
  rows.some(({ step }) => steps.includes(step));

const isPaired = ({ rows }: TransferChain): boolean => hasStep(rows, "offer") && hasStep(rows, ...ENDS);

function told(word: string, transferId: string, row: TransferRow, more: Readonly<Record<string, Fact>> = {}): Found {
  const { seq, sentAt, at, transfer } = row;
  const facts = { transferId, seq, sentAt, amount: transfer.amountText, step: row.step, ...more };
  return { word, facts, at: [at], messages: [seq] };
}

function* amountsFound({ transferId, rows }: TransferChain): Generator<Found, void, void> {
  const stated = rows.filter(({ transfer }) => transfer.amountFen !== null);
  const [first] = stated;
  const other = stated.find(({ transfer }) => transfer.amountFen !== first?.transfer.amountFen);
  if (!first || !other) return;
  const more = { otherSeq: other.seq, otherAt: other.sentAt, otherAmount: other.transfer.amountText };
  yield {
    ...told("amounts-differ", transferId, first, more),
    at: [first.at, other.at],
    messages: [first.seq, other.seq],
  };
}

function* unpairedFound(context: ConversationContext, chain: TransferChain): Generator<Found, void, void> {
  const { transferId, rows } = chain;
  if (hasStep(rows, "unknown") || isPaired(chain)) return;
  const strength = strengthOf(context);
  const [row] = rows;
  if (!row) return;
  if (!hasStep(rows, "offer")) {
    yield { ...told("without-offer", transferId, row), ...withoutOffer(context, row, strength) };
    return;
  }
  const { receiveStatus, expiresAt } = row.transfer;
  const { lastMessageAt } = context.conversation;
  if (receiveStatus === ACCEPTED) {
    yield { ...told("accepted-without-receipt", transferId, row), strength };
  } else if (isOpen(receiveStatus) && expiresAt !== undefined && lastMessageAt !== null && expiresAt < lastMessageAt) {
    if (hasExpiryNotice(context, row)) return;
    yield { ...told("unresolved", transferId, row, { expiresAt }), strength: "C" };
  }
}

const isOpen = (receiveStatus: string | undefined): boolean => receiveStatus === undefined || receiveStatus === "0";

/** The offer may have been made before the record begins. */
function withoutOffer(
  { conversation }: ConversationContext,
  { sentAt, step }: TransferRow,
  strength: Strength,
): { level: Level; strength: Strength } {
  const { firstMessageAt } = conversation;
  const mayPrecede = sentAt === null || firstMessageAt === null || sentAt - firstMessageAt < OFFER_LASTS_MS;
  if (mayPrecede) return { level: "note", strength: "C" };
  return { level: "warning", strength: step === "expiry" ? "C" : strength };
}

const NOTICES =
  "SELECT count(*) AS notices FROM message WHERE conversation = ? AND event = 'transfer-expired' AND seq > ?";

function hasExpiryNotice({ chat, conversation }: ConversationContext, { seq }: TransferRow): boolean {
  return onlyRow(chat.query<{ notices: number }>(NOTICES, conversation.id, seq)).notices > 0;
}

function strengthOf({ chat, conversation, export: of }: ConversationContext): Strength {
  return lacksShard(of) || conversation.skippedCount + unplacedRecords(chat, of.id) + damagedTables(chat, of) > 0
    ? "C"
    : "B";
}

/** The client's own table against the messages it names; entries whose message is absent are for the check of witnesses. */
function* tableFound(
  { chat, conversation }: ConversationContext,
  chains: readonly TransferChain[],
): Generator<Found, void, void> {
  const rows = new Map<string, { row: TransferRow; transferId: string }>();
  const offers = new Map<string, TransferRow>();
  for (const { transferId, rows: own } of chains) {
    for (const row of own) if (row.serverId !== null) rows.set(row.serverId, { row, transferId });
    const offer = own.find(({ step }) => step === "offer");
    if (offer) offers.set(transferId, offer);
  }
  for (const entry of transferTable(chat, conversation.id)) {
    const named = entry.serverId === null ? undefined : rows.get(entry.serverId);
    const offer = offers.get(entry.transferId);
    const differing = named && named.transferId !== entry.transferId
      ? { row: named.row, field: "transfer-id", tableValue: entry.transferId, rowValue: named.transferId }
      : offer && named?.row === offer ? fieldDiffering(entry, offer) : null; // prettier-ignore
    if (differing === null) continue;
    const { row, field, tableValue, rowValue } = differing;
    const found = told("table-differs", entry.transferId, row, { field, tableValue, rowValue });
    yield { ...found, at: [...placesOf([{ at: entry.locator }]), row.at] };
  }
}

function fieldDiffering(
  entry: { readonly payer: string | null; readonly receiver: string | null; readonly beganAt: number | null },
  row: TransferRow,
) {
  const { payer, receiver, beganAt } = row.transfer;
  const pairs: readonly (readonly [string, string | null, string | undefined])[] = [
    ["payer", entry.payer, payer],
    ["receiver", entry.receiver, receiver],
    [
      "began-at",
      entry.beganAt === null ? null : isoOf(entry.beganAt),
      beganAt === undefined ? undefined : isoOf(beganAt),
    ],
  ];
  for (const [field, tableValue, rowValue] of pairs) {
    if (tableValue === null || rowValue === undefined || tableValue === rowValue) continue;
    return { row, field, tableValue, rowValue };
  }
  return null;
}

const isoOf = (at: number): string => new Date(at).toISOString();
