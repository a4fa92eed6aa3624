import { ROW_FLAGS } from "../../model/viewer.ts";
import type { Rows } from "../data/rows.ts";

/** What of a conversation is to be seen. */
export interface Filter {
  /** Places in the lists of kinds and senders; −1 for any. */
  readonly kind: number;
  readonly sender: number;
  /** `YYYY-MM-DD`, both included; empty for open. */
  readonly from: string;
  readonly to: string;
  readonly hasFinding: boolean;
  readonly isMissing: boolean;
  readonly isExhibit: boolean;
}

export const NO_FILTER: Filter = { kind: -1, sender: -1, from: "", to: "", hasFinding: false, isMissing: false, isExhibit: false }; // prettier-ignore

/** Whether it leaves anything out. */
export function isFiltering(filter: Filter): boolean {
  return (Object.keys(NO_FILTER) as (keyof Filter)[]).some((key) => filter[key] !== NO_FILTER[key]);
}

const FINDINGS = ROW_FLAGS.error | ROW_FLAGS.warning | ROW_FLAGS.note;

/** Rows that a filter leaves, in order. All indexes must have come. */
export function filteredRows(rows: Rows, filter: Filter): Uint32Array {
  const { kind, sender, from, to } = filter;
  const flags = neededFlags(filter);
  const left = new Uint32Array(rows.count);
  let count = 0;
  for (const stretch of rows.days()) {
    if (!isWithin(stretch.day, from, to)) continue;
    for (let row = stretch.from; row < stretch.end; row += 1) {
      if (kind >= 0 && rows.kinds[row] !== kind) continue;
      if (sender >= 0 && rows.senders[row] !== sender) continue;
      if (flags.some((flag) => ((rows.flags[row] ?? 0) & flag) === 0)) continue;
      left[count] = row;
      count += 1;
    }
  }
  return left.slice(0, count);
}

function neededFlags({ hasFinding, isMissing, isExhibit }: Filter): number[] {
  return [
    ...(hasFinding ? [FINDINGS] : []),
    ...(isMissing ? [ROW_FLAGS.attachmentMissing] : []),
    ...(isExhibit ? [ROW_FLAGS.exhibit] : []),
  ];
}

/** A row without a day is in no period. */
function isWithin(day: string | null, from: string, to: string): boolean {
  if (from === "" && to === "") return true;
  return day !== null && (from === "" || day >= from) && (to === "" || day <= to);
}

/** Place in a filtered list of the first row at or behind one; the last place where there is none. */
export function placeAmong(rows: Uint32Array, row: number): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((rows[middle] ?? 0) < row) low = middle + 1;
    else high = middle;
  }
  return Math.min(low, Math.max(0, rows.length - 1));
}
