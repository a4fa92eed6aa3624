import { posix } from "node:path";
import type { LocalIdOrigin } from "../../model/chat.ts";
import type { Locator } from "../../model/locator.ts";
import type { ConversationFacts, ExportFacts, Yielded } from "../importer.ts";
import type { Talked } from "./json-message.ts";
import { rangeInName } from "./range.ts";
import { Tally } from "./tally.ts";

/** What is known of an answer before its rows. */
export interface Frame {
  readonly entry: string;
  /** Container and program, such as `alpha-json`. */
  readonly variant: string;
  readonly encoding: string;
}

interface Chat {
  readonly talker: string | null;
  title: string;
  isGroup: boolean | null;
}

/** Puts the rows of one answer into records; an answer may hold several chats. */
export class ExportReader {
  private readonly frame: Frame;
  private readonly tally = new Tally();
  private readonly chats = new Map<string, Chat>();

  constructor(frame: Frame) {
    this.frame = frame;
  }

  *begin(): Generator<Yielded> {
    yield { type: "export", facts: this.facts() };
  }

  *message({ talker, talkerName, isGroup, facts }: Talked): Generator<Yielded> {
    const key = talker === "" ? UNNAMED : talker;
    const known = this.chats.get(key);
    if (known === undefined) {
      const title = talkerName ?? (talker === "" ? titleOf(this.frame.entry) : talker);
      const chat = { talker: talker === "" ? null : talker, title, isGroup: talker === "" ? null : isGroup };
      this.chats.set(key, chat);
      yield { type: "conversation", facts: conversationFacts(key, chat) };
    }
    this.tally.count(facts, isGroup);
    yield { type: "message", conversation: key, facts };
  }

  *skipped(at: Locator, reason: string, raw: string): Generator<Yielded> {
    const [only] = this.chats.keys();
    const conversation = this.chats.size === 1 && only !== undefined ? only : null;
    yield { type: "skipped", conversation, at, reason, raw };
  }

  /** Says of the chat without an id that several others speak in it, in so many rows. */
  isGroupByVoices(rows: number): void {
    this.tally.addSendersFromText(rows);
    const chat = this.chats.get(UNNAMED);
    if (chat) chat.isGroup = true;
  }

  /** What only reading every row tells. */
  *end(): Generator<Yielded> {
    yield { type: "export", facts: this.facts() };
    for (const [key, chat] of this.chats) yield { type: "conversation", facts: conversationFacts(key, chat) };
    for (const defect of this.tally.defects()) yield { type: "defect", defect };
  }

  private facts(): ExportFacts {
    const owner = this.tally.owner();
    const localIdOrigin: LocalIdOrigin = this.tally.has("local-id") ? "carried" : "none";
    return {
      ...this.frame,
      claimedTool: null,
      claimedVersion: null,
      exportedAt: null,
      exportedAtText: null,
      owner,
      ownerBasis: owner === null ? null : "sent-rows",
      statedRange: rangeInName(this.frame.entry)?.text ?? null,
      localIdOrigin,
      serverIdOrigin: this.tally.has("server-id") ? "exact" : "none",
      provides: this.tally.provides(),
    };
  }
}

/** Key of the chat whose id the answer does not state. */
const UNNAMED = "chat";

function conversationFacts(key: string, { talker, title, isGroup }: Chat): ConversationFacts {
  const type =
    isGroup === true
      ? "group"
      : talker?.startsWith("gh_") === true
        ? "official"
        : talker === null
          ? "unknown"
          : "private";
  return { key, type, talker, title, statedMessageCount: null, statedLastMessageAt: null, members: [] };
}

function titleOf(entry: string): string {
  return posix.basename(entry).replace(/\.[^.]*$/, "");
}
