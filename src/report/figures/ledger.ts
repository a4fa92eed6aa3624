import { zonedTime } from "../../base/zoned-time.ts";
import type { BillLeftover, ChatPayment } from "../../model/payments.ts";
import { isWithin } from "../record/lines.ts";
import { axisShapes, dayOf, middleOf, xOf, type Axis, type Bin } from "./axis.ts";
import { legend } from "./attachments.ts";
import { mm, SHEET, type Figure, type Fill, type Shape } from "./drawing.ts";
import type { FigureMaterial, FigureTable } from "./material.ts";
import { unitNote } from "./notes.ts";

const HALF_MM = 13;
const TOP_MM = 2;

/** Why money is drawn with which fill: its counterpart in the bill. */
type Pairing = "paired" | "chat-only" | "bill-only" | "no-bill";
const FILLS: Readonly<Record<Pairing, Fill>> = { paired: "ink", "no-bill": "mid", "chat-only": "hatch", "bill-only": "none" }; // prettier-ignore
const ORDER: readonly Pairing[] = ["paired", "no-bill", "chat-only", "bill-only"];

/** One amount that can be drawn; without a way it is marked on the line. */
interface Money {
  readonly day: number;
  readonly way: "in" | "out" | null;
  readonly fen: number;
  readonly pairing: Pairing;
}

/** Money received above the line, money paid below it; null where neither chat nor bill tells of a transfer. */
export function ledger(material: FigureMaterial, axis: Axis): Figure | null {
  const { context, payments } = material;
  const said = context.words.figures;
  const transfers = printedTransfers(material);
  if (transfers.length + payments.leftovers.length === 0) return null;
  const { money, left } = drawable(material, axis, transfers);
  const bins = axis.bins.map((bin) => money.filter(({ day }) => day >= bin.from && day < bin.until));
  const sum = (list: readonly Money[]) => list.reduce((total, { fen }) => total + fen, 0);
  const most = Math.max(0, ...bins.flatMap((list) => (["in", "out"] as const).map((way) => sum(list.filter((one) => one.way === way))))); // prettier-ignore
  const middle = mm(TOP_MM + HALF_MM);
  const bottom = mm(middle + HALF_MM + 1);
  const used = ORDER.filter((pairing) => money.some((one) => one.way !== null && one.pairing === pairing));
  const open = money.filter(({ way }) => way === null);
  const paired = transfers.filter(({ match }) => match !== null).length;
  return {
    title: said.ledger,
    heightMm: bottom + 10,
    shapes: [
      ...sides(material, most, middle),
      ...bins.flatMap((list, index) => columns(axis, axis.bins[index], list, most, middle)),
      { type: "line", x1: SHEET.plotX, y1: middle, x2: SHEET.plotX + SHEET.plotW, y2: middle, thick: true },
      ...undirected(axis, money, middle),
      ...axisShapes(axis, bottom),
      ...legend(
        used.map((pairing) => ({ fill: FILLS[pairing], text: said.pairings[pairing] })),
        mm(bottom + 5.5),
      ),
    ],
    notes: [
      said.ledgerNote,
      ...unitNote(context, axis),
      context.say(payments.hasBill ? said.ledgerCounts : said.ledgerNoBill, {
        transfers: transfers.length,
        paired,
        chatOnly: transfers.length - paired,
        billOnly: payments.leftovers.length,
      }),
      ...(open.length === 0 ? [] : [context.say(said.ledgerOpen, { count: open.length })]),
      ...(left === 0 ? [] : [context.say(said.ledgerLeft, { count: left })]),
      context.say(said.dataIn, { file: "report/data/payments.csv" }),
    ],
  };
}

function printedTransfers({ context, payments, selected }: FigureMaterial): ChatPayment[] {
  const printed = new Set(selected.map(({ id }) => id));
  return payments.transfers.filter(
    ({ conversation, sentAt }) => printed.has(conversation) && isWithin(sentAt, context.dossier.settings),
  );
}

/** Amounts with day, way and amount; those without, or given back, are only counted. */
function drawable(
  { context, payments }: FigureMaterial,
  axis: Axis,
  transfers: readonly ChatPayment[],
): { money: Money[]; left: number } {
  const { timeZone } = context.dossier.settings;
  const made = [
    ...transfers.map((one) =>
      one.state === "returned" ? null : moneyOf(dayOf(one.sentAt, timeZone), one, pairingOf(one, payments.hasBill)),
    ),
    ...payments.leftovers.map((row) => moneyOf(dayOf(row.at, timeZone), row, "bill-only")),
  ];
  const money = made.filter((one) => one !== null).filter(({ day }) => day >= axis.from && day < axis.until);
  return { money, left: made.length - money.length };
}

