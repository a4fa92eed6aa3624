import { durationText } from "../../base/sentence.ts";
import type { StatedSum } from "../../model/bill.ts";
import type { Export, MediaNote } from "../../model/chat.ts";
import type { Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";

/** Media listed one by one; the rest stands in the records. */
const MOST_MEDIA = 12;

/** What an export without conversations consists of: rows of a bill, or pictures and films. */
export function otherMaterial(context: ReportContext, of: Export): (readonly [label: string, value: Text])[] {
  const said = context.words.scope;
  return [
    ...(of.bill === undefined ? [] : [[said.exportBill, bill(context, of)] as const]),
    ...(of.media === undefined ? [] : [[said.exportMedia, media(context, of.media)] as const]),
  ];
}

function bill(context: ReportContext, { id, bill: stated }: Export): Text {
  const { words } = context;
  const said = words.scope;
  let rows = 0;
  for (const { n } of context.chat.query<{ n: number }>("SELECT count(*) AS n FROM bill WHERE source = ?", id))
    rows = n;
  const sum = (of: StatedSum | null | undefined): string =>
    of ? context.say(said.billSum, { count: of.count, sum: of.sumText }) : words.notStated;
  return [
    context.say(said.billRows, { count: rows, stated: stated?.rows ?? null }),
    context.say(said.billSums, { income: sum(stated?.in), expenses: sum(stated?.out), neutral: sum(stated?.neutral) }),
  ];
}

function media(context: ReportContext, notes: readonly MediaNote[]): Text {
  const { words } = context;
  const { shown, rest } = context.bounded(notes, MOST_MEDIA, "record/conversations.json");
  return [
    context.say(words.scope.filesCounted, { count: notes.length }),
    ...shown.map((note) => mediaLine(context, note)),
    ...(rest === null ? [] : [rest]),
  ];
}

function mediaLine(
  context: ReportContext,
  { path, format, width, height, durationMs, takenAtText }: MediaNote,
): string {
  const said = context.words.scope;
  const size = width === null || height === null ? null : `${width} × ${height}`;
  const length = durationMs === null ? null : durationText(durationMs, context.language);
  const taken = takenAtText === null ? null : context.say(said.mediaTaken, { time: takenAtText });
  const facts = [format, size, length, taken].filter((fact) => fact !== null);
  return `${context.clip(path, LONGEST.path)}${context.words.colon}${context.list(facts)}`;
}
