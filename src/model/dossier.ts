import type { CaseFile } from "./case.ts";
import type { ContinuityWord, Conversation, Export, IdGrade, Participant, ServerIdState } from "./chat.ts";
import type { Fact, Level, Outcome } from "./finding.ts";
import type { Kind } from "./kind.ts";
import type { AttachmentState } from "./message.ts";
import type { NotTaken, SourceFile } from "./source.ts";
import type { Payload } from "./payload.ts";
import type { RunSettings } from "./settings.ts";

/** One check that did not speak for a conversation, with the missing prerequisite. */
export interface CheckNotPossible {
  readonly check: string;
  readonly reason: string;
}

export interface Continuity {
  readonly word: ContinuityWord;
  /** Gap checks that ran. */
  readonly checksMade: readonly string[];
  readonly notPossible: readonly CheckNotPossible[];
}

export interface ConversationDescription extends Conversation {
  readonly idGrade: IdGrade;
  readonly serverIds: ServerIdState;
  readonly idEvidence: Readonly<Record<string, Fact>>;
  readonly continuity: Continuity;
  readonly kinds: Readonly<Partial<Record<Kind, number>>>;
  /** Evidence class (C1.01 …) -> messages; sums to `messageCount`. */
  readonly evidenceClasses: Readonly<Record<string, number>>;
  readonly attachments: Readonly<Partial<Record<AttachmentState, number>>>;
  /** Participant id -> messages. `null` sender counts under "". */
  readonly senders: Readonly<Record<string, number>>;
  /** Messages read but not printed (period or chat left out). */
  readonly leftOut: number;
}

/** `RECORDED`: from the files or by the tool; `DECLARED`: typed by a person. @source law.md §2 */
export type FactorState = "RECORDED" | "DECLARED" | "NOT_PROVIDED" | "NOT_APPLICABLE";

/** One line of the table of factors; states are never added up. */
export interface Factor {
  /** Provisions on Evidence in Civil Procedure 93 and 94, Provisions on Internet Courts 11 (1). */
  readonly provision: "ER93" | "ER94" | "IC11";
  /** Number of the item, `last` or `para2`. */
  readonly item: string;
  readonly line:
    | "packing-tool" | "exporter" | "device" | "import-faults" | "device-faults" | "digests" | "spot-checks"
    | "continuity" | "attachments" | "method" | "deletion" | "custody" | "dealings" | "operators" | "holders"
    | "findings" | "received-files" | "device-at-hand" | "submitted-by" | "adverse" | "platform" | "business"
    | "archive" | "agreed-way" | "notarised" | "sender-and-time" | "medium" | "extraction" | "repeatable"
    | "verifiable" | "anchored"; // prettier-ignore
  readonly state: FactorState;
}

/** Everything the report says, as values: no sentence, no layout. */
export interface Dossier {
  readonly tool: {
    readonly name: string;
    readonly version: string;
    readonly format: string;
    /** SHA-256 over the program's own modules. */
    readonly codeSha256: string;
  };
  readonly settings: RunSettings;
  readonly payload: Payload;
  /** What a person declared; null where no case file was given. */
  readonly caseFile: CaseFile | null;
  readonly factors: readonly Factor[];
  readonly exports: readonly Export[];
  /** The received file each export begins with, in order of `exports`: its size and digest are printed. */
  readonly entryFiles: readonly SourceFile[];
  readonly conversations: readonly ConversationDescription[];
  readonly participants: readonly Participant[];
  readonly outcomes: readonly Outcome[];
  /** Outcomes kept for the submitting side: for its screen, never for record or report. */
  readonly withheld: readonly Outcome[];
  readonly findingsByLevel: Readonly<Record<Level, number>>;
  readonly fileCount: number;
  readonly fileBytes: number;
  readonly notTaken: readonly NotTaken[];
  readonly unusedFiles: readonly string[];
  readonly skippedCount: number;
  readonly repairCount: number;
}
