import type { CaseDeclared } from "../../model/case.ts";
import type { Block, Inline, Text } from "../block.ts";
import { isCalled } from "../called.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { declaredCell, quoted, title } from "../declared-values.ts";

type Person = NonNullable<CaseDeclared["participants"]>[number];
type Proof = NonNullable<Person["identityProofs"]>[number];

const PROOFS = "participants.identityProofs";
const MOST_OTHERS = 12;
const MOST_NAMES = 3;

/** § 4, second part: who an account is said to be, and the documents for it. @source law.md §3.3 */
export function identities(context: ReportContext): Block[] {
  const people = context.declared.participants ?? [];
  if (people.length === 0) return [{ type: "paragraph", text: context.words.accounts.identity }];
  const said = context.words.declared.identity;
  return [
    { type: "section", title: said.heading },
    { type: "paragraph", text: said.note },
    {
      type: "table",
      columns: [
        { title: context.words.declared.number, width: { mm: 10 } },
        { title: said.account, width: { mm: 44 } },
        { title: said.claimed, width: { mm: 32 } },
        { title: said.proofs, width: { share: 1 } },
        { title: said.attitude, width: { mm: 20 } },
        { title: said.remarks, width: { mm: 24 } },
      ],
      rows: people.map((person, index) => row(context, person, index)),
    },
    ...proofTable(context, people),
    ...others(context, people),
  ];
}

function row(context: ReportContext, person: Person, index: number): Text[] {
  const { notProvided } = context.words;
  const { identityProofs: proofs = [], claimedPerson: claimed = {}, note } = person;
  const parts = (["name", "role", "unit"] as const).filter((key) => claimed[key] !== undefined);
  const claims = parts.map((key) => declaredCell(context, `participants.claimedPerson.${key}`, claimed[key]));
  return [
    String(index + 1),
    account(context, person),
    claims.length === 0 ? notProvided : claims.join(context.words.declared.partSeparator),
    proofLines(context, proofs),
    attitude(context, proofs),
    note === undefined ? "" : quoted(context, note),
  ];
}

/** The typed account, what else is typed of it, and the names the exports show for it. */
function account(context: ReportContext, person: Person): Inline[] {
  const said = context.words.declared.identity;
  const { account: typed, wechatId, boundPhones } = person;
  const lines: Inline[] = [typed === undefined ? context.words.notProvided : quoted(context, typed)];
  if (wechatId !== undefined) lines.push(`${said.wechatId} ${quoted(context, wechatId)}`);
  if (boundPhones !== undefined)
    lines.push(`${said.phones} ${declaredCell(context, "participants.boundPhones", boundPhones)}`);
  const found = context.dossier.participants.filter((participant) => isCalled(participant, typed));
  if (typed !== undefined && found.length === 0) return [...lines, { text: said.notInExport, style: "small" }];
  const names = found.flatMap((participant) => participant.names);
  const shown = new Set(names.map(({ kind, text }) => `${context.words.accounts.nameKinds[kind]}${context.words.colon}${context.clip(context.hidden(text), LONGEST.name)}`)); // prettier-ignore
  return [
    ...lines,
    ...(shown.size === 0 ? [] : [{ text: [...shown].slice(0, MOST_NAMES).join(" · "), style: "small" as const }]),
  ];
}

function proofLines(context: ReportContext, proofs: readonly Proof[]): Inline[] {
  const said = context.words.declared.identity;
  if (proofs.length === 0) return [said.statusNone];
  const status: Inline = { text: context.say(said.status, { count: proofs.length }), style: "bold" };
  return [status, ...proofs.map((proof) => proofHead(context, proof))];
}

/** Number and kind of a document. */
function proofHead(context: ReportContext, { proofId, type }: Proof): string {
  const kind = declaredCell(context, `${PROOFS}.type`, type);
  return proofId === undefined ? kind : `${declaredCell(context, `${PROOFS}.proofId`, proofId)} ${kind}`;
}

/** Every document with what was typed of it. */
function proofTable(context: ReportContext, people: readonly Person[]): Block[] {
  const rows = people.flatMap(({ identityProofs = [] }, index) =>
    identityProofs.map((proof): Text[] => [String(index + 1), proofHead(context, proof), proofDetails(context, proof)]),
  );
  if (rows.length === 0) return [];
  const said = context.words.declared.identity;
  return [
    { type: "group", title: { text: said.detailHeading, style: "bold" } },
    {
      type: "table",
      columns: [
        { title: context.words.declared.number, width: { mm: 10 } },
        { title: said.proofs, width: { mm: 44 } },
        { title: said.details, width: { share: 1 } },
      ],
      rows,
    },
  ];
}

const DETAILS = ["providedBy", "obtainedAt", "obtainedHow", "display", "details", "remarks", "enclosures"] as const;

function proofDetails(context: ReportContext, proof: Proof): Text {
  const { messages, conversation } = proof;
  const said = DETAILS.filter((key) => proof[key] !== undefined).map(
    (key) => `${title(context, `${PROOFS}.${key}`)} ${declaredCell(context, `${PROOFS}.${key}`, proof[key])}`,
  );
  const place = [conversation, messages].filter((part) => part !== undefined).join(" ");
  const based = messages === undefined ? [] : [`${context.words.declared.identity.messages} ${quoted(context, place)}`];
  return [...said, ...based].join(context.words.sentenceSeparator);
}

function attitude(context: ReportContext, proofs: readonly Proof[]): Text {
  const stated = proofs.flatMap(({ disputed }) => (disputed === undefined ? [] : [disputed]));
  if (stated.length === 0) return context.words.notProvided;
  if (stated.includes("yes")) return quoted(context, context.words.declared.identity.denied);
  return [...new Set(stated)].map((code) => declaredCell(context, `${PROOFS}.disputed`, code));
}

function others(context: ReportContext, people: readonly Person[]): Block[] {
  const said = context.words.declared.identity;
  const left = context.dossier.participants.filter(
    (participant) => !people.some(({ account: typed }) => isCalled(participant, typed)),
  );
  if (left.length === 0) return [];
  const { shown, rest } = context.bounded(left, MOST_OTHERS, "record/participants.json");
  const accounts = context.list([...shown.map(({ id }) => context.participant(id)), ...(rest === null ? [] : [rest])]);
  return [{ type: "paragraph", text: context.say(said.others, { count: left.length, accounts }), small: true }];
}
