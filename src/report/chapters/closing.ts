import type { Block, SignatureBox } from "../block.ts";
import type { ReportContext } from "../context.ts";
import { declaredCell } from "../declared-values.ts";

const BLANK_ROWS = 4;

/** § 15: what is open, and the fixed limits. @source law.md §8.4 */
export function limits(context: ReportContext): Block[] {
  const said = context.words.limits;
  return [
    { type: "chapter", number: "15", title: said.title },
    { type: "paragraph", text: context.say(said.open, context.dossier.findingsByLevel) },
    {
      type: "list",
      numbered: true,
      entries: [said.fixed1, said.fixed2, said.fixed3, said.fixed4, said.fixed5, said.fixed6, said.fixed7],
    },
  ];
}

/** § 16: a sheet to fill in by hand. */
export function hearing(context: ReportContext): Block[] {
  const said = context.words.hearing;
  return [
    { type: "chapter", number: "16", title: said.title },
    { type: "paragraph", text: said.note },
    {
      type: "sheet",
      columns: [
        { title: said.date, width: { mm: 22 } },
        { title: said.device, width: { share: 1 } },
        { title: said.account, width: { share: 1 } },
        { title: said.message, width: { mm: 26 } },
        { title: said.same, width: { mm: 26 } },
        { title: said.signature, width: { share: 1 } },
      ],
      emptyRows: BLANK_ROWS,
    },
  ];
}

/** § 17: blocks to sign, all blank. @source law.md §7.6 */
export function signing(context: ReportContext): Block[] {
  const said = context.words.signing;
  const box = (title: string, lines: string[], declaration: string | null = null): SignatureBox => ({
    title,
    lines,
    declaration,
    given: givenFor(context, title),
  });
  return [
    { type: "chapter", number: "17", title: said.title },
    {
      type: "signatures",
      boxes: [
        box(said.submitter, [said.name, said.sign, said.date], said.submitterDeclaration),
        box(said.holder, [said.signOnly, said.date, said.refusal]),
        box(said.operator, [said.signOnly, said.unitOf, said.date]),
        box(said.witness, [said.signOnly, said.idNumber, said.date, said.noWitness]),
        box(said.counsel, [said.signOnly, said.licence, said.firmSeal, said.date]),
        box(said.unit, [said.head, said.maker, said.seal]),
        {
          ...box(said.court, [said.name, said.copies, said.pages, said.originalOrCopy, said.time, said.clerk]),
          wide: true,
        },
      ],
    },
  ];
}

/** What the case file says of who signs a block, matched by what it was called there; the lines stay open. */
function givenFor(context: ReportContext, title: string): string[] {
  const names = title.split(/[/（(]/).map((name) => name.trim());
  const isFor = (block: string): boolean => names.some((name) => name !== "" && (block.includes(name) || name.includes(block))); // prettier-ignore
  return (context.declared.signatures ?? [])
    .filter(({ block }) => block !== undefined && isFor(block))
    .map(({ name, capacity, at, note }) => {
      const parts = Object.entries({ name, capacity, at, note }).filter(([, value]) => value !== undefined);
      return context.say(context.words.declared.signing.given, {
        name: parts.map(([key, value]) => declaredCell(context, `signatures.${key}`, value)).join(context.words.declared.partSeparator), // prettier-ignore
      });
    });
}

/** Annex: where the data are, and what the words mean. */
export function annex(context: ReportContext): Block[] {
  const said = context.words.annex;
  return [
    { type: "chapter", number: "", title: said.title },
    { type: "section", title: said.record },
    {
      type: "table",
      halves: true,
      columns: [
        { title: said.file, width: { mm: 39 } },
        { title: said.content, width: { share: 1 } },
      ],
      rows: [
        ["record/messages.jsonl", said.recordMessages],
        ["record/participants.json", said.recordParticipants],
        ["record/conversations.json", said.recordConversations],
        ["record/attachments.jsonl", said.recordAttachments],
        ["record/skipped.jsonl", said.recordSkipped],
        ["record/checks.json", said.recordChecks],
        ["record/bills.jsonl", said.recordBills],
        ["record/case.json", said.recordCase],
        ["record/files.csv", said.recordFiles],
      ],
    },
    { type: "section", title: said.terms },
    {
      type: "fields",
      rows: [
        [said.termMessage, said.termMessageText],
        [said.termLevels, said.termLevelsText],
        [said.termStrength, said.termStrengthText],
        [said.termLocal, said.termLocalText],
        [said.termServer, said.termServerText],
        [said.termDigest, said.termDigestText],
      ],
    },
  ];
}
