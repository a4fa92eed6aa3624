import type { Chat, Conversation, Export } from "../../model/chat.ts";
import type { Source } from "../../model/source.ts";
import { differingSums, differsInRows, tallyBill } from "../bill-tally.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";
import { matchTransfers, transferRows, type Matched, type Pair, type TransferRow } from "../pay-match.ts";
import { billSpans, isWithin, KnownPeople } from "../pay-reach.ts";
import { transfersOf, type ChatTransfer } from "../pay-transfers.ts";
import { PLACES_SHOWN } from "../places.ts";

const MINUTE_MS = 60_000;

/**
 * Transfers told in the chats against the rows of the official bill, both ways, each row used once.
 *
 * The bill knows no chat and the chat no red packet's amount, so what is left on either side is a question, not an answer.
 */
export const payBill = defineCheck({
  id: "consistency/pay-bill",
  version: 1,
  scope: "source",
  level: "warning",
  strength: "C",
  needs: [],
  options: { toleranceSeconds: 60, listed: 50 },
  title: { zh: "转账与微信支付账单", en: "Transfers against the WeChat Pay bill" },
  rule: {
    zh: "同一批材料中既有聊天又有微信支付账单时，把聊天中的转账与账单中的转账逐笔对应：先按交易单号，没有交易单号的按金额、收支方向和时间（相差不超过设定的秒数）对应，账单每行只用一次。列出账单起止时间内账单没有的转账、对方在聊天中出现而聊天没有的账单转账，以及单号相同而金额不同的。聊天不载红包金额，红包不能逐笔核对。",
    en: "Where the material holds both chats and a WeChat Pay bill, each transfer in the chats is paired with a transfer of the bill: by transaction number, else by amount, direction and time within the seconds set; each row of the bill is used once. Reported are transfers within the period of the bill that it lacks, transfers of the bill with somebody known from the chats that the chats lack, and pairs of one number with different amounts. Chats do not state the amount of red packets, which therefore cannot be compared.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十条：存有疑点的电子数据不能单独作为认定案件事实的根据；聊天中的付款有支付记录相互印证的，应一并提交，不能对应的应当说明。",
    en: "Article 90 of the Provisions on Evidence in Civil Procedure: electronic data about which doubts remain cannot alone found a finding of fact. Where a payment record bears out what the chat says of a payment, both should be submitted, and what does not pair should be explained.",
  },
  innocent: [
    {
      zh: "转账未被收取、已退还或已过期，收款一方的账单不会有这一笔。",
      en: "The transfer was not taken up, was given back or expired; then the payee's bill has no such row.",
    },
    {
      zh: "账单是另一个账号的，或用户在账单中删除过这一笔，或申请账单时限定了类型。",
      en: "The bill is of another account, the user deleted the entry from the list, or the bill was asked for with some types only.",
    },
    {
      zh: "转账发生在没有导出的聊天、群收款或二维码收款中，聊天里没有对应的消息。",
      en: "The transfer was made in a chat that was not exported, or by group collection or QR code, which leave no such message.",
    },
    {
      zh: "收款晚于转账，账单记的是收款时间；或两份材料的时区不同。",
      en: "The money was taken up later and the bill has that time, or the two are in different time zones.",
    },
    {
      zh: "对方改过名，账单上的名称与聊天中的不同。",
      en: "The other side changed its name, so that the bill has another one than the chat.",
    },
  ],
  reference: "export-formats.md §8.3, §12.3 (transfers vs pay bill); design.md §6.2",
  words: {
    "chat-only": {
      zh: "会话 {conversation} 第 {seq} 条的转账（{amountText}，{sentAt}）在账单中没有对应的一笔。",
      en: "The transfer in message {seq} of conversation {conversation} ({amountText}, {sentAt}) has no row in the bill.",
    },
    "chat-only-more": {
      zh: "另有 {count} 笔聊天中的转账在账单中没有对应的一笔。",
      en: "Another {count} transfer(s) of the chats have no row in the bill.",
    },
    "chat-only-unsettled": {
      zh: "聊天中有 {count} 笔收到的转账在账单中没有对应的一笔，而导出件没有写明是否已收款；未收取、已退还的转账不会出现在收款一方的账单中。",
      en: "{count} incoming transfer(s) of the chats have no row in the bill, and the export does not say whether they were taken up; a transfer not taken up or given back is not in the payee's bill.",
    },
    "bill-only": {
      zh: "账单第 {row} 笔转账（{directionText} {amountText} 元，{rowAt}，对方“{counterparty}”）在聊天中没有对应的转账消息，而该名称在聊天中出现。",
      en: "Row {row} of the bill, a transfer ({directionText} {amountText} yuan, {rowAt}, with “{counterparty}”), has no transfer message in the chats, where that name occurs.",
    },
    "bill-only-more": {
      zh: "另有 {count} 笔账单中的转账，对方的名称在聊天中出现而没有对应的转账消息。",
      en: "Another {count} transfer(s) of the bill, with names that occur in the chats, have no transfer message.",
    },
    "amount-differs": {
      zh: "会话 {conversation} 第 {seq} 条的转账与账单第 {row} 笔交易单号相同，金额不同：聊天为 {amountText}，账单为 {rowAmountText}。",
      en: "The transfer in message {seq} of conversation {conversation} and row {row} of the bill bear the same transaction number but different amounts: {amountText} in the chat, {rowAmountText} in the bill.",
    },
    "bill-differs": {
      zh: "账单 {export} 与其自述的笔数或合计不符（见“source/bill-totals”），上面没有对应的转账可能由此而来。",
      en: "The bill {export} differs from its own count or sums (see source/bill-totals), which may be why transfers do not pair.",
    },
    beyond: {
      zh: "不在比较范围内的：账单起止时间以外的聊天转账 {transfers} 笔；对方名称在聊天中没有出现的账单转账 {others} 笔，聊天起止时间以外的 {rows} 笔。",
      en: "Outside the comparison: {transfers} transfer(s) of the chats outside the period of the bill; {others} transfer(s) of the bill with names that do not occur in the chats, {rows} outside the time the chats cover.",
    },
    "amount-unread": {
      zh: "聊天中有 {count} 笔转账没有可读的金额，也没有能对应的交易单号，不能与账单比较。",
      en: "{count} transfer(s) of the chats have neither a readable amount nor a transaction number that pairs, and cannot be compared with the bill.",
    },
    "red-packets": {
      zh: "账单中有红包 {rows} 笔，聊天中有红包消息 {messages} 条；聊天不载红包金额，不能逐笔核对。",
      en: "The bill has {rows} red packet(s), the chats have {messages} red packet message(s); chats do not state the amount of red packets, so they cannot be compared one by one.",
    },
    "left-out": {
      zh: "未选入的会话中有 {count} 笔转账在账单中没有对应的一笔，内容不列出。",
      en: "{count} transfer(s) in conversations that were left out have no row in the bill; they are not shown.",
    },
  },
  *run({ chat, source, options }: SourceContext) {
    const bills = chat.exports.filter(({ bill }) => bill !== undefined);
    if (bills.length === 0) return { notApplicable: hasLockedBill(source) ? "bill-needs-password" : "no-bill" };
    const transfers = transfersOf(chat);
    if (transfers.length === 0) return { notApplicable: "no-transfers" };
    const rows = transferRows(chat);
    const toleranceMs = (options["toleranceSeconds"] ?? 60) * 1000;
    const listed = options["listed"] ?? 50;
    const matched = matchTransfers(transfers, rows, toleranceMs);
    for (const pair of matched.pairs) yield* differing(pair);
    const outside = yield* transfersLeft(chat, bills, matched, listed);
    const beyond = yield* rowsLeft(chat, matched, listed);
    for (const bill of bills) yield* ownTotals(chat, bill);
    if (outside + beyond.others + beyond.rows > 0) yield note("beyond", { transfers: outside, ...beyond });
    yield* redPackets(chat);
    const byNumber = matched.pairs.filter(({ by }) => by === "number").length;
    const { pairs } = matched;
    return { counts: { transfers: transfers.length, rows: rows.length, byNumber, byAmount: pairs.length - byNumber } };
  },
});

