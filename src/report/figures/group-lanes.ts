import { countText } from "../../base/sentence.ts";
import { zonedTime } from "../../base/zoned-time.ts";
import { axisShapes, dayText, middleOf, xOf, type Axis } from "./axis.ts";
import { fitted, mm, SHEET, type Figure, type Shape } from "./drawing.ts";
import { groupEvents, type GroupEvent, type Lane } from "./group-events.ts";
import type { FigureMaterial, FigureTable } from "./material.ts";
import { moreOf, unitNote } from "./notes.ts";

const MOST_GROUPS = 3;
const LANE_MM = 5;
const TITLE_MM = 5;
const LANES: readonly Lane[] = ["owner", "admin", "members", "joined", "left", "measure"];
/** Names written on a lane before they are only marked. */
const MOST_NAMES = 4;
const GROUP_MM = TITLE_MM + LANES.length * LANE_MM + 2;

/** A lane each for owner, admins, members counted, comings and goings, measures; null where no group is printed. */
export function groupLanes(material: FigureMaterial, axis: Axis): Figure | null {
  const { context, selected } = material;
  const said = context.words.figures;
  const groups = selected.filter(({ type }) => type === "group");
  if (groups.length === 0) return null;
  const drawn = groups.slice(0, MOST_GROUPS);
  const events = drawn.map((group) => groupEvents(material, group));
  const outside = events.flat().filter(({ day }) => day === null || middleOf(axis, day) === null).length;
  const bottom = mm(drawn.length * GROUP_MM);
  return {
    title: said.groups,
    heightMm: bottom + 5,
    shapes: [
      ...drawn.flatMap(({ id, title }, index) => panel(material, axis, { title: `${id} ${title}`, events: events[index] ?? [], top: mm(index * GROUP_MM) })),
      ...axisShapes(axis, bottom),
    ],
    notes: [
      said.groupsNote,
      ...unitNote(context, axis),
      ...(outside === 0 ? [] : [context.say(said.groupsOutside, { count: outside })]),
      ...moreOf(context, groups.length, MOST_GROUPS),
      context.say(said.dataIn, { file: "report/data/groups.csv" }),
    ],
  }; // prettier-ignore
}

interface Panel {
  readonly title: string;
  readonly events: readonly GroupEvent[];
  readonly top: number;
}

function panel(material: FigureMaterial, axis: Axis, { title, events, top }: Panel): Shape[] {
  const said = material.context.words.figures;
  const right = SHEET.plotX + SHEET.plotW;
  const width = SHEET.plotX - 2;
  return [
    { type: "label", x: 0, y: mm(top + 1.2), w: 120, text: fitted(title, 120), bold: true },
    ...LANES.flatMap((lane, index): Shape[] => {
      const base = mm(top + TITLE_MM + (index + 1) * LANE_MM);
      const mine = events.filter((event) => event.lane === lane);
      const counted = lane === "joined" || lane === "left";
      return [
        { type: "label", x: 0, y: mm(base - 3.6), w: width, text: fitted(said.lanes[lane], width) },
        { type: "line", x1: SHEET.plotX, y1: base, x2: right, y2: base },
        ...(counted ? bars(axis, mine, base) : points(axis, mine, base)),
      ];
    }),
  ];
}

/** People who came or went, bin by bin. */
function bars(axis: Axis, events: readonly GroupEvent[], base: number): Shape[] {
  const counts = axis.bins.map(({ from, until }) =>
    events.filter(({ day }) => day !== null && day >= from && day < until).reduce((sum, { count }) => sum + count, 0),
  );
  const most = Math.max(1, ...counts);
  const total = counts.reduce((sum, count) => sum + count, 0);
  return [
    ...axis.bins.flatMap(({ from, until }, index): Shape[] => {
      const count = counts[index] ?? 0;
      if (count === 0) return [];
      const h = mm(Math.max(0.6, (count / most) * (LANE_MM - 1.4)));
      const x = xOf(axis, from);
      return [{ type: "rect", x, y: mm(base - h), w: mm(Math.max(0.6, xOf(axis, until) - x)), h, fill: "ink" }];
    }),
    { type: "label", x: SHEET.plotX + SHEET.plotW + 2, y: mm(base - 3.6), w: 12, text: countText(total) },
  ];
}

/** A mark for each; what is declared by a person is hollow. Names stand beside the first marks that leave room. */
function points(axis: Axis, events: readonly GroupEvent[], base: number): Shape[] {
  const y = mm(base - LANE_MM / 2);
  let named = 0;
  let free = 0;
  const seen = new Set<string>();
  const placed = events
    .map((event) => ({ event, x: event.day === null ? null : middleOf(axis, event.day) }))
    .sort((a, b) => (a.x ?? 0) - (b.x ?? 0));
  return placed.flatMap(({ event, x }): Shape[] => {
    const undatedAt = x ?? SHEET.plotX + SHEET.plotW;
    const key = `${undatedAt} ${event.event} ${event.basis} ${event.lane === "measure" ? "" : event.who}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const text = fitted(event.lane === "members" ? countText(event.count) : event.who, 26);
    const mark: Shape = { type: "mark", x: undatedAt, y, shape: x === null ? "circle" : "square", filled: event.basis !== "declared" };
    if (text === "" || named >= MOST_NAMES || undatedAt < free) return [mark];
    named += 1;
    const isRight = undatedAt + 30 > SHEET.widthMm;
    free = isRight ? Infinity : mm(undatedAt + 28);
    const label: Shape = { type: "label", x: mm(isRight ? undatedAt - 28 : undatedAt + 1.8), y: mm(y - 1.4), w: 26, text, align: isRight ? "right" : "left" };
    return [mark, label];
  }); // prettier-ignore
}

/** `groups.csv`: everything the lanes are drawn from, of every printed group. */
export function groupTable(material: FigureMaterial): FigureTable {
  const columns = ["conversation", "lane", "event", "at", "day", "basis", "message", "who", "count"];
  return { name: "groups.csv", columns, rows: rows(material) };
}

function* rows(material: FigureMaterial): Generator<string[]> {
  const { timeZone } = material.context.dossier.settings;
  for (const group of material.selected.filter(({ type }) => type === "group")) {
    for (const { conversation, lane, event, at, day, basis, message, who, count } of groupEvents(material, group)) {
      yield [
        conversation, lane, event, at === null ? "" : zonedTime(at, timeZone), day === null ? "" : dayText(day),
        basis, message === null ? "" : String(message), who, String(count),
      ]; // prettier-ignore
    }
  }
}
