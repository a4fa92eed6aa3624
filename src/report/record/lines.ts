import { canonicalJson } from "../../base/canonical-json.ts";
import type { Chat, Conversation } from "../../model/chat.ts";
import type { Attachment, Message } from "../../model/message.ts";
import type { RunSettings } from "../../model/settings.ts";

type Period = Pick<RunSettings, "from" | "until">;

/** RFC 8785 lines of the messages inside the period, conversation by conversation in printed order. */
export function* messageLines(chat: Chat, conversations: readonly Conversation[], period: Period): Generator<string> {
  for (const { id } of conversations) {
    for (const { line, sentAt } of chat.lines(id)) if (isWithin(sentAt, period)) yield line;
  }
}

/** One line for each attachment of those messages, with the number of its message. */
export function* attachmentLines(
  chat: Chat,
  conversations: readonly Conversation[],
  period: Period,
): Generator<string> {
  const sql = `SELECT a.seq, a.ordinal, m.sent_at AS sentAt FROM attachment a JOIN message m ON m.id = a.message
    WHERE a.conversation = ? ORDER BY a.seq, a.ordinal`;
  for (const { id } of conversations) {
    let message: Message | undefined;
    for (const row of chat.query<{ seq: number; ordinal: number; sentAt: number | null }>(sql, id)) {
      if (!isWithin(row.sentAt, period)) continue;
      if (message?.seq !== row.seq) message = chat.message(id, row.seq);
      const attachment: Attachment | undefined = message.attachments[row.ordinal];
      yield canonicalJson({
        conversation: id,
        message: row.seq,
        kind: message.kind,
        ordinal: row.ordinal,
        ...attachment,
      });
    }
  }
}

/** Rows of payment bills, bill by bill in their own order. */
export function* billLines(chat: Chat): Generator<string> {
  for (const { line } of chat.query<{ line: string }>("SELECT line FROM bill ORDER BY rowid")) yield line;
}

/** Records that could not be read, and repairs, in the order they were met; without the words of what was left out. */
export function* skippedLines(chat: Chat): Generator<string> {
  const hidden = new Set(chat.conversations.filter(({ selected }) => !selected).map(({ id }) => id));
  type Skip = { source: string; conversation: string | null; at: string; reason: string; raw: string };
  const skipped = chat.query<Skip>("SELECT source, conversation, at, reason, raw FROM skipped ORDER BY rowid");
  for (const { at, raw, ...row } of skipped) {
    const told = row.conversation !== null && hidden.has(row.conversation) ? "" : raw;
    yield canonicalJson({ type: "skipped", ...row, raw: told, at: JSON.parse(at) as unknown });
  }
  type Mend = { source: string; at: string; code: string; detail: string };
  const repairs = chat.query<Mend>("SELECT source, at, code, detail FROM repair ORDER BY rowid");
  for (const { at, ...row } of repairs) yield canonicalJson({ type: "repair", ...row, at: JSON.parse(at) as unknown });
}

/** A message without a time is inside every period: it cannot be said to be outside. */
export function isWithin(sentAt: number | null, { from, until }: Period): boolean {
  if (sentAt === null) return true;
  return (from === null || sentAt >= from) && (until === null || sentAt < until);
}
