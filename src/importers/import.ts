import type { Bilingual } from "../base/bilingual.ts";
import { UsageError } from "../base/errors.ts";
import { compareCodePoints } from "../base/order.ts";
import { breathe } from "../base/breath.ts";
import type { Scratch } from "../base/scratch.ts";
import type { Chat, Conversation, Export, KnownDefect, Participant } from "../model/chat.ts";
import { KINDS } from "../model/kind.ts";
import type { Watch } from "../model/progress.ts";
import type { RunSettings } from "../model/settings.ts";
import type { Source } from "../model/source.ts";
import { AttachmentFinder } from "./attachment-finder.ts";
import { detect } from "./detect.ts";
import type { Claim, ConversationFacts, ExportFacts, Importer, MessageFacts, Yielded } from "./importer.ts";
import { IMPORTERS } from "./index.ts";
import { Roster } from "./roster.ts";
import type { UnnumberedMessage } from "./message-json.ts";
import { ChatStore } from "./store.ts";

const RAW_KEPT = 500;
const ITEMS_PER_BREATH = 5000;

/** The record of everything in a source, and what of the source's own name went into it. */
export interface Imported {
  readonly chat: Chat;
  /** Set where an importer read the folder's name as part of the export. */
  readonly sourceName: string | null;
}

/**
 * Reads every export in the source into one record.
 *
 * @throws {SourceError} what detection or an importer throws; nothing is left behind
 * @throws {UsageError} CHAT_UNKNOWN when `--chat` names no conversation
 */
export async function importSource(
  source: Source,
  settings: RunSettings,
  scratch: Scratch,
  watch: Watch = {},
  importers: readonly Importer[] = IMPORTERS,
): Promise<Imported> {
  const claims = await detect(source, importers, settings.importer);
  const store = new ChatStore(scratch.next("chat.sqlite"));
  try {
    const run = new Run(source, store);
    for (const claim of claims) await run.read(importerOf(importers, claim), claim, settings, watch);
    const chat = store.finish(run.described(settings.chats));
    return { chat, sourceName: claims.find((claim) => claim.sourceName !== undefined)?.sourceName ?? null };
  } catch (error) {
    store.discard();
    throw error;
  }
}

function importerOf(importers: readonly Importer[], claim: Claim): Importer {
  const importer = importers.find((candidate) => candidate.id === claim.importer);
  if (!importer) throw new RangeError(`no importer ${claim.importer}`);
  return importer;
}

interface OpenConversation {
  readonly id: string;
  readonly source: string;
  facts: ConversationFacts;
  messageCount: number;
  skippedCount: number;
  first: number | null;
  last: number | null;
}

/** One run over all claims: gives out ids and keeps the counts that prove read = kept + skipped. */
class Run {
  private readonly source: Source;
  private readonly store: ChatStore;
  private readonly finder: AttachmentFinder;
  private readonly exports: Export[] = [];
  private readonly conversations: OpenConversation[] = [];
  private readonly participants: Participant[] = [];

  constructor(source: Source, store: ChatStore) {
    this.source = source;
    this.store = store;
    this.finder = new AttachmentFinder(source);
  }

  async read(importer: Importer, claim: Claim, settings: RunSettings, { onProgress, signal }: Watch): Promise<void> {
    const reading = new Reading(`s${this.exports.length + 1}`, claim, this.store, this.finder, this.conversations);
    let taken = 0;
    const isTimeToBreathe = () => (taken = (taken + 1) % ITEMS_PER_BREATH) === 0;
    const breath = () => {
      onProgress?.({ step: "import" });
      return breathe(signal);
    };
    for await (const item of importer.read(this.source, claim, settings)) {
      if (item.type === "messages") {
        const take = reading.taker(item.conversation);
        for (const facts of item.rows) {
          take(facts);
          if (isTimeToBreathe()) await breath();
        }
      } else {
        reading.take(item);
        if (isTimeToBreathe()) await breath();
      }
    }
    this.exports.push(reading.described());
    this.participants.push(...reading.participants());
  }

  described(chats: readonly string[]) {
    requireKnown(chats, this.conversations);
    const conversations: Conversation[] = this.conversations.map(({ facts, first, last, ...counted }) => {
      const { key: _key, members, ...rest } = facts;
      const participant = (account: string) => `${counted.source}:${account}`;
      return {
        ...counted,
        ...rest,
        members: members.map((member) => ({
          ...member,
          participant: participant(member.participant),
          ...(member.inviter === undefined ? {} : { inviter: participant(member.inviter) }),
        })),
        firstMessageAt: first,
        lastMessageAt: last,
        selected:
          chats.length === 0 ||
          chats.some((chat) => chat === facts.talker || chat === facts.title || chat === counted.id),
      };
    });
    return { exports: this.exports, conversations, participants: this.participants };
  }
}

