import type { Signal } from "../../model/chat.ts";
import type { ExportFacts, MessageFacts } from "../importer.ts";

/** What a spreadsheet program can take out of every row: seconds, epochs, ids of more than fifteen digits. */
const CAN_BE_LOST: readonly Signal[] = ["sent-second", "time-text-and-epoch", "server-id"];

/** Notes which of these signals one message carries. */
export function noteCarried(
  carried: Set<Signal>,
  times: Pick<MessageFacts, "sentAt" | "sentAtText" | "timePrecision" | "timeBasis">,
  serverId: string | null,
): void {
  if (serverId !== null) carried.add("server-id");
  if (times.sentAt === null) return;
  if (times.timePrecision === "s" || times.timePrecision === "ms") carried.add("sent-second");
  if (times.timeBasis === "epoch" && times.sentAtText !== null) carried.add("time-text-and-epoch");
}

/** The export as its rows have shown it: without the signals that none of them carries any more. */
export function withoutLost(facts: ExportFacts, carried: ReadonlySet<Signal>): ExportFacts {
  const provides = facts.provides.filter((signal) => !CAN_BE_LOST.includes(signal) || carried.has(signal));
  return { ...facts, provides, serverIdOrigin: carried.has("server-id") ? facts.serverIdOrigin : "none" };
}
