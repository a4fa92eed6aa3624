import type { MessageFacts } from "../../src/importers/importer.ts";
import type { ForwardedItem } from "../../src/model/message.ts";

/** A merged record with items of text, each with what the case states of it. */
export function forwardOf(
  items: readonly Partial<ForwardedItem>[],
  more: Partial<MessageFacts> = {},
): Partial<MessageFacts> {
  return {
    kind: "forward",
    text: "群聊的聊天记录",
    forward: {
      title: "群聊的聊天记录",
      items: items.map((item) => ({ sender: "老王", sentAtText: null, kind: "text", text: null, ...item })),
    },
    ...more,
  };
}
