/** A row of a bill that stands for a transfer told in a chat. */
export interface BillMatch {
  /** Export of the bill, and the row within it. */
  readonly source: string;
  readonly row: number;
  readonly by: "number" | "amount-and-time";
}

/** One transfer as the chats tell it, offer and receipt put together. */
export interface ChatPayment {
  readonly conversation: string;
  readonly seq: number;
  readonly sentAt: number | null;
  /** Where the money went, seen from the exporting account; null where the export does not tell. */
  readonly way: "in" | "out" | null;
  readonly amountFen: number | null;
  readonly amountText: string | null;
  readonly state: "offered" | "received" | "returned";
  /** Numbers of payment it names. */
  readonly ids: readonly string[];
  /** Null where no row of a bill pairs with it. */
  readonly match: BillMatch | null;
}

/** A transfer of a bill that no transfer of the chats pairs with. */
export interface BillLeftover {
  readonly source: string;
  readonly row: number;
  readonly at: number | null;
  readonly way: "in" | "out" | null;
  readonly amountFen: number | null;
  readonly amountText: string | null;
  readonly transactionId: string | null;
}

/** Transfers of the chats beside those of the bills, paired as the check `consistency/pay-bill` pairs them. */
export interface Payments {
  readonly hasBill: boolean;
  readonly transfers: readonly ChatPayment[];
  readonly leftovers: readonly BillLeftover[];
}
