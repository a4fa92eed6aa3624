import { posix } from "node:path";
import type { ConversationFacts, MessageFacts, Yielded } from "../importer.ts";
import { isNotice } from "./placeholder.ts";

/** The one conversation of a file. */
export const CHAT = "chat";

/** How private chats name the account they were exported from. @source documented: export-formats.md §4.1.3 */
export const SELF = "我";

/** The conversation of a file. */
export function conversationOf(facts: Partial<ConversationFacts> & Pick<ConversationFacts, "title">): Yielded {
  const all: ConversationFacts = {
    key: CHAT,
    type: "unknown",
    talker: null,
    statedMessageCount: null,
    statedLastMessageAt: null,
    members: [],
    ...facts,
  };
  return { type: "conversation", facts: all };
}

/** The id says more than the word: rooms and official accounts have ids of their own form. */
export function typeOfTalker(talker: string | null, otherwise: ConversationFacts["type"]): ConversationFacts["type"] {
  if (talker?.endsWith("@chatroom") === true) return "group";
  if (talker?.startsWith("gh_") === true) return "official";
  return otherwise === "unknown" && talker?.startsWith("wxid_") === true ? "private" : otherwise;
}

/** Folder of an entry, `.` at the top. */
export function folderOf(entry: string): string {
  return posix.dirname(entry);
}

type SenderFacts = Pick<MessageFacts, "direction" | "sender" | "senderName" | "senderBasis" | "extra"> & {
  readonly warnings: readonly string[];
};

/**
 * Sender of a row that only its header names. Where the text reads like a notice nobody is the sender; who stands in the
 * header goes to `extra`.
 *
 * @param sees what `我` means here: in private chats it is the owner, in groups it can be anybody's name
 */
export function headedSender(
  name: string,
  kind: MessageFacts["kind"],
  sees: { readonly isSelfKnown: boolean; readonly isPeerHeader: boolean },
): SenderFacts {
  const isSelf = sees.isSelfKnown && name === SELF;
  const warnings = sees.isPeerHeader && !isSelf ? ["SENDER_IS_PEER_HEADER"] : [];
  if (isNotice(kind) && !isSelf) {
    return {
      direction: "unknown",
      sender: null,
      senderName: null,
      senderBasis: "none",
      extra: { 标题行: name },
      warnings,
    };
  }
  const direction = isSelf ? "sent" : sees.isSelfKnown ? "received" : "unknown";
  return { direction, sender: null, senderName: name, senderBasis: "name", warnings };
}
