import { posix } from "node:path";
import type { MemberView } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import type { ExportFacts, MessageFacts, Yielded } from "../importer.ts";
import { epochOf } from "../wechat/epoch.ts";
import { rowFrom, type Row } from "../wechat/json-row.ts";
import { RowTally } from "../wechat/row-tally.ts";
import { SharedMedia } from "../wechat/shared-media.ts";
import { CHAT, conversationOf, headOf, memberOf, type Head } from "./head.ts";
import { normalizeRow, type RowContext } from "./normalize.ts";
import { defectsOf, serverIdOrigin, type Producer } from "./producer.ts";

/** More members than any group has. */
const MEMBERS_KEPT = 100_000;
/** Two different senders besides the owner already show that nobody is the only other side. */
const OTHERS_KEPT = 2;

/** Takes header, members and messages of one file in the order of the file, and gives what they say. */
export class Reading {
  private readonly entry: string;
  private readonly form: string;
  private readonly encoding: string;
  private head: Head = headOf(rowFrom({}), rowFrom({}), "");
  private hasHeader = false;
  private readonly members: MemberView[] = [];
  private readonly others = new Set<string>();
  private readonly tally = new RowTally();
  private readonly shared = new SharedMedia();
  private foreignMembers = 0;
  private isOpen = false;

  constructor(entry: string, form: string, encoding: string) {
    this.entry = entry;
    this.form = form;
    this.encoding = encoding;
  }

  /** @throws {SourceError} CHATLAB_PLATFORM */
  header(chatlab: Row, meta: Row): void {
    this.head = headOf(chatlab, meta, this.entry);
    this.hasHeader = Object.keys(chatlab.object).length > 0;
  }

  get isHeaded(): boolean {
    return this.hasHeader;
  }

  /** The names of a member; false where the row is none. */
  *member(row: Row): Generator<Yielded, boolean, void> {
    const member = memberOf(row, this.head.producer);
    if (member === null) return false;
    if (member === "not-an-account") {
      this.foreignMembers += 1;
      return true;
    }
    yield* this.open();
    if (this.members.length < MEMBERS_KEPT) this.members.push(member.view);
    for (const seen of member.names) yield { type: "name", seen };
    return true;
  }

  *message(row: Row, at: Locator): Generator<Yielded, void, void> {
    yield* this.open();
    const facts = normalizeRow(row, at, this.context());
    const { sender = null, sentAt } = facts;
    const nickname = row.object["groupNickname"];
    if (sender !== null && typeof nickname === "string" && nickname !== "") {
      const name = { kind: "group-nickname", text: nickname } as const;
      yield { type: "name", seen: { account: sender, name, seenAt: sentAt } };
    }
    if (sender !== null && sender !== this.head.owner && this.others.size < OTHERS_KEPT) this.others.add(sender);
    const ready = this.head.producer === "ciphertalk" ? this.shared.next(facts) : facts;
    if (ready !== null) yield this.kept(ready);
  }

  /** The export as it is known before the first message; further words on it come at the end. */
  *open(): Generator<Yielded, void, void> {
    if (this.isOpen) return;
    this.isOpen = true;
    yield* this.described();
  }

  *finish(): Generator<Yielded, void, void> {
    yield* this.open();
    const last = this.shared.last();
    if (last !== null) yield this.kept(last);
    yield* this.described();
    for (const defect of defectsOf(this.head.producer, this.tally, this.foreignMembers))
      yield { type: "defect", defect };
  }

  private kept(facts: MessageFacts): Yielded {
    this.tally.count(facts);
    return { type: "message", conversation: CHAT, facts };
  }

  private *described(): Generator<Yielded, void, void> {
    const { head, members, entry } = this;
    // Without the owner the only sender may as well be the owner himself.
    const others = head.owner === null ? [] : [...this.others];
    yield { type: "export", facts: this.exportFacts() };
    yield { type: "conversation", facts: conversationOf(head, { members, others, entry }) };
  }

  private context(): RowContext {
    const { owner, group, producer }: { owner: string | null; group: string | null; producer: Producer } = this.head;
    return { folder: posix.dirname(this.entry), owner, group, producer };
  }

  private exportFacts(): ExportFacts {
    const { head, tally } = this;
    const exportedAt = epochOf(head.exportedAtText)?.ms ?? null;
    const version = head.version === null ? "" : `-${head.version}`;
    return {
      variant: this.hasHeader ? `${this.form}${version}` : `${this.form}-without-header`,
      claimedTool: head.generator,
      claimedVersion: head.version,
      exportedAt,
      exportedAtText: head.exportedAtText,
      owner: head.owner,
      ownerBasis: head.owner === null ? null : "stated",
      statedRange: null,
      localIdOrigin: "none",
      serverIdOrigin: serverIdOrigin(head.producer, tally),
      provides: tally.provides(...(exportedAt === null ? [] : (["stated-export-time"] as const))),
      encoding: this.encoding,
    };
  }
}
