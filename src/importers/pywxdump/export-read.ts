import { posix } from "node:path";
import type { KnownDefect } from "../../model/chat.ts";
import type { ConversationFacts, ExportFacts, ReadSettings, Yielded } from "../importer.ts";
import { normalizeRow } from "./normalize.ts";
import type { Row } from "./row.ts";
import { Tally } from "./tally.ts";
import type { Users } from "./users.ts";

/** What an export states of itself beside its rows. */
export interface Frame {
  readonly entry: string;
  /** Generation and container, such as `P3` or `json`. */
  readonly variant: string;
  readonly encoding: string;
  /** Account the export was made from, where path or file name it. */
  readonly owner: string | null;
  /** Messages that path or file state for the one chat. */
  readonly statedCount: number | null;
  /** Whether so many rows fill the page. */
  readonly isPageFull?: (rows: number) => boolean;
  readonly users: Users | null;
}

/** Puts the rows of one export into records, whatever files they come from. */
export class ExportReader {
  private readonly frame: Frame;
  private readonly settings: ReadSettings;
  private readonly tally = new Tally();
  private readonly accounts = new Set<string>();
  /** Chat id by key; null where the rows name none. */
  private readonly rooms = new Map<string, string | null>();
  private skips = 0;

  constructor(frame: Frame, settings: ReadSettings) {
    this.frame = frame;
    this.settings = settings;
  }

  *begin(): Generator<Yielded> {
    yield { type: "export", facts: this.facts() };
    yield* this.frame.users?.repairs ?? [];
  }

  *row(row: Row): Generator<Yielded> {
    const key = yield* this.conversation(row.room);
    const folder = row.at.path.slice(0, row.at.path.lastIndexOf("/") + 1);
    const facts = normalizeRow(row, { folder, owner: this.frame.owner }, this.settings);
    this.tally.count(key, facts);
    if (facts.sender != null) this.accounts.add(facts.sender);
    yield { type: "message", conversation: key, facts };
  }

  /** A record of which not even the chat may be known. */
  *skipped(at: Row["at"], reason: string, raw: string): Generator<Yielded> {
    this.skips += 1;
    const [only] = this.rooms.keys();
    const conversation = this.rooms.size === 1 && only !== undefined ? only : null;
    yield { type: "skipped", conversation, at, reason, raw };
  }

  /** What only reading every row tells. */
  *end(further: readonly KnownDefect[] = []): Generator<Yielded> {
    yield { type: "export", facts: this.facts() };
    for (const [key, talker] of this.rooms) yield this.told(key, talker);
    for (const account of this.accounts) yield* this.names(account);
    for (const defect of [...this.tally.defects(), ...further]) yield { type: "defect", defect };
  }

  private *conversation(room: string): Generator<Yielded, string> {
    const key = room === "" ? titleOf(this.frame.entry) : room;
    if (this.rooms.has(key)) return key;
    const talker = room === "" ? null : room;
    this.rooms.set(key, talker);
    yield this.told(key, talker);
    return key;
  }

  private told(key: string, talker: string | null): Yielded {
    return { type: "conversation", facts: this.conversationFacts(key, talker) };
  }

  private conversationFacts(key: string, talker: string | null): ConversationFacts {
    const names = talker === null ? [] : (this.frame.users?.namesOf(talker) ?? []);
    const isGroup = key.endsWith("@chatroom");
    return {
      key,
      type: talker === null ? "unknown" : isGroup ? "group" : talker.startsWith("gh_") ? "official" : "private",
      talker,
      title: names[0]?.text ?? key,
      statedMessageCount: this.statedCount(),
      statedLastMessageAt: null,
      members: [],
    };
  }

  /**
   * Only while it can be said of one chat. A page that is full to the last row may be the first of several, of which the
   * name states nothing.
   */
  private statedCount(): number | null {
    const { statedCount, isPageFull } = this.frame;
    if (this.rooms.size !== 1 || statedCount === null) return null;
    return isPageFull?.(this.tally.rows + this.skips) === true ? null : statedCount;
  }

  private *names(account: string): Generator<Yielded> {
    for (const name of this.frame.users?.namesOf(account) ?? []) {
      yield { type: "name", seen: { account, name, seenAt: null } };
    }
  }

  private facts(): ExportFacts {
    const owner = this.frame.owner ?? this.tally.owner();
    return {
      variant: this.frame.variant,
      claimedTool: null,
      claimedVersion: null,
      exportedAt: null,
      exportedAtText: null,
      owner,
      ownerBasis: owner === null ? null : this.frame.owner === null ? "sent-rows" : "stated",
      statedRange: null,
      localIdOrigin: this.tally.rows === 0 || this.tally.hasIndexes ? "renumbered" : "none",
      serverIdOrigin: !this.tally.hasServerIds ? "none" : this.tally.hasShortenedIds ? "through-double" : "exact",
      provides: this.tally.provides(this.statedCount() !== null),
      encoding: this.frame.encoding,
    };
  }
}

function titleOf(entry: string): string {
  return posix.basename(entry).replace(/\.[^.]*$/, "");
}
