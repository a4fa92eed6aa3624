import type { Scratch } from "../../base/scratch.ts";
import type { Chat } from "../../model/chat.ts";
import type { Document } from "../../model/document.ts";
import type { ConversationDescription, Dossier } from "../../model/dossier.ts";
import type { Material } from "../../model/material.ts";
import { jsonFact, linesFact, documentOf } from "../document.ts";
import { attachmentLines, billLines, messageLines, skippedLines } from "./lines.ts";
import { caseRecord } from "./case.ts";
import { custodyLines } from "./custody.ts";
import { filesTable } from "./files-table.ts";

/**
 * Everything under `record/`, with `meta/tool.json` and `meta/custody.jsonl`: derived from the payload and the settings
 * alone, so that `verify` can derive it again.
 */
export function renderFacts(dossier: Dossier, chat: Chat, material: Material, scratch: Scratch): Document[] {
  const selected = dossier.conversations.filter((conversation) => conversation.selected);
  const { settings } = dossier;
  return [
    linesFact("record/messages.jsonl", messageLines(chat, selected, settings), scratch.next("messages")),
    linesFact("record/attachments.jsonl", attachmentLines(chat, selected, settings), scratch.next("attachments")),
    linesFact("record/bills.jsonl", billLines(chat), scratch.next("bills")),
    linesFact("record/skipped.jsonl", skippedLines(chat), scratch.next("skipped")),
    jsonFact("record/participants.json", { schema: "evidence.participants/1", participants: dossier.participants }),
    jsonFact("record/conversations.json", {
      schema: "evidence.conversations/1",
      sources: dossier.exports,
      conversations: dossier.conversations.map(withoutContentIfLeftOut),
    }),
    jsonFact("record/checks.json", { schema: "evidence.checks/1", outcomes: dossier.outcomes }),
    jsonFact("record/case.json", caseRecord(dossier)),
    documentOf("record/files.csv", "fact", filesTable(material, dossier.payload.files, dossier.exports)),
    jsonFact("meta/tool.json", { schema: "evidence.tool/1", ...dossier.tool, settings }),
    documentOf("meta/custody.jsonl", "fact", custodyLines(dossier, material.source)),
  ];
}

function withoutContentIfLeftOut(conversation: ConversationDescription) {
  if (conversation.selected) return conversation;
  const { id, source, type, messageCount, skippedCount, firstMessageAt, lastMessageAt, selected, leftOut } =
    conversation;
  return { id, source, type, messageCount, skippedCount, firstMessageAt, lastMessageAt, selected, leftOut };
}
