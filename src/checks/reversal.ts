/** A row of the stream that is looked through. */
export interface TimedRow {
  readonly seq: number;
  readonly sentAt: number;
  readonly direction: string;
  readonly serverId: string | null;
}

/** Rows out of time after `before`, until time has caught up in `after` (null: it never does). */
export interface Reversal<Row extends TimedRow> {
  readonly before: Row;
  readonly first: Row;
  last: Row;
  rows: number;
  /** Further steps back among them. */
  falls: number;
  /** How far the earliest of them lies before `before`. */
  depthMs: number;
  withoutServerId: number;
  allReceived: boolean;
  after: Row | null;
  /** The row before `before`. */
  readonly earlier: Row | null;
  /** Set when `before` is the row out of time, and those after it go on from `earlier`. */
  isAhead: boolean;
}

/** One pass: each run of rows earlier than the row before them, until time has caught up. */
export function* reversals<Row extends TimedRow>(rows: Iterable<Row>): Generator<Reversal<Row>, void, void> {
  let [earlier, before]: [Row | null, Row | null] = [null, null];
  let open: Reversal<Row> | null = null;
  for (const row of rows) {
    if (open && second(row) >= second(open.before)) {
      open.after = row;
      yield open;
      open = null;
    } else if (open && goesOnFromEarlier(open)) {
      open.isAhead = true;
      yield open;
      open = second(row) < second(open.first) ? begin(open.earlier, open.first, row) : null;
    } else if (open) {
      extend(open, row);
    } else if (before && second(row) < second(before)) {
      open = begin(earlier, before, row);
    }
    [earlier, before] = [before, row];
  }
  if (open) yield open;
}

const second = ({ sentAt }: TimedRow): number => Math.floor(sentAt / 1000);

/** One row back in time that agrees with the row before last: then the last one was ahead, unless time catches up at once. */
function goesOnFromEarlier({ rows, earlier, first }: Reversal<TimedRow>): boolean {
  return rows === 1 && earlier !== null && second(earlier) <= second(first);
}

function begin<Row extends TimedRow>(earlier: Row | null, before: Row, first: Row): Reversal<Row> {
  const depthMs = before.sentAt - first.sentAt;
  const withoutServerId = first.serverId === null ? 1 : 0;
  const allReceived = first.direction === "received";
  const facts = { rows: 1, falls: 0, depthMs, withoutServerId, allReceived, after: null, isAhead: false };
  return { before, first, last: first, earlier, ...facts };
}

function extend<Row extends TimedRow>(open: Reversal<Row>, row: Row): void {
  if (second(row) < second(open.last)) open.falls += 1;
  open.last = row;
  open.rows += 1;
  open.depthMs = Math.max(open.depthMs, open.before.sentAt - row.sentAt);
  if (row.serverId === null) open.withoutServerId += 1;
  if (row.direction !== "received") open.allReceived = false;
}
