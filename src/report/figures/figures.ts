import { printCsvRecord } from "../../base/csv-print.ts";
import type { Scratch } from "../../base/scratch.ts";
import type { Document } from "../../model/document.ts";
import { FILES_MARK } from "../../model/files-table.ts";
import type { Payments } from "../../model/payments.ts";
import { ReportContext, type CoverMaterial } from "../context.ts";
import { fileDocument } from "../document.ts";
import { activity, activityTable } from "./activity.ts";
import { attachmentBars, attachmentTable } from "./attachments.ts";
import { calendar, calendarTable } from "./calendar.ts";
import { NO_FIGURES, type DrawnFigures, type Figure } from "./drawing.ts";
import { groupLanes, groupTable } from "./group-lanes.ts";
import { ledger, paymentTable } from "./ledger.ts";
import { figureMaterial, type FigureMaterial, type FigureTable } from "./material.ts";
import { staircase, staircaseTable } from "./staircase.ts";

const FOLDER = "report/data/";

export interface Figures extends DrawnFigures {
  /** The numbers behind them; they take no typesetting and come out alike on every machine. */
  readonly tables: readonly Document[];
}

/** The figures of the cover report with their numbers as tables. */
export function renderFigures(
  material: Omit<CoverMaterial, "figures" | "stem" | "copies">,
  payments: Payments,
  scratch: Scratch,
): Figures {
  const copies = { pictures: 0, voices: 0, voicesWithNote: 0, notViewable: {}, failed: {} };
  // Figures speak of neither bundle nor copies; only words and names are asked of the context.
  const context = new ReportContext({ ...material, stem: "", copies, figures: NO_FIGURES });
  const figures = figureMaterial(context, payments);
  return { axis: figures.axis, drawn: drawFigures(figures), tables: figureTables(figures, scratch) };
}

/** In printed order; figures of nothing are left out. */
function drawFigures(material: FigureMaterial): Figure[] {
  const { axis } = material;
  if (axis === null) return [attachmentBars(material)].filter((figure) => figure !== null);
  const drawn = [
    calendar(material, axis),
    activity(material, axis),
    staircase(material, axis),
    attachmentBars(material),
    groupLanes(material, axis),
    ledger(material, axis),
  ];
  return drawn.filter((figure) => figure !== null);
}

/** The numbers behind the figures as tables a spreadsheet opens: all six in every bundle, if only with their headings. */
function figureTables(material: FigureMaterial, scratch: Scratch): Document[] {
  const tables = [
    activityTable(material),
    attachmentTable(material),
    calendarTable(material),
    groupTable(material),
    paymentTable(material),
    staircaseTable(material),
  ];
  return tables.map((table) => fileDocument(`${FOLDER}${table.name}`, "view", bytesOf(table), scratch.next("data")));
}

function* bytesOf({ columns, rows }: FigureTable): Generator<Buffer> {
  yield Buffer.from(FILES_MARK + printCsvRecord(columns));
  for (const row of rows) yield Buffer.from(printCsvRecord(row));
}
