import { countText } from "../../base/sentence.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Block, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { declaredRows } from "../declared-values.ts";
import { declaredTable } from "./collecting.ts";
import { groupMeasures, groupRows } from "./group-facts.ts";

const MOST_GROUPS = 8;

/** § 10: what the export says of groups. */
export function group(context: ReportContext): Block[] {
  const said = context.words.group;
  const groups = context.dossier.conversations.filter(({ selected, type }) => selected && type === "group");
  const chapter: Block = { type: "chapter", number: "10", title: said.title };
  if (groups.length === 0) return [chapter, { type: "paragraph", text: said.notApplicable }];
  const { shown, rest } = context.bounded(groups, MOST_GROUPS, "record/conversations.json");
  return [
    chapter,
    { type: "paragraph", text: said.note },
    ...shown.flatMap((conversation) => groupFields(context, conversation)),
    ...(rest === null ? [] : [{ type: "paragraph", text: rest, small: true } as const]),
  ];
}

/** What the export and the case file say of one group. */
export function groupFields(context: ReportContext, conversation: ConversationDescription): Block[] {
  const { words } = context;
  const said = words.group;
  const { members, senders } = conversation;
  const withRole = (role: "owner" | "admin"): Text => {
    const found = members
      .filter((member) => member.role === role)
      .map(({ participant }) => context.participant(participant));
    return found.length === 0 ? words.notStated : context.list(found.slice(0, 10));
  };
  return [
    {
      type: "group",
      title: { text: `${conversation.id} ${context.clip(conversation.title, LONGEST.name)}`, style: "bold" },
    },
    {
      type: "fields",
      rows: [
        [said.members, members.length === 0 ? words.notStated : countText(members.length)],
        [said.speakers, countText(Object.keys(senders).filter((id) => id !== "").length)],
        [said.owner, withRole("owner")],
        [said.admins, withRole("admin")],
        ...groupRows(context, conversation),
      ],
    },
    ...groupMeasures(context, conversation),
  ];
}

/** § 11: voice messages wait for a person to write them down. */
export function voice(context: ReportContext): Block[] {
  const said = context.words.voice;
  const count = context.dossier.conversations
    .filter(({ selected }) => selected)
    .reduce((sum, { kinds }) => sum + (kinds.voice ?? 0), 0);
  return [{ type: "chapter", number: "11", title: said.title }, ...spoken(context, count)];
}

function spoken(context: ReportContext, voices: number): Block[] {
  const said = context.words.voice;
  const { transcripts = [], glossary = [] } = context.declared;
  if (transcripts.length + glossary.length === 0)
    return [{ type: "paragraph", text: voices === 0 ? said.none : context.say(said.some, { count: voices }) }];
  const { voice } = context.words.declared;
  const text = context.say(voice.counts, { voices, transcripts: transcripts.length });
  return [
    { type: "paragraph", text },
    ...declaredTable(context, voice.transcripts, "transcripts", transcripts, ["conversation", "message", "text", "by", "method", "reviewedBy"]), // prettier-ignore
    ...declaredTable(context, voice.glossary, "glossary", glossary, ["term", "meaning", "by"]),
  ];
}

const PRIVACY = ["confidentiality", "legalBasis", "crossBorder", "retention", "thirdPartyServices", "unmaskedKeptAt", "closedSession"]; // prettier-ignore

function confidentiality(context: ReportContext): Block[] {
  const { privacy: typed } = context.declared;
  if (typed === undefined) return [];
  return [
    { type: "group", title: { text: context.words.declared.privacy, style: "bold" } },
    { type: "fields", rows: declaredRows(context, "privacy", typed, [], PRIVACY) },
  ];
}

/** What was left out of the printed record, in sentences; none where nothing was. */
export function excerpts(context: ReportContext): string[] {
  const { dossier, words } = context;
  const said = words.privacy;
  const { from, until } = dossier.settings;
  const selected = dossier.conversations.filter((conversation) => conversation.selected);
  const sentences: string[] = [];
  if (selected.length < dossier.conversations.length) {
    sentences.push(context.say(said.excerptChats, { selected: selected.length, all: dossier.conversations.length }));
  }
  if (from !== null || until !== null) {
    const edge = (time: number | null) => (time === null ? said.open : context.time(time));
    const count = selected.reduce((sum, { leftOut }) => sum + leftOut, 0);
    sentences.push(context.say(said.excerptPeriod, { from: edge(from), until: edge(until), count }));
  }
  return sentences;
}

/** § 12: what is covered and what is left out. */
export function privacy(context: ReportContext): Block[] {
  const said = context.words.privacy;
  const sentences = excerpts(context);
  if (sentences.length === 0) sentences.push(said.excerptNone);
  if (context.masked !== null) sentences.push(context.say(said.masked, { ...context.masked }));
  return [
    { type: "chapter", number: "12", title: said.title },
    { type: "list", entries: [said.noRedaction, ...sentences] },
    ...confidentiality(context),
  ];
}
