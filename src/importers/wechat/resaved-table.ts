import { exceedsDouble } from "../../base/decimal-id.ts";
import type { Locator } from "../../model/locator.ts";
import type { Yielded } from "../importer.ts";

/**
 * Traces that a spreadsheet or editor has saved a table again. PyWxDump and chatlog write UTF-8 without a mark, which Excel
 * shows as garbage, so that people save it again.
 *
 * @source documented: export-formats.md §2.1, §3.1
 */
export type ResavedTrace =
  "resaved-delimiter" | "resaved-encoding" | "resaved-trailing-columns" | "resaved-number" | "resaved-date";

/** Counts traces while records pass by; each is told once, with its first place. */
export class Resaved {
  private readonly seen = new Map<ResavedTrace, { at: Locator; count: number; example: string }>();

  note(trace: ResavedTrace, at: Locator, example: string): void {
    const known = this.seen.get(trace);
    if (known) known.count += 1;
    else this.seen.set(trace, { at, count: 1, example });
  }

  /** What the fields of a record show; the codes for its message. */
  warningsOf(at: Locator, serverId: string, time: string): string[] {
    const warnings: string[] = [];
    if (isScientific(serverId) || (this.seen.size > 0 && isCutToDigits(serverId))) {
      this.note("resaved-number", at, serverId);
      warnings.push("RESAVED_NUMBER", "SVRID_ROUNDED");
    }
    if (time !== "" && !isExportersTime(time)) {
      this.note("resaved-date", at, time);
      warnings.push("RESAVED_DATE");
    }
    return warnings;
  }

  /** `detail` is the number of places and the first value. */
  *repairs(): Generator<Yielded> {
    for (const [code, { at, count, example }] of this.seen) {
      yield { type: "repair", at, code, detail: `${count}: ${example}` };
    }
  }
}

function isScientific(text: string): boolean {
  return /^\d(?:\.\d+)?E\+?\d{1,2}$/i.test(text);
}

/** Fifteen digits and zeros: what a spreadsheet leaves of a long number. One exact id in a thousand looks so by chance. */
function isCutToDigits(id: string): boolean {
  return exceedsDouble(id) && /^\d{15}0+$/.test(id);
}

/** The one form in which the exporter writes times; 0 and other numbers it writes as they are. */
function isExportersTime(text: string): boolean {
  return /^(?:\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}|-?\d+)$/.test(text);
}
