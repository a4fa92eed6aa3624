import type { Attachment, Forward, Message, Quote, Recall, SystemEvent } from "../../model/message.ts";
import type {
  ViewerAttachment,
  ViewerFields,
  ViewerForward,
  ViewerMessage,
  ViewerQuote,
  ViewerSystem,
  ViewerTarget,
} from "../../model/viewer.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { calledText, senderText } from "../transcript/named.ts";
import type { Given } from "./given.ts";
import { some, stated } from "./stated.ts";

/** Where quotes and recalls of the conversation lead. */
export interface Found {
  readonly quoted: number | null;
  readonly recalled: number | null;
}

/** One message of the record as the viewer shows it. @param exhibits places of the exhibits that name it */
export function viewerMessage(
  given: Given,
  message: Message,
  found: Found,
  exhibits: readonly number[],
): ViewerMessage {
  const { context, sides, transcripts, findings } = given;
  const { conversation, seq, sentAt, quote, recall } = message;
  const side = sides.of(message);
  const who = senderText(context, message);
  return stated<ViewerMessage>({
    seq,
    sentAt,
    time: timeOf(context, sentAt),
    sentAtText: sentAt === null ? message.sentAtText : null,
    direction: message.direction,
    side,
    isRight: isRight(side),
    sender: message.sender,
    senderName: isSaidBy(who, message.senderName) ? null : message.senderName,
    who,
    kind: message.kind,
    typeCode: message.kind === "unknown" ? message.typeCode : null,
    text: message.text,
    quote: quote && quoteOf(given, conversation, quote, found.quoted),
    forward: message.forward && forwardOf(context, message.forward),
    transfer: message.transfer && fields(message.transfer),
    redPacket: message.redPacket && fields(message.redPacket),
    call: message.call && fields(message.call),
    location: message.location && fields(message.location),
    recall: recall && recallOf(given, conversation, recall, found.recalled),
    system: message.system && systemOf(context, message.system),
    attachments: some(message.attachments.map((attachment) => attachmentOf(given, attachment))),
    transcripts: some(transcripts.of(conversation, seq)),
    warnings: some(message.warnings),
    serverId: message.serverId,
    localId: message.localId,
    findings: some(findings.of(conversation, seq)),
    exhibits: some(exhibits),
  });
}

/** Whether the printed sender begins with the name the message shows: then it need not be said twice. */
function isSaidBy(who: string, name: string | null): boolean {
  return name !== null && (who === name || who.startsWith(`${name} (`));
}

/** Whether a side stands on the right. */
export function isRight(side: ViewerMessage["side"]): true | null {
  return side === "submitting" || side === "owner" ? true : null;
}

function timeOf(context: ReportContext, at: number | null | undefined): string | null {
  return at === null || at === undefined ? null : context.time(at);
}

/** Fields as the record has them, those without a value left out. */
function fields<Of extends object>(of: Of): ViewerFields<Of> {
  const kept = Object.entries(of).filter(([, value]) => value !== null);
  return Object.fromEntries(kept) as ViewerFields<Of>;
}

function quoteOf(given: Given, conversation: string, quote: Quote, quoted: number | null): ViewerQuote {
  const { context } = given;
  return stated<ViewerQuote>({
    ...targetOf(given, conversation, quote.targetServerId, quoted),
    targetServerId: quote.targetServerId,
    sender: quote.sender,
    who: quote.sender === null ? null : context.participant(quote.sender),
    sentAt: quote.sentAt,
    time: timeOf(context, quote.sentAt),
    text: quote.text,
    kind: quote.kind,
  });
}

function recallOf(given: Given, conversation: string, recall: Recall, recalled: number | null) {
  return stated<NonNullable<ViewerMessage["recall"]>>({
    ...(recall as ViewerFields<Recall>),
    ...targetOf(given, conversation, recall.targetServerId, recalled),
  });
}

/** The number of the message meant, or why there is none. */
function targetOf(
  { context, printed }: Given,
  conversation: string,
  serverId: string | null,
  seq: number | null,
): { [Key in keyof ViewerTarget]-?: ViewerTarget[Key] | null } {
  const said = context.words.viewer.targets;
  if (seq !== null && printed.has(conversation, seq)) return { target: seq, absent: null };
  if (seq !== null) return { target: null, absent: context.say(said.leftOut, { message: `${conversation}-${seq}` }) };
  const absent = serverId === null ? said.unnamed : context.say(said.absent, { id: serverId });
  return { target: null, absent };
}

function forwardOf(context: ReportContext, { title, items, statedCount }: Forward): ViewerForward {
  return stated<ViewerForward>({
    title,
    statedCount,
    items: items.map((item) =>
      stated<ViewerForward["items"][number]>({ ...fields(item), time: timeOf(context, item.sentAt) }),
    ),
  });
}

function systemOf(context: ReportContext, { event, actor, subjects, value, members, pats }: SystemEvent): ViewerSystem {
  return stated<ViewerSystem>({
    event,
    actor: actor === null ? null : context.participant(actor),
    subjects: some(subjects.map((id) => context.participant(id))),
    value,
    members: some((members ?? []).map((member) => fields(member) as { account: string })),
    pats: some(
      (pats ?? []).map(({ from, to, at, text }) =>
        stated<NonNullable<ViewerSystem["pats"]>[number]>({ from, to, at, time: timeOf(context, at), text }),
      ),
    ),
  });
}

function attachmentOf({ context, views }: Given, attachment: Attachment): ViewerAttachment {
  const { role, state, name, statedPath, remoteUrl, file, match, sizeBytes, sha256 } = attachment;
  const { claimedMd5, claimedSizeBytes, claimedDurationMs } = attachment;
  const { bundlePath, isInside, view } = views.ofAttachment(attachment);
  return stated<ViewerAttachment>({
    role,
    state,
    called: context.clip(calledText(context, attachment), LONGEST.path),
    name,
    statedPath,
    remoteUrl,
    file,
    match,
    sizeBytes,
    sha256,
    claimedMd5,
    claimedSizeBytes,
    claimedDurationMs,
    bundlePath,
    isInside: isInside ? true : null,
    view,
  });
}
