/**
 * What the viewer of a bundle is given: `viewer/data/<key>.js`, each one call `evidenceData("<key>", <value>);`.
 *
 * | key | value | how many |
 * |---|---|---|
 * | `overview` | `ViewerOverview` | one; read first, it names everything else |
 * | `participants-<n>` | `ViewerParticipant[]` | `overview.pages.participants` |
 * | `findings-<n>` | `ViewerFinding[]` | `overview.pages.findings` |
 * | `files-<n>` | `ViewerFile[]` | `overview.pages.files` |
 * | `<conversation>` (`c1`) | `ViewerConversation` | one for each selected conversation |
 * | `<conversation>-index-<n>` | `ViewerIndex` | `ViewerConversation.indexes` |
 * | `<conversation>-<n>` | `ViewerMessage[]` | `ViewerConversation.pages` |
 *
 * Every `n` counts from 1. Rules that hold for all of them:
 *
 * - A field that is null, empty or false in the record is left out: absent means "not stated". Fields named as in the
 *   record hold the same value as `record/`.
 * - Times `…At` are epoch milliseconds UTC; `time` and `day` are the words printed for them (zone of the run), so that a
 *   browser never converts one.
 * - Every path is relative to the folder of `index.html`, ASCII, with `/`.
 * - Strings of the source stand as they are: hostile. Words of ours are in the language of the bundle.
 * - No object has keys from outside: lists of pairs instead.
 * - A message is named `<conversation>-<seq>` (`c1-183`), as printed in every PDF.
 */

import type { Language } from "../base/bilingual.ts";
import type { ContinuityWord, GroupFacts, IdGrade, MemberView, ObservedName } from "./chat.ts";
import type { Level, OutcomeWord, Strength } from "./finding.ts";
import type { Kind } from "./kind.ts";
import type {
  AttachmentState,
  Call,
  Direction,
  ForwardedItem,
  Location,
  Recall,
  RedPacket,
  SystemEvent,
  Transfer,
} from "./message.ts";

/** Most messages of a page, most entries of one `participants-`, `findings-` or `files-`, most rows of an index. */
export const VIEWER_PAGE = { messages: 200, entries: 500, rows: 20_000 } as const;

/** Bits of `ViewerIndex.flags`. */
export const ROW_FLAGS = {
  /** Concerned by a finding of this level. */
  error: 1,
  warning: 2,
  note: 4,
  /** Carries something other than a thumbnail. */
  attachment: 8,
  /** Of these at least one is not in the material received. */
  attachmentMissing: 16,
  /** A row the client or the exporter wrote itself. */
  system: 32,
  /** Stands on the right: the submitting side's, or where that is not declared the exporting account's. */
  right: 64,
  /** Named by an exhibit of the case file. */
  exhibit: 128,
} as const;

/** A code of the record and its word in the language of the bundle. */
export type Word<Code extends string = string> = readonly [code: Code, word: string];

/** On whose side an account stands, as the transcript prints it. */
export type ViewerSide = "owner" | "other" | "submitting" | "opposing" | "system" | "unknown";

/** A run of text. Every entry of a `ViewerText` after the first stands on a line of its own. */
export type ViewerInline = string | { readonly text: string; readonly style: "bold" | "small" };
export type ViewerText = readonly ViewerInline[];

/** A piece of a chapter: which words stand where, not how they look. */
export type ViewerBlock =
  | { readonly type: "section" | "group"; readonly title: ViewerText }
  | { readonly type: "paragraph"; readonly text: ViewerText; readonly small?: true }
  | { readonly type: "list"; readonly entries: readonly ViewerText[]; readonly numbered?: true; readonly small?: true }
  | { readonly type: "fields"; readonly rows: readonly (readonly [label: string, value: ViewerText])[] }
  | {
      readonly type: "table";
      readonly columns: readonly { readonly title: string; readonly right?: true }[];
      readonly rows: readonly (readonly ViewerText[])[];
    }
  | {
      readonly type: "beside";
      readonly sides: readonly { readonly title: string; readonly entries: readonly ViewerText[] }[];
    }
  /** Lines to type at a prompt, to copy and not to run. */
  | { readonly type: "commands"; readonly lines: readonly string[] };

