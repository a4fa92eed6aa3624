import type { Kind } from "./kind.ts";
import type { Locator } from "./locator.ts";

/** `system` is a row the client or the exporter wrote itself; `unknown` where the format does not say. */
export type Direction = "sent" | "received" | "system" | "unknown";

export type TimePrecision = "ms" | "s" | "min" | "day" | "none";

/**
 * Where `sentAt` comes from: an epoch in the source; text with an offset; or text without one, read in the zone of the
 * run (`zone-declared` by the operator, `zone-assumed` by us).
 */
export type TimeBasis = "epoch" | "text-with-offset" | "zone-declared" | "zone-assumed" | "none";

/** A `code` is a type number; a `word` a type column; a `placeholder` words in the text, which anybody can type. */
export type KindBasis = "code" | "word" | "placeholder" | "none";

/** Whether the sender's id is stated, follows from the direction, or is only a name shown. */
export type SenderBasis = "stated" | "direction" | "name" | "none";

export interface Quote {
  /** Server id of the quoted message. */
  readonly targetServerId: string | null;
  readonly sender: string | null;
  readonly sentAt: number | null;
  /** The quoted words as this message carries them. */
  readonly text: string | null;
  /** Kind of the quoted message, where its payload is there. */
  readonly kind?: Kind;
}

/** The optional fields are those that only the stored payload states. */
export interface ForwardedItem {
  readonly sender: string | null;
  readonly sentAtText: string | null;
  readonly kind: Kind | null;
  readonly text: string | null;
  /** Lists this item lies in beside the outermost; absent in the outermost. */
  readonly depth?: number;
  /** Server id of the message that was forwarded. */
  readonly serverId?: string;
  /** Local id of that message on the device that forwarded it. */
  readonly localId?: string;
  /** Epoch milliseconds UTC at which that message was sent. */
  readonly sentAt?: number;
  /** Account that sent it, and the group it was sent to. */
  readonly senderAccount?: string;
  readonly room?: string;
  /** MD5 and size of the file it carries. */
  readonly claimedMd5?: string;
  readonly claimedSizeBytes?: number;
}

export interface Forward {
  readonly title: string | null;
  /** Items of lists within the list follow the item that holds them. */
  readonly items: readonly ForwardedItem[];
  /** Items that the payload says its outermost list has. */
  readonly statedCount?: number;
}

export interface Transfer {
  /** Amount as written, such as `￥5000.00`. */
  readonly amountText: string | null;
  /** Amount in fen (1/100 yuan), only where the text is unambiguous. */
  readonly amountFen: number | null;
  readonly memo: string | null;
  readonly state: "sent" | "received" | "returned" | "expired" | "unknown";
  readonly transferId: string | null;
  readonly transactionId: string | null;
  /** Accounts that pay and receive. The optional fields are those that only the stored payload states. */
  readonly payer?: string;
  readonly receiver?: string;
  /** `paysubtype` and `receivestatus` as written: the first is of this message, the second of the transfer as it stood. */
  readonly subtype?: string;
  readonly receiveStatus?: string;
  /** Epoch milliseconds UTC. */
  readonly beganAt?: number;
  readonly expiresAt?: number;
}

export interface RedPacket {
  readonly title: string | null;
  /** `paymsgid` of the payload. */
  readonly paymentId?: string;
}

export interface Call {
  readonly media: "voice" | "video" | "unknown";
  readonly outcome: string | null;
  readonly durationSec: number | null;
}

export interface Location {
  /** Degrees as written in the source, never through a float. */
  readonly latitudeText: string | null;
  readonly longitudeText: string | null;
  readonly label: string | null;
  readonly poi: string | null;
}

export interface Recall {
  readonly by: string | null;
  readonly byName: string | null;
  readonly targetServerId: string | null;
  /** Epoch milliseconds UTC, where the payload states it. */
  readonly recalledAt?: number;
}

/** An account that the payload of a notice names. Unlike a name in the words of a notice nobody can type it. */
export interface NoticeMember {
  readonly account: string;
  readonly name: string | null;
  /** Variable of the notice's template that stands for it, such as `username`, `names` or `kickoutname`. */
  readonly role: string | null;
}

/** One pat; a row holds several, and the client adds to it. */
export interface Pat {
  readonly from: string | null;
  readonly to: string | null;
  /** Epoch milliseconds UTC. */
  readonly at: number | null;
  readonly serverId: string | null;
  readonly text: string | null;
}

