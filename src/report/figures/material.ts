import type { ConversationDescription } from "../../model/dossier.ts";
import type { Payments } from "../../model/payments.ts";
import type { ReportContext } from "../context.ts";
import type { Axis, Bin } from "./axis.ts";
import { axisOf, dayOf } from "./axis.ts";
import { countDays, type ConversationDays } from "./days.ts";

/** What every figure is drawn from. */
export interface FigureMaterial {
  readonly context: ReportContext;
  readonly payments: Payments;
  readonly selected: readonly ConversationDescription[];
  /** In the order of `selected`. */
  readonly days: readonly ConversationDays[];
  /** Null where nothing that was read has a time. */
  readonly axis: Axis | null;
  /** The stretch of days that is printed; an open end is infinite. */
  readonly printed: Bin;
}

/** A table of `report/data/`, row by row so that its size does not matter. */
export interface FigureTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly string[]>;
}

/** Counts the days of the conversations (every selected one, unless some are named) once, and lays the axis over all of them. */
export function figureMaterial(
  context: ReportContext,
  payments: Payments,
  selected = context.dossier.conversations.filter((conversation) => conversation.selected),
): FigureMaterial {
  const { dossier, chat } = context;
  const { settings } = dossier;
  const days = selected.map(({ id }) => countDays(chat, id, settings));
  const ends = days.flatMap(({ span }) => (span === null ? [] : [span.from, span.until - 1]));
  const printed = {
    from: dayOf(settings.from, settings.timeZone) ?? -Infinity,
    until: dayOf(settings.until, settings.timeZone) ?? Infinity,
  };
  return { context, payments, selected, days, axis: axisOf(ends), printed };
}

/** Whether a day is one of the printed stretch, and within what the conversation covers. */
export function isInRange({ printed }: Pick<FigureMaterial, "printed">, span: Bin | null, day: number): boolean {
  if (span === null) return false;
  return day >= Math.max(printed.from, span.from) && day < Math.min(printed.until, span.until);
}

/** The bin as far as it is printed and covered; null where nothing of it is. */
export function rangeOf({ printed }: Pick<FigureMaterial, "printed">, span: Bin | null, bin: Bin): Bin | null {
  if (span === null) return null;
  const from = Math.max(bin.from, printed.from, span.from);
  const until = Math.min(bin.until, printed.until, span.until);
  return from < until ? { from, until } : null;
}
