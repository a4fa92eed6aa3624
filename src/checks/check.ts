import type { Bilingual } from "../base/bilingual.ts";
import type { CaseFile } from "../model/case.ts";
import type { Chat, Conversation, Export, IdGrade, ServerIdState, Signal } from "../model/chat.ts";
import type { Fact, Level, Strength } from "../model/finding.ts";
import type { Locator } from "../model/locator.ts";
import type { Source } from "../model/source.ts";

/** Whether numbering can be judged at all, and on what evidence. Made before any check runs. */
export interface IdJudgement {
  readonly idGrade: IdGrade;
  readonly serverIds: ServerIdState;
  /** Counts and reasons behind both words. */
  readonly evidence: Readonly<Record<string, Fact>>;
}

/** What a source check is given: everything received, all exports together. */
export interface SourceContext {
  readonly chat: Chat;
  readonly source: Source;
  /** What a person declared; null where no case file was given. */
  readonly caseFile: CaseFile | null;
  /** Zone of the run (IANA name), in which days begin. */
  readonly timeZone: string;
  readonly options: Readonly<Record<string, number>>;
}

/** What an export check is given. Pure: no clock, no disk but the source, no other check. */
export interface ExportContext {
  readonly chat: Chat;
  readonly source: Source;
  /** What a person declared; null where no case file was given. */
  readonly caseFile: CaseFile | null;
  /** Zone of the run (IANA name), in which days begin. */
  readonly timeZone: string;
  readonly export: Export;
  /** Selected conversations of this export. */
  readonly conversations: readonly Conversation[];
  /** By conversation id. */
  readonly judgements: ReadonlyMap<string, IdJudgement>;
  readonly options: Readonly<Record<string, number>>;
}

/** What a conversation check is given. */
export interface ConversationContext {
  readonly chat: Chat;
  readonly source: Source;
  /** What a person declared; null where no case file was given. */
  readonly caseFile: CaseFile | null;
  /** Zone of the run (IANA name), in which days begin. */
  readonly timeZone: string;
  readonly export: Export;
  readonly conversation: Conversation;
  readonly judgement: IdJudgement;
  readonly options: Readonly<Record<string, number>>;
}

/** A finding as a check states it; level and strength default to the card's. */
export interface Found {
  readonly word: string;
  readonly facts: Readonly<Record<string, Fact>>;
  readonly at: readonly Locator[];
  readonly messages?: readonly number[];
  readonly level?: Level;
  readonly strength?: Strength;
}

/** What a run returns after its findings: how much it looked at, or why it cannot judge after all. */
export type RunResult = { readonly counts: Readonly<Record<string, number>> } | { readonly notApplicable: string };

export type Run = Generator<Found, RunResult, void> | AsyncGenerator<Found, RunResult, void>;

export interface CheckCard {
  /** `area/name`; the file's path under `checks/`. */
  readonly id: string;
  /** Raised when the rule changes what it finds. */
  readonly version: number;
  readonly level: Level;
  readonly strength: Strength;
  readonly needs: readonly Signal[];
  /** Grades under which the check may speak at all; absent: any. */
  readonly needsGrade?: readonly IdGrade[];
  /** Set where a finding means a gap. Only a clean run over the numbering itself permits the word "no gap found". */
  readonly continuity?: "gap-in-numbering" | "gap-by-witness";
  /** Words of notes that leave open whether there is a gap: with one of them nothing is said to be without. */
  readonly leavesOpen?: readonly string[];
  /** Set where the outcome is for the submitting side: it stays out of the bundle unless the settings ask for it. */
  readonly isInternal?: true;
  readonly options: Readonly<Record<string, number>>;
  readonly title: Bilingual;
  /** The rule in two or three sentences: what is compared with what, and when it is reported. */
  readonly rule: Bilingual;
  /** Why a court asks. */
  readonly legalHook: Bilingual;
  /** Innocent explanations, printed with every finding. */
  readonly innocent: readonly Bilingual[];
  /** Section of the references the rule comes from. */
  readonly reference: string;
  /** Sentences by word, with `{fact}` placeholders; equal placeholders in both languages. */
  readonly words: Readonly<Record<string, Bilingual>>;
}

/** Runs once for the whole source. */
export interface SourceCheck extends CheckCard {
  readonly scope: "source";
  run(context: SourceContext): Run;
}

/** Runs once for each export. */
export interface ExportCheck extends CheckCard {
  readonly scope: "export";
  run(context: ExportContext): Run;
}

/** Runs once for each selected conversation. */
export interface ConversationCheck extends CheckCard {
  readonly scope: "conversation";
  run(context: ConversationContext): Run;
}

export type Check = SourceCheck | ExportCheck | ConversationCheck;

/** The check as given; exists so that every check file is typed and found the same way. */
export function defineCheck<Defined extends Check>(check: Defined): Defined {
  return check;
}
