import type { Factor } from "../../model/dossier.ts";
import type { Block } from "../block.ts";
import type { ReportContext } from "../context.ts";
import { declaredRows } from "../declared-values.ts";

const PROVISIONS: readonly Factor["provision"][] = ["ER93", "ER94", "IC11"];
const PRESUMPTIONS = ["adverseToSubmitter", "platform", "business", "archive", "agreedWay", "notarialDeed", "enclosures"]; // prettier-ignore

/** § 8: the factors with their states, and nothing added up. @source law.md §2 */
export function factors(context: ReportContext): Block[] {
  const said = context.words.declared.factors;
  const { presumption } = context.declared;
  return [
    { type: "chapter", number: "8", title: context.words.factors.title },
    { type: "paragraph", text: said.note },
    ...PROVISIONS.flatMap((provision): Block[] => {
      const lines = context.dossier.factors.filter((factor) => factor.provision === provision);
      if (lines.length === 0) return [];
      return [
        { type: "group", title: { text: said.provisions[provision], style: "bold" } },
        {
          type: "table",
          halves: true,
          columns: [
            { title: said.provision, width: { mm: 17 } },
            { title: said.line, width: { share: 1 } },
            { title: said.state, width: { mm: 15 } },
          ],
          rows: lines.map(({ item, line, state }) => [
            (said.items as Readonly<Record<string, string>>)[item] ?? item,
            said.lines[line],
            said.states[state],
          ]),
        },
      ];
    }),
    ...(presumption === undefined
      ? []
      : [
          { type: "group" as const, title: { text: context.words.declared.presumption, style: "bold" as const } },
          { type: "fields" as const, rows: declaredRows(context, "presumption", presumption, [], PRESUMPTIONS) },
        ]),
  ];
}
