import type { Chat } from "../model/chat.ts";
import type { Locator } from "../model/locator.ts";
import type { Transfer } from "../model/message.ts";

/** What a message says happened to a transfer. @source wechat-databases.md §7.6 (2000) paysubtype */
export type Step = "offer" | "receipt" | "return" | "expiry" | "unknown";

const STEPS: Readonly<Record<Transfer["state"], Step>> = {
  sent: "offer",
  received: "receipt",
  returned: "return",
  expired: "expiry",
  unknown: "unknown",
};

/** One message of a transfer. */
export interface TransferRow {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: Locator;
  readonly serverId: string | null;
  readonly step: Step;
  readonly transfer: Transfer;
}

/** Messages that bear one transfer number, in printed order. */
export interface TransferChain {
  readonly transferId: string;
  readonly rows: readonly TransferRow[];
}

/** What the transfers of a conversation tell. */
export interface Transfers {
  readonly messages: number;
  /** Messages with a number. */
  readonly numbered: number;
  readonly chains: readonly TransferChain[];
}

/** Transfers of a conversation by their number, in order of their first message. */
export function transferChains(chat: Chat, conversation: string): Transfers {
  const chains = new Map<string, TransferRow[]>();
  let [messages, numbered] = [0, 0];
  const seqs = "SELECT seq FROM message WHERE conversation = ? AND kind = 'transfer' ORDER BY seq";
  for (const { seq } of chat.query<{ seq: number }>(seqs, conversation)) {
    messages += 1;
    const { sentAt, locator: at, serverId, transfer } = chat.message(conversation, seq);
    if (transfer?.transferId == null || transfer.transferId === "") continue;
    numbered += 1;
    const row = { seq, sentAt, at, serverId, step: STEPS[transfer.state], transfer };
    const chain = chains.get(transfer.transferId) ?? [];
    chains.set(transfer.transferId, chain);
    chain.push(row);
  }
  return { messages, numbered, chains: [...chains].map(([transferId, rows]) => ({ transferId, rows })) };
}

/** A record of the client's table of transfers. */
export interface TableEntry {
  readonly transferId: string;
  readonly serverId: string | null;
  readonly localId: string | null;
  readonly payer: string | null;
  readonly receiver: string | null;
  /** Epoch ms. */
  readonly beganAt: number | null;
  /** Locator as JSON. */
  readonly locator: string;
}

interface Stored {
  readonly serverId: string | null;
  readonly localId: string | null;
  readonly detail: string;
  readonly locator: string;
}

const TABLE = `SELECT server_id AS serverId, local_id AS localId, detail, locator FROM trace
  WHERE conversation = ? AND relation = 'holds' AND kind = 'transfer-table' ORDER BY id`;

/** Entries of `transferTable` (4.x) and `RemittanceRecord` (Android). @source wechat-databases.md §3.4, §5.1.3 */
export function* transferTable(chat: Chat, conversation: string): Generator<TableEntry, void, void> {
  for (const { serverId, localId, detail, locator } of chat.query<Stored>(TABLE, conversation)) {
    const stated = JSON.parse(detail) as Readonly<Record<string, string | undefined>>;
    const transferId = stated["transfer_id"] ?? stated["transferId"];
    if (transferId === undefined) continue;
    const began = stated["begin_transfer_time"];
    const beganAt = began !== undefined && /^\d{10}$/.test(began) ? Number(began) * 1000 : null;
    const [payer, receiver] = [stated["pay_payer"] ?? null, stated["pay_receiver"] ?? null];
    yield { transferId, serverId, localId, payer, receiver, beganAt, locator };
  }
}
