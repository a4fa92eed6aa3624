import type { ObservedName, Participant } from "../../model/chat.ts";
import { VIEWER_PAGE, type ViewerBlock, type ViewerName, type ViewerParticipant } from "../../model/viewer.ts";
import { isCalled } from "../called.ts";
import type { ReportContext } from "../context.ts";
import { declaredRows } from "../declared-values.ts";
import { viewerBlocks } from "./chapters.ts";
import type { Given } from "./given.ts";
import { some, stated } from "./stated.ts";

/** Asked of everybody the case file names, and what is shown only where it was typed. */
const ASKED = ["account", "claimedPerson"];
const OTHERS = ["wechatId", "boundPhones", "identityProofs", "note"];

/** Every account with all its names, page by page in the order of the record. */
export function* participantPages(given: Given): Generator<ViewerParticipant[]> {
  const { participants } = given.context.dossier;
  const places = conversationsOf(given);
  for (let from = 0; from < participants.length; from += VIEWER_PAGE.entries) {
    const page = participants.slice(from, from + VIEWER_PAGE.entries);
    yield page.map((participant) => participantOf(given, participant, places.get(participant.id) ?? []));
  }
}

/** Participant -> conversations shown, with the messages sent there. */
function conversationsOf({ context }: Given): Map<string, [conversation: string, messages: number][]> {
  const places = new Map<string, [string, number][]>();
  for (const { id, selected, senders } of context.dossier.conversations) {
    if (!selected) continue;
    for (const [sender, messages] of Object.entries(senders)) {
      const before = places.get(sender);
      if (before === undefined) places.set(sender, [[id, messages]]);
      else before.push([id, messages]);
    }
  }
  return places;
}

function participantOf(
  { context, sides }: Given,
  participant: Participant,
  places: readonly (readonly [conversation: string, messages: number])[],
): ViewerParticipant {
  const { id, source, accountId, isOwner, names, messageCount } = participant;
  return stated<ViewerParticipant>({
    id,
    source,
    accountId,
    isOwner: isOwner ? true : null,
    name: context.participant(id),
    names: names.map((name) => nameOf(context, name)),
    messageCount,
    conversations: places.map(([conversation, messages]) => [
      conversation,
      sides.of({ direction: "received", sender: id, conversation }),
      messages,
    ]),
    declared: some(declaredOf(context, participant)),
  });
}

function nameOf(context: ReportContext, { kind, text, firstSeenAt, lastSeenAt }: ObservedName): ViewerName {
  const timeOf = (at: number | null) => (at === null ? null : context.time(at));
  return stated<ViewerName>({
    kind,
    text,
    firstSeenAt,
    lastSeenAt,
    first: timeOf(firstSeenAt),
    last: timeOf(lastSeenAt),
  });
}

function declaredOf(context: ReportContext, participant: Participant): readonly ViewerBlock[] {
  const people = (context.declared.participants ?? []).filter(({ account }) => isCalled(participant, account));
  return viewerBlocks(
    people.map((person) => ({ type: "fields", rows: declaredRows(context, "participants", person, ASKED, OTHERS) })),
  );
}
