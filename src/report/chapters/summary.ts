import { countText, sizeText } from "../../base/sentence.ts";
import { isUnavailable } from "../../model/device-fields.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Level } from "../../model/finding.ts";
import type { Block, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { timeBases } from "../counts.ts";
import { answers } from "./answers.ts";
import { excerpts } from "./circumstances.ts";
import { findingSentence, groupFindings, type CheckGroup } from "../finding-groups.ts";

const MOST_CONVERSATIONS = 8;
const MOST_FIRST = 4;
/** Of a finding's sentence on this page, two to three lines; the whole stands in section 7. */
const LONGEST_SENTENCE = { zh: 110, en: 160 } as const;
/** With more conversations in the table, the page has no room for sentences. */
const MOST_WITH_SENTENCES = 4;

/** Digits of the digest of the case file: the whole stands in record/case.json. */
const CASE_DIGITS = 16;

/** The page a judge reads in three minutes. */
export function summary(context: ReportContext): Block[] {
  const said = context.words.summary;
  const conversations = context.dossier.conversations.filter(({ selected }) => selected);
  return [
    { type: "chapter", number: "", title: said.title },
    answers(context, conversations),
    { type: "section", title: said.conversations },
    ...conversationTable(context, conversations),
    ...excerptNote(context),
    { type: "section", title: said.outcome },
    { type: "paragraph", text: outcomeSentence(context) },
    { type: "paragraph", text: { text: said.first + context.words.colon, style: "bold" } },
    ...whereFirst(context),
    {
      type: "beside",
      sides: [
        { title: said.can, entries: can(context, conversations) },
        { title: said.cannot, entries: cannot(context, conversations) },
      ],
    },
    { type: "paragraph", text: said.reading, small: true },
  ];
}

function conversationTable(context: ReportContext, conversations: readonly ConversationDescription[]): Block[] {
  const { words } = context;
  const said = words.summary;
  const { shown, rest } = context.bounded(conversations, MOST_CONVERSATIONS, "record/conversations.json");
  const rows = shown.map((conversation): Text[] => [
    `${conversation.id} ${context.clip(conversation.title, LONGEST.name)} (${words.scope.types[conversation.type]})`,
    context.period(conversation.firstMessageAt, conversation.lastMessageAt),
    context.say("{count}", { count: conversation.messageCount }),
    words.checks.idGrades[conversation.idGrade],
    { text: words.checks.words[conversation.continuity.word], style: "bold" },
  ]);
  return [
    {
      type: "table",
      columns: [
        { title: said.conversation, width: { share: 1 } },
        { title: said.period, width: { mm: 47 } },
        { title: said.messages, width: { mm: 17 }, align: "right" },
        { title: said.numbering, width: { mm: 29 } },
        { title: said.continuity, width: { mm: 27 } },
      ],
      rows,
    },
    ...(rest === null ? [] : [{ type: "paragraph", text: rest, small: true } as const]),
  ];
}

/** An excerpt says so on the page that everybody reads: the table above counts what the export holds. */
function excerptNote(context: ReportContext): Block[] {
  const sentences = excerpts(context);
  if (sentences.length === 0) return [];
  return [
    { type: "paragraph", text: { text: context.words.summary.excerpt, style: "bold" } },
    { type: "list", entries: sentences },
  ];
}

function outcomeSentence(context: ReportContext): string {
  const { outcomes, findingsByLevel } = context.dossier;
  const count = (word: string) => outcomes.filter(({ outcome }) => outcome === word).length;
  return context.say(context.words.summary.outcomeText, {
    checks: new Set(outcomes.map(({ check }) => check)).size,
    outcomes: outcomes.length,
    found: count("found"),
    nothing: count("nothing-found"),
    notApplicable: count("not-applicable"),
    undetermined: count("undetermined"),
    findings: findingsByLevel.error + findingsByLevel.warning + findingsByLevel.note,
    ...findingsByLevel,
  });
}

function whereFirst(context: ReportContext): Block[] {
  const said = context.words.summary;
  const first = (["error", "warning"] as const).flatMap((level) =>
    groupFindings(context, level).map((group) => ({ level, group })),
  );
  if (first.length === 0) return [{ type: "paragraph", text: said.firstNone }];
  return [
    {
      type: "list",
      entries: first.slice(0, MOST_FIRST).map(({ level, group }) => firstEntry(context, level, group)),
    },
  ];
}

function firstEntry(context: ReportContext, level: Level, group: CheckGroup): string {
  const { words } = context;
  const places = [
    ...new Set(group.placed.map(({ outcome }) => outcome.conversation ?? outcome.source ?? words.checks.wholeSource)),
  ];
  return context.say(words.summary.firstEntry, {
    sentence: firstSentence(context, group),
    level: words.checks.levels[level],
    title: context.checkTitle(group.check),
    count: group.placed.length,
    places: context.list(places.slice(0, 6)) + (places.length > 6 ? " …" : ""),
  });
}

function firstSentence(context: ReportContext, { check, placed }: CheckGroup): string {
  const [first] = placed;
  if (first === undefined || context.dossier.conversations.length > MOST_WITH_SENTENCES) return "";
  const sentence = context.clip(findingSentence(context, check, first.finding), LONGEST_SENTENCE[context.language]);
  return placed.length === 1 ? sentence : context.say(context.words.summary.firstOfSome, { sentence });
}

function can(context: ReportContext, conversations: readonly ConversationDescription[]): string[] {
  const { dossier, words } = context;
  const said = words.summary;
  const { date } = dossier.settings;
  const entries = [
    context.say(said.canFiles, { files: dossier.fileCount, size: sizeText(dossier.fileBytes), date }),
    context.say(said.canMessages, {
      exports: dossier.exports.length,
      messages: conversations.reduce((sum, { messageCount, leftOut }) => sum + messageCount - leftOut, 0),
      // With a beginning chosen, number 1 may be among what is not printed.
      example:
        dossier.settings.from === null
          ? context.say(said.canMessagesSuch, { id: `${conversations[0]?.id ?? "c1"}-1` })
          : "",
    }),
  ];
  if (dossier.skippedCount + dossier.repairCount > 0) {
    entries.push(context.say(said.canSkipped, { skipped: dossier.skippedCount, repairs: dossier.repairCount }));
  }
  entries.push(said.canChecks);
  const { caseFile } = dossier;
  if (caseFile !== null) {
    const facts = { count: caseFile.enclosures.length, digest: caseFile.sha256.slice(0, CASE_DIGITS) };
    entries.push(context.say(words.declared.summary.canDeclared, facts));
  }
  const gaps = conversations.filter(({ continuity }) => continuity.word === "gap-found");
  if (gaps.length > 0) entries.push(context.say(said.canGap, { conversations: idList(context, gaps) }));
  const clean = conversations.filter(({ continuity }) => continuity.word === "no-gap-found");
  if (clean.length > 0) entries.push(context.say(said.canNoGap, { conversations: idList(context, clean) }));
  return entries;
}

function cannot(context: ReportContext, conversations: readonly ConversationDescription[]): string[] {
  const said = context.words.summary;
  const entries = [...declaredState(context), said.cannotBefore, said.cannotDeleted];
  return [...entries, ...openContinuity(context, conversations), ...openCounts(context, conversations)];
}

/** Who used the accounts and where the device is: not said by the files, and only declared where a person declared it. */
function declaredState(context: ReportContext): string[] {
  const said = context.words.summary;
  const { summary: typed } = context.words.declared;
  const { participants = [], devices = [], collection, acquisition } = context.declared;
  const claimed = participants.filter(({ claimedPerson }) => claimedPerson?.name !== undefined).length;
  const proofs = participants.reduce((sum, { identityProofs = [] }) => sum + identityProofs.length, 0);
  const identity = claimed + proofs === 0 ? said.cannotIdentity : context.say(typed.identity, { claimed, proofs });
  const isDeclared = collection !== undefined || acquisition !== undefined;
  if (devices.length === 0 && !isDeclared) return [identity, said.cannotDevice];
  const shown = devices.filter(({ availability: at }) => at === "inCourt" || at === "onRequest").length;
  const away = devices.filter(isUnavailable).length;
  const device = context.say(away === 0 ? typed.device : typed.deviceAway, { count: devices.length, shown, away });
  return [
    identity,
    devices.length === 0 ? typed.noDevice : device,
    isDeclared ? typed.acquisition : typed.noAcquisition,
  ];
}

/**
 * What is open about continuity: of a conversation that cannot be judged, and no less of one where some checks listed
 * gaps, or none, while others could not be made.
 */
function openContinuity(context: ReportContext, conversations: readonly ConversationDescription[]): string[] {
  const said = context.words.summary;
  const judged = conversations.filter(({ continuity }) => continuity.word !== "not-assessable");
  const open = conversations.filter(({ continuity }) => continuity.word === "not-assessable");
  const partly = judged.filter(({ continuity }) => continuity.notPossible.length > 0);
  const also =
    partly.length === 0 ? [] : [context.say(said.cannotOtherGaps, { conversations: idList(context, partly) })];
  const none = open.length === 0 ? [] : [context.say(said.cannotContinuity, { conversations: idList(context, open) })];
  return [...none, ...also];
}

function idList(context: ReportContext, conversations: readonly ConversationDescription[]): string {
  const ids = conversations.slice(0, MOST_CONVERSATIONS).map(({ id }) => id);
  return context.list(ids) + (conversations.length > ids.length ? ` … (${countText(conversations.length)})` : "");
}

/** What cannot be seen or timed, in numbers; nothing is said of a count of zero. */
function openCounts(context: ReportContext, conversations: readonly ConversationDescription[]): string[] {
  const said = context.words.summary;
  const bases = timeBases(context, conversations.map(({ id }) => id)); // prettier-ignore
  const sum = (count: (conversation: ConversationDescription) => number) =>
    conversations.reduce((all, conversation) => all + count(conversation), 0);
  const zoneless = (bases["zone-declared"] ?? 0) + (bases["zone-assumed"] ?? 0);
  const missing = sum(({ attachments: a }) =>
    totalOf(a.missing, a["thumbnail-only"], a["remote-only"], a["not-exported"]),
  );
  const voice = sum(({ kinds }) => kinds.voice ?? 0);
  const counted: [string, Record<string, number>, number][] = [
    [said.cannotZone, { count: zoneless }, zoneless],
    [said.cannotNoTime, { count: bases["none"] ?? 0 }, bases["none"] ?? 0],
    [said.cannotMedia, { missing }, missing],
    [said.cannotVoice, { count: voice }, voice],
  ];
  return counted.filter(([, , count]) => count > 0).map(([template, values]) => context.say(template, values));
}

function totalOf(...counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
