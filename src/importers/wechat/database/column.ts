import { ZSTD_MAGIC, type Zstd } from "../../../base/zstd.ts";
import type { Value } from "../../../base/sqlite/tables.ts";

/** A column that the client may keep compressed. */
export interface ColumnText {
  /** Null where there is nothing, or nothing that can be decoded. */
  readonly text: string | null;
  readonly isUndecodable: boolean;
  /** The tag beside the column says another storage than the value has. @source wechat-databases.md §8.4 S-R07 */
  readonly tagDiffers: boolean;
}

const NOTHING: ColumnText = { text: null, isUndecodable: false, tagDiffers: false };
const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/**
 * Text of a column that may be packed.
 *
 * @param tag value of `WCDB_CT_…`, `undefined` where the table has no such column
 * @source documented: wechat-databases.md §3.2, tag = (0 plain | 1 zstd with dictionary | 2 zstd) << 1 | was a BLOB
 */
export function columnText(value: Value | undefined, tag: Value | undefined, zstd: Zstd): ColumnText {
  if (value === null || value === undefined) return NOTHING;
  const isFrame = Buffer.isBuffer(value) && value.subarray(0, 4).equals(ZSTD_MAGIC);
  const packing = tag === undefined ? undefined : Number(tag ?? 0) >> 1;
  const isEmpty = typeof value === "string" || Buffer.isBuffer(value) ? value.length === 0 : false;
  const tagDiffers = packing !== undefined && packing <= 2 && !isEmpty && packing > 0 !== isFrame;
  if (!Buffer.isBuffer(value)) return { text: String(value), isUndecodable: false, tagDiffers };
  const bytes = isFrame ? zstd.unpack(value) : value;
  const text = bytes === null ? null : decoded(bytes);
  return { text, isUndecodable: text === null, tagDiffers };
}

function decoded(bytes: Buffer): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}
