import { durationText, sizeText } from "../../base/sentence.ts";
import { KINDS } from "../../model/kind.ts";
import type { Attachment, Forward, Message, Quote } from "../../model/message.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import type { Span, Style } from "../paper/lines.ts";
import { COLUMNS, Rows, type Row } from "../paper/row.ts";
import type { Typeface } from "../paper/typeface.ts";
import type { Marks } from "./marks.ts";
import type { Masker } from "./masker.ts";
import { calledText, senderText } from "./named.ts";
import type { Sides } from "./sides.ts";
import type { Shown } from "./thumbnails.ts";
import type { DeclaredTranscripts } from "./transcripts.ts";

/** What an entry is made with. */
export interface Tools {
  readonly context: ReportContext;
  readonly typeface: Typeface;
  readonly sides: Sides;
  readonly marks: Marks;
  readonly transcripts: DeclaredTranscripts;
  /** Null where numbers are printed whole. */
  readonly masker: Masker | null;
}

export const STYLES = {
  title: { weight: "bold", size: 15, grey: 0 },
  heading: { weight: "bold", size: 11, grey: 0 },
  day: { weight: "bold", size: 10, grey: 0 },
  text: { weight: "regular", size: 9.5, grey: 0 },
  head: { weight: "regular", size: 8, grey: 0.25 },
  headBold: { weight: "bold", size: 8, grey: 0 },
  fact: { weight: "regular", size: 8, grey: 0.25 },
  note: { weight: "regular", size: 6.6, grey: 0.15 },
} as const satisfies Record<string, Style>;

const INDENT = 12;
const STEP = 12;
const DEEPEST = 6;
const THUMBNAIL = 84;
const DIGEST_DIGITS = 16;
const AFTER = 7;

/** One message as rows of a page. @param label words such as 上下文 in the head, or "" */
export function entryOf(tools: Tools, message: Message, thumbnails: readonly (Shown | null)[], label = ""): Row[] {
  return new Entry(tools, message).rows(thumbnails, label);
}

class Entry {
  private readonly tools: Tools;
  private readonly message: Message;
  private readonly out: Rows;
  private readonly words;
  private readonly context: ReportContext;

  constructor(tools: Tools, message: Message) {
    this.tools = tools;
    this.message = message;
    this.context = tools.context;
    this.words = tools.context.words.transcript;
    this.out = new Rows(tools.typeface);
  }

  rows(thumbnails: readonly (Shown | null)[], label: string): Row[] {
    const { message } = this;
    this.head(label);
    this.body();
    if (message.quote) this.quote(message.quote);
    if (message.forward) this.forward(message.forward);
    this.money();
    this.happenings();
    for (const [index, attachment] of message.attachments.entries()) {
      this.attachment(attachment, index + 1, thumbnails[index] ?? null);
    }
    this.voice();
    const notes = this.tools.marks.of(message.conversation, message.seq);
    return this.out.notes(notes, STYLES.note).space(AFTER).rows;
  }

  /** Words of a source: numbers of other people are hidden where asked. */
  private own(text: string): string {
    return this.tools.masker?.masked(text) ?? text;
  }

  private say(template: string, values: Parameters<ReportContext["say"]>[1] = {}): string {
    return this.context.say(template, values);
  }

  private head(label: string): void {
    const { message, words } = this;
    const { seq, conversation, sentAt, sentAtText, kind } = message;
    const stated =
      sentAt === null && sentAtText !== null ? this.say(words.statedTime, { text: this.own(sentAtText) }) : "";
    const time = sentAt === null ? words.noTime + stated : this.context.time(sentAt);
    const marks = [
      words.sides[this.tools.sides.of(message)],
      KINDS[kind].name[this.context.language],
      ...(label === "" ? [] : [label]),
    ];
    const sender = this.sender();
    const spans: Span[] = [
      { text: `${conversation}-${seq}`, style: STYLES.headBold },
      { text: ` · ${time}${sender === "" ? "" : " · "}`, style: STYLES.head },
      { text: sender, style: STYLES.headBold },
      { text: ` ${[...new Set(marks)].map((mark) => `【${mark}】`).join("")}`, style: STYLES.head },
    ];
    this.out.text(spans);
  }

