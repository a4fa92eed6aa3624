import { createHash, randomBytes } from "node:crypto";
import { Integer, ObjectIdentifier, OctetString, Sequence, Boolean as Asn1Boolean, Null } from "asn1js";
import { childrenOf, wholeBlock } from "./signed-data.ts";

const SHA_256 = "2.16.840.1.101.3.4.2.1";

/**
 * A time-stamp request over the SHA-256 of bytes (RFC 3161 2.4.1): version 1, nonce of eight bytes, certificates wanted.
 * Nothing but the digest is in it.
 */
export function timeStampRequest(content: Uint8Array): Buffer {
  const nonce = randomBytes(8);
  // From 0x40 to 0x7f: positive, and in its shortest form whatever follows.
  nonce[0] = 0x40 | ((nonce[0] ?? 0) & 0x3f);
  const algorithm = new Sequence({ value: [new ObjectIdentifier({ value: SHA_256 }), new Null()] });
  const hash = new OctetString({ valueHex: createHash("sha256").update(content).digest() });
  const request = new Sequence({
    value: [
      new Integer({ value: 1 }),
      new Sequence({ value: [algorithm, hash] }),
      new Integer({ valueHex: nonce }),
      new Asn1Boolean({ value: true }),
    ],
  });
  return Buffer.from(request.toBER());
}

/** What a kept request asked for. */
export interface ReadRequest {
  /** Digest that was sent, lower-case hex. */
  readonly imprint: string;
  /** Lower-case hex without leading zeros; null where the request has none. */
  readonly nonce: string | null;
}

/** A request as kept; null where it cannot be read. */
export function readRequest(bytes: Uint8Array): ReadRequest | null {
  const [version, imprint, ...rest] = childrenOf(wholeBlock(bytes) ?? undefined);
  const hash = childrenOf(imprint)[1];
  if (!(version instanceof Integer) || !(hash instanceof OctetString)) return null;
  const nonce = rest.find((field) => field instanceof Integer);
  return { imprint: Buffer.from(hash.getValue()).toString("hex"), nonce: nonce ? integerHex(nonce) : null };
}

/** An integer in lower-case hex without leading zeros. */
export function integerHex(integer: Integer): string {
  return Buffer.from(integer.valueBlock.valueHexView)
    .toString("hex")
    .replace(/^(?:00)+(?=.)/, "");
}
