import { sizeText } from "../../base/sentence.ts";
import type { DeclaredDevice } from "../../model/device-fields.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Outcome } from "../../model/finding.ts";
import type { Block, Field, Text } from "../block.ts";
import { claimedName } from "../called.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { byCount } from "../counts.ts";
import { declaredCell, quoted } from "../declared-values.ts";
import { findingSentence } from "../finding-groups.ts";
import { mainReasons } from "../reasons.ts";

const MOST_CONVERSATIONS = 3;
const MOST_SPEAKERS = 4;
const MOST_TOOLS = 3;
const MOST_DEVICES = 2;
const MOST_GAPS = 2;
/** Of one name, or one sentence by language, on this page; the whole stands in the chapters. */
const SHORT = { name: 20, zh: 120, en: 190 } as const;

/** The five questions a reader of the summary comes with, each answered in a line or two. */
export function answers(context: ReportContext, conversations: readonly ConversationDescription[]): Block {
  const said = context.words.answers;
  const rows: Field[] = [
    [said.packed, packed(context, conversations)],
    [said.speakers, speakers(context, conversations)],
    [said.gaps, gaps(context, conversations)],
    [said.device, devices(context)],
    [said.unchecked, unchecked(context)],
  ];
  return { type: "fields", labels: "alone", rows };
}

function packed(context: ReportContext, conversations: readonly ConversationDescription[]): string {
  const said = context.words.answers;
  const { dossier } = context;
  const files = { files: dossier.fileCount, size: sizeText(dossier.fileBytes) };
  if (dossier.exports.length === 0) return context.say(said.packedNothing, files);
  const tools = dossier.exports.map(({ claimedTool, claimedVersion, importer }) => {
    const tool = [claimedTool, claimedVersion].filter((part) => part !== null).join(" ");
    const short = context.clip(tool === "" ? importer : tool, LONGEST.name);
    return tool === "" ? context.say(said.toolUnknown, { format: short }) : context.say(said.tool, { tool: short });
  });
  return context.say(said.packedText, {
    ...files,
    exports: dossier.exports.length,
    tools: context.list([...new Set(tools)].slice(0, MOST_TOOLS)),
    conversations: conversations.length,
    messages: conversations.reduce((sum, { messageCount, leftOut }) => sum + messageCount - leftOut, 0),
  });
}

function speakers(context: ReportContext, conversations: readonly ConversationDescription[]): Text {
  if (conversations.length === 0) return context.words.none;
  const lines = conversations.slice(0, MOST_CONVERSATIONS).map((conversation) => speakersOf(context, conversation));
  return [...lines, ...moreConversations(context, conversations), { text: speakersNote(context), style: "small" }];
}

/** Who says who used the accounts: a reader takes it for a finding of the report else. */
function speakersNote(context: ReportContext): string {
  const { words, declared } = context;
  if (!isClaimed(context)) return words.answers.speakersNoteNone;
  const name = declared.submitter?.name;
  const submitter = name === undefined ? "" : quoted(context, context.clip(name, LONGEST.name));
  return context.say(words.answers.speakersNote, { submitter });
}

function isClaimed({ declared: { participants = [] } }: ReportContext): boolean {
  return participants.some(({ claimedPerson }) => claimedPerson?.name !== undefined);
}

function speakersOf(context: ReportContext, { id, senders }: ConversationDescription): string {
  const said = context.words.answers;
  const ordered = byCount(senders);
  const accounts = ordered.filter(([sender]) => sender !== "");
  // Rows without a sender are nobody's, and no further account.
  const nobody = ordered.filter(([sender]) => sender === "");
  const named = [...accounts.slice(0, MOST_SPEAKERS), ...nobody].map(([sender, count]) =>
    speaker(context, sender, count),
  );
  const others = accounts.slice(MOST_SPEAKERS);
  const count = others.reduce((sum, [, messages]) => sum + messages, 0);
  if (others.length > 0)
    named.splice(MOST_SPEAKERS, 0, context.say(said.speakersMore, { people: others.length, count }));
  return context.say(said.speakersText, { conversation: id, speakers: context.list(named) });
}

function speaker(context: ReportContext, id: string, count: number): string {
  const said = context.words.answers;
  const found = context.dossier.participants.find((participant) => participant.id === id);
  if (id === "" || found === undefined) {
    return context.say(said.speaker, { name: id === "" ? context.words.scope.unknownSender : context.clip(id, SHORT.name), count }); // prettier-ignore
  }
  const name = context.clip(context.hidden(found.names.at(-1)?.text ?? found.accountId ?? id), SHORT.name);
  const claimed = claimedName(context.declared, found);
  const undeclared = isClaimed(context) ? [said.unclaimed] : [];
  const marks = [
    ...(found.isOwner ? [said.owner] : []),
    ...(claimed === undefined ? undeclared : [context.say(said.claimed, { name: quoted(context, context.clip(claimed, SHORT.name)) })]), // prettier-ignore
  ];
  if (marks.length === 0) return context.say(said.speaker, { name, count });
  return context.say(said.speakerMarked, { name, marks: marks.join(context.words.sentenceSeparator), count });
}