/** A zip that needs a password and bears the name the service gives its bills. */
function hasLockedBill({ notTaken }: Source): boolean {
  return notTaken.some(({ path, reason }) => reason === "member-encrypted" && path.includes("微信支付账单"));
}

function note(word: string, facts: Found["facts"], at: Found["at"] = []): Found {
  return { word, facts, at, level: "note", strength: "D" };
}

function* differing({ transfer, row }: Pair): Generator<Found, void, void> {
  if (transfer.amountFen === null || row.amountFen === null || transfer.amountFen === row.amountFen) return;
  const { conversation, seq, amountText } = transfer;
  const facts = { conversation, seq, amountText, row: row.row, export: row.source, rowAmountText: row.amountText };
  yield { word: "amount-differs", facts, at: [transfer.at, row.locator], strength: "B" };
}

/** @returns how many lie outside the period of every bill */
function* transfersLeft(
  chat: Chat,
  bills: readonly Export[],
  { transfersLeft: left }: Matched,
  listed: number,
): Generator<Found, number, void> {
  const spans = billSpans(chat, bills);
  const within = left.filter((transfer) => isWithin(transfer, spans, MINUTE_MS));
  const selected = new Set(chat.conversations.filter((one) => one.selected).map(({ id }) => id));
  // What was never taken up, or was given back, is in the payer's bill only.
  const expected = within.filter((transfer) => !isWithoutPayee(transfer));
  const hidden = expected.filter(({ conversation }) => !selected.has(conversation));
  const shown = expected.filter(({ conversation }) => selected.has(conversation));
  const unread = shown.filter(({ amountFen }) => amountFen === null);
  const unsettled = shown.filter((transfer) => transfer.amountFen !== null && isUnsettled(transfer));
  const settled = shown.filter((transfer) => transfer.amountFen !== null && !isUnsettled(transfer));
  for (const transfer of settled.slice(0, listed)) yield chatOnly(transfer);
  const rest = settled.slice(listed);
  if (rest.length > 0) yield { word: "chat-only-more", facts: { count: rest.length }, at: places(rest) };
  if (unsettled.length > 0) yield note("chat-only-unsettled", { count: unsettled.length }, places(unsettled));
  if (unread.length > 0) yield note("amount-unread", { count: unread.length }, places(unread));
  if (hidden.length > 0) yield note("left-out", { count: hidden.length });
  return left.length - within.length;
}