/** Chapters of the cover report that are shown, in its order. What a person typed is marked as declared in its text. */
export const CHAPTERS = [
  "summary", "parties", "scope", "devices", "accounts", "collection", "acquisition", "checks", "attachments",
  "factors", "classes", "group", "voice", "privacy", "integrity", "custody", "limits",
] as const; // prettier-ignore

export interface ViewerChapter {
  readonly id: (typeof CHAPTERS)[number];
  /** As printed, such as `3`; empty for the summary. */
  readonly number: string;
  readonly title: string;
  readonly blocks: readonly ViewerBlock[];
}

export interface ViewerOverview {
  readonly format: 1;
  /** Name of the bundle without `.zip`. */
  readonly stem: string;
  /** Title of the cover report. */
  readonly title: string;
  readonly language: Language;
  readonly timeZone: string;
  /** `YYYY-MM-DD`. */
  readonly date: string;
  readonly reportNumber: string;
  readonly tool: {
    readonly name: string;
    readonly version: string;
    readonly format: string;
    readonly codeSha256: string;
  };
  /** Fields of the first page of the cover report: number, bundle, date, tool, digest, material, time zone. */
  readonly identification: readonly ViewerBlock[];
  readonly chapters: readonly ViewerChapter[];
  /** Sentences on how to read what is shown: sides, numbers, what is left out, what is masked on paper and not here. */
  readonly notes: readonly string[];
  readonly words: ViewerWords;
  /** Only the selected ones, in printed order. */
  readonly conversations: readonly ViewerConversationRow[];
  /** Conversations that were left out of the record; nothing of them is in the viewer. */
  readonly unselected: number;
  readonly findings: Readonly<Record<Level, number>>;
  readonly checks: readonly ViewerCheck[];
  /** In the order of the case file; none without one. */
  readonly exhibits: readonly ViewerExhibit[];
  /** Printed documents of the bundle whose names are known beforehand. */
  readonly documents: readonly ViewerDocument[];
  readonly verification: ViewerVerification;
  /** How many files `participants-<n>`, `findings-<n>` and `files-<n>` there are, and how many entries all of them hold. */
  readonly pages: Readonly<Record<"participants" | "findings" | "files", ViewerPaging>>;
}

export interface ViewerPaging {
  readonly files: number;
  readonly entries: number;
}

/** Words for the codes of the record, in the language of the bundle. */
export interface ViewerWords {
  /** Each kind with its evidence class, such as `["transfer", "转账", "C3.01"]`, in the order of `ViewerIndex.kinds`. */
  readonly kinds: readonly (readonly [kind: Kind, word: string, evidenceClass: string])[];
  readonly sides: readonly Word<ViewerSide>[];
  readonly levels: readonly Word<Level>[];
  readonly outcomes: readonly Word<OutcomeWord>[];
  readonly events: readonly Word<SystemEvent["event"]>[];
  readonly transferStates: readonly Word<Transfer["state"]>[];
  readonly callMedia: readonly Word<Call["media"]>[];
  readonly attachmentStates: readonly Word<AttachmentState>[];
  readonly attachmentRoles: readonly Word<"main" | "thumbnail">[];
  readonly nameKinds: readonly Word<ObservedName["kind"]>[];
  readonly conversationTypes: readonly Word<ViewerConversationRow["type"]>[];
  readonly idGrades: readonly Word<IdGrade>[];
  readonly continuity: readonly Word<ContinuityWord>[];
  readonly memberRoles: readonly Word<MemberView["role"]>[];
  readonly dayStates: readonly Word<ViewerDay["state"]>[];
  readonly groupLanes: readonly Word<ViewerGroupEvent["lane"]>[];
  readonly groupBases: readonly Word<ViewerGroupEvent["basis"]>[];
}

export interface ViewerConversationRow {
  /** `c1`; key of its `ViewerConversation`. */
  readonly id: string;
  readonly title: string;
  readonly type: "private" | "group" | "official" | "unknown";
  readonly talker?: string;
  /** Export it stands in, such as `s1`. */
  readonly source: string;
  /** Messages read, and those of them that are in the record and shown here (全部 m). */
  readonly messageCount: number;
  readonly shown: number;
  readonly skippedCount: number;
  /** Of every message read. */
  readonly firstMessageAt?: number;
  readonly lastMessageAt?: number;
  /** `2024-03-01 09:12:05 +08:00 至 …` as printed. */
  readonly period: string;
  readonly idGrade: IdGrade;
  readonly continuity: ContinuityWord;
  /** Why checks of continuity could not be made, in words. */
  readonly reasons: readonly string[];
  readonly findings: Readonly<Record<Level, number>>;
}

