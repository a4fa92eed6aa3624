import { countText } from "../../base/sentence.ts";
import { KINDS } from "../../model/kind.ts";
import type { Block } from "../block.ts";
import type { ReportContext } from "../context.ts";

/** Conversations that get a column of their own. */
export const MOST_COLUMNS = 5;
/** With this many columns of numbers a table still fits half the page. */
const FEW_COLUMNS = 2;

/** § 9: messages by evidence class; each column sums to the messages of its conversation. */
export function classes(context: ReportContext): Block[] {
  const { dossier, words } = context;
  const said = words.classes;
  const selected = dossier.conversations.filter((conversation) => conversation.selected);
  const columns = selected.slice(0, MOST_COLUMNS);
  const codes = [...new Set(selected.flatMap(({ evidenceClasses }) => Object.keys(evidenceClasses)))].sort();
  const line = (code: string, name: string, count: (of: (typeof selected)[number]) => number) => [
    code,
    name,
    ...columns.map((conversation) => countText(count(conversation))),
    countText(selected.reduce((sum, conversation) => sum + count(conversation), 0)),
  ];
  return [
    { type: "chapter", number: "9", title: said.title },
    { type: "paragraph", text: said.note },
    {
      type: "table",
      halves: columns.length <= FEW_COLUMNS,
      columns: [
        { title: said.code, width: { mm: 13 } },
        { title: said.name, width: { share: 1 } },
        ...columns.map(({ id }) => ({ title: id, width: { mm: 12 }, align: "right" as const })),
        { title: said.all, width: { mm: 18 }, align: "right" },
      ],
      rows: [
        ...codes.map((code) =>
          line(code, className(context, code), ({ evidenceClasses }) => evidenceClasses[code] ?? 0),
        ),
        line(words.total, "", ({ messageCount }) => messageCount),
      ],
    },
  ];
}

function className(context: ReportContext, code: string): string {
  const names = Object.values(KINDS).filter((kind) => kind.evidenceClass === code).map(({ name }) => name[context.language]); // prettier-ignore
  return names.join(" / ");
}
