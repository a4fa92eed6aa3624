import type { MessageFacts } from "../../importer.ts";

/** Content of a row, and the account its beginning names. */
export interface Prefixed {
  readonly sender: string | null;
  readonly body: string;
}

/** Longest account id. */
const MOST = 80;

/**
 * In groups what others send begins with their account, a colon and a line break.
 *
 * @source wechat-databases.md §5.1.3
 */
export function splitPrefix(content: string): Prefixed {
  const colon = content.startsWith("~SEMI_XML~") ? -1 : content.indexOf(":");
  const sender = content.slice(0, Math.max(0, colon));
  if (colon < 2 || colon > MOST || content[colon + 1] !== "\n" || /[<\s]/.test(sender)) {
    return { sender: null, body: content };
  }
  return { sender, body: content.slice(colon + 2) };
}

/** Who is who in a conversation. */
export interface Side {
  readonly talker: string | null;
  readonly owner: string | null;
  readonly isGroup: boolean;
}

type SenderFacts = Required<Pick<MessageFacts, "direction" | "sender" | "senderBasis">>;

/** Sender of a row that is no notice. `isSent` null: the row does not say which side. */
export function senderOf(isSent: boolean | null, prefix: string | null, { talker, owner, isGroup }: Side): SenderFacts {
  if (isSent === null) return { direction: "unknown", sender: null, senderBasis: "none" };
  if (isSent) return { direction: "sent", sender: owner, senderBasis: owner === null ? "none" : "direction" };
  if (isGroup) return { direction: "received", sender: prefix, senderBasis: prefix === null ? "none" : "stated" };
  return { direction: "received", sender: talker, senderBasis: talker === null ? "none" : "direction" };
}
