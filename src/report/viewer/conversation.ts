import { breathe } from "../../base/breath.ts";
import { zonedDay } from "../../base/zoned-time.ts";
import type { Document } from "../../model/document.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Level } from "../../model/finding.ts";
import { KINDS } from "../../model/kind.ts";
import type { Message } from "../../model/message.ts";
import type { Watch } from "../../model/progress.ts";
import {
  ROW_FLAGS,
  VIEWER_PAGE,
  type ViewerConversation,
  type ViewerConversationRow,
  type ViewerSender,
} from "../../model/viewer.ts";
import type { ReportContext } from "../context.ts";
import { byCount } from "../counts.ts";
import { reasonText } from "../reasons.ts";
import { isWithin } from "../record/lines.ts";
import { conversationBlocks, conversationFacts } from "./conversation-facts.ts";
import { levelCounts } from "./findings.ts";
import type { Given } from "./given.ts";
import { isRight, viewerMessage, type Found } from "./message.ts";
import { RowWriter } from "./rows.ts";
import { dataDocument, scriptJson } from "./script.ts";
import { stated } from "./stated.ts";
import { Targets } from "./targets.ts";

const KIND_PLACES = new Map(Object.keys(KINDS).map((kind, place) => [kind, place]));

/** Every file of one conversation: its messages in printed order, their columns, and what is said of it. */
export async function conversationDocuments(
  given: Given,
  conversation: ConversationDescription,
  watch: Watch,
): Promise<Document[]> {
  const { scratch } = given.material;
  const walk = new Walk(given, conversation);
  const writer = new RowWriter(conversation.id, scratch);
  for (const row of walk.rows()) {
    writer.add(row);
    if (writer.counts.rows % VIEWER_PAGE.messages === 0) await breathe(watch.signal);
  }
  writer.end();
  const { pages, indexes } = writer.counts;
  const head: ViewerConversation = {
    ...conversationRow(given.context, conversation),
    pages,
    indexes,
    blocks: conversationBlocks(given.context, conversation),
    senders: walk.senders,
    ...conversationFacts(given.context, conversation, walk.firstRows),
  };
  return [dataDocument(conversation.id, head, scratch), ...writer.documents];
}

/** What the list of conversations says of one. */
export function conversationRow(context: ReportContext, of: ConversationDescription): ViewerConversationRow {
  return stated<ViewerConversationRow>({
    id: of.id,
    title: of.title,
    type: of.type,
    talker: of.talker,
    source: of.source,
    messageCount: of.messageCount,
    shown: of.messageCount - of.leftOut,
    skippedCount: of.skippedCount,
    firstMessageAt: of.firstMessageAt,
    lastMessageAt: of.lastMessageAt,
    period: context.period(of.firstMessageAt, of.lastMessageAt),
    idGrade: of.idGrade,
    continuity: of.continuity.word,
    reasons: [...new Set(of.continuity.notPossible.map(({ reason }) => reasonText(context, reason)))],
    findings: levelCounts(context, of.id),
  });
}

/** The messages of a conversation that are in the record, one after another, with what is counted on the way. */
class Walk {
  /** Day as printed -> row of its first message. */
  readonly firstRows = new Map<string, number>();
  private readonly given: Given;
  private readonly conversation: ConversationDescription;
  /** In falling order of messages read. */
  private readonly order: readonly string[];
  private readonly counts: number[];

  constructor(given: Given, conversation: ConversationDescription) {
    this.given = given;
    this.conversation = conversation;
    const known = byCount(conversation.senders).map(([sender]) => sender);
    this.order = known.filter((sender) => sender !== "");
    this.counts = this.order.map(() => 0);
  }

  get senders(): ViewerSender[] {
    const { context, sides } = this.given;
    return this.order.map((sender, place) => {
      const side = sides.of({ direction: "received", sender, conversation: this.conversation.id });
      const messages = this.counts[place] ?? 0;
      return stated<ViewerSender>({
        sender,
        name: context.participant(sender),
        side,
        isRight: isRight(side),
        messages,
      });
    });
  }

  *rows() {
    const { context, exhibits } = this.given;
    const { id } = this.conversation;
    const { chat, dossier } = context;
    const places = new Map(this.order.map((sender, place) => [sender, place]));
    const named = exhibits.within(id);
    const quotes = new Targets(chat, id, "quote_target");
    const recalls = new Targets(chat, id, "recall_target");
    let row = 0;
    try {
      for (const message of chat.messages(id)) {
        if (!isWithin(message.sentAt, dossier.settings)) continue;
        const sender = places.get(message.sender ?? "") ?? -1;
        if (sender >= 0) this.counts[sender] = (this.counts[sender] ?? 0) + 1;
        const day = this.dayOf(message, row);
        if (day !== null && !this.firstRows.has(day)) this.firstRows.set(day, row);
        const found = { quoted: quotes.of(message.seq), recalled: recalls.of(message.seq) };
        yield {
          seq: message.seq,
          sentAt: message.sentAt,
          sender,
          day,
          ...this.shown(message, found, named(message.seq)),
        };
        row += 1;
      }
    } finally {
      quotes.close();
      recalls.close();
    }
  }

  /** A message without a time belongs to the day before it; where there is none, that is said. */
  private dayOf({ sentAt }: Message, row: number): string | null {
    const { dossier, words } = this.given.context;
    if (sentAt !== null) return zonedDay(sentAt, dossier.settings.timeZone);
    return row === 0 ? words.transcript.noTime : null;
  }

  private shown(message: Message, found: Found, exhibits: readonly number[]) {
    const shown = viewerMessage(this.given, message, found, exhibits);
    const main = message.attachments.filter(({ role }) => role === "main");
    const levels = new Set((shown.findings ?? []).map((number) => this.given.findings.levelOf(number)));
    const levelFlag = (level: Level) => (levels.has(level) ? ROW_FLAGS[level] : 0);
    const flags =
      levelFlag("error") | levelFlag("warning") | levelFlag("note") |
      (main.length > 0 ? ROW_FLAGS.attachment : 0) |
      (main.some(({ state }) => state !== "present") ? ROW_FLAGS.attachmentMissing : 0) |
      (shown.side === "system" ? ROW_FLAGS.system : 0) |
      (shown.isRight ? ROW_FLAGS.right : 0) |
      (exhibits.length > 0 ? ROW_FLAGS.exhibit : 0); // prettier-ignore
    return { kind: KIND_PLACES.get(message.kind) ?? -1, flags, json: scriptJson(shown) };
  }
}
