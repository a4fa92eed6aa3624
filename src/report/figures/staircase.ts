import type { ConversationDescription } from "../../model/dossier.ts";
import { isWithin } from "../record/lines.ts";
import { reasonText } from "../reasons.ts";
import { axisShapes, dayOf, dayText, middleOf, xOf, type Axis } from "./axis.ts";
import { fitted, mm, SHEET, type Figure, type Shape } from "./drawing.ts";
import type { FigureMaterial, FigureTable } from "./material.ts";
import { unitNote } from "./notes.ts";

const GAP_CHECK = "continuity/local-id-gap";
const MOST_PANELS = 6;
const PANEL_MM = 24;
const DIGITS = /^\d{1,15}$/;

/** Lowest and highest number of one day within one scope of counting. */
interface Stair {
  readonly day: number;
  readonly messages: number;
  readonly lowest: number;
  readonly highest: number;
}

interface Scope {
  readonly conversation: string;
  readonly scope: string;
  readonly stairs: readonly Stair[];
}

/** Numbers of the client over time, a step for each day; drawn only where the numbering can be judged, else why not. */
export function staircase(material: FigureMaterial, axis: Axis): Figure {
  const { context, selected } = material;
  const said = context.words.figures;
  const judged = selected.filter((conversation) => whyNot(material, conversation) === null);
  const scopes = judged.flatMap((conversation) => scopesOf(material, conversation.id));
  const drawn = scopes.slice(0, MOST_PANELS);
  const bottom = mm(drawn.length * PANEL_MM);
  return {
    title: said.staircase,
    heightMm: drawn.length === 0 ? 0 : bottom + 5,
    shapes:
      drawn.length === 0
        ? []
        : [...drawn.flatMap((scope, n) => panel(material, axis, scope, mm(n * PANEL_MM))), ...axisShapes(axis, bottom)],
    notes: [
      ...(drawn.length === 0 ? [] : [said.staircaseNote, ...unitNote(context, axis)]),
      ...(scopes.length <= MOST_PANELS ? [] : [context.say(said.staircaseMore, { count: scopes.length - MOST_PANELS })]),
      ...reasons(material),
      ...(scopes.length === 0 ? [] : [context.say(said.dataIn, { file: "report/data/staircase.csv" })]),
    ],
  }; // prettier-ignore
}

/** One sentence for all conversations of one reason. */
function reasons(material: FigureMaterial): string[] {
  const { context, selected } = material;
  const byReason = new Map<string, string[]>();
  for (const conversation of selected) {
    const reason = whyNot(material, conversation);
    if (reason !== null) byReason.set(reason, [...(byReason.get(reason) ?? []), conversation.id]);
  }
  return [...byReason].map(([reason, ids]) => {
    const { shown, rest } = context.bounded(ids, 12, "record/checks.json");
    const conversations = context.list(shown) + (rest === null ? "" : ` (${rest})`);
    return context.say(context.words.figures.staircaseNot, { conversations, reason });
  });
}

/** Why the numbering of a conversation is not drawn: its grade, or what the check of gaps says. */
function whyNot({ context }: FigureMaterial, { id, idGrade }: ConversationDescription): string | null {
  const outcome = context.dossier.outcomes.find(({ check, conversation }) => check === GAP_CHECK && conversation === id);
  if (idGrade !== "native" && idGrade !== "carried")
    return context.say(context.words.checks.reasonGrade, { grade: context.words.checks.idGrades[idGrade] });
  if (outcome === undefined) return context.words.notStated;
  return outcome.outcome === "not-applicable" || outcome.outcome === "undetermined"
    ? reasonText(context, outcome.reason)
    : null;
} // prettier-ignore

interface Row {
  readonly sentAt: number | null;
  readonly localId: string;
  readonly scope: string | null;
}

