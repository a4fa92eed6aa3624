type FieldValue = number | bigint | string | Uint8Array;

function varint(value: bigint): Buffer {
  const bytes: number[] = [];
  let left = value;
  do {
    const low = Number(left & 0x7fn);
    left >>= 7n;
    bytes.push(left === 0n ? low : low | 0x80);
  } while (left !== 0n);
  return Buffer.from(bytes);
}

/** A protobuf message of fields in order: whole numbers as varints, text and bytes with their length. */
export function protobuf(...fields: readonly (readonly [number: number, value: FieldValue])[]): Buffer {
  const parts = fields.flatMap(([number, value]) => {
    if (typeof value === "number" || typeof value === "bigint")
      return [varint(BigInt(number) << 3n), varint(BigInt(value))];
    const bytes = Buffer.from(value as string);
    return [varint((BigInt(number) << 3n) | 2n), varint(BigInt(bytes.length)), bytes];
  });
  return Buffer.concat(parts);
}
