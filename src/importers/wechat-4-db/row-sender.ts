import type { Cell } from "../../base/sqlite/tables.ts";
import type { Direction } from "../../model/message.ts";
import type { MessageFacts } from "../importer.ts";
import type { MessageRow } from "./message-row.ts";
import type { TableContext } from "./table-context.ts";

type SenderFacts = Required<Pick<MessageFacts, "sender" | "senderBasis">> & { readonly direction: Direction };

/** Zero and nothing are how the client says that nobody is named. */
function isNumbered(id: Cell): boolean {
  return id !== null && String(id) !== "0";
}

/** Who sent a row, and which way it went. @source documented: wechat-databases.md §3.2 */
export function senderOf(
  row: MessageRow,
  prefix: string | null,
  isNotice: boolean,
  context: TableContext,
  warnings: string[],
): SenderFacts {
  if (isNotice) return { sender: null, senderBasis: "none", direction: "system" };
  // What begins with somebody's name was received, whoever that was.
  const received: Direction = prefix === null ? "unknown" : "received";
  if (context.isShifted) return { sender: null, senderBasis: "none", direction: received };
  const { owner } = context;
  const stated = context.names.get(String(row.realSenderId)) ?? null;
  if (stated === null) {
    if (isNumbered(row.realSenderId)) warnings.push("SENDER_UNMAPPED");
    const direction = prefix !== null && prefix === owner ? "sent" : received;
    return { sender: prefix, senderBasis: prefix === null ? "none" : "stated", direction };
  }
  const isForeign = context.type === "private" && owner !== null && stated !== owner && stated !== context.talker;
  if (isForeign || (prefix !== null && prefix !== stated)) warnings.push("SENDER_FIELDS_DISAGREE");
  const direction = owner === null ? received : stated === owner ? "sent" : "received";
  return { sender: stated, senderBasis: "stated", direction };
}
