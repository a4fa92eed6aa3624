import type { CsvRecord, CsvRepair } from "./csv.ts";

/** What a whole record of the file looks like. */
export interface RecordShape {
  readonly fieldCount: number;
  /** True only for fields that could not be a fragment, judged by values (an epoch, a date), not by count alone. */
  isRecord(fields: readonly string[]): boolean;
}

const MAX_FRAGMENTS = 256;

/**
 * Puts together records that a line break outside quotes has split, where only one reading is possible: neither
 * fragment is a record, and joined by the line breaks they have exactly the fields of one. Anything else passes as it is.
 */
export function* joinSplitRecords(
  records: Iterable<CsvRecord>,
  shape: RecordShape,
  onRepair: (repair: CsvRepair) => void,
): Generator<CsvRecord> {
  let held: CsvRecord[] = [];
  for (const record of records) {
    const isFragment = record.fields.length < shape.fieldCount && !shape.isRecord(record.fields);
    if (!isFragment) {
      yield* held;
      held = [];
      yield record;
      continue;
    }
    held.push(record);
    const joined = joinedRecord(held);
    if (joined.fields.length === shape.fieldCount && shape.isRecord(joined.fields)) {
      const { line, row } = joined;
      onRepair({ code: "record-joined", line, row, detail: `${held.length} lines` });
      yield joined;
      held = [];
    } else if (joined.fields.length > shape.fieldCount || held.length > MAX_FRAGMENTS) {
      yield* held.slice(0, -1);
      held = [record];
    }
  }
  yield* held;
}

function joinedRecord(fragments: readonly CsvRecord[]): CsvRecord {
  const [first, ...others] = fragments;
  if (!first) throw new RangeError("no fragment to join");
  const fields = [...first.fields];
  let lastLine = first.line + breaksIn(first);
  for (const next of others) {
    const breaks = "\n".repeat(Math.max(1, next.line - lastLine));
    fields.push((fields.pop() ?? "") + breaks + (next.fields[0] ?? ""), ...next.fields.slice(1));
    lastLine = next.line + breaksIn(next);
  }
  return { row: first.row, line: first.line, fields };
}

function breaksIn({ fields }: CsvRecord): number {
  return fields.reduce((count, field) => count + (field.match(/\r\n|[\r\n]/g)?.length ?? 0), 0);
}