function scopesOf({ context }: FigureMaterial, conversation: string): Scope[] {
  const { chat, dossier } = context;
  const { settings } = dossier;
  const scopes = new Map<string, Map<number, Stair>>();
  const sql = `SELECT sent_at AS sentAt, local_id AS localId, local_id_scope AS scope FROM message
    WHERE conversation = ? AND local_id IS NOT NULL ORDER BY seq`;
  for (const { sentAt, localId, scope } of chat.query<Row>(sql, conversation)) {
    const day = dayOf(sentAt, settings.timeZone);
    if (day === null || !isWithin(sentAt, settings) || !DIGITS.test(localId)) continue;
    const days = scopes.get(scope ?? "") ?? new Map<number, Stair>();
    scopes.set(scope ?? "", days);
    const id = Number(localId);
    const before = days.get(day) ?? { day, messages: 0, lowest: id, highest: id };
    days.set(day, {
      day,
      messages: before.messages + 1,
      lowest: Math.min(before.lowest, id),
      highest: Math.max(before.highest, id),
    });
  }
  return [...scopes].map(([scope, days]) => ({
    conversation, scope, stairs: [...days.values()].sort((a, b) => a.day - b.day),
  })); // prettier-ignore
}

function panel(material: FigureMaterial, axis: Axis, { conversation, scope, stairs }: Scope, top: number): Shape[] {
  const lowest = stairs.reduce((least, stair) => Math.min(least, stair.lowest), Infinity);
  const highest = stairs.reduce((most, stair) => Math.max(most, stair.highest), -Infinity);
  const [upper, lower] = [mm(top + 4), mm(top + PANEL_MM - 1.5)];
  const y = (id: number) => mm(lower - ((id - lowest) / Math.max(1, highest - lowest)) * (lower - upper));
  const width = SHEET.plotX - 2;
  const label = (text: string, at: number, bold = false): Shape => ({
    type: "label", x: 0, y: at, w: width, text: fitted(text, width), bold,
  }); // prettier-ignore
  return [
    label(`${conversation} ${titleOf(material, conversation)}`, mm(upper - 0.5), true),
    label(String(highest), mm(upper + 2.6)),
    label(String(lowest), mm(lower - 2.4)),
    ...(scope === "" ? [] : [label(scope.slice(scope.lastIndexOf("/") + 1), mm(upper + 8))]),
    { type: "line", x1: SHEET.plotX, y1: lower, x2: SHEET.plotX + SHEET.plotW, y2: lower },
    ...binned(axis, stairs).map((stair): Shape => {
      const [from, to] = [xOf(axis, stair.from), xOf(axis, stair.until)];
      const h = mm(Math.max(0.4, y(stair.lowest) - y(stair.highest)));
      return { type: "rect", x: from, y: mm(y(stair.lowest) - h), w: mm(to - from), h, fill: "ink" };
    }),
    ...gapMarks(material, axis, conversation, mm(top + 2)),
  ];
}

function titleOf({ selected }: FigureMaterial, conversation: string): string {
  return selected.find(({ id }) => id === conversation)?.title ?? "";
}

function binned(axis: Axis, stairs: readonly Stair[]) {
  return axis.bins.flatMap(({ from, until }) => {
    const within = stairs.filter(({ day }) => day >= from && day < until);
    if (within.length === 0) return [];
    const lowest = Math.min(...within.map((stair) => stair.lowest));
    return [{ from, until, lowest, highest: Math.max(...within.map((stair) => stair.highest)) }];
  });
}

function gapMarks({ context, days }: FigureMaterial, axis: Axis, conversation: string, y: number): Shape[] {
  const of = days.find((one) => one.conversation === conversation);
  const places = new Set<number>();
  for (const outcome of context.dossier.outcomes) {
    if (outcome.check !== GAP_CHECK || outcome.conversation !== conversation) continue;
    for (const { messages } of outcome.findings) {
      const day = messages.map((seq) => of?.dayOfMessage(seq) ?? null).find((found) => found !== null);
      const x = day === undefined || day === null ? null : middleOf(axis, day);
      if (x !== null) places.add(x);
    }
  }
  return [...places].sort((a, b) => a - b).map((x) => ({ type: "mark", x, y, shape: "triangle", filled: true }));
}

/** `staircase.csv`: lowest and highest number of every day, of the conversations that are drawn. */
export function staircaseTable(material: FigureMaterial): FigureTable {
  const columns = ["conversation", "scope", "day", "messages", "lowest_local_id", "highest_local_id"];
  return { name: "staircase.csv", columns, rows: rows(material) };
}

function* rows(material: FigureMaterial): Generator<string[]> {
  for (const conversation of material.selected) {
    if (whyNot(material, conversation) !== null) continue;
    for (const { scope, stairs } of scopesOf(material, conversation.id)) {
      for (const { day, messages, lowest, highest } of stairs) {
        yield [conversation.id, scope, dayText(day), String(messages), String(lowest), String(highest)];
      }
    }
  }
}