function isWithoutPayee({ way, isEitherWay, isReceived, isReturned }: ChatTransfer): boolean {
  return way === "in" && (isReturned || (!isReceived && !isEitherWay));
}

/** The export does not say whether this reached the account. */
function isUnsettled({ way, isEitherWay, isReceived }: ChatTransfer): boolean {
  return way !== "out" && isEitherWay && !isReceived;
}

function chatOnly({ conversation, seq, amountText, sentAt, at }: ChatTransfer): Found {
  return { word: "chat-only", facts: { conversation, seq, amountText, sentAt }, at: [at] };
}

function places(transfers: readonly ChatTransfer[]): Found["at"] {
  return transfers.slice(0, PLACES_SHOWN).map(({ at }) => at);
}

/** @returns how many rows are with nobody known, and how many of somebody known lie outside what the chats cover */
function* rowsLeft(
  chat: Chat,
  { rowsLeft: left }: Matched,
  listed: number,
): Generator<Found, { others: number; rows: number }, void> {
  const people = new KnownPeople(chat, chats(chat));
  const reached: TransferRow[] = [];
  const beyond = { others: 0, rows: 0 };
  for (const row of left) {
    const reach = people.reach(row);
    if (reach === "reached") reached.push(row);
    else beyond[reach === "unknown" ? "others" : "rows"] += 1;
  }
  for (const row of reached.slice(0, listed)) yield billOnly(row);
  const rest = reached.slice(listed);
  const at = rest.slice(0, PLACES_SHOWN).map(({ locator }) => locator);
  if (rest.length > 0) yield { word: "bill-only-more", facts: { count: rest.length }, at };
  return beyond;
}

function chats(chat: Chat): Conversation[] {
  return chat.conversations.filter(({ selected }) => selected);
}

const DIRECTION_WORDS = { in: "收入", out: "支出", neutral: "/", unknown: "?" } as const;

function billOnly({ row, source, direction, amountText, at, counterparty, locator }: TransferRow): Found {
  const facts = {
    row, export: source, directionText: DIRECTION_WORDS[direction], amountText: (amountText ?? "").replace(/^[¥￥]/, ""),
    rowAt: at, counterparty,
  }; // prettier-ignore
  return { word: "bill-only", facts, at: [locator] };
}

function* ownTotals(chat: Chat, bill: Export): Generator<Found, void, void> {
  const tally = tallyBill(chat, bill);
  if (!differsInRows(bill, tally) && differingSums(bill, tally).length === 0) return;
  yield { word: "bill-differs", facts: { export: bill.id }, at: [{ path: bill.entry }] };
}

function* redPackets(chat: Chat): Generator<Found, void, void> {
  const sql = `SELECT (SELECT count(*) FROM bill WHERE type LIKE '%红包%') AS rows,
    (SELECT count(*) FROM message WHERE kind = 'redPacket') AS messages`;
  for (const { rows, messages } of chat.query<{ rows: number; messages: number }>(sql)) {
    if (rows > 0) yield note("red-packets", { rows, messages });
  }
}
