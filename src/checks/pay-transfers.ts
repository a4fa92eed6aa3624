import type { Chat } from "../model/chat.ts";
import type { Locator } from "../model/locator.ts";
import type { Message, Transfer } from "../model/message.ts";

/** Where money went, seen from the account the export was made from. */
export type Way = "in" | "out";

/** One transfer as the chats tell it: an offer, with the message that says what became of it where that can be told. */
export interface ChatTransfer {
  readonly conversation: string;
  readonly seq: number;
  readonly at: Locator;
  readonly sentAt: number | null;
  /** Times of its messages, each with how far it may be off. */
  readonly times: readonly { readonly at: number; readonly slackMs: number }[];
  readonly amountFen: number | null;
  readonly amountText: string | null;
  /** Null where the export does not say who sent it. */
  readonly way: Way | null;
  /** The other way is possible too: the export does not tell an offer from its receipt. */
  readonly isEitherWay: boolean;
  readonly isReceived: boolean;
  readonly isReturned: boolean;
  /** Numbers of payment it names. */
  readonly ids: readonly string[];
}

/** Longest time from an offer to its receipt: an offer not taken up is given back after a day. @source wechat-databases.md §7.9 (transfer expiry) */
export const OFFER_LASTS_MS = 86_400_000 + 60_000;

const MINUTE_MS = 60_000;

/** Transfers of all conversations in printed order, messages of one transfer put together. */
export function transfersOf(chat: Chat): ChatTransfer[] {
  const found: ChatTransfer[] = [];
  const byId = new Map<string, number>();
  for (const one of single(chat)) {
    const known = one.ids.map((id) => byId.get(id)).find((index) => index !== undefined);
    const index = known ?? offerOf(found, one) ?? found.length;
    const before = found[index];
    found[index] = before === undefined ? one : together(before, one);
    for (const id of one.ids) byId.set(id, index);
  }
  return found;
}

function* single(chat: Chat): Generator<ChatTransfer> {
  const sql = "SELECT conversation, seq FROM message WHERE kind = 'transfer' ORDER BY id";
  for (const { conversation, seq } of chat.query<{ conversation: string; seq: number }>(sql)) {
    yield transferOf(chat.message(conversation, seq));
  }
}

function transferOf(message: Message): ChatTransfer {
  const { conversation, seq, locator: at, sentAt, direction, transfer } = message;
  const state = transfer?.state ?? "unknown";
  const slackMs = message.timePrecision === "min" ? MINUTE_MS - 1 : 0;
  return {
    conversation, seq, at, sentAt,
    times: sentAt === null || message.timePrecision === "day" ? [] : [{ at: sentAt, slackMs }],
    amountFen: transfer?.amountFen ?? null,
    amountText: transfer?.amountText ?? null,
    way: wayOf(direction, state),
    isEitherWay: state === "unknown" || direction === "unknown" || direction === "system",
    isReceived: state === "received",
    isReturned: state === "returned" || state === "expired",
    ids: idsOf(transfer),
  }; // prettier-ignore
}

/** Whoever takes up an offer sends the receipt, so a receipt points the other way. */
function wayOf(direction: Message["direction"], state: Transfer["state"]): Way | null {
  if (direction !== "sent" && direction !== "received") return null;
  const isAnswer = state === "received" || state === "returned";
  return (direction === "sent") === isAnswer ? "in" : "out";
}

function idsOf(transfer: Transfer | null): string[] {
  const ids = [transfer?.transactionId, transfer?.transferId];
  return ids.filter((id): id is string => id !== null && id !== undefined && /\d{6}/.test(id));
}

/** Offers searched backwards for the one that a receipt without a number belongs to. */
const OFFERS_SEARCHED = 200;

/** The open offer of the same way and amount that a receipt or return without a number answers; undefined for any other. */
function offerOf(found: readonly ChatTransfer[], answer: ChatTransfer): number | undefined {
  if (!answer.isReceived && !answer.isReturned) return undefined;
  for (let index = found.length - 1; index >= Math.max(0, found.length - OFFERS_SEARCHED); index -= 1) {
    const offer = found[index];
    if (offer !== undefined && isOfferOf(offer, answer)) return index;
  }
  return undefined;
}

function isOfferOf(offer: ChatTransfer, answer: ChatTransfer): boolean {
  if (offer.isReceived || offer.isReturned || offer.conversation !== answer.conversation) return false;
  if (offer.ids.length > 0 && answer.ids.length > 0) return false;
  if (offer.amountFen === null || offer.amountFen !== answer.amountFen) return false;
  if (offer.sentAt === null || answer.sentAt === null) return false;
  const after = answer.sentAt - offer.sentAt;
  const isSameWay = offer.way === answer.way || offer.way === null || answer.way === null;
  return isSameWay && !offer.isEitherWay && after >= 0 && after <= OFFER_LASTS_MS;
}

function together(first: ChatTransfer, next: ChatTransfer): ChatTransfer {
  return {
    ...first,
    times: [...first.times, ...next.times],
    amountFen: first.amountFen ?? next.amountFen,
    amountText: first.amountText ?? next.amountText,
    way: first.way ?? next.way,
    isEitherWay: first.isEitherWay && next.isEitherWay,
    isReceived: first.isReceived || next.isReceived,
    isReturned: first.isReturned || next.isReturned,
    ids: [...new Set([...first.ids, ...next.ids])],
  };
}
