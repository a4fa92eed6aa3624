/** One field of a protobuf message, undecoded: what the bytes mean is for the reader of the message to know. */
export type ProtobufField =
  | { readonly number: number; readonly wire: "varint"; readonly value: bigint }
  | { readonly number: number; readonly wire: "fixed64" | "fixed32" | "bytes"; readonly bytes: Buffer };

const MOST_FIELDS = 100_000;

/**
 * The fields of a message in order, each as often as it occurs.
 *
 * @returns null where the bytes are not one whole message: then nothing of it should be believed
 * @source https://protobuf.dev/programming-guides/encoding/
 */
export function protobufFields(bytes: Uint8Array): ProtobufField[] | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const fields: ProtobufField[] = [];
  for (let at = 0; at < buffer.length;) {
    const tag = varint(buffer, at);
    if (tag === null || fields.length === MOST_FIELDS) return null;
    const field = fieldAt(buffer, tag);
    if (field === null) return null;
    fields.push(field.field);
    at = field.next;
  }
  return fields;
}

/** First field of that number which holds bytes. */
export function bytesField(fields: readonly ProtobufField[], number: number): Buffer | null {
  for (const field of fields) if (field.number === number && field.wire === "bytes") return field.bytes;
  return null;
}

/** First field of that number which holds bytes, as UTF-8 text; null where it is absent or not UTF-8. */
export function textField(fields: readonly ProtobufField[], number: number): string | null {
  const bytes = bytesField(fields, number);
  if (bytes === null) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** First field of that number which holds a whole number. */
export function integerField(fields: readonly ProtobufField[], number: number): bigint | null {
  for (const field of fields) if (field.number === number && field.wire === "varint") return field.value;
  return null;
}

/** Every message of that number, read; parts that are no message are left out. */
export function messageFields(fields: readonly ProtobufField[], number: number): ProtobufField[][] {
  const messages: ProtobufField[][] = [];
  for (const field of fields) {
    if (field.number !== number || field.wire !== "bytes") continue;
    const inner = protobufFields(field.bytes);
    if (inner !== null) messages.push(inner);
  }
  return messages;
}

interface Varint {
  readonly value: bigint;
  readonly next: number;
}

function varint(bytes: Buffer, at: number): Varint | null {
  // Nearly all have one byte, and whole numbers of any length cost much more.
  const first = bytes[at];
  if (first !== undefined && first < 0x80) return { value: BigInt(first), next: at + 1 };
  let value = 0n;
  for (let index = 0; index < 10; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value |= BigInt(byte & 0x7f) << BigInt(7 * index);
    if ((byte & 0x80) === 0) return { value: BigInt.asUintN(64, value), next: at + index + 1 };
  }
  return null;
}

function fieldAt(bytes: Buffer, tag: Varint): { field: ProtobufField; next: number } | null {
  const number = Number(tag.value >> 3n);
  if (number === 0) return null;
  switch (Number(tag.value & 7n)) {
    case 0: {
      const value = varint(bytes, tag.next);
      return value === null ? null : { field: { number, wire: "varint", value: value.value }, next: value.next };
    }
    case 1:
      return cut(bytes, number, "fixed64", tag.next, 8);
    case 2: {
      const length = varint(bytes, tag.next);
      return length === null ? null : cut(bytes, number, "bytes", length.next, Number(length.value));
    }
    case 5:
      return cut(bytes, number, "fixed32", tag.next, 4);
    default:
      return null;
  }
}

function cut(bytes: Buffer, number: number, wire: "fixed64" | "fixed32" | "bytes", from: number, length: number) {
  if (from + length > bytes.length) return null;
  return { field: { number, wire, bytes: bytes.subarray(from, from + length) }, next: from + length };
}
