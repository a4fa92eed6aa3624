/**
 * How near databases are to what the client wrote. Sentences about numbering are possible for the first two only.
 *
 * - `client-original`: the client's own structure, nothing added or rebuilt, and no known part of the set absent
 * - `partial-set`: the same, but a shard or companion database that belongs to it was not given
 * - `processed-copy`: the client's rows, with tables, indexes or triggers of other software, or written to after decryption
 * - `rebuilt-copy`: exported, merged or created anew: numbers and rowids may have been given anew
 *
 * @source wechat-databases.md §8.7, §10.2
 */
export type ProvenanceClass = "client-original" | "partial-set" | "processed-copy" | "rebuilt-copy";

/** One observation that decides the class. */
export interface ProvenanceSign {
  /** Closed code, such as `foreign-index`, `no-autoincrement`, `sync-log`; its words are in the report's vocabulary. */
  readonly code: string;
  readonly path: string;
  /** Object or value seen, as it stands in the file. */
  readonly detail: string;
  /** Software known to leave it, where there is one. */
  readonly tool: string | null;
}

export interface Provenance {
  readonly class: ProvenanceClass;
  /** Empty for `client-original`. */
  readonly signs: readonly ProvenanceSign[];
}

export type DatabaseRole =
  | "message"
  | "official-message"
  | "contact"
  | "session"
  | "media"
  | "resource"
  | "index"
  | "hardlink"
  | "head-image"
  | "general"
  | "favorite"
  | "moments"
  | "files"
  | "edits"
  | "other";

/** An object of the schema that no client version known to us creates. */
export interface ForeignObject {
  readonly type: "table" | "index" | "trigger" | "view";
  readonly name: string;
  readonly table: string;
  /** Software known to make it. */
  readonly tool: string | null;
}

/** One database file as found: facts of the file, not of its content. */
export interface DatabaseFile {
  readonly path: string;
  readonly role: DatabaseRole;
  /** n of `message_n.db`, `MSGn.db`. */
  readonly shard: number | null;
  /** Epoch ms from which the shard takes messages, as it states itself. */
  readonly startsAt: number | null;
  readonly pageSize: number;
  readonly pageCount: number;
  readonly reservedBytes: number;
  readonly journal: "wal" | "rollback" | "unknown";
  readonly changeCounter: number;
  readonly versionValidFor: number;
  readonly schemaCookie: number;
  readonly userVersion: number;
  readonly applicationNumber: number;
  readonly freelistPages: number;
  /** Number of the SQLite version that wrote last. */
  readonly sqliteVersion: number;
  /** The write-ahead log given with it; null where none was given. */
  readonly wal: { readonly path: string; readonly frames: number; readonly committedFrames: number } | null;
  /** Rows of message tables with the log applied, and of the main file alone (null where that cannot be read). */
  readonly rows: { readonly withWal: number; readonly withoutWal: number | null } | null;
  /** First lines of the integrity check, `ok` alone where nothing is wrong; null where it was not made. */
  readonly integrity: readonly string[] | null;
  /** Pages whose reserve is empty, by the table or index they belong to; null where pages keep no reserve. */
  readonly zeroTails: {
    readonly pages: number;
    readonly zero: number;
    readonly inMessageTables: number;
    readonly owners: readonly { readonly name: string; readonly pages: number }[];
  } | null;
  readonly foreign: readonly ForeignObject[];
}

/** `unreadable`: there is such a file, and it is encrypted, empty, cut or damaged; `reason` says which. */
export type CoverageState = "given" | "absent" | "unreadable";

/** Something that belongs to a set of databases, and whether it was given. */
export interface CoverageItem {
  /** Closed code: `message-shard`, `contact`, `session`, `resource`, `index`, `media`, `hardlink`, `general`, `wal` … */
  readonly item: string;
  /** File as it would be called. */
  readonly name: string;
  readonly state: CoverageState;
  /** Code of what is wrong with an unreadable file: `encrypted`, `empty`, `not-a-database`, `damaged`. */
  readonly reason: string | null;
  /** Where it lies, where there is such a file. */
  readonly path: string | null;
  /** Checks that say less without it. */
  readonly weakens: readonly string[];
}

/** Whether the table that turns numbers into senders still fits, shard by shard. @source wechat-databases.md §8.1 S-C04 */
export interface SenderMap {
  readonly path: string;
  /** Rows whose sender is also stated elsewhere (prefix, talker, payload). */
  readonly tested: number;
  /** Of these, rows where both disagree. */
  readonly contradicted: number;
  /** True where the whole map is off: then no sender of this shard is named. */
  readonly isShifted: boolean;
}

/** The client's own numbering of one table: what `sqlite_sequence` says beside what the rows say. */
export interface Numbering {
  /** Same text as `localIdScope` of the messages in it. */
  readonly scope: string;
  readonly path: string;
  readonly table: string;
  /** True where several conversations draw numbers from it (Windows 3.x, Android). */
  readonly isShared: boolean;
  /** DDL says AUTOINCREMENT: numbers are never used twice. */
  readonly isAutoincrement: boolean;
  /** Highest number ever handed out; null where there is no sequence row. */
  readonly sequence: string | null;
  readonly rows: number;
  readonly lowest: string | null;
  readonly highest: string | null;
  /** True where `sqlite_sequence` names a table that is not there; DROP TABLE would have removed its row. */
  readonly isTableGone?: boolean;
}

/**
 * What a second place says of a message.
 *
 * - `holds`: it names a message that should be a row (index, resource, voice, media name, unread, payment)
 * - `last`: it names the last message of the conversation (session list)
 * - `deleted`: the client's own bookkeeping of a deletion
 * - `revoked`: bookkeeping of a recall
 * - `not-fetched`: it names a message, or a stretch, that the device never fetched
 * - `history`: it names a message that was fetched as history, not live
 * - `restored`: it says that the conversation was migrated or restored
 * - `edited`: a program that edits records says that it changed one
 */
export type TraceRelation =
  "holds" | "last" | "deleted" | "revoked" | "not-fetched" | "history" | "restored" | "edited";

/** One record elsewhere in the databases, or one file name, that speaks of a message. @source wechat-databases.md §8.3 */
export interface Trace {
  /** Closed code of the place: `fts`, `fts-range`, `resource`, `voice`, `unread`, `transfer-table`, `file-name` … */
  readonly kind: string;
  readonly relation: TraceRelation;
  /** Fields that identify the message, null where the place does not state them. Ids in decimal text. */
  readonly localId: string | null;
  /** Set where the place also says which numbering `localId` belongs to. */
  readonly localIdScope: string | null;
  readonly serverId: string | null;
  readonly sortSeq: string | null;
  /** Time of the message as this place states it, epoch ms. */
  readonly at: number | null;
  /** Words of the message as this place keeps them. */
  readonly text: string | null;
  /** Type number as this place states it. */
  readonly typeCode: string | null;
  /** Internal id of the sender as this place states it. */
  readonly sender: string | null;
  /** Anything further: name -> source text. */
  readonly detail: Readonly<Record<string, string>>;
}