/** Parsed event of a system notice; `event` is a closed list so that checks can ask for it. */
export interface SystemEvent {
  readonly event:
    | "friend-added"
    | "group-created"
    | "member-joined"
    | "member-left"
    | "member-removed"
    | "group-renamed"
    | "owner-changed"
    | "admin-added"
    | "not-friend"
    | "blocked"
    | "transfer-expired"
    | "red-packet-opened"
    | "pinned"
    | "unpinned"
    | "greeting"
    | "group-to-do"
    | "cloud-deletion"
    | "pat"
    | "other";
  readonly actor: string | null;
  readonly subjects: readonly string[];
  /** The new value where the event has one, such as a group name. */
  readonly value: string | null;
  /** Accounts named by the payload, where it names any. */
  readonly members?: readonly NoticeMember[];
  readonly pats?: readonly Pat[];
}

export type AttachmentState =
  /** The file is in the source, or its bytes are in a database of the source. */
  | "present"
  /** Named by the message; no such file in the source. */
  | "missing"
  /** Only its thumbnail is in the source. */
  | "thumbnail-only"
  /** Several files of the source fit the name. */
  | "ambiguous"
  /** The source names only a remote address. */
  | "remote-only"
  /** The message had media; the export names no file for it. */
  | "not-exported";

/** Media kept inside a database: one value, found by its row. */
export interface EmbeddedPlace {
  readonly path: string;
  readonly table: string;
  readonly rowid: string;
  readonly column: string;
}

export interface Attachment {
  readonly role: "main" | "thumbnail";
  /** Path as written in the message. */
  readonly statedPath: string | null;
  readonly remoteUrl: string | null;
  /** The file of the source that stands for it; null also where its bytes lie in a database. */
  readonly file: string | null;
  /** `stated-path`; `name` where only the file name led to it; `embedded` where a row of a database holds the bytes. */
  readonly match: "stated-path" | "name" | "embedded" | null;
  /** Only of media inside a database: then size and digest are of that value. */
  readonly embedded?: EmbeddedPlace;
  readonly state: AttachmentState;
  readonly name: string | null;
  readonly sizeBytes: number | null;
  readonly sha256: string | null;
  readonly claimedMd5: string | null;
  readonly claimedSizeBytes: number | null;
  readonly claimedDurationMs: number | null;
}

/**
 * One record of the source, as written to `record/messages.jsonl` (RFC 8785, one a line, in printed order).
 *
 * Ids are decimal strings, always. `seq` is ours, 1-based within the conversation, and permanent. Raw values stand
 * beside every interpretation (`typeCode`, `sentAtText`, `payload`, `extra`).
 */
export interface Message {
  readonly seq: number;
  readonly conversation: string;
  readonly source: string;
  readonly locator: Locator;
  /** 0-based place in the source's own order within the conversation. */
  readonly position: number;
  readonly serverId: string | null;
  readonly localId: string | null;
  /** What `localId` counts within, such as a shard and table. */
  readonly localIdScope: string | null;
  /** Counter invented by the exporter. */
  readonly exporterIndex: string | null;
  readonly sortSeq: string | null;
  /** Epoch milliseconds UTC. */
  readonly sentAt: number | null;
  readonly sentAtText: string | null;
  readonly timePrecision: TimePrecision;
  readonly timeBasis: TimeBasis;
  readonly direction: Direction;
  /** Id of the participant (`Participant.id`). */
  readonly sender: string | null;
  readonly senderName: string | null;
  readonly senderBasis: SenderBasis;
  readonly kind: Kind;
  readonly kindBasis: KindBasis;
  readonly evidenceClass: string;
  readonly typeCode: string | null;
  /** What people read. */
  readonly text: string | null;
  /** Stored payload as found (XML where the source has it). */
  readonly payload: string | null;
  readonly quote: Quote | null;
  readonly forward: Forward | null;
  readonly transfer: Transfer | null;
  readonly redPacket: RedPacket | null;
  readonly call: Call | null;
  readonly location: Location | null;
  readonly recall: Recall | null;
  readonly system: SystemEvent | null;
  readonly attachments: readonly Attachment[];
  /** Fields of the source that nothing above holds: name -> source text (JSON text for JSON sources). */
  readonly extra: Readonly<Record<string, string>>;
  /** Codes of the warning catalogue that touch this message. @source export-formats.md §14 */
  readonly warnings: readonly string[];
}
