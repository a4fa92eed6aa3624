import { isScientific } from "./resaved.ts";
import type { FoundHeader } from "./csv-file.ts";

/** A record of V1 to V4 with its columns told apart by their shape, since V3 does not keep to its header. */
export interface ClientRow {
  /** Unnamed running number of early V1; empty otherwise. */
  readonly index: string;
  readonly localId: string;
  readonly talkerId: string;
  readonly type: string;
  readonly subType: string;
  readonly isSender: string;
  readonly createTime: string;
  readonly status: string;
  readonly content: string;
  readonly timeText: string;
  readonly remark: string;
  readonly nickName: string;
  readonly sender: string;
  /** Server id, only in the raw database rows of V3. */
  readonly serverId: string | null;
  /** Columns without a name of ours, by their 1-based number in the record. */
  readonly unnamed: Readonly<Record<string, string>>;
  /** What had to be mended to read it. */
  readonly mended: "unquoted-delimiter-joined" | "field-count" | null;
}

/** Number of a raw database row in V3: the nine columns, server id, and three blobs as Python literals. */
const RAW_FIELDS = 13;
const NAMED_FIELDS = 12;
const PLAIN_FIELDS = 9;

const TIME = /^\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]+\d{1,2}:\d{2}(?::\d{2})?)?\s*$/;
const BYTES_LITERAL = /^b(['"]).*\1$/s;
const SERVER_ID = /^[1-9]\d{14,19}$/;

/** True where the first seven fields can only be those of a record of V1 to V4. */
function hasClientBeginning(fields: readonly string[], at: number): boolean {
  const createTime = fields[at + 5] ?? "";
  return (
    INTEGER.test(fields[at + 2] ?? "") &&
    FLAG.test(fields[at + 4] ?? "") &&
    (/^\d{9,13}$/.test(createTime) || isScientific(createTime)) &&
    COUNTER.test(fields[at] ?? "")
  );
}

const INTEGER = /^-?\d+$/;
const FLAG = /^[01]?$/;
const COUNTER = /^\d*$/;

/** True for fields that can only be a whole record of V1 to V4. */
export function isClientRecord(header: FoundHeader): (fields: readonly string[]) => boolean {
  const at = header.hasIndex ? 1 : 0;
  return (fields) => hasClientBeginning(fields, at) && TIME.test(fields[at + 8] ?? "");
}

/** Tells the columns of a record apart. Null where more than one reading is possible. */
export function clientRow(fields: readonly string[], header: FoundHeader): ClientRow | null {
  const first = header.hasIndex ? 1 : 0;
  if (!hasClientBeginning(fields, first)) return null;
  const columns = fields.slice(first);
  const index = first === 1 ? (fields[0] ?? "") : "";
  if (TIME.test(columns[8] ?? "")) return rowOf(index, columns, tailMend(columns.length));
  if (fields.length === header.fieldCount) return rowOf(index, columns, null);
  if (columns.length < PLAIN_FIELDS) {
    return columns.length === PLAIN_FIELDS - 1 ? rowOf(index, columns, "field-count") : null;
  }
  return joinedRow(index, columns, header);
}

function tailMend(length: number): ClientRow["mended"] {
  return [PLAIN_FIELDS, NAMED_FIELDS, RAW_FIELDS].includes(length) ? null : "field-count";
}

/** A delimiter in text that nobody quoted has moved the time to the right: found once, it shows where the text ends. */
function joinedRow(index: string, columns: readonly string[], header: FoundHeader): ClientRow | null {
  const behindTime = header.layout === "named" ? [PLAIN_FIELDS - 9, NAMED_FIELDS - 9] : [0];
  const places = columns.flatMap((column, at) => (at > 8 && TIME.test(column) ? [at] : []));
  const fitting = places.filter((at) => behindTime.includes(columns.length - at - 1));
  const [timeAt] = fitting;
  if (timeAt === undefined || fitting.length > 1) return null;
  const content = columns.slice(7, timeAt).join(header.delimiter);
  const mended = [...columns.slice(0, 7), content, ...columns.slice(timeAt)];
  return rowOf(index, mended, "unquoted-delimiter-joined");
}

function at(columns: readonly string[], index: number): string {
  return columns[index] ?? "";
}

function rowOf(index: string, columns: readonly string[], mended: ClientRow["mended"]): ClientRow {
  const isRaw = columns.length === RAW_FIELDS || columns.slice(PLAIN_FIELDS).some((text) => BYTES_LITERAL.test(text));
  const serverId = isRaw && SERVER_ID.test(at(columns, 9)) ? at(columns, 9) : null;
  const unnamedFrom = isRaw ? (serverId === null ? PLAIN_FIELDS : PLAIN_FIELDS + 1) : NAMED_FIELDS;
  return {
    index,
    localId: at(columns, 0),
    talkerId: at(columns, 1),
    type: at(columns, 2),
    subType: at(columns, 3),
    isSender: at(columns, 4),
    createTime: at(columns, 5),
    status: at(columns, 6),
    content: at(columns, 7),
    timeText: at(columns, 8),
    remark: isRaw ? "" : at(columns, 9),
    nickName: isRaw ? "" : at(columns, 10),
    sender: isRaw ? "" : at(columns, 11),
    serverId,
    unnamed: unnamedColumns(columns, unnamedFrom),
    mended,
  };
}

function unnamedColumns(columns: readonly string[], from: number): Readonly<Record<string, string>> {
  if (columns.length <= from) return NONE;
  const found: Record<string, string> = {};
  for (let at = from; at < columns.length; at++) if (columns[at] !== "") found[`column-${at + 1}`] = columns[at] ?? "";
  return found;
}

const NONE: Readonly<Record<string, string>> = {};
