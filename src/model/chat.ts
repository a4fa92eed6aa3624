import type { Bilingual } from "../base/bilingual.ts";
import type { BillStatement } from "./bill.ts";
import type { CoverageItem, DatabaseFile, Provenance, SenderMap } from "./database.ts";
import type { Kind } from "./kind.ts";
import type { Locator } from "./locator.ts";
import type { Message } from "./message.ts";

/**
 * What a source really carries. A check names the signals it needs; where one is missing the check is
 * `not-applicable`, never silently passed.
 */
export const SIGNALS = [
  /** Times to the second or finer. */
  "sent-second",
  /** A time as text beside an epoch. */
  "time-text-and-epoch",
  /** Order of the rows in the file is the exporter's own order. */
  "row-order",
  "server-id",
  /** Ids of the client's own table, with their scope. */
  "local-id",
  /** A running number of the exporter that starts at 1 and has no holes when written. */
  "dense-exporter-index",
  "sort-seq",
  /** Header, manifest or file name states how many records there are. */
  "stated-count",
  "stated-export-time",
  /** Quotes name their target by server id. */
  "quote-target",
  "type-code",
  "sender-id",
  "direction",
  /** Messages name their media files. */
  "media-path",
  "system-notices",
  /** The records come from the client's own tables, column by column. */
  "client-table",
  /** What `sqlite_sequence` says of the numbering is known. */
  "sequence",
  "server-sequence",
  /** Other places that speak of messages were looked for: `trace` holds what they say. */
  "traces",
] as const;

export type Signal = (typeof SIGNALS)[number];

/** What the format is known to do with local ids, before the ids themselves are looked at. */
export type LocalIdOrigin = "native" | "carried" | "renumbered" | "none";

/** A defect the exporter is known for. @source export-formats.md §14 */
export interface KnownDefect {
  /** Code of the warning catalogue. */
  readonly code: string;
  /** How many records it may touch, where that can be counted. */
  readonly records: number | null;
}

/** A picture, film or recording that is the material itself, as its own header describes it. */
export interface MediaNote {
  readonly path: string;
  /** Usual extension of the format found by content. */
  readonly format: string;
  /** Pixels as stored, before any rotation. */
  readonly width: number | null;
  readonly height: number | null;
  readonly durationMs: number | null;
  /** Time of taking as the file states it (EXIF, film header), with its offset where it states one. */
  readonly takenAtText: string | null;
}

/** One export of one exporter, found in the source: usually one file with its media beside it. */
export interface Export {
  /** `s1`, `s2` … in order of `entry`. */
  readonly id: string;
  readonly importer: string;
  readonly entry: string;
  /** Why the importer claims it. */
  readonly basis: Bilingual;
  /** Variant or version of the format as found by structure, such as `V4`. */
  readonly variant: string | null;
  /** What the file says made it; generator strings are claims. */
  readonly claimedTool: string | null;
  readonly claimedVersion: string | null;
  readonly exportedAt: number | null;
  readonly exportedAtText: string | null;
  /** Internal id of the account the export was made from. */
  readonly owner: string | null;
  readonly ownerBasis: "stated" | "sent-rows" | null;
  readonly statedRange: string | null;
  readonly localIdOrigin: LocalIdOrigin;
  readonly serverIdOrigin: "exact" | "through-double" | "fallback-possible" | "none";
  readonly provides: readonly Signal[];
  readonly knownDefects: readonly KnownDefect[];
  readonly encoding: string;
  /** Files the importer read or matched; anything else in the source is unused. */
  readonly filesUsed: readonly string[];
  /** Only of payment bills. */
  readonly bill?: BillStatement;
  /** Only of material that is pictures, films or recordings and nothing else. */
  readonly media?: readonly MediaNote[];
  /** Only of databases, as are the next four. */
  readonly provenance?: Provenance;
  readonly databases?: readonly DatabaseFile[];
  /** What belongs to such a set, and whether it was given. */
  readonly coverage?: readonly CoverageItem[];
  readonly senderMaps?: readonly SenderMap[];
  /** Statements of the export that nothing above holds: name -> text as written. */
  readonly extra?: Readonly<Record<string, string>>;
}

export type IdGrade = "native" | "carried" | "renumbered" | "none";
export type ServerIdState = "exact" | "rounded" | "fallback" | "none";
export type ContinuityWord = "no-gap-found" | "gap-found" | "not-assessable";

export interface MemberView {
  readonly participant: string;
  readonly role: "owner" | "admin" | "member" | "unknown";
  readonly groupNickname: string | null;
  /** Participant who brought the member in, where the source says so. */
  readonly inviter?: string;
}

/** What the source says of a group beside its members. Times in epoch ms. */
export interface GroupFacts {
  readonly announcement: string | null;
  readonly announcementEditor: string | null;
  readonly announcementAt: number | null;
  /** Members as the source counts them itself; not the length of the list. */
  readonly statedMemberCount: number | null;
  /** Most members the group may have. */
  readonly capacity: number | null;
}