function requireKnown(chats: readonly string[], conversations: readonly OpenConversation[]): void {
  const names = conversations.flatMap(({ id, facts }) => [id, facts.talker, facts.title]);
  const unknown = chats.find((chat) => !names.includes(chat));
  if (unknown === undefined) return;
  throw new UsageError(
    "CHAT_UNKNOWN",
    { zh: `导出中没有名为“${unknown}”的会话。`, en: `There is no conversation "${unknown}" in the export.` },
    { hint: chatHint(unknown, conversations), facts: { asked: unknown } },
  );
}

/** Conversations listed in a hint. */
const MOST_LISTED = 20;

/** Titles that hold what was typed, else all; a number is the surest way to name one. */
function chatHint(asked: string, conversations: readonly OpenConversation[]): Bilingual {
  const near = conversations.filter(({ facts }) => facts.title.toLowerCase().includes(asked.toLowerCase()));
  const offered = asked !== "" && near.length > 0 ? near : conversations;
  const listed = offered.slice(0, MOST_LISTED).map(({ id, facts }) => `${id} ${facts.title}`).join("; "); // prettier-ignore
  const rest = offered.length - MOST_LISTED;
  const more = rest > 0 ? { zh: `；另有 ${rest} 个`, en: `; and ${rest} more` } : { zh: "", en: "" };
  return {
    zh: `${offered === near ? "名称相近的" : "可选"}：${listed}${more.zh}。请写全名，或只写编号，例如 --chat ${offered[0]?.id ?? "c1"}`,
    en: `${offered === near ? "Similar" : "Choose from"}: ${listed}${more.en}. Write the whole name, or its number: --chat ${offered[0]?.id ?? "c1"}`,
  };
}

/** Takes what one importer yields for one export. */
class Reading {
  private readonly id: string;
  private readonly claim: Claim;
  private readonly store: ChatStore;
  private readonly finder: AttachmentFinder;
  private readonly conversations: OpenConversation[];
  private readonly roster: Roster;
  private readonly used = new Set<string>();
  private readonly defects: KnownDefect[] = [];
  private readonly byKey = new Map<string, OpenConversation>();
  private facts: ExportFacts | null = null;
  private billRows = 0;

  constructor(id: string, claim: Claim, store: ChatStore, finder: AttachmentFinder, conversations: OpenConversation[]) {
    this.id = id;
    this.claim = claim;
    this.store = store;
    this.finder = finder;
    this.conversations = conversations;
    this.roster = new Roster(id);
    this.used.add(claim.entry);
  }

  /** Takes messages of one conversation. */
  taker(key: string): (facts: MessageFacts) => void {
    const conversation = this.conversation(key);
    return (facts) => this.message(conversation, facts);
  }

  take(item: Exclude<Yielded, { type: "messages" }>): void {
    switch (item.type) {
      case "export":
        this.facts = item.facts;
        break;
      case "conversation":
        this.open(item.facts);
        break;
      case "name":
        this.roster.saw(item.seen.account, item.seen.name, item.seen.seenAt);
        break;
      case "account":
        this.roster.knows(item.seen);
        break;
      case "numbering":
        this.store.addNumbering(this.id, this.idOrNull(item.conversation), item.facts);
        break;
      case "trace":
        this.trace(item);
        break;
      case "message":
        this.message(this.conversation(item.conversation), item.facts);
        break;
      case "skipped":
        this.skip(item);
        break;
      case "repair":
        this.store.addRepair({ source: this.id, at: item.at, code: item.code, detail: item.detail });
        break;
      case "bill":
        this.billRows += 1;
        this.store.addBillRow({ ...item.facts, source: this.id, row: this.billRows });
        break;
      case "used":
        this.used.add(item.path);
        break;
      case "defect":
        this.defects.push(item.defect);
        break;
    }
  }

  described(): Export {
    if (this.facts === null) throw new RangeError(`${this.claim.importer} described no export`);
    return {
      ...this.facts,
      id: this.id,
      importer: this.claim.importer,
      entry: this.claim.entry,
      basis: this.claim.basis,
      knownDefects: this.defects,
      filesUsed: [...this.used].sort(compareCodePoints),
    };
  }

  participants(): Participant[] {
    return this.roster.list(this.facts?.owner ?? null);
  }

