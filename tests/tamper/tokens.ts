import { createHash } from "node:crypto";
import { Constructed, fromBER, GeneralizedTime, Integer, ObjectIdentifier, OctetString, Sequence, type BaseBlock } from "asn1js"; // prettier-ignore

export const SHA_256 = "2.16.840.1.101.3.4.2.1";
export const SM3 = "1.2.156.10197.1.401";
/** SignedData of GM/T 0010, which generic readers do not know. */
export const GM_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2";
/** SM2 with SM3. */
export const SM2_SCHEME = "1.2.156.10197.1.501";

const oid = (value: string) => new ObjectIdentifier({ value });
const sequence = (...value: BaseBlock[]) => new Sequence({ value });
const der = (block: BaseBlock): Buffer => Buffer.from(block.toBER());
const blockOf = (bytes: Buffer): BaseBlock => fromBER(bytes).result;

/** What an authority signs (RFC 3161 2.4.2), in its shortest form. */
export function tstInfo(content: Buffer, at: Date): Buffer {
  const hash = new OctetString({ valueHex: createHash("sha256").update(content).digest() });
  const imprint = sequence(sequence(oid(SHA_256)), hash);
  const time = new GeneralizedTime({ valueDate: at });
  return der(sequence(new Integer({ value: 1 }), oid("1.2.3.4.1"), imprint, new Integer({ value: 7 }), time));
}

/** A token as it is sent: status granted, and the token. */
export function response(token: Buffer): Buffer {
  return der(sequence(sequence(new Integer({ value: 0 })), blockOf(token)));
}

/** A ContentInfo of another type around the same content. */
export function asType(type: string, contentInfo: Buffer): Buffer {
  const [, content] = (blockOf(contentInfo) as Sequence).valueBlock.value;
  return der(sequence(oid(type), content as BaseBlock));
}

/** The same value in BER: the outermost SEQUENCE with a length that is told by its end. */
export function withoutLength(bytes: Buffer): Buffer {
  const header = (bytes[1] ?? 0) & 0x80 ? 2 + ((bytes[1] ?? 0) & 0x7f) : 2;
  return Buffer.concat([Buffer.from([0x30, 0x80]), bytes.subarray(header), Buffer.from([0, 0])]);
}

/** Object identifiers, and octet strings by their hex, exchanged for others wherever they stand; lengths are made anew. */
export function exchanged(bytes: Buffer, exchanges: Readonly<Record<string, string>>): Buffer {
  const walk = (block: BaseBlock): BaseBlock => {
    if (block instanceof ObjectIdentifier) return oid(exchanges[block.getValue()] ?? block.getValue());
    if (block instanceof OctetString) return octets(block, exchanges);
    if (block instanceof Constructed) block.valueBlock.value = block.valueBlock.value.map(walk);
    return block;
  };
  return der(walk(blockOf(bytes)));
}

function octets(block: OctetString, exchanges: Readonly<Record<string, string>>): OctetString {
  const other = exchanges[Buffer.from(block.getValue()).toString("hex")];
  return other === undefined ? block : new OctetString({ valueHex: Buffer.from(other, "hex") });
}
