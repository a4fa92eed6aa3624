/**
 * Column names of a payment bill, in order, with full-width forms folded.
 *
 * @source documented: export-formats.md §8.3
 */
export const COLUMNS = [
  "交易时间", "交易类型", "交易对方", "商品", "收/支", "金额(元)", "支付方式", "当前状态", "交易单号", "商户单号", "备注",
] as const; // prettier-ignore

export type Column = (typeof COLUMNS)[number];

/** Columns without which a header is not that of a bill. Alipay's bills have other names for each but the first. */
const REQUIRED: readonly Column[] = ["交易时间", "交易类型", "交易对方", "收/支", "金额(元)", "交易单号"];

/** A header that was recognised. */
export interface Header {
  /** Where each known column stands, 0-based. */
  readonly places: ReadonlyMap<Column, number>;
  /** Columns that somebody has added: name and place. */
  readonly added: readonly { readonly name: string; readonly place: number }[];
  /** Columns up to the last named one. */
  readonly width: number;
  /** The eleven columns in their order and nothing else: only then can a shifted row be put right. */
  readonly isPlain: boolean;
}

/** Recognises the fields of a header; null for any other record. Found by names, never by the number of its row. */
export function headerOf(fields: readonly string[]): Header | null {
  if (!fields.some((field) => field.includes("交易时间"))) return null;
  const names = fields.map(columnName);
  const places = new Map<Column, number>();
  for (const column of COLUMNS) {
    const place = names.indexOf(column);
    if (place >= 0) places.set(column, place);
  }
  if (!REQUIRED.every((column) => places.has(column))) return null;
  const known = new Set(places.values());
  const width = names.findLastIndex((name) => name !== "") + 1;
  const added = names.flatMap((name, place) => (name === "" || known.has(place) ? [] : [{ name, place }]));
  const isPlain = width === COLUMNS.length && COLUMNS.every((column, place) => places.get(column) === place);
  return { places, added, width, isPlain };
}

function columnName(field: string): string {
  return field.normalize("NFKC").replace(/[\s\uFEFF]/g, "");
}