  /** A later word on the same conversation replaces the earlier one: some formats state members or counts at the end. */
  private open(facts: ConversationFacts): void {
    const known = this.byKey.get(facts.key);
    if (known) {
      known.facts = facts;
    } else {
      const id = `c${this.conversations.length + 1}`;
      const opened = { id, source: this.id, facts, messageCount: 0, skippedCount: 0, first: null, last: null };
      this.byKey.set(facts.key, opened);
      this.conversations.push(opened);
    }
    for (const { participant, groupNickname } of facts.members) {
      this.roster.saw(
        participant,
        groupNickname === null ? null : { kind: "group-nickname", text: groupNickname },
        null,
      );
    }
  }

  private conversation(key: string): OpenConversation {
    const conversation = this.byKey.get(key);
    if (!conversation) throw new RangeError(`${this.claim.importer} used conversation ${key} before naming it`);
    return conversation;
  }

  private idOrNull(key: string | null): string | null {
    return key === null ? null : this.conversation(key).id;
  }

  private trace({ conversation, at, facts }: Extract<Yielded, { type: "trace" }>): void {
    this.store.addTrace(this.id, this.idOrNull(conversation), at, this.roster.idOf(facts.sender, null), facts);
  }

  private skip(item: Extract<Yielded, { type: "skipped" }>): void {
    const conversation = item.conversation === null ? null : this.conversation(item.conversation);
    if (conversation) conversation.skippedCount += 1;
    const raw = item.raw.slice(0, RAW_KEPT).toWellFormed();
    this.store.addSkipped({
      source: this.id,
      conversation: conversation?.id ?? null,
      at: item.at,
      reason: item.reason,
      raw,
    });
  }

  private message(conversation: OpenConversation, m: MessageFacts): void {
    const account = m.sender ?? null;
    const name = m.senderName ?? null;
    const isSender = m.direction !== "system";
    const sender = isSender ? this.roster.idOf(account, name) : null;
    if (isSender) {
      this.roster.saw(account, name === null ? null : { kind: "display-name", text: name }, m.sentAt);
      this.roster.countMessage(sender);
    }
    const attachments = this.finder.resolve(m.attachments ?? []);
    for (const { file, embedded } of attachments) {
      const path = file ?? embedded?.path;
      if (path !== undefined) this.used.add(path);
    }
    this.count(conversation, m.sentAt);
    const position = this.store.nextPosition(conversation.id);
    this.store.addMessage(
      unnumbered(m, { source: this.id, conversation: conversation.id, position, sender, attachments }),
      m.serverSeq ?? null,
    );
  }

  private count(conversation: OpenConversation, sentAt: number | null): void {
    conversation.messageCount += 1;
    if (sentAt === null) return;
    if (conversation.first === null || sentAt < conversation.first) conversation.first = sentAt;
    if (conversation.last === null || sentAt > conversation.last) conversation.last = sentAt;
  }
}

type Place = Pick<UnnumberedMessage, "source" | "conversation" | "position" | "sender" | "attachments">;

const NOTHING = {} as const;

/** One literal with every key in one order: a million records of one shape cost a tenth of a million spread ones. */
function unnumbered(m: MessageFacts, place: Place): UnnumberedMessage {
  return {
    conversation: place.conversation,
    source: place.source,
    locator: m.locator,
    position: place.position,
    serverId: m.serverId ?? null,
    localId: m.localId ?? null,
    localIdScope: m.localIdScope ?? null,
    exporterIndex: m.exporterIndex ?? null,
    sortSeq: m.sortSeq ?? null,
    sentAt: m.sentAt,
    sentAtText: m.sentAtText,
    timePrecision: m.timePrecision,
    timeBasis: m.timeBasis,
    direction: m.direction,
    sender: place.sender,
    senderName: m.senderName ?? null,
    senderBasis: m.senderBasis ?? "none",
    kind: m.kind,
    kindBasis: m.kindBasis,
    evidenceClass: KINDS[m.kind].evidenceClass,
    typeCode: m.typeCode ?? null,
    text: m.text ?? null,
    payload: m.payload ?? null,
    quote: m.quote ?? null,
    forward: m.forward ?? null,
    transfer: m.transfer ?? null,
    redPacket: m.redPacket ?? null,
    call: m.call ?? null,
    location: m.location ?? null,
    recall: m.recall ?? null,
    system: m.system ?? null,
    attachments: place.attachments,
    extra: m.extra ?? NOTHING,
    warnings: m.warnings ?? [],
  };
}
