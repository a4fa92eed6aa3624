import { momentSpan } from "../../base/moment.ts";
import type { CaseDeclared } from "../../model/case.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Message } from "../../model/message.ts";
import type { ReportContext } from "../context.ts";
import { declaredConversations, declaredRanges } from "../declared.ts";
import { isWithin } from "../record/lines.ts";
import { dayOf } from "./axis.ts";
import type { FigureMaterial } from "./material.ts";

export type Lane = "owner" | "admin" | "members" | "joined" | "left" | "measure";

/** One thing that happened in a group, or that somebody stated of it. */
export interface GroupEvent {
  readonly conversation: string;
  readonly lane: Lane;
  readonly event: string;
  /** Null where no time is stated. */
  readonly at: number | null;
  readonly day: number | null;
  /** A notice in the messages, the export's own statement, or the case file. */
  readonly basis: "notice" | "export" | "declared";
  readonly message: number | null;
  readonly who: string;
  /** People it speaks of, or the number stated. */
  readonly count: number;
}

const LANES: Readonly<Record<string, Lane>> = {
  "owner-changed": "owner",
  "admin-added": "admin",
  "member-joined": "joined",
  "group-created": "joined",
  "member-left": "left",
  "member-removed": "left",
};

/** What messages, export and case file say of one group, in the order of these three. */
export function groupEvents(material: FigureMaterial, conversation: ConversationDescription): GroupEvent[] {
  return [...notices(material, conversation), ...stated(material, conversation), ...declared(material, conversation)];
}

function* notices({ context }: FigureMaterial, { id }: ConversationDescription): Generator<GroupEvent> {
  const { settings } = context.dossier;
  for (const { line, sentAt } of context.chat.lines(id, ["system", "announcement"])) {
    if (!isWithin(sentAt, settings)) continue;
    const message = JSON.parse(line) as Message;
    const event = message.kind === "announcement" ? "announcement" : (message.system?.event ?? "other");
    const lane = event === "announcement" ? "measure" : LANES[event];
    if (lane === undefined) continue;
    const notice: GroupEvent = {
      conversation: id, lane, event, at: sentAt, day: dayOf(sentAt, settings.timeZone), basis: "notice",
      message: message.seq, ...people(context, message),
    }; // prettier-ignore
    yield notice;
    // To put somebody out is also something the group's keepers did.
    if (event === "member-removed") yield { ...notice, lane: "measure" };
  }
}

function people(context: ReportContext, message: Message): { who: string; count: number } {
  const { system, senderName, sender } = message;
  const subjects = system?.subjects ?? [];
  const who = system === null ? (senderName ?? (sender === null ? "" : context.participant(sender))) : subjects.length > 0 ? subjects.join("、") : (system.actor ?? ""); // prettier-ignore
  return { who, count: Math.max(1, subjects.length) };
}

/** What the export says of the group at its own time. */
function stated({ context }: FigureMaterial, of: ConversationDescription): GroupEvent[] {
  const { settings, exports } = context.dossier;
  const at = exports.find(({ id }) => id === of.source)?.exportedAt ?? null;
  const base = { conversation: of.id, at, day: dayOf(at, settings.timeZone), basis: "export" as const, message: null };
  const keepers = of.members.filter(({ role }) => role === "owner" || role === "admin");
  const count = of.group?.statedMemberCount ?? (of.members.length > 0 ? of.members.length : null);
  return [
    ...keepers.map(({ role, participant }): GroupEvent => ({
      ...base, lane: role === "owner" ? "owner" : "admin", event: "stated", who: context.participant(participant), count: 1,
    })),
    ...(count === null ? [] : [{ ...base, lane: "members" as const, event: "member-count", who: "", count }]),
  ]; // prettier-ignore
}

type DeclaredGroup = NonNullable<CaseDeclared["groups"]>[number];

/** What the case file says of the group. */
function declared(material: FigureMaterial, of: ConversationDescription): GroupEvent[] {
  const { dossier } = material.context;
  const groups = (dossier.caseFile?.declared.groups ?? []).filter((group) =>
    declaredConversations(dossier.conversations, group.conversation).some(({ id }) => id === of.id),
  );
  return groups.flatMap((group) => declaredOf(material, of, group));
}

function declaredOf(material: FigureMaterial, of: ConversationDescription, group: DeclaredGroup): GroupEvent[] {
  const place = (lane: Lane, event: string, who: string | undefined, at: string | undefined, messages?: string) =>
    declaredEvent(material, of, { lane, event, who: who ?? "", at, messages });
  const count = group.memberCount?.value;
  return [
    ...(group.ownerPerson === undefined ? [] : [place("owner", "owner-declared", group.ownerPerson, undefined)]),
    ...(count === undefined ? [] : [{ ...place("members", "member-count", "", group.memberCount?.at), count }]),
    ...(group.warnings ?? []).map(({ by, messages }) => place("measure", "warning", by, undefined, messages)),
    ...(group.complaints ?? []).map(({ by, at, messages }) => place("measure", "complaint", by, at, messages)),
    ...(group.measures ?? []).map(({ by, at, messages }) => place("measure", "measure", by, at, messages)),
    ...(group.reports ?? []).map(({ to, at }) => place("measure", "report", to, at)),
    ...(group.dissolvedAt === undefined ? [] : [place("measure", "dissolved", "", group.dissolvedAt)]),
  ];
}

interface Typed {
  readonly lane: Lane;
  readonly event: string;
  readonly who: string;
  readonly at: string | undefined;
  readonly messages: string | undefined;
}

/** The typed time, else that of the first message named. */
function declaredEvent(
  { context, days }: FigureMaterial,
  { id }: ConversationDescription,
  { lane, event, who, at, messages }: Typed,
): GroupEvent {
  const { timeZone } = context.dossier.settings;
  const typedAt = momentSpan(at)?.from ?? null;
  const seq = messages === undefined ? null : (declaredRanges(messages)[0]?.from ?? null);
  const ofMessage = seq === null ? null : (days.find((one) => one.conversation === id)?.dayOfMessage(seq) ?? null);
  const day = typedAt === null ? ofMessage : dayOf(typedAt, timeZone);
  return { conversation: id, lane, event, at: typedAt, day, basis: "declared", message: seq, who, count: 1 };
}