  private sender(): string {
    return this.own(senderText(this.context, this.message));
  }

  private body(): void {
    const { text, kind, typeCode } = this.message;
    if (text !== null && text !== "") this.text(text, STYLES.text);
    else if (!this.hasOther()) this.text(this.words.noText, STYLES.fact, true);
    if (kind === "unknown" && typeCode !== null)
      this.text(this.say(this.words.typeCode, { code: typeCode }), STYLES.fact, true);
  }

  private hasOther(): boolean {
    const { attachments, quote, forward, transfer, redPacket, call, location, recall, system } = this.message;
    return (
      attachments.length > 0 || [quote, forward, transfer, redPacket, call, location, recall, system].some(Boolean)
    );
  }

  private text(text: string, style: Style, ours = false, depth = 0): void {
    const indent = INDENT + depth * STEP;
    const bars = Array.from({ length: depth }, (_, level) => COLUMNS.left + INDENT + level * STEP + 3);
    this.out.text([{ text: ours ? text : this.own(text), style }], indent, bars);
  }

  private fact(text: string, depth = 0): void {
    this.text(text, STYLES.fact, true, depth);
  }

  private quote({ targetServerId, sender, sentAt, text }: Quote): void {
    const { words } = this;
    const target = targetServerId === null ? null : this.numberOf(targetServerId);
    if (target !== null) this.fact(this.say(words.quoteOf, { target }), 1);
    else if (targetServerId === null) this.fact(words.quoteUnnamed, 1);
    else this.fact(this.say(words.quoteAbsent, { id: targetServerId }), 1);
    if (sender !== null || sentAt !== null) {
      const by = sender === null ? words.unknownSender : this.own(this.context.participant(sender));
      this.fact(
        this.say(words.quoteBy, { sender: by, time: sentAt === null ? words.noTime : this.context.time(sentAt) }),
        1,
      );
    }
    if (text !== null) this.text(text, STYLES.text, false, 1);
  }

  /** Printed number of a message of this conversation by its server id. */
  private numberOf(serverId: string): string | null {
    const sql = "SELECT seq FROM message WHERE conversation = ? AND server_id = ? ORDER BY +seq LIMIT 1";
    const { conversation } = this.message;
    for (const { seq } of this.context.chat.query<{ seq: number }>(sql, conversation, serverId))
      return `${conversation}-${seq}`;
    return null;
  }

  private forward({ title, items, statedCount }: Forward): void {
    const { words } = this;
    const stated = statedCount === undefined ? "" : this.say(words.forwardStated, { count: statedCount });
    this.fact(this.say(words.forward, { count: items.length }) + stated, 1);
    if (title !== null) this.text(title, STYLES.text, false, 1);
    for (const [index, item] of items.entries()) {
      const depth = Math.min(2 + (item.depth ?? 0), DEEPEST);
      const time = item.sentAtText ?? (item.sentAt === undefined ? words.noTime : this.context.time(item.sentAt));
      const kind = item.kind === null ? "" : ` 【${KINDS[item.kind].name[this.context.language]}】`;
      const head = this.say(words.forwardItem, { number: index + 1 });
      this.fact(`${head} · ${this.own(item.sender ?? words.unknownSender)} · ${this.own(time)}${kind}`, depth);
      if (item.text !== null && item.text !== "") this.text(item.text, STYLES.text, false, depth);
    }
  }

  private money(): void {
    const { words } = this;
    const { transfer, redPacket } = this.message;
    if (transfer) {
      const { amountText, memo, state, transferId, transactionId } = transfer;
      this.fact(
        this.say(words.transfer, {
          amount: amountText ?? this.context.words.notStated,
          state: words.transferStates[state],
        }),
      );
      if (memo !== null && memo !== "") this.fact(this.say(words.transferMemo, { memo: this.own(memo) }));
      if (transferId !== null) this.fact(this.say(words.transferId, { id: transferId }));
      if (transactionId !== null) this.fact(this.say(words.transactionId, { id: transactionId }));
    }
    if (redPacket) this.fact(this.say(words.redPacket, { title: this.own(redPacket.title ?? "") }));
  }

