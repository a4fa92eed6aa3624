import { integerField, messageFields, protobufFields, textField } from "../../../base/protobuf.ts";

/** What `BytesExtra` of a row says. */
export interface BytesExtra {
  /** Who sent it, in a group. */
  readonly sender: string | null;
  /** Path of the thumbnail and of the original, relative to the folder of all accounts, as written (with `\`). */
  readonly thumbnail: string | null;
  readonly original: string | null;
  /** `<msgsource>` XML. */
  readonly source: string | null;
  /** Items of other types: `BytesExtra.<type>` -> value. */
  readonly others: Readonly<Record<string, string>>;
}

const NOTHING: BytesExtra = { sender: null, thumbnail: null, original: null, source: null, others: {} };

const SENDER = 1;
const THUMBNAIL = 3;
const ORIGINAL = 4;
const SOURCE = 7;

/**
 * Reads the protobuf `{1: header, 3: repeated {1: type, 2: value}}`. Nothing where there is none; null where the bytes
 * are no such message.
 *
 * @source wechat-databases.md §2.1 "BytesExtra"; item 7 is widely reported and unconfirmed there
 */
export function readBytesExtra(bytes: Buffer | null): BytesExtra | null {
  if (bytes === null || bytes.length === 0) return NOTHING;
  const fields = protobufFields(bytes);
  if (fields === null) return null;
  const values = new Map<number, string>();
  for (const item of messageFields(fields, 3)) {
    const type = Number(integerField(item, 1) ?? 0n);
    const value = textField(item, 2);
    if (value !== null && value !== "" && !values.has(type)) values.set(type, value);
  }
  const others: Record<string, string> = {};
  for (const [type, value] of values) {
    if (type !== SENDER && type !== THUMBNAIL && type !== ORIGINAL && type !== SOURCE) others[`BytesExtra.${type}`] = value; // prettier-ignore
  }
  return {
    sender: values.get(SENDER) ?? null,
    thumbnail: values.get(THUMBNAIL) ?? null,
    original: values.get(ORIGINAL) ?? null,
    source: values.get(SOURCE) ?? null,
    others,
  };
}

/** Account in whose folder a stored path lies: what stands before `\FileStorage\`. */
export function accountOfPath(path: string): string | null {
  return /^([^\\/]{1,128})[\\/]FileStorage[\\/]/i.exec(path)?.[1] ?? null;
}
