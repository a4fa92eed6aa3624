import { countText } from "../../base/sentence.ts";
import { compareCodePoints } from "../../base/order.ts";
import type { ObservedName, Participant } from "../../model/chat.ts";
import type { Block, Inline, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { identities } from "./identities.ts";

const MOST_PARTICIPANTS = 40;
const MOST_NAMES = 6;
const RECORD = "record/participants.json";

/** § 4: accounts and names as they occur; nobody is identified by them. */
export function accounts(context: ReportContext): Block[] {
  const { dossier, words } = context;
  const said = words.accounts;
  const order = [...dossier.participants].sort(
    (a, b) => b.messageCount - a.messageCount || compareCodePoints(a.id, b.id),
  );
  const { shown, rest } = context.bounded(order, MOST_PARTICIPANTS, RECORD);
  return [
    { type: "chapter", number: "4", title: said.title },
    { type: "paragraph", text: said.note },
    {
      type: "table",
      columns: [
        { title: said.source, width: { mm: 13 } },
        { title: said.account, width: { mm: 46 } },
        { title: said.names, width: { share: 1 } },
        { title: said.seen, width: { mm: 43 } },
        { title: said.messages, width: { mm: 16 }, align: "right" },
      ],
      rows: shown.map((participant) => row(context, participant)),
    },
    ...(rest === null ? [] : [{ type: "paragraph", text: rest, small: true } as const]),
    ...identities(context),
  ];
}

function row(context: ReportContext, participant: Participant): Text[] {
  const said = context.words.accounts;
  const account: Inline[] = [participant.accountId === null ? said.noAccount : context.clip(participant.accountId, 64)];
  if (participant.isOwner) account.push({ text: said.owner, style: "small" });
  return [
    participant.source,
    account,
    names(context, participant),
    seen(context, participant),
    countText(participant.messageCount),
  ];
}

function names(context: ReportContext, participant: Participant): Text {
  const { words } = context;
  if (participant.names.length === 0) return words.notStated;
  const { shown, rest } = context.bounded(participant.names, MOST_NAMES, RECORD);
  const said = shown.map((name) => nameText(context, name));
  return rest === null ? said : [...said, { text: rest, style: "small" }];
}

function nameText(context: ReportContext, { kind, text }: ObservedName): string {
  return `${context.words.accounts.nameKinds[kind]}${context.words.colon}${context.clip(context.hidden(text), LONGEST.name)}`;
}

/** The span over all names; single names have theirs in the record. */
function seen(context: ReportContext, { names: observed }: Participant): Text {
  const known = (times: (number | null)[]) => times.filter((time) => time !== null);
  const first = known(observed.map(({ firstSeenAt }) => firstSeenAt));
  const last = known(observed.map(({ lastSeenAt }) => lastSeenAt));
  if (first.length === 0 || last.length === 0) return context.words.notStated;
  return [context.time(Math.min(...first)), context.time(Math.max(...last))];
}
