import type { Attachment, Message } from "../../model/message.ts";
import { LONGEST, type ReportContext } from "../context.ts";

/** Who sent a message, as printed: the name it shows with the account; empty for a notice without a sender. */
export function senderText(
  context: ReportContext,
  { sender, senderName, direction }: Pick<Message, "sender" | "senderName" | "direction">,
): string {
  if (sender !== null) return shownSender(context, sender, senderName);
  if (senderName !== null && senderName !== "") return context.clip(senderName, LONGEST.name);
  return direction === "system" ? "" : context.words.transcript.unknownSender;
}

/** The name as the message shows it, with the account. */
function shownSender(context: ReportContext, id: string, name: string | null): string {
  const known = context.participant(id);
  if (name === null || name === "" || known === name || known.startsWith(`${name} (`)) return known;
  const account = context.account(id);
  const shown = context.clip(name, LONGEST.name);
  return account === null ? shown : `${shown} (${account})`;
}

/** What an attachment is called: its name, else the last part of a path, else that it has none. */
export function calledText(context: ReportContext, { name, statedPath, file }: Attachment): string {
  return name ?? statedPath?.split(/[\\/]/).at(-1) ?? file?.split("/").at(-1) ?? context.words.transcript.unnamed;
}
