import { countText, sizeText } from "../../base/sentence.ts";
import type { Export } from "../../model/chat.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import { KINDS, type Kind } from "../../model/kind.ts";
import type { Block, Field, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { byCount, repairsByCode, skippedByReason, timeBases, total } from "../counts.ts";
import { MOST_COLUMNS } from "./classes.ts";
import { databases } from "./databases.ts";
import { otherMaterial } from "./other-material.ts";

/** Conversations described in full; more stand in the records. */
const MOST_CONVERSATIONS = 12;
const MOST_EXPORTS = 12;
const MOST_SENDERS = 12;
const MOST_PATHS = 6;

/** § 2: what came in, and what each conversation holds. */
export function scope(context: ReportContext): Block[] {
  const { dossier, words } = context;
  const selected = dossier.conversations.filter((conversation) => conversation.selected);
  const exports = context.bounded(dossier.exports, MOST_EXPORTS, "record/conversations.json");
  return [
    { type: "chapter", number: "2", title: words.scope.title },
    { type: "section", title: words.scope.exports },
    { type: "paragraph", text: words.scope.generatorNote, small: true },
    ...exports.shown.flatMap((of) => exportFields(context, of)),
    ...restOf(exports.rest),
    { type: "section", title: words.scope.files },
    { type: "fields", rows: fileFields(context) },
    ...selected.slice(0, MOST_CONVERSATIONS).flatMap((conversation) => conversationFields(context, conversation)),
    ...restOf(moreConversations(context, selected.length)),
    ...restOf(unselected(context, dossier.conversations.length - selected.length)),
  ];
}

function moreConversations(context: ReportContext, count: number): string | null {
  if (count <= MOST_CONVERSATIONS) return null;
  return context.say(context.words.scope.moreConversations, { count: count - MOST_CONVERSATIONS });
}

function unselected(context: ReportContext, count: number): string | null {
  return count === 0 ? null : context.say(context.words.scope.unselectedText, { count });
}

function restOf(text: string | null): Block[] {
  return text === null ? [] : [{ type: "paragraph", text, small: true }];
}

function exportFields(context: ReportContext, of: Export): Block[] {
  const { words, dossier } = context;
  const said = words.scope;
  const file = dossier.entryFiles.find(({ path }) => path === of.entry);
  const rows: Field[] = [[said.exportFile, context.clip(of.entry, LONGEST.path)]];
  if (file) {
    if (file.container !== null) rows.push([said.exportContainer, context.clip(file.container, LONGEST.path)]);
    rows.push([said.exportSize, `${sizeText(file.sizeBytes)} (${countText(file.sizeBytes)} B)`]);
    rows.push([said.exportDigest, file.sha256]);
  }
  rows.push([said.exportFormat, [of.importer, of.variant].filter((part) => part !== null).join(" ")]);
  rows.push([said.exportBasis, context.clip(of.basis[context.language], LONGEST.sentence)]);
  rows.push([
    said.exportClaimed,
    context.clip(
      [of.claimedTool, of.claimedVersion].filter((part) => part !== null).join(" ") || words.notStated,
      LONGEST.path,
    ),
  ]);
  rows.push([said.exportTime, exportTime(context, of)]);
  rows.push([said.exportOwner, owner(context, of)]);
  if (of.statedRange !== null) rows.push([said.exportRange, context.clip(of.statedRange, LONGEST.path)]);
  rows.push([said.exportEncoding, of.encoding]);
  rows.push(...otherMaterial(context, of));
  rows.push([said.exportFilesUsed, countText(of.filesUsed.length)]);
  if (of.knownDefects.length > 0)
    rows.push([said.exportDefects, context.say(said.defectCount, { count: of.knownDefects.length })]);
  return [
    { type: "group", title: { text: of.id, style: "bold" } },
    { type: "fields", rows },
    ...databases(context, of),
  ];
}

function exportTime(context: ReportContext, of: Export): string {
  if (of.exportedAtText === null) return context.time(of.exportedAt);
  const text = context.clip(of.exportedAtText, LONGEST.name);
  return of.exportedAt === null ? text : `${text} (${context.time(of.exportedAt)})`;
}

function owner(context: ReportContext, of: Export): string {
  const { words } = context;
  if (of.owner === null) return words.notStated;
  const template = of.ownerBasis === "sent-rows" ? words.scope.ownerFromRows : words.scope.ownerStated;
  return context.say(template, { owner: context.clip(of.owner, LONGEST.name) });
}

function fileFields(context: ReportContext): Field[] {
  const { dossier, words } = context;
  const said = words.scope;
  return [
    [
      said.filesReceived,
      context.say(said.filesReceivedText, {
        files: dossier.fileCount,
        size: sizeText(dossier.fileBytes),
        bytes: countText(dossier.fileBytes),
        payload: dossier.payload.files.length,
      }),
    ],
    [said.filesUnused, paths(context, dossier.unusedFiles)],
    [said.filesNotTaken, notTaken(context)],
    [said.filesSkipped, tally(context, said.skipReasons, skippedByReason(context))],
    [said.filesRepaired, tally(context, said.repairCodes, repairsByCode(context))],
  ];
}

function paths(context: ReportContext, list: readonly string[]): Text {
  if (list.length === 0) return context.words.none;
  const { shown, rest } = context.bounded(list, MOST_PATHS, "record/files.csv");
  const lines = shown.map((path) => context.clip(path, LONGEST.path));
  return [
    context.say(context.words.scope.filesCounted, { count: list.length }),
    ...lines,
    ...(rest === null ? [] : [rest]),
  ];
}

function notTaken(context: ReportContext): Text {
  const { dossier, words } = context;
  return paths(
    context,
    dossier.notTaken.map(({ path, reason }) => `${words.scope.notTakenReasons[reason]}${words.colon}${path}`),
  );
}

/** A code without a name is printed as it stands. */
function tally(
  context: ReportContext,
  names: Readonly<Record<string, string>>,
  parts: readonly (readonly [string, number])[],
): string {
  if (parts.length === 0) return context.words.none;
  const { shown, rest } = context.bounded(parts, MOST_PATHS, "record/");
  const said = shown.map(([code, count]) =>
    context.say(context.words.scope.countOf, { name: names[code] ?? code, count }),
  );
  return [context.list(said), ...(rest === null ? [] : [rest])].join(context.words.sentenceSeparator);
}

/** What one conversation holds. */
export function conversationFields(context: ReportContext, conversation: ConversationDescription): Block[] {
  const { words } = context;
  const said = words.scope;
  const rows: Field[] = [
    [said.conversationType, said.types[conversation.type]],
    [said.talker, context.clip(conversation.talker ?? words.notStated, LONGEST.path)],
    [said.fromExport, conversation.source],
    [said.period, context.period(conversation.firstMessageAt, conversation.lastMessageAt)],
    [said.messages, messages(context, conversation)],
    [said.senders, senders(context, conversation)],
    [said.kinds, kinds(context, conversation)],
    ...classRow(context, conversation),
    [said.timeBasis, bases(context, conversation)],
    [
      said.leftOut,
      conversation.leftOut === 0 ? words.none : context.say(said.leftOutText, { count: conversation.leftOut }),
    ],
    [said.skipped, conversation.skippedCount === 0 ? words.none : countText(conversation.skippedCount)],
  ];
  const title = context.say(said.conversationHeading, {
    id: conversation.id,
    title: context.clip(conversation.title, LONGEST.name),
  });
  return [
    { type: "section", title },
    { type: "fields", rows },
  ];
}

function messages(
  context: ReportContext,
  { messageCount: count, statedMessageCount: stated }: ConversationDescription,
): string {
  const said = context.words.scope;
  return stated === null
    ? context.say(said.messagesText, { count })
    : context.say(said.messagesStated, { count, stated });
}

function senders(context: ReportContext, conversation: ConversationDescription): string {
  const { words } = context;
  const { shown, rest } = context.bounded(byCount(conversation.senders), MOST_SENDERS, "record/conversations.json");
  const said = shown.map(([id, count]) =>
    context.say(words.scope.countOf, { name: id === "" ? words.scope.unknownSender : context.participant(id), count }),
  );
  return [context.list(said), ...(rest === null ? [] : [rest])].join(words.sentenceSeparator);
}

function kinds(context: ReportContext, conversation: ConversationDescription): string {
  const said = byCount(conversation.kinds as Record<string, number>).map(([kind, count]) =>
    context.say(context.words.scope.countOf, { name: KINDS[kind as Kind].name[context.language], count }),
  );
  return context.list(said);
}

/** Counts by class, where the table of classes has no column for the conversation. */
function classRow(context: ReportContext, { id, evidenceClasses }: ConversationDescription): Field[] {
  const { words, dossier } = context;
  const selected = dossier.conversations.filter((conversation) => conversation.selected);
  if (selected.slice(0, MOST_COLUMNS).some((conversation) => conversation.id === id)) return [];
  const said = Object.keys(evidenceClasses)
    .sort()
    .map((code) => context.say(words.scope.classOf, { code, count: evidenceClasses[code] ?? 0 }));
  const sum = context.say(words.scope.classesSum, { list: context.list(said), total: total(evidenceClasses) });
  return [[words.scope.classes, sum]];
}

function bases(context: ReportContext, conversation: ConversationDescription): string {
  const { words } = context;
  const names: Readonly<Record<string, string>> = words.scope.timeBases;
  const said = byCount(timeBases(context, [conversation.id])).map(([basis, count]) =>
    context.say(words.scope.countOf, { name: names[basis] ?? basis, count }),
  );
  return context.list(said);
}
