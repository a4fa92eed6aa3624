import { countText } from "../../base/sentence.ts";
import type { MemberView } from "../../model/chat.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Payments } from "../../model/payments.ts";
import type { ViewerBlock, ViewerConversation, ViewerDay, ViewerGroupEvent, ViewerMember } from "../../model/viewer.ts";
import { groupFields } from "../chapters/circumstances.ts";
import { continuityFields } from "../chapters/checks.ts";
import { groupsOf } from "../chapters/group-facts.ts";
import { conversationFields } from "../chapters/scope.ts";
import type { ReportContext } from "../context.ts";
import { declared } from "../declared-values.ts";
import { dayText } from "../figures/axis.ts";
import { dayStretches } from "../figures/calendar.ts";
import { groupEvents, type GroupEvent } from "../figures/group-events.ts";
import { figureMaterial, type FigureMaterial } from "../figures/material.ts";
import { viewerBlocks } from "./chapters.ts";
import { stated } from "./stated.ts";

const NO_PAYMENTS: Payments = { hasBill: false, transfers: [], leftovers: [] };

type Facts = Pick<ViewerConversation, "days" | "members" | "group" | "groupEvents" | "memberCounts">;

/** What the cover report says of one conversation, however many others there are. */
export function conversationBlocks(context: ReportContext, conversation: ConversationDescription): ViewerBlock[] {
  const group = conversation.type === "group" ? groupFields(context, conversation) : [];
  return viewerBlocks([
    ...conversationFields(context, conversation),
    ...continuityFields(context, conversation),
    ...group,
  ]);
}

/** Its days and, of a group, its members and what happened to them. @param firstRows row of the first message of each day */
export function conversationFacts(
  context: ReportContext,
  conversation: ConversationDescription,
  firstRows: ReadonlyMap<string, number>,
): Facts {
  const material = figureMaterial(context, NO_PAYMENTS, [conversation]);
  const isGroup = conversation.type === "group";
  return stated<Facts>({
    days: days(material, firstRows),
    members: conversation.members.map((member) => memberOf(context, member)),
    group: conversation.group,
    groupEvents: isGroup ? inTime(groupEvents(material, conversation)).map((event) => eventOf(context, event)) : [],
    memberCounts: isGroup ? memberCounts(context, conversation) : [],
  });
}

function days(material: FigureMaterial, firstRows: ReadonlyMap<string, number>): ViewerDay[] {
  const [of] = material.days;
  if (of === undefined) return [];
  return [...dayStretches(material, of)].map(({ from, until, state, messages, found }) =>
    stated<ViewerDay>({
      from: dayText(from),
      to: dayText(until - 1),
      days: until - from,
      state,
      messages,
      errors: found.error,
      warnings: found.warning,
      notes: found.note,
      row: firstRows.get(dayText(from)),
    }),
  );
}

function memberOf(context: ReportContext, { participant, role, groupNickname, inviter }: MemberView): ViewerMember {
  return stated<ViewerMember>({
    participant,
    name: context.participant(participant),
    role,
    groupNickname,
    inviter: inviter === undefined ? null : context.participant(inviter),
  });
}

/** By time as far as one is known; what has none stands last, in the order told. */
function inTime(events: readonly GroupEvent[]): GroupEvent[] {
  const timeOf = ({ at, day }: GroupEvent) => at ?? (day === null ? Infinity : day * 86_400_000);
  return [...events].sort((a, b) => {
    const [first, second] = [timeOf(a), timeOf(b)];
    return first === second ? 0 : first - second;
  });
}

function eventOf(context: ReportContext, { lane, event, at, day, basis, message, who, count }: GroupEvent) {
  const names: Readonly<Record<string, string>> = { ...context.words.transcript.events, ...context.words.viewer.groupEvents }; // prettier-ignore
  return stated<ViewerGroupEvent>({
    lane,
    event,
    eventText: names[event] ?? event,
    at,
    time: at === null ? null : context.time(at),
    day: day === null ? null : dayText(day),
    basis,
    message,
    who,
    count,
  });
}

/** The counts that are stated or can be made, each with who says so; a count nobody states is left out. */
function memberCounts(
  context: ReportContext,
  conversation: ConversationDescription,
): (readonly [label: string, value: string])[] {
  const { words } = context;
  const said = words.viewer.memberCounts;
  const { members, group, senders } = conversation;
  const speakers = Object.keys(senders).filter((sender) => sender !== "").length;
  const typed = groupsOf(context, conversation).filter(({ memberCount }) => memberCount !== undefined);
  return [
    ...(members.length === 0 ? [] : [[said.listed, countText(members.length)] as const]),
    ...(typeof group?.statedMemberCount === "number"
      ? [[said.stated, countText(group.statedMemberCount)] as const]
      : []),
    [words.group.speakers, countText(speakers)],
    ...typed.map(({ memberCount }) => [said.declared, declared(context, "groups.memberCount", memberCount)] as const),
  ];
}
