import { compareCodePoints } from "../../base/order.ts";
import { countText } from "../../base/sentence.ts";
import { KINDS } from "../../model/kind.ts";
import type { Kind } from "../../model/kind.ts";
import type { AttachmentState } from "../../model/message.ts";
import type { Block, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";
import { attachmentCounts, total } from "../counts.ts";

const STATES: readonly AttachmentState[] = [
  "present",
  "missing",
  "thumbnail-only",
  "ambiguous",
  "remote-only",
  "not-exported",
];
const MOST_CONVERSATIONS = 12;
const MOST_MISSING = 20;

interface WithoutFile {
  readonly conversation: string;
  readonly seq: number;
  readonly kind: Kind;
  readonly state: AttachmentState;
  readonly stated: string | null;
}

/** Attachments by conversation, kind and state, then those of which the material has no file. */
export function attachments(context: ReportContext): Block[] {
  const said = context.words.attachments;
  const selected = context.dossier.conversations.filter((conversation) => conversation.selected);
  const rows = selected.slice(0, MOST_CONVERSATIONS).flatMap(({ id }) => stateRows(context, id));
  return [
    { type: "section", title: `7.5 ${said.title}` },
    ...(rows.length === 0 ? [{ type: "paragraph", text: said.folded } as const] : [stateTable(context, rows)]),
    ...withoutFile(context, new Set(selected.map(({ id }) => id))),
    ...viewingCopies(context),
  ];
}

function stateTable(context: ReportContext, rows: readonly Text[][]): Block {
  const { words } = context;
  const said = words.attachments;
  return {
    type: "table",
    columns: [
      { title: said.conversation, width: { mm: 14 } },
      { title: said.kind, width: { share: 1 } },
      ...STATES.map((state) => ({ title: said.states[state], width: { mm: 20 }, align: "right" as const })),
      { title: words.total, width: { mm: 14 }, align: "right" },
    ],
    rows,
  };
}

/** Counts of one conversation by kind, and their sums. */
function stateRows(context: ReportContext, conversation: string): Text[][] {
  const counts = attachmentCounts(context, conversation);
  if (counts.length === 0) return [];
  const line = (name: string, states: Partial<Record<AttachmentState, number>>) => [
    conversation,
    name,
    ...STATES.map((state) => countText(states[state] ?? 0)),
    countText(total(states)),
  ];
  const sums = Object.fromEntries(
    STATES.map((state) => [state, counts.reduce((sum, { states }) => sum + (states[state] ?? 0), 0)]),
  );
  const kinds = counts.map(({ kind, states }) => line(KINDS[kind].name[context.language], states));
  return counts.length === 1 ? kinds : [...kinds, line(context.words.total, sums)];
}

function withoutFile(context: ReportContext, selected: ReadonlySet<string>): Block[] {
  const said = context.words.attachments;
  const { listed, count } = listWithoutFile(context, selected);
  if (count === 0) return [];
  const rest = count - listed.length;
  return [
    { type: "group", title: context.say("{title} ({count})", { title: said.missingHeading, count }) },
    {
      type: "table",
      columns: [
        { title: said.message, width: { mm: 24 } },
        { title: said.kind, width: { mm: 22 } },
        { title: said.state, width: { mm: 28 } },
        { title: said.stated, width: { share: 1 } },
      ],
      rows: listed.map(({ conversation, seq, kind, state, stated }) => [
        `${conversation}-${seq}`,
        KINDS[kind].name[context.language],
        said.states[state],
        context.clip(stated ?? context.words.notStated, LONGEST.path),
      ]),
    },
    ...(rest > 0
      ? [
          {
            type: "paragraph",
            text: context.say(context.words.more, { count: rest, file: "record/attachments.jsonl" }),
            small: true,
          } as const,
        ]
      : []),
  ];
}

/** How many copies were made for looking and listening, and of which files none could be made, by reason. */
function viewingCopies(context: ReportContext): Block[] {
  const said = context.words.attachments.copies;
  const { pictures, voices, voicesWithNote, notViewable, failed } = context.copies;
  const copies = pictures + voices;
  const counted = (template: string, reasons: Readonly<Record<string, number>>): string[] => {
    const entries = Object.entries(reasons).sort(([a], [b]) => compareCodePoints(a, b));
    if (entries.length === 0) return [];
    const named = entries.map(([reason, files]) =>
      context.say(said.reason, { name: reasonName(context, reason), files }),
    );
    return [context.say(template, { count: total(reasons), reasons: context.list(named) })];
  };
  const sentences = [
    ...(copies > 0 ? [context.say(said.made, { copies, pictures, voices })] : []),
    ...(voicesWithNote > 0 ? [context.say(said.voicesWithNote, { count: voicesWithNote })] : []),
    ...counted(said.notViewable, notViewable),
    ...counted(said.failed, failed),
  ];
  return sentences.map((text) => ({ type: "paragraph", text, small: true }));
}

function reasonName(context: ReportContext, reason: string): string {
  const names: Readonly<Record<string, string>> = context.words.attachments.copies.reasons;
  return names[reason] ?? reason;
}

function listWithoutFile(context: ReportContext, selected: ReadonlySet<string>) {
  const sql = `SELECT conversation, seq, kind, state, stated_path AS stated FROM attachment
    WHERE role = 'main' AND state NOT IN ('present', 'ambiguous') AND conversation = ? ORDER BY seq, ordinal`;
  const listed: WithoutFile[] = [];
  let count = 0;
  for (const conversation of selected) {
    for (const row of context.chat.query<WithoutFile>(sql, conversation)) {
      count += 1;
      if (listed.length < MOST_MISSING) listed.push(row);
    }
  }
  return { listed, count };
}
