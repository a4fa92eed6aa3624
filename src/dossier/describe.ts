import type { CaseFile } from "../model/case.ts";
import type { Chat, Conversation, Participant } from "../model/chat.ts";
import type { ConversationDescription, Dossier } from "../model/dossier.ts";
import type { Level, Outcome } from "../model/finding.ts";
import type { Payload } from "../model/payload.ts";
import type { RunSettings } from "../model/settings.ts";
import type { Source, SourceFile } from "../model/source.ts";
import { continuityOf, type GapChecks } from "./continuity.ts";
import { factorsOf } from "./factors.ts";
import { tally } from "./tally.ts";
import { unusedFiles } from "./unused-files.ts";
import { withhold } from "./withheld.ts";

/** The judgement of ids as the checks made it; the dossier only carries it on. */
export type Judgements = ReadonlyMap<
  string,
  Pick<ConversationDescription, "idGrade" | "serverIds"> & { readonly evidence: ConversationDescription["idEvidence"] }
>;

export interface Described {
  readonly chat: Chat;
  readonly source: Source;
  readonly payload: Payload;
  readonly caseFile: CaseFile | null;
  readonly settings: RunSettings;
  readonly tool: Dossier["tool"];
  readonly outcomes: readonly Outcome[];
  readonly judgements: Judgements;
  readonly gapChecks: GapChecks;
  /** Checks whose outcomes are for the submitting side. */
  readonly internalChecks: ReadonlySet<string>;
}

/** Puts together what the report says, as values. */
export function describe(of: Described): Dossier {
  const { chat, source, payload, caseFile, settings, tool } = of;
  const { outcomes, withheld } = withhold(of.outcomes, of.internalChecks, settings);
  const conversations = chat.conversations.map((conversation) => conversationOf(conversation, of));
  const received = source.files.filter((file) => file.container === null);
  return {
    tool,
    settings,
    payload,
    caseFile,
    factors: factorsOf({ chat, declared: caseFile?.declared ?? {}, conversations }),
    exports: chat.exports,
    entryFiles: chat.exports.map(({ entry }) => entryFile(source, entry)),
    conversations,
    participants: participantsOf(chat, conversations),
    outcomes,
    withheld,
    findingsByLevel: levels(outcomes),
    fileCount: received.length,
    fileBytes: received.reduce((sum, file) => sum + file.sizeBytes, 0),
    notTaken: source.notTaken,
    unusedFiles: unusedFiles(source, chat.exports, caseFile),
    skippedCount: rows(chat, "skipped"),
    repairCount: rows(chat, "repair"),
  };
}

function entryFile(source: Source, entry: string): SourceFile {
  const file = source.file(entry);
  if (!file) throw new RangeError(`the source has no ${entry}`);
  return file;
}

function conversationOf(conversation: Conversation, of: Described): ConversationDescription {
  const judgement = of.judgements.get(conversation.id);
  const described = {
    ...conversation,
    idGrade: judgement?.idGrade ?? "none",
    serverIds: judgement?.serverIds ?? "none",
    idEvidence: judgement?.evidence ?? {},
    continuity: continuityOf(conversation, of.outcomes, of.gapChecks),
    ...tally(of.chat, conversation, of.settings),
  };
  return conversation.selected ? described : { ...described, ...NOT_TOLD };
}

/** Of a conversation the operator left out, nothing but its counts and times goes on. */
const NOT_TOLD = {
  title: "",
  talker: null,
  members: [],
  idEvidence: {},
  kinds: {},
  evidenceClasses: {},
  attachments: {},
  senders: {},
} as const;

/** People who speak only in conversations that were left out stay out of the record as well. */
function participantsOf(chat: Chat, conversations: readonly ConversationDescription[]): readonly Participant[] {
  const shown = conversations.filter(({ selected }) => selected);
  if (shown.length === conversations.length) return chat.participants;
  const ids = new Set(
    shown.flatMap(({ source, talker, senders, members }) => [
      `${source}:${talker}`,
      ...Object.keys(senders),
      ...members.map(({ participant }) => participant),
    ]),
  );
  return chat.participants.filter(({ id, isOwner }) => isOwner || ids.has(id));
}

function levels(outcomes: readonly Outcome[]): Record<Level, number> {
  const counts = { error: 0, warning: 0, note: 0 };
  for (const { findings } of outcomes) for (const { level } of findings) counts[level] += 1;
  return counts;
}

function rows(chat: Chat, table: "skipped" | "repair"): number {
  for (const { n } of chat.query<{ n: number }>(`SELECT count(*) AS n FROM ${table}`)) return n;
  return 0;
}