  private happenings(): void {
    const { words, message } = this;
    const { notStated } = this.context.words;
    const { call, location, recall, system } = message;
    if (call) {
      const length =
        call.durationSec === null ? notStated : durationText(call.durationSec * 1000, this.context.language);
      this.fact(
        this.say(words.call, {
          media: words.callMedia[call.media],
          outcome: this.own(call.outcome ?? notStated),
          length,
        }),
      );
    }
    if (location) {
      const { label, poi, latitudeText, longitudeText } = location;
      const place = [poi, label].filter((part) => part !== null && part !== "").join(" ");
      this.fact(
        this.say(words.location, {
          label: this.own(place),
          latitude: latitudeText ?? notStated,
          longitude: longitudeText ?? notStated,
        }),
      );
    }
    if (recall) {
      const number =
        recall.targetServerId === null
          ? words.recallUnnamed
          : (this.numberOf(recall.targetServerId) ?? words.recallAbsent);
      const by = recall.byName ?? (recall.by === null ? notStated : this.context.participant(recall.by));
      this.fact(this.say(words.recall, { by: this.own(by), target: number }));
    }
    if (system) this.system(system);
  }

  private system({ event, actor, subjects, value }: NonNullable<Message["system"]>): void {
    const { words } = this;
    const named = (id: string) => this.own(this.context.participant(id));
    const said = [this.say(words.system, { event: words.events[event] })];
    if (actor !== null) said.push(this.say(words.systemActor, { actor: named(actor) }));
    if (subjects.length > 0)
      said.push(this.say(words.systemSubjects, { subjects: this.context.list(subjects.map(named)) }));
    if (value !== null && value !== "") said.push(this.say(words.systemValue, { value: this.own(value) }));
    this.fact(said.join(" · "));
  }

  private attachment(attachment: Attachment, number: number, shown: Shown | null): void {
    const { words } = this;
    const { role, sizeBytes, sha256, state } = attachment;
    const title = this.own(this.context.clip(calledText(this.context, attachment), LONGEST.path));
    this.fact(this.say(words.attachment, { number, role: words.attachmentRoles[role], name: title }));
    this.fact(
      this.say(words.attachmentFacts, {
        size: sizeBytes === null ? this.context.words.notStated : sizeText(sizeBytes),
        digest: sha256?.slice(0, DIGEST_DIGITS) ?? this.context.words.notStated,
        state: words.attachmentStates[state],
      }),
    );
    if (shown?.thumbnail) {
      const { jpeg, width, height } = shown.thumbnail;
      const scale = Math.min(1, THUMBNAIL / Math.max(width, height));
      this.out.picture({ key: shown.key, jpeg, width: width * scale, height: height * scale }, INDENT);
    } else if (shown) this.fact(words.noThumbnail);
  }

  /** Length and transcript of a recording; what was written down of any other message. */
  private voice(): void {
    const { words, message } = this;
    const { kind, attachments, conversation, seq } = message;
    if (kind === "voice") {
      const length = attachments.find(({ claimedDurationMs }) => claimedDurationMs !== null)?.claimedDurationMs ?? null;
      const said = length === null ? this.context.words.notStated : durationText(length, this.context.language);
      this.fact(this.say(words.voiceLength, { length: said }));
    }
    const declared = this.tools.transcripts.of(conversation, seq);
    if (declared.length === 0 && kind === "voice") this.fact(words.noTranscript);
    for (const { text, from } of declared) {
      this.fact(words.transcript, 1);
      this.text(text, STYLES.text, false, 1);
      this.text(from, STYLES.fact, false, 1);
    }
  }
}
