import type { ReportContext } from "../context.ts";
import type { Axis } from "./axis.ts";

/** Says that days were taken together, where they were. */
export function unitNote(context: ReportContext, { unit }: Axis): string[] {
  const said = context.words.figures;
  return unit === "day" ? [] : [context.say(said.binned, { unit: said.units[unit] })];
}

/** Says how many conversations are not drawn. */
export function moreOf(context: ReportContext, count: number, most: number): string[] {
  return count <= most ? [] : [context.say(context.words.figures.moreConversations, { count: count - most })];
}
