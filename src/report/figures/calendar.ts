import { countText } from "../../base/sentence.ts";
import type { ConversationDescription } from "../../model/dossier.ts";
import type { Level } from "../../model/finding.ts";
import { axisShapes, dayText, middleOf, xOf, type Axis, type Bin } from "./axis.ts";
import { countIn, sumOf, type ConversationDays } from "./days.ts";
import { fitted, mm, SHEET, type Figure, type MarkShape, type Shape } from "./drawing.ts";
import { isInRange, rangeOf, type FigureMaterial, type FigureTable } from "./material.ts";
import { moreOf, unitNote } from "./notes.ts";

const MOST_ROWS = 12;
const ROW_MM = 11;
const BAR_MM = 6;
const LEVELS: readonly Level[] = ["error", "warning", "note"];
const MARKS: Readonly<Record<Level, MarkShape>> = { error: "square", warning: "triangle", note: "circle" };

/** Day -> findings by level, of one conversation. A finding counts once on each day its messages lie on. */
type Findings = ReadonlyMap<number, Readonly<Record<Level, number>>>;

/** Messages per day of each conversation; days without one, days out of range, and days that findings speak of. */
export function calendar(material: FigureMaterial, axis: Axis): Figure {
  const { context, selected, days } = material;
  const said = context.words.figures;
  const rows = selected.slice(0, MOST_ROWS);
  const shapes = rows.flatMap((conversation, index) => {
    const of = days[index];
    return of === undefined ? [] : row(material, axis, conversation, of, mm(index * ROW_MM));
  });
  const bottom = mm(rows.length * ROW_MM);
  const undated = days.reduce((sum, { undated: count }) => sum + count, 0);
  return {
    title: said.calendar,
    heightMm: bottom + 5,
    shapes: [...shapes, ...axisShapes(axis, bottom)],
    notes: [
      context.say(said.calendarNote, { unit: said.units[axis.unit] }),
      ...unitNote(context, axis),
      ...(undated === 0 ? [] : [context.say(said.undated, { count: undated })]),
      ...moreOf(context, selected.length, MOST_ROWS),
      context.say(said.dataIn, { file: "report/data/calendar.csv" }),
    ],
  };
}

function row(
  material: FigureMaterial,
  axis: Axis,
  conversation: ConversationDescription,
  of: ConversationDays,
  top: number,
): Shape[] {
  const { context } = material;
  const counts = axis.bins.map((bin) => countIn(of.counts, bin));
  const most = Math.max(1, ...counts);
  const base = mm(top + ROW_MM - 1);
  const right = SHEET.plotX + SHEET.plotW;
  const label = fitted(`${conversation.id} ${conversation.title}`, SHEET.plotX - 2);
  return [
    { type: "label", x: 0, y: mm(base - 5.5), w: SHEET.plotX - 2, text: label, bold: true },
    { type: "label", x: 0, y: mm(base - 2.6), w: SHEET.plotX - 2, text: context.say(context.words.figures.most, { count: most }) },
    ...axis.bins.flatMap((bin, index): Shape[] => bar(material, axis, of, { bin, count: counts[index] ?? 0, most, base })),
    { type: "line", x1: SHEET.plotX, y1: base, x2: right, y2: base },
    { type: "label", x: right + 2, y: mm(base - 2.6), w: 12, text: countText(sumOf(of.counts)) },
    ...marks(axis, findingsOf(material, of), mm(base - BAR_MM - 1.8)),
  ]; // prettier-ignore
}

function bar(
  material: FigureMaterial,
  axis: Axis,
  { span }: ConversationDays,
  at: {
    readonly bin: Axis["bins"][number];
    readonly count: number;
    readonly most: number;
    readonly base: number;
  },
): Shape[] {
  const { bin, count, most, base } = at;
  const [x, end] = [xOf(axis, bin.from), xOf(axis, bin.until)];
  const inRange = rangeOf(material, span, bin);
  const box = (from: number, to: number, h: number, fill: "ink" | "hatch" | "cross"): Shape => ({
    type: "rect", x: from, y: mm(base - h), w: mm(to - from), h: mm(h), fill,
  }); // prettier-ignore
  if (inRange === null) return [box(x, end, BAR_MM, "cross")];
  const outside: Shape[] = [];
  if (inRange.from > bin.from) outside.push(box(x, xOf(axis, inRange.from), BAR_MM, "cross"));
  if (inRange.until < bin.until) outside.push(box(xOf(axis, inRange.until), end, BAR_MM, "cross"));
  const [from, to] = [xOf(axis, inRange.from), xOf(axis, inRange.until)];
  if (count === 0) return [...outside, box(from, to, BAR_MM, "hatch")];
  return [...outside, box(from, to, Math.max(0.3, (count / most) * BAR_MM), "ink")];
}

