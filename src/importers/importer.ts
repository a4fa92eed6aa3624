import type { Export, Conversation, KnownDefect, MemberView, ObservedName, Signal } from "../model/chat.ts";
import type { Bilingual } from "../base/bilingual.ts";
import type { BillRow } from "../model/bill.ts";
import type { Numbering, Trace } from "../model/database.ts";
import type { Locator } from "../model/locator.ts";
import type { Attachment, EmbeddedPlace, Message } from "../model/message.ts";
import type { Source } from "../model/source.ts";

/**
 * `signature`: content names the format; `structure`: its shape fits; `name`: only the file name does; `remainder`: it
 * may be anything of its sort, and is claimed only where no importer claims anything else of the source.
 */
export type ClaimStrength = "signature" | "structure" | "name" | "remainder";

/** "This file is mine": one claim for each export found. */
export interface Claim {
  readonly importer: string;
  /** The file that is the export (its header), path in the source. */
  readonly entry: string;
  readonly strength: ClaimStrength;
  /** What was seen, in words a lawyer can follow. */
  readonly basis: Bilingual;
  /** Set only where the name of the source folder itself was read as part of the export. */
  readonly sourceName?: string;
}

/** Settings of the run that reading depends on. */
export interface ReadSettings {
  /** IANA zone for times that state none. */
  readonly timeZone: string;
  readonly timeZoneBasis: "zone-declared" | "zone-assumed";
}

/**
 * What the importer says of the export as a whole; yielded before any message, and again at the end where only reading
 * every record tells (signals, owner). The later word counts.
 */
export type ExportFacts = Omit<
  Export,
  "id" | "importer" | "entry" | "basis" | "filesUsed" | "knownDefects" | "provides"
> & { readonly provides: readonly Signal[] };

export type ConversationFacts = Pick<
  Conversation,
  "type" | "talker" | "title" | "statedMessageCount" | "statedLastMessageAt" | "group"
> & {
  /** Key of the importer's choice, unique in this export; messages refer to it. */
  readonly key: string;
  /** Members by account id (not participant id). */
  readonly members: readonly MemberView[];
};

/** A name of an account, seen at a time. `account` null: the export gives only the name. */
export interface NameSeen {
  readonly account: string | null;
  readonly name: Pick<ObservedName, "kind" | "text">;
  readonly seenAt: number | null;
}

/** What a contact list says of an account, beside its names. */
export interface AccountSeen {
  readonly account: string;
  /** SHA-256 of the avatar's bytes, where they are in the source. */
  readonly avatarSha256: string | null;
  /** Columns as the source writes them: name -> text. */
  readonly extra: Readonly<Record<string, string>>;
}

/** Media as the message states them; the importing stage finds the file. */
export type StatedAttachment = Pick<
  Attachment,
  "role" | "statedPath" | "remoteUrl" | "name" | "claimedMd5" | "claimedSizeBytes" | "claimedDurationMs"
> & {
  /** Candidate paths in the source, best first, already resolved against the entry's folder. */
  readonly candidates: readonly string[];
  /** True where the format never exports this media (then `not-exported`, never `missing`). */
  readonly notExported?: boolean;
  /** True where file names repeat from folder to folder, so that a name alone leads nowhere. */
  readonly pathOnly?: boolean;
  /** The bytes lie in a database of the source: where, how many, and their SHA-256. No file is looked for. */
  readonly embedded?: { readonly at: EmbeddedPlace; readonly sizeBytes: number; readonly sha256: string };
};

/**
 * A record, normalized. `sender` is the internal id as stated (null where the export gives only a name in `senderName`);
 * fields with a natural default may be left out.
 */
export type MessageFacts = Pick<
  Message,
  "locator" | "sentAt" | "sentAtText" | "timePrecision" | "timeBasis" | "direction" | "kind" | "kindBasis"
> &
  Partial<
    Pick<
      Message,
      | "serverId"
      | "localId"
      | "localIdScope"
      | "exporterIndex"
      | "sortSeq"
      | "sender"
      | "senderName"
      | "senderBasis"
      | "typeCode"
      | "text"
      | "payload"
      | "quote"
      | "forward"
      | "transfer"
      | "redPacket"
      | "call"
      | "location"
      | "recall"
      | "system"
      | "extra"
      | "warnings"
    >
  > & {
    readonly attachments?: readonly StatedAttachment[];
    /** Number in the server's own sequence, for the check that learns whether it is dense; the record has it in `extra`. */
    readonly serverSeq?: string | null;
  };

/** A row of a bill; its number and source are given by the importing stage. */
export type BillFacts = Omit<BillRow, "source" | "row">;

/** What `read` yields. Everything read is one of these; nothing is dropped. */
export type Yielded =
  | { readonly type: "export"; readonly facts: ExportFacts }
  | { readonly type: "conversation"; readonly facts: ConversationFacts }
  | { readonly type: "name"; readonly seen: NameSeen }
  | { readonly type: "account"; readonly seen: AccountSeen }
  | { readonly type: "message"; readonly conversation: string; readonly facts: MessageFacts }
  /** The same for very many rows of one conversation, which are taken one by one: a step of the stream for each is dear. */
  | { readonly type: "messages"; readonly conversation: string; readonly rows: Iterable<MessageFacts> }
  | {
      readonly type: "skipped";
      readonly conversation: string | null;
      readonly at: Locator;
      readonly reason: string;
      readonly raw: string;
    }
  | { readonly type: "repair"; readonly at: Locator; readonly code: string; readonly detail: string }
  /** A row of a payment bill, in the bill's own order. */
  | { readonly type: "bill"; readonly facts: BillFacts }
  /** The client's own numbering of one table. `conversation` null: it is shared, or belongs to no conversation named. */
  | { readonly type: "numbering"; readonly conversation: string | null; readonly facts: Numbering }
  /** A record elsewhere that speaks of a message. `conversation` null: the place does not say which. */
  | { readonly type: "trace"; readonly conversation: string | null; readonly at: Locator; readonly facts: Trace }
  /** A file of the source this export consists of, besides `entry` and matched attachments. */
  | { readonly type: "used"; readonly path: string }
  | { readonly type: "defect"; readonly defect: KnownDefect };

/**
 * One format. `detect` answers "not mine" with no claim; a file that is its own but broken is a `SourceError` with path
 * and position, thrown from `read`; one record that cannot be read is `skipped`.
 */
export interface Importer {
  readonly id: string;
  readonly title: Bilingual;
  /** What people have on disk when they have this, for `explain`. */
  readonly about: Bilingual;
  detect(source: Source): Iterable<Claim> | AsyncIterable<Claim>;
  read(source: Source, claim: Claim, settings: ReadSettings): Iterable<Yielded> | AsyncIterable<Yielded>;
}
