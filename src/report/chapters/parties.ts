import type { Block } from "../block.ts";
import type { ReportContext } from "../context.ts";
import { declaredRows } from "../declared-values.ts";
import { folded } from "./folded.ts";

/** § 1: the matter and who submits. @source law.md §7.2 §1 */
export function parties(context: ReportContext): Block[] {
  const { case: matter, submitter } = context.declared;
  if (matter === undefined && submitter === undefined) return folded("1", context.words.parties);
  return [
    { type: "chapter", number: "1", title: context.words.parties.title },
    { type: "paragraph", text: context.words.declared.note, small: true },
    {
      type: "fields",
      rows: [
        ...declaredRows(context, "case", matter ?? {}, ["cause", "number", "forum"]),
        ...declaredRows(context, "submitter", submitter ?? {}, ["name", "role", "relation", "counsel"]),
        ...declaredRows(context, "case", matter ?? {}, ["opposingPartyCount", "evidenceDeadline", "period"]),
      ],
    },
  ];
}