/** The card of one check that left an outcome. */
export interface ViewerCheck {
  /** `area/name`. */
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  /** Innocent explanations, to be shown with every finding. */
  readonly innocent: readonly string[];
  readonly outcomes: readonly ViewerOutcome[];
}

export interface ViewerOutcome {
  /** `c1` or `s1`; absent where the check is over everything received. */
  readonly scope?: string;
  readonly outcome: OutcomeWord;
  /** Why it is not-applicable or undetermined, in words. */
  readonly reason?: string;
  readonly findings: number;
}

/** An exhibit as declared in the case file. Its words are a person's. */
export interface ViewerExhibit {
  /** As typed, such as `2`; `证据2-183` means message 183 of its first conversation. */
  readonly number: string;
  /** As printed, such as `证据2`. */
  readonly label: string;
  readonly title?: string;
  readonly summary?: string;
  readonly objectOfProof?: string;
  /** Ids of the selected conversations it means; none where the words typed fit none. */
  readonly conversations: readonly string[];
  /** Message numbers as typed; absent for the whole conversation. */
  readonly messages?: string;
  /** The same as ranges, both ends included, cut to the conversation. */
  readonly ranges: readonly (readonly [from: number, to: number])[];
  /** Its own PDF, where it is printed. */
  readonly path?: string;
}

export interface ViewerDocument {
  readonly path: string;
  readonly title: string;
}

/** For the page that says how to check the bundle. The fingerprint cannot be in it: it is kept outside the bundle. */
export interface ViewerVerification {
  /** SHA-256 of `manifest-sha256.txt`, quoted in every PDF. */
  readonly manifestSha256: string;
  /** Files of `record/` and `meta/` that the viewer was made from. Those of `data/` are in `files-<n>`. */
  readonly records: readonly ViewerDigest[];
  readonly payloadFiles: number;
  readonly payloadBytes: number;
  /** What to do, in words and commands (`certutil`, `sha256sum`). */
  readonly blocks: readonly ViewerBlock[];
}

