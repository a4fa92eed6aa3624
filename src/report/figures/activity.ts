import { countText } from "../../base/sentence.ts";
import { axisShapes, dayText, xOf, type Axis } from "./axis.ts";
import { byFallingSum, countIn, sumOf } from "./days.ts";
import { fitted, mm, SHEET, type Figure, type Fill, type Shape } from "./drawing.ts";
import type { FigureMaterial, FigureTable } from "./material.ts";
import { unitNote } from "./notes.ts";

/** Rows of all conversations together, and of one of them. */
const MOST_ROWS = 24;
const MOST_OF_ONE = 10;
const MOST_CONVERSATIONS = 4;
const ROW_MM = 3.6;
const BAR_MM = 2.8;

type Counts = ReadonlyMap<number, number>;

interface Row {
  readonly label: string;
  readonly counts: Counts;
}

/** Who wrote when: a row for each participant, those with most messages first, darker where there were more. */
export function activity(material: FigureMaterial, axis: Axis): Figure {
  const { context } = material;
  const said = context.words.figures;
  const { rows, cut } = rowsOf(material);
  const most = Math.max(1, ...rows.flatMap(({ counts }) => axis.bins.map((bin) => countIn(counts, bin))));
  const bottom = mm(rows.length * ROW_MM + 0.5);
  return {
    title: said.activity,
    heightMm: bottom + 5,
    shapes: [
      ...rows.flatMap((row, index) => rowShapes(axis, row, mm(index * ROW_MM), most)),
      ...axisShapes(axis, bottom),
    ],
    notes: [
      context.say(said.activityNote, { unit: said.units[axis.unit], most }),
      ...unitNote(context, axis),
      ...(cut.people === 0 ? [] : [context.say(said.activityCut, cut)]),
      context.say(said.dataIn, { file: "report/data/activity.csv" }),
    ],
  };
}

/** The rows drawn, and who is not. */
function rowsOf({ context, days }: FigureMaterial): { rows: Row[]; cut: { people: number; messages: number } } {
  const rows: Row[] = [];
  const cut = { people: 0, messages: 0 };
  for (const [index, { conversation, senders }] of days.entries()) {
    const drawn = index < MOST_CONVERSATIONS ? Math.min(MOST_OF_ONE, MOST_ROWS - rows.length) : 0;
    for (const [place, [id, counts]] of byFallingSum(senders).entries()) {
      if (place < drawn) {
        const name = id === "" ? context.words.scope.unknownSender : context.participant(id);
        rows.push({ label: `${conversation} ${name}`, counts });
      } else {
        cut.people += 1;
        cut.messages += sumOf(counts);
      }
    }
  }
  return { rows, cut };
}

function rowShapes(axis: Axis, { label, counts }: Row, top: number, most: number): Shape[] {
  const right = SHEET.plotX + SHEET.plotW;
  const base = mm(top + ROW_MM);
  return [
    { type: "label", x: 0, y: mm(base - 2.7), w: SHEET.plotX - 2, text: fitted(label, SHEET.plotX - 2) },
    { type: "line", x1: SHEET.plotX, y1: base, x2: right, y2: base },
    ...axis.bins.flatMap((bin): Shape[] => {
      const count = countIn(counts, bin);
      if (count === 0) return [];
      const [x, end] = [xOf(axis, bin.from), xOf(axis, bin.until)];
      // Height and shade say the same, so that a copy without greys still shows it.
      const h = mm(Math.max(0.4, (count / most) * BAR_MM));
      return [{ type: "rect", x, y: mm(base - h), w: mm(end - x), h, fill: shade(count / most) }];
    }),
    { type: "label", x: right + 2, y: mm(base - 2.7), w: 12, text: countText(sumOf(counts)) },
  ];
}

function shade(share: number): Fill {
  return share > 0.25 ? "ink" : "mid";
}

/** `activity.csv`: printed messages of each participant on each day that has any. */
export function activityTable({ days }: FigureMaterial): FigureTable {
  return { name: "activity.csv", columns: ["conversation", "participant", "day", "messages"], rows: rows(days) };
}

function* rows(days: FigureMaterial["days"]): Generator<string[]> {
  for (const { conversation, senders } of days) {
    for (const [id, counts] of byFallingSum(senders)) {
      for (const day of [...counts.keys()].sort((a, b) => a - b)) {
        yield [conversation, id, dayText(day), String(counts.get(day) ?? 0)];
      }
    }
  }
}