/** One talker of one export. */
export interface Conversation {
  /** `c1`, `c2` … in order of appearance. */
  readonly id: string;
  readonly source: string;
  readonly type: "private" | "group" | "official" | "unknown";
  /** Internal id of the talker (`wxid_…`, `…@chatroom`), null where the export does not state it. */
  readonly talker: string | null;
  readonly title: string;
  readonly statedMessageCount: number | null;
  /** Epoch ms of the last message as the export's own header states it. */
  readonly statedLastMessageAt: number | null;
  readonly members: readonly MemberView[];
  /** Only where the source says more of a group than its members. */
  readonly group?: GroupFacts;
  /** Counts below are made by the store, over every record read. */
  readonly messageCount: number;
  readonly skippedCount: number;
  readonly firstMessageAt: number | null;
  readonly lastMessageAt: number | null;
  /** False where `--chat` leaves it out: then only counts, ids and times of it are known outside. */
  readonly selected: boolean;
}

export interface ObservedName {
  readonly kind: "nickname" | "remark" | "group-nickname" | "display-name" | "alias";
  readonly text: string;
  readonly firstSeenAt: number | null;
  readonly lastSeenAt: number | null;
}

/** One account of one export. Names are observations; the key is the internal id where there is one. */
export interface Participant {
  /** `<source>:<internal id>`, or `<source>:name:<shown name>` where the export gives no id. */
  readonly id: string;
  readonly source: string;
  readonly accountId: string | null;
  readonly isOwner: boolean;
  readonly names: readonly ObservedName[];
  readonly messageCount: number;
  /** Only where the avatar's bytes are in the source. */
  readonly avatarSha256?: string;
  /** What a contact list says beside the names: name -> text as written. */
  readonly extra?: Readonly<Record<string, string>>;
}

/** A record that could not be read: counted, placed, never silent. */
export interface Skipped {
  readonly source: string;
  readonly conversation: string | null;
  readonly at: Locator;
  /** Closed code such as `malformed-json`, `wrong-field-count`. */
  readonly reason: string;
  /** The beginning of the record as found (at most 500 characters). */
  readonly raw: string;
}

/** Something the reader had to mend, or damage it could read around. The record itself was kept. */
export interface Repair {
  readonly source: string;
  readonly at: Locator;
  /** Closed code such as `undecodable-bytes`, `quote-closed-at-end`. */
  readonly code: string;
  readonly detail: string;
}

/** A value that can be bound to or read from a query. */
export type Cell = string | number | null;

/**
 * The normalized record of everything read. Checks ask it by SQL over the tables of `MESSAGE_COLUMNS` or walk it once
 * in printed order; both use flat memory whatever the size of the chat.
 */
export interface Chat {
  readonly exports: readonly Export[];
  readonly conversations: readonly Conversation[];
  readonly participants: readonly Participant[];
  /**
   * Rows of a SELECT, lazily; its parameters are all `?`, or all numbered `?1`, `?2` …
   * Tables (all TEXT but the INTEGER columns marked i):
   * - `message(id i, source, conversation, seq i, position i, server_id, local_id, local_id_scope, exporter_index i,
   *    sort_seq, sent_at i, sent_at_text, time_basis, direction, sender, sender_name, kind, type_code, quote_target,
   *    quote_sent_at i, event, recall_target, locator, has_text i, order_at i, server_seq)`; `order_at` is the time by
   *    which it is printed: that of the row before it where it has none
   * - `message_text(id i, head, tail)`: the record as RFC 8785 text around its number; `text` is in `tail`. Read
   *    from a file of its own each time a column is used
   * - `attachment(message i, source, conversation, seq i, ordinal i, role, kind, state, file, match, stated_path,
   *    claimed_md5, claimed_size i, claimed_duration_ms i, embedded)`; `embedded` is JSON of an EmbeddedPlace, for media inside a database
   * - `bill(source, row i, at i, at_text, type, counterparty, direction, amount_fen i, amount_text, status,
   *    transaction_id, merchant_id, memo, locator, line)`: rows of payment bills; `line` is the RFC 8785 record
   * - `warning(message i, conversation, seq i, code)`: codes of `Message.warnings`
   * - `numbering(source, conversation, scope, path, tbl, is_shared i, is_autoincrement i, sequence, row_count i, lowest,
   *    highest, is_table_gone i)`: the client's own numbering of each table of a database; `conversation` null where it is shared
   * - `trace(id i, source, conversation, kind, relation, local_id, local_id_scope, server_id, sort_seq, at i, text,
   *    type_code, sender, detail, locator)`: records elsewhere that speak of a message; `sender` is a participant id
   * - `skipped(source, conversation, at, reason, raw)`, `repair(source, at, code, detail)`
   *
   * `locator` and `at` are JSON of a Locator. Indexed: message(conversation, position), message(conversation, seq), message(conversation, server_id),
   * message(conversation, quote_target), warning(conversation, code), attachment(conversation), attachment(file); where there are traces also
   * message(conversation, local_id), message(source, server_id) and trace(conversation, relation).
   */
  query<Row>(sql: string, ...parameters: Cell[]): IterableIterator<Row>;
  /** The whole record. @throws RangeError when there is no such message */
  message(conversation: string, seq: number): Message;
  /** Messages of one conversation in printed order. */
  messages(conversation: string): IterableIterator<Message>;
  /** The same as RFC 8785 lines, unparsed; only those of some kinds where asked for. */
  lines(
    conversation: string,
    kinds?: readonly Kind[],
  ): IterableIterator<{ seq: number; sentAt: number | null; line: string }>;
  /** Releases the scratch file. */
  close(): void;
}