export interface ViewerDigest {
  readonly path: string;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** One account of one export with every name it was seen under. */
export interface ViewerParticipant {
  /** As `sender` of a message. */
  readonly id: string;
  readonly source: string;
  readonly accountId?: string;
  readonly isOwner?: true;
  /** As printed: last name and account. */
  readonly name: string;
  readonly names: readonly ViewerName[];
  readonly messageCount: number;
  /** Conversations (shown here) in which it stands on a side, with the messages sent there. */
  readonly conversations: readonly (readonly [conversation: string, side: ViewerSide, messages: number])[];
  /** What the case file declares of this account; each text carries the mark of a declaration. */
  readonly declared?: readonly ViewerBlock[];
}

export interface ViewerName {
  readonly kind: ObservedName["kind"];
  readonly text: string;
  readonly firstSeenAt?: number;
  readonly lastSeenAt?: number;
  /** The two times as printed. */
  readonly first?: string;
  readonly last?: string;
}

export interface ViewerFinding {
  /** From 1 through all findings, gravest level first; `ViewerMessage.findings` names it. `findings-<n>` holds the numbers (n−1)·500+1 … */
  readonly number: number;
  readonly check: string;
  readonly level: Level;
  readonly strength: Strength;
  /** Key of the sentence, a code. */
  readonly word: string;
  readonly sentence: string;
  /** `c1` or `s1`; absent where it is over everything received. */
  readonly scope?: string;
  /** Numbers (`seq`) in the conversation `scope` that are shown here. */
  readonly messages: readonly number[];
  /** Of further messages it concerns and that are not in the record. */
  readonly notShown?: number;
  /** Places in the source, in words. */
  readonly places: readonly string[];
}

/** A row of `record/files.csv`. */
export interface ViewerFile {
  /** Absent for a member of a received zip or mail, and for what was not taken. */
  readonly bundlePath?: string;
  /** Path as received: hostile. */
  readonly originalPath: string;
  readonly container?: string;
  readonly sizeBytes?: number;
  readonly sha256?: string;
  readonly modifiedText?: string;
  readonly status: "taken" | "not-taken" | "enclosed";
  /** Why it was not taken, a code and its detail. */
  readonly reason?: string;
  readonly usedBy?: string;
  readonly view?: ViewerView;
}

export interface ViewerConversation extends ViewerConversationRow {
  /** How many files `<conversation>-<n>` (messages) and `<conversation>-index-<n>` there are. */
  readonly pages: number;
  readonly indexes: number;
  /** Facts, counts, id grade and continuity with its reasons, as the cover report prints them. */
  readonly blocks: readonly ViewerBlock[];
  /** In falling order of messages; `ViewerIndex.senders` names places in this list. */
  readonly senders: readonly ViewerSender[];
  readonly days: readonly ViewerDay[];
  readonly members: readonly ViewerMember[];
  readonly group?: GroupFacts;
  /** In order of time as far as one is known. Only of groups. */
  readonly groupEvents: readonly ViewerGroupEvent[];
  /** The counts of members that the export states, that the list holds, that a person declares …, each by whom. */
  readonly memberCounts: readonly (readonly [label: string, value: string])[];
}

export interface ViewerSender {
  /** Participant id; absent for messages without a sender. */
  readonly sender?: string;
  /** As printed: name and account. */
  readonly name: string;
  readonly side: ViewerSide;
  readonly isRight?: true;
  /** Messages shown here. */
  readonly messages: number;
}

/** A day with messages or findings, or a stretch of days alike without. All in order of time. */
export interface ViewerDay {
  /** `YYYY-MM-DD`, both included. */
  readonly from: string;
  readonly to: string;
  readonly days: number;
  /** `silent`: within the conversation and without a message; `out-of-range`: before, behind, or not chosen. */
  readonly state: "messages" | "silent" | "out-of-range";
  readonly messages: number;
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
  /** Row of its first message. */
  readonly row?: number;
}

export interface ViewerMember {
  readonly participant: string;
  /** As printed: name and account. */
  readonly name: string;
  readonly role: MemberView["role"];
  readonly groupNickname?: string;
  /** As printed. */
  readonly inviter?: string;
}

/** Something that happened in a group, or that somebody stated of it. */
export interface ViewerGroupEvent {
  readonly lane: "owner" | "admin" | "members" | "joined" | "left" | "measure";
  /** A code, and what it means. */
  readonly event: string;
  readonly eventText: string;
  readonly at?: number;
  readonly time?: string;
  readonly day?: string;
  /** A notice in the messages, the export's own statement, or the case file. */
  readonly basis: "notice" | "export" | "declared";
  /** Message (`seq`) that tells of it. */
  readonly message?: number;
  readonly who: string;
  /** People it speaks of, or the number stated. */
  readonly count: number;
}

/**
 * Columns over up to 20,000 rows: what filters and the scroll bar need without the messages. Rows are the messages
 * shown, in printed order, counted from 0 through the conversation; all columns have the same length. A page of
 * messages never lies in two indexes.
 */
export interface ViewerIndex {
  /** First row of this index: 0 for the first. */
  readonly row: number;
  readonly rows: number;
  /** Pages that begin in it: number of the first, and for each the row (counted through the conversation) it begins with. */
  readonly firstPage: number;
  readonly pageRows: readonly number[];
  /** Stretches in which `seq` rises by one: `seq = stretch.seq + row − stretch.row`. */
  readonly stretches: readonly (readonly [row: number, seq: number])[];
  /** Time in ms, each as its difference to the last one before it in this index (the first: to 0); null for none. */
  readonly times: readonly (number | null)[];
  /** Place in `ViewerWords.kinds`. */
  readonly kinds: readonly number[];
  /** Place in `ViewerConversation.senders`; −1 for none. */
  readonly senders: readonly number[];
  /** Sum of `ROW_FLAGS`. */
  readonly flags: readonly number[];
  /** Rows at which another day begins, with the day as printed; rows without a time belong to the day before them. */
  readonly days: readonly (readonly [row: number, day: string])[];
}

/** One message of `record/messages.jsonl`, without what only technicians read (`payload`, `extra`, `locator` …). */
export interface ViewerMessage {
  readonly seq: number;
  readonly sentAt?: number;
  /** `2024-03-01 09:12:05 +08:00`, as printed; absent where `sentAt` is. */
  readonly time?: string;
  /** Only where `sentAt` is absent. */
  readonly sentAtText?: string;
  readonly direction: Direction;
  readonly side: ViewerSide;
  readonly isRight?: true;
  readonly sender?: string;
  /** Only where `who` does not begin with it. */
  readonly senderName?: string;
  /** Sender as printed: shown name and account. */
  readonly who: string;
  readonly kind: Kind;
  /** Only of unknown kinds. */
  readonly typeCode?: string;
  readonly text?: string;
  readonly quote?: ViewerQuote;
  readonly forward?: ViewerForward;
  readonly transfer?: ViewerFields<Transfer>;
  readonly redPacket?: ViewerFields<RedPacket>;
  readonly call?: ViewerFields<Call>;
  readonly location?: ViewerFields<Location>;
  readonly recall?: ViewerFields<Recall> & ViewerTarget;
  readonly system?: ViewerSystem;
  readonly attachments?: readonly ViewerAttachment[];
  /** Transcripts a person declared for it; a voice message without one has none. */
  readonly transcripts?: readonly ViewerTranscript[];
  /** Codes. */
  readonly warnings?: readonly string[];
  readonly serverId?: string;
  readonly localId?: string;
  /** Numbers of the findings that concern it, gravest first. */
  readonly findings?: readonly number[];
  /** Places in `overview.exhibits` of the exhibits that name it. */
  readonly exhibits?: readonly number[];
}

/** The same fields, those without a value left out. */
export type ViewerFields<Of> = { readonly [Key in keyof Of]?: Exclude<Of[Key], null | undefined> };

/** The message a quote or recall speaks of: its number, else why there is none. Exactly one of the two is there. */
export interface ViewerTarget {
  /** `seq` in the same conversation, shown here. */
  readonly target?: number;
  readonly absent?: string;
}

export interface ViewerQuote extends ViewerTarget {
  readonly targetServerId?: string;
  readonly sender?: string;
  /** Sender as printed. */
  readonly who?: string;
  readonly sentAt?: number;
  readonly time?: string;
  readonly text?: string;
  readonly kind?: Kind;
}

/** Copies kept when something was forwarded: 非原始, not messages of this conversation. */
export interface ViewerForward {
  readonly title?: string;
  readonly statedCount?: number;
  readonly items: readonly (ViewerFields<ForwardedItem> & { readonly time?: string })[];
}

export interface ViewerSystem {
  readonly event: SystemEvent["event"];
  /** As printed: names and accounts. */
  readonly actor?: string;
  readonly subjects?: readonly string[];
  readonly value?: string;
  readonly members?: readonly { readonly account: string; readonly name?: string; readonly role?: string }[];
  readonly pats?: readonly {
    readonly from?: string;
    readonly to?: string;
    readonly at?: number;
    readonly time?: string;
    readonly text?: string;
  }[];
}

export interface ViewerTranscript {
  readonly text: string;
  /** Who wrote it down, how, and who reviewed it: the status, as printed. */
  readonly from: string;
}

export interface ViewerAttachment {
  readonly role: "main" | "thumbnail";
  readonly state: AttachmentState;
  /** As printed: the name, else the last part of a path, else that it has none. */
  readonly called: string;
  readonly name?: string;
  /** Path as written in the message, and address: never followed. */
  readonly statedPath?: string;
  readonly remoteUrl?: string;
  /** Path as received. */
  readonly file?: string;
  readonly match?: "stated-path" | "name" | "embedded";
  readonly sizeBytes?: number;
  readonly sha256?: string;
  readonly claimedMd5?: string;
  readonly claimedSizeBytes?: number;
  readonly claimedDurationMs?: number;
  /** The received file in the bundle, or the received zip or database it lies in (then `isInside`). */
  readonly bundlePath?: string;
  readonly isInside?: true;
  readonly view?: ViewerView;
}

/** How a received file can be looked at or listened to. */
export interface ViewerView {
  /**
   * `picture`, `sound`, `film`: `path` goes into an `img`, `audio` or `video`; `link`: a form that is opened by another
   * program, offered as a link; `none`: it is not offered (no copy, inside a zip, or a form that could run as a page).
   */
  readonly show: "picture" | "sound" | "film" | "link" | "none";
  readonly path?: string;
  /** True where `path` is a viewing copy made by this program, not the received bytes. */
  readonly isCopy?: true;
  /** Why nothing is offered, or what is to be known of the copy, in words. */
  readonly note?: string;
}
