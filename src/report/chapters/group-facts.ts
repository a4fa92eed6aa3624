import type { CaseDeclared } from "../../model/case.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Block, Field, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { declaredConversations } from "../declared.ts";
import { declared, declaredCell } from "../declared-values.ts";

type Group = NonNullable<CaseDeclared["groups"]>[number];

/** What the notices of a group and the case file add to its figures. @source law.md §5.3 */
export function groupRows(context: ReportContext, conversation: ConversationDescription): Field[] {
  const { words } = context;
  const said = words.declared.group;
  const count = eventCounts(context, conversation.id);
  const times = (event: string): string => context.say(said.times, { count: count.get(event) ?? 0 });
  const changes = { owner: count.get("owner-changed") ?? 0, renamed: count.get("group-renamed") ?? 0 };
  return [
    [said.groupId, context.clip(conversation.talker ?? words.notStated, LONGEST.path)],
    [said.exporter, exporter(context, conversation)],
    [said.joins, times("member-joined")],
    [said.removals, times("member-removed")],
    [said.changes, context.say(said.changesText, changes)],
    ...groupsOf(context, conversation).flatMap((group) => typedRows(context, group)),
  ];
}

function exporter(context: ReportContext, { source, members }: ConversationDescription): string {
  const { group } = context.words.declared;
  if (members.length === 0) return context.words.notStated;
  const own = context.dossier.participants.filter((one) => one.source === source && one.isOwner).map(({ id }) => id);
  return members.some(({ participant }) => own.includes(participant)) ? group.exporterMember : group.exporterNotMember;
}

function eventCounts(context: ReportContext, conversation: string): Map<string, number> {
  const sql = "SELECT event, count(*) AS n FROM message WHERE conversation = ? AND event IS NOT NULL GROUP BY event";
  return new Map(
    Array.from(context.chat.query<{ event: string; n: number }>(sql, conversation), ({ event, n }) => [event, n]),
  );
}

/** What the case file declares of one group. */
export function groupsOf(context: ReportContext, conversation: ConversationDescription): Group[] {
  return (context.declared.groups ?? []).filter(({ conversation: typed }) =>
    declaredConversations(context.dossier.conversations, typed).some(({ id }) => id === conversation.id),
  );
}

function typedRows(context: ReportContext, group: Group): Field[] {
  const said = context.words.declared.group;
  const keys = ["exporterJoinedAt", "dissolvedAt", "note"] as const;
  return [
    [said.memberPage, declared(context, "groups.memberCount", group.memberCount)],
    [said.owner, declared(context, "groups.ownerPerson", group.ownerPerson)],
    ...keys.flatMap((key): Field[] =>
      group[key] === undefined ? [] : [[labels(context)[key], declared(context, `groups.${key}`, group[key])]],
    ),
  ];
}

function labels(context: ReportContext) {
  const said = context.words.declared.group;
  return { exporterJoinedAt: said.joinedAt, dissolvedAt: said.dissolvedAt, note: said.declared };
}

/** Complaints, warnings, measures and reports as declared, in the order typed. */
export function groupMeasures(context: ReportContext, conversation: ConversationDescription): Block[] {
  const said = context.words.declared.group;
  const rows = groupsOf(context, conversation).flatMap((group): Text[][] => [
    ...(group.complaints ?? []).map((one) => row(context, said.complaints, "complaints", one)),
    ...(group.warnings ?? []).map((one) => row(context, said.warnings, "warnings", one)),
    ...(group.measures ?? []).map((one) => row(context, said.taken, "measures", one)),
    ...(group.reports ?? []).map((one) => row(context, said.reports, "reports", one)),
  ]);
  if (rows.length === 0) return [];
  return [
    { type: "group", title: { text: said.measures, style: "bold" } },
    {
      type: "table",
      columns: [
        { title: said.kind, width: { mm: 22 } },
        { title: said.when, width: { mm: 34 } },
        { title: said.by, width: { mm: 30 } },
        { title: said.what, width: { share: 1 } },
      ],
      rows,
    },
  ];
}

function row(context: ReportContext, kind: string, list: string, entry: Readonly<Record<string, unknown>>): Text[] {
  const cell = (key: string): string => declaredCell(context, `groups.${list}.${key}`, entry[key]);
  const contents = ["content", "action", "to", "note", "messages", "enclosures"].filter((key) => entry[key] !== undefined); // prettier-ignore
  return [kind, cell("at"), entry["by"] === undefined ? context.words.notProvided : cell("by"), contents.map(cell)];
}
