import type { Signal } from "../../model/chat.ts";
import type { ExportFacts, MessageFacts } from "../importer.ts";

/**
 * What a spreadsheet program can take out of every row: epochs, ids of more than fifteen digits. Seconds stay a signal of
 * the format, by which their loss is found.
 */
const CAN_BE_LOST: readonly Signal[] = ["time-text-and-epoch", "server-id"];

/** Notes which of these signals one message carries. */
export function noteCarried(
  carried: Set<Signal>,
  times: Pick<MessageFacts, "sentAtText" | "timeBasis">,
  serverId: string | null,
): void {
  if (serverId !== null) carried.add("server-id");
  if (times.timeBasis === "epoch" && times.sentAtText !== null) carried.add("time-text-and-epoch");
}

/** The export as its rows have shown it: without the signals that none of them carries any more. */
export function withoutLost(facts: ExportFacts, carried: ReadonlySet<Signal>): ExportFacts {
  const provides = facts.provides.filter((signal) => !CAN_BE_LOST.includes(signal) || carried.has(signal));
  return { ...facts, provides, serverIdOrigin: carried.has("server-id") ? facts.serverIdOrigin : "none" };
}