function marks(axis: Axis, findings: Findings, y: number): Shape[] {
  const gravest = new Map<number, Level>();
  for (const [day, counts] of findings) {
    const x = middleOf(axis, day);
    const level = LEVELS.find((one) => counts[one] > 0);
    if (x === null || level === undefined) continue;
    const before = gravest.get(x);
    if (before === undefined || LEVELS.indexOf(level) < LEVELS.indexOf(before)) gravest.set(x, level);
  }
  return [...gravest]
    .sort(([a], [b]) => a - b)
    .map(([x, level]) => ({ type: "mark", x, y, shape: MARKS[level], filled: level !== "note" }));
}

function findingsOf({ context }: FigureMaterial, of: ConversationDays): Findings {
  const found = new Map<number, Record<Level, number>>();
  for (const { findings } of context.outcomesOf(of.conversation)) {
    for (const { level, messages } of findings) {
      const days = new Set(messages.map((seq) => of.dayOfMessage(seq)).filter((day) => day !== null));
      for (const day of days) {
        const counts = found.get(day) ?? { error: 0, warning: 0, note: 0 };
        counts[level] += 1;
        found.set(day, counts);
      }
    }
  }
  return found;
}

/** `calendar.csv`: a row for every day with messages or findings, and one for every stretch of days without. */
export function calendarTable(material: FigureMaterial): FigureTable {
  const columns = ["conversation", "from_day", "to_day", "days", "state", "messages", "errors", "warnings", "notes"];
  return { name: "calendar.csv", columns, rows: calendarRows(material) };
}

function* calendarRows(material: FigureMaterial): Generator<string[]> {
  for (const of of material.days) {
    for (const { from, until, state, messages, found } of dayStretches(material, of)) {
      const numbers = [messages, found.error, found.warning, found.note].map(String);
      yield [of.conversation, dayText(from), dayText(until - 1), String(until - from), state, ...numbers];
    }
  }
}

/** One day with messages or findings, or days alike without. */
export interface DayStretch extends Bin {
  readonly state: "messages" | "silent" | "out-of-range";
  readonly messages: number;
  readonly found: Readonly<Record<Level, number>>;
}

const NOTHING_FOUND = { error: 0, warning: 0, note: 0 } as const;

/** The days of the axis as one conversation fills them, in order. */
export function* dayStretches(material: FigureMaterial, of: ConversationDays): Generator<DayStretch> {
  const { axis } = material;
  if (axis === null) return;
  const findings = findingsOf(material, of);
  const eventful = [...new Set([...of.counts.keys(), ...findings.keys()])].sort((a, b) => a - b);
  let at = axis.from;
  for (const day of [...eventful, axis.until]) {
    yield* quiet(material, of, { from: at, until: day });
    if (day >= axis.until) break;
    const messages = of.counts.get(day) ?? 0;
    const found = findings.get(day) ?? NOTHING_FOUND;
    yield { from: day, until: day + 1, state: stateOf(material, of, day), messages, found };
    at = day + 1;
  }
}

/** Days without messages and findings, cut where the printed period or the conversation begins or ends. */
function* quiet(material: FigureMaterial, of: ConversationDays, stretch: Bin): Generator<DayStretch> {
  const range = rangeOf(material, of.span, stretch);
  const cuts = range === null ? [stretch.from, stretch.until] : [stretch.from, range.from, range.until, stretch.until];
  for (const [index, from] of cuts.entries()) {
    const until = cuts[index + 1];
    if (until === undefined || until <= from) continue;
    yield { from, until, state: stateOf(material, of, from), messages: 0, found: NOTHING_FOUND };
  }
}

function stateOf(material: FigureMaterial, of: ConversationDays, day: number): DayStretch["state"] {
  if (of.counts.has(day)) return "messages";
  return isInRange(material, of.span, day) ? "silent" : "out-of-range";
}
