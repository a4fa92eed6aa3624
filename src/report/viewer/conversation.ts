import { breathe } from "../../base/breath.ts";
import type { Document } from "../../model/document.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import { KINDS } from "../../model/kind.ts";
import type { Watch } from "../../model/progress.ts";
import {
  ROW_FLAGS,
  VIEWER_PAGE,
  type ViewerConversation,
  type ViewerConversationRow,
  type ViewerMessage,
  type ViewerSender,
} from "../../model/viewer.ts";
import type { ReportContext } from "../context.ts";
import { byCount } from "../counts.ts";
import { reasonText } from "../reasons.ts";
import { isWithin } from "../record/lines.ts";
import { conversationBlocks, conversationFacts } from "./conversation-facts.ts";
import { levelCounts } from "./findings.ts";
import type { Given } from "./given.ts";
import { isRight, viewerMessage } from "./message.ts";
import { RowWriter, type Row } from "./rows.ts";
import { dataDocument, scriptJson } from "./script.ts";
import { stated } from "./stated.ts";
import { Targets } from "./targets.ts";

/** Of a printed time, those of the day. */
const DAY_CHARACTERS = 10;
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

  *rows(): Generator<Row> {
    const { context, exhibits } = this.given;
    const { id } = this.conversation;
    const { chat, dossier } = context;
    const places = new Map(this.order.map((sender, place) => [sender, place]));
    const named = exhibits.within(id);
    const targets = new Targets(chat, id);
    let row = 0;
    for (const message of chat.messages(id)) {
      if (!isWithin(message.sentAt, dossier.settings)) continue;
      const sender = places.get(message.sender ?? "") ?? -1;
      if (sender >= 0) this.counts[sender] = (this.counts[sender] ?? 0) + 1;
      const found = { quoted: targets.quotedBy(message), recalled: targets.recalledBy(message) };
      const shown = viewerMessage(this.given, message, found, named(message.seq));
      const day = this.dayOf(shown, row);
      if (day !== null && !this.firstRows.has(day)) this.firstRows.set(day, row);
      const kind = KIND_PLACES.get(message.kind) ?? -1;
      const flags = this.flagsOf(shown);
      yield { seq: message.seq, sentAt: message.sentAt, kind, sender, flags, day, json: scriptJson(shown) };
      row += 1;
    }
  }

  /** A message without a time belongs to the day before it; where there is none, that is said. */
  private dayOf({ time }: ViewerMessage, row: number): string | null {
    if (time !== undefined) return time.slice(0, DAY_CHARACTERS);
    return row === 0 ? this.given.context.words.transcript.noTime : null;
  }

  private flagsOf({ findings = [], attachments = [], side, isRight, exhibits }: ViewerMessage): number {
    const main = attachments.filter(({ role }) => role === "main");
    const flags = [
      main.length > 0 && ROW_FLAGS.attachment,
      main.some(({ state }) => state !== "present") && ROW_FLAGS.attachmentMissing,
      side === "system" && ROW_FLAGS.system,
      isRight && ROW_FLAGS.right,
      exhibits && ROW_FLAGS.exhibit,
      ...findings.map((number) => ROW_FLAGS[this.given.findings.levelOf(number)]),
    ];
    return flags.reduce<number>((sum, flag) => sum | (flag || 0), 0);
  }
}