function moneyOf(
  day: number | null,
  { way, amountFen }: Pick<ChatPayment, "way" | "amountFen">,
  pairing: Pairing,
): Money | null {
  return day === null || amountFen === null ? null : { day, way, fen: amountFen, pairing };
}

function pairingOf({ match }: ChatPayment, hasBill: boolean): Pairing {
  if (match !== null) return "paired";
  return hasBill ? "chat-only" : "no-bill";
}

function sides({ context }: FigureMaterial, most: number, middle: number): Shape[] {
  const said = context.words.figures;
  const width = SHEET.plotX - 2;
  return [
    { type: "label", x: 0, y: mm(middle - 7), w: width, text: said.received, bold: true },
    { type: "label", x: 0, y: mm(middle + 4), w: width, text: said.paid, bold: true },
    ...(most === 0
      ? []
      : [
          {
            type: "label" as const,
            x: 0,
            y: mm(middle - 3.4),
            w: width,
            text: context.say(said.mostYuan, { yuan: yuanText(most) }),
          },
        ]),
  ];
}

function columns(axis: Axis, bin: Bin | undefined, list: readonly Money[], most: number, middle: number): Shape[] {
  if (bin === undefined) return [];
  const [x, end] = [xOf(axis, bin.from), xOf(axis, bin.until)];
  return (["in", "out"] as const).flatMap((way) => {
    let reached = 0;
    return ORDER.flatMap((pairing): Shape[] => {
      const fen = list.filter((one) => one.way === way && one.pairing === pairing).reduce((sum, one) => sum + one.fen, 0);
      if (fen <= 0) return [];
      const h = mm(Math.max(0.4, (fen / Math.max(1, most)) * HALF_MM));
      const y = way === "in" ? mm(middle - reached - h) : mm(middle + reached);
      reached = mm(reached + h);
      return [{ type: "rect", x, y, w: mm(Math.max(0.6, end - x)), h, fill: FILLS[pairing], outlined: true }];
    });
  }); // prettier-ignore
}

function undirected(axis: Axis, money: readonly Money[], y: number): Shape[] {
  const places = money.flatMap(({ way, day }) => (way === null ? [middleOf(axis, day)] : []));
  return [...new Set(places)].flatMap((x): Shape[] => x === null ? [] : [{ type: "mark", x, y, shape: "circle", filled: false }]); // prettier-ignore
}

/** Fen as yuan with two decimals and thousands apart. */
export function yuanText(fen: number): string {
  const whole = String(Math.trunc(fen / 100)).replace(/\B(?=(\d{3})+$)/g, ",");
  return `${whole}.${String(Math.abs(fen % 100)).padStart(2, "0")}`;
}

/** `payments.csv`: every transfer of the printed messages with its row of a bill, then the rows of bills left over. */
export function paymentTable(material: FigureMaterial): FigureTable {
  const { timeZone } = material.context.dossier.settings;
  const time = (at: number | null) => (at === null ? "" : zonedTime(at, timeZone));
  const columns = [
    "told_by", "conversation", "message", "at", "way", "amount_fen", "amount_text", "state", "pairing", "bill", "bill_row",
  ]; // prettier-ignore
  const chat = printedTransfers(material).map((one) => [
    "chat", one.conversation, String(one.seq), time(one.sentAt), ...amountCells(one), one.state,
    one.match?.by ?? pairingOf(one, material.payments.hasBill), one.match?.source ?? "", String(one.match?.row ?? ""),
  ]); // prettier-ignore
  const bill = material.payments.leftovers.map((row) => [
    "bill", "", "", time(row.at), ...amountCells(row), "", "bill-only", row.source, String(row.row),
  ]); // prettier-ignore
  return { name: "payments.csv", columns, rows: [...chat, ...bill] };
}

function amountCells({ way, amountFen, amountText }: Pick<BillLeftover, "way" | "amountFen" | "amountText">): string[] {
  return [way ?? "", amountFen === null ? "" : String(amountFen), amountText ?? ""];
}