function gaps(context: ReportContext, conversations: readonly ConversationDescription[]): Text {
  if (conversations.length === 0) return context.words.none;
  const lines = conversations.slice(0, MOST_CONVERSATIONS).flatMap((conversation) => gap(context, conversation));
  return [...lines, ...moreConversations(context, conversations)];
}

/** What is said of the gaps of a conversation, with the first places in lines of their own. */
function gap(context: ReportContext, { id, continuity }: ConversationDescription): string[] {
  const said = context.words.answers;
  const { word, checksMade, notPossible } = continuity;
  const open = new Set(notPossible.map(({ check }) => check)).size;
  if (word === "no-gap-found") return [context.say(said.noGap, { conversation: id, made: checksMade.length, open })];
  if (word === "not-assessable") {
    const reasons = mainReasons(context, mostFrequent(notPossible.map(({ reason }) => reason)));
    return [context.say(said.notAssessable, { conversation: id, reasons })];
  }
  const found = context.dossier.outcomes.filter(
    ({ conversation, check, findings }) => conversation === id && checksMade.includes(check) && findings.length > 0,
  );
  const [first = said.gapPlaces, ...others] = found.flatMap((outcome) => gapSentences(context, outcome));
  const shown = others.slice(0, MOST_GAPS - 1);
  const rest = [
    ...(others.length > shown.length ? [context.say(said.gapMore, { count: others.length + 1 })] : []),
    ...(found.length > 1 ? [said.gapsApart] : []),
  ];
  return [context.say(said.gapFound, { conversation: id, where: first }), ...shown, ...rest];
}

function gapSentences(context: ReportContext, { check, findings }: Outcome): string[] {
  const longest = SHORT[context.language];
  return findings.map((finding) => context.clip(findingSentence(context, check, finding), longest));
}

function devices(context: ReportContext): Text {
  const said = context.words.answers;
  const { devices: listed = [] } = context.declared;
  if (listed.length === 0) return said.deviceNone;
  const lines = listed.slice(0, MOST_DEVICES).map((device, index) => deviceLine(context, device, index));
  const more = listed.length - lines.length;
  return more > 0 ? [...lines, context.say(said.devicesMore, { count: more })] : lines;
}

function deviceLine(context: ReportContext, device: DeclaredDevice, index: number): string {
  const { words } = context;
  const said = words.answers;
  const { place, address } = device.location ?? {};
  const where = [place, address].filter((part) => part !== undefined).map((part) => context.clip(part, LONGEST.name));
  const keeper = device.custodian?.name;
  const named = (["kind", "make", "model"] as const).filter((key) => device[key] !== undefined);
  const facts = [
    ...named.map((key) => declaredCell(context, `devices.${key}`, context.clip(device[key] ?? "", LONGEST.name))),
    context.say(said.deviceKeptAt, {
      place: where.length === 0 ? words.notProvided : quoted(context, where.join(" ")),
    }),
    context.say(said.deviceKeptBy, {
      keeper: keeper === undefined ? words.notProvided : quoted(context, context.clip(keeper, LONGEST.name)),
    }),
    declaredCell(context, "devices.availability", device.availability),
  ];
  const text = context.say(said.deviceText, {
    device: quoted(context, context.clip(device.deviceId ?? String(index + 1), SHORT.name)),
    facts: facts.join(words.declared.partSeparator),
  });
  return context.say(words.declared.value, { value: text });
}

/** Checks that spoke of nothing at all, and what no check can look at. */
function unchecked(context: ReportContext): Text {
  const said = context.words.answers;
  const { outcomes } = context.dossier;
  const spoke = new Set(
    outcomes.filter(({ outcome }) => outcome === "found" || outcome === "nothing-found").map(({ check }) => check),
  );
  const silent = outcomes.filter(({ check }) => !spoke.has(check));
  const count = new Set(silent.map(({ check }) => check)).size;
  if (count === 0) return said.uncheckedAlways;
  const reasons = mainReasons(context, mostFrequent(silent.map(({ reason }) => reason)));
  return [said.uncheckedAlways, context.say(said.uncheckedChecks, { count, reasons })];
}

/** Each once, the most frequent first. */
function mostFrequent(reasons: readonly (string | null)[]): (string | null)[] {
  const counts = new Map<string | null, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a).map(([reason]) => reason);
}

function moreConversations(context: ReportContext, conversations: readonly unknown[]): string[] {
  const count = conversations.length - MOST_CONVERSATIONS;
  return count > 0 ? [context.say(context.words.answers.conversationsMore, { count })] : [];
}
