import type { Locator } from "../../model/locator.ts";
import type { Yielded } from "../importer.ts";

/**
 * Traces that a spreadsheet or text program has saved the export again. Each is one repair of the whole file, with
 * the first place and the number of records; records concerned also bear the warning of that name.
 */
export type ResavedTrace =
  /** Another delimiter than the comma. */
  | "resaved-delimiter"
  /** Another encoding than UTF-8. */
  | "resaved-encoding"
  /** Empty columns behind the last. */
  | "resaved-trailing-columns"
  /** Named columns behind the exporter's own. */
  | "resaved-added-columns"
  /** A number in scientific notation where the exporter writes digits. */
  | "resaved-number"
  /** A date or time in another form than the exporter writes. */
  | "resaved-date";

/** Counts traces while records pass by. */
export class Resaved {
  private readonly seen = new Map<ResavedTrace, { at: Locator; count: number; example: string }>();

  note(trace: ResavedTrace, at: Locator, example: string): void {
    const known = this.seen.get(trace);
    if (known) known.count += 1;
    else this.seen.set(trace, { at, count: 1, example });
  }

  /** One repair for each trace; `detail` is the number of places and the first value. */
  *repairs(): Generator<Yielded> {
    for (const [code, { at, count, example }] of this.seen) {
      yield { type: "repair", at, code, detail: `${count}: ${example}` };
    }
  }
}

/** A number a spreadsheet has shortened, such as `7.30185E+18`. */
export function isScientific(text: string): boolean {
  return /^-?\d(?:\.\d+)?E\+?\d{1,3}$/i.test(text);
}

/** The one form in which the exporter writes times. */
export function isExportersTime(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text);
}
