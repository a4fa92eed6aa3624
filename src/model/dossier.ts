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
