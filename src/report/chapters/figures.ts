import type { Block } from "../block.ts";
import type { ReportContext } from "../context.ts";
import { dayText } from "../figures/axis.ts";

/** The figures, all on one time axis. */
export function figures(context: ReportContext): Block[] {
  const said = context.words.figures;
  const { axis, drawn } = context.figures;
  const chapter: Block = { type: "chapter", number: "", title: said.title };
  if (axis === null && drawn.length === 0) return [chapter, { type: "paragraph", text: said.none }];
  const { timeZone: zone } = context.dossier.settings;
  const note: Block[] =
    axis === null
      ? [{ type: "paragraph", text: said.none }]
      : [{ type: "paragraph", text: context.say(said.note, { from: dayText(axis.from), until: dayText(axis.until - 1), zone }) }]; // prettier-ignore
  return [chapter, ...note, ...drawn.map((figure): Block => ({ type: "figure", ...figure }))];
}
