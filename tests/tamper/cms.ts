import { sign } from "node:crypto";
import { fromBER, ObjectIdentifier, OctetString } from "asn1js";
import { Attribute, ContentInfo, SignedAndUnsignedAttributes, SignedData } from "pkijs";

const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const DATA = "1.2.840.113549.1.7.1";

/** Signed attributes that do not do what they are there for. */
export const UNBOUND = {
  "no digest of the content": () => [typeOf(DATA)],
  "no type of the content": (digest: Buffer) => [digestIs(digest)],
  "another type of the content": (digest: Buffer) => [typeOf("1.2.840.113549.1.7.5"), digestIs(digest)],
  "two digests of the content": (digest: Buffer) => [typeOf(DATA), digestIs(digest), digestIs(Buffer.alloc(32))],
} as const;

function typeOf(type: string): Attribute {
  return new Attribute({ type: CONTENT_TYPE, values: [new ObjectIdentifier({ value: type })] });
}

function digestIs(digest: Buffer): Attribute {
  return new Attribute({ type: MESSAGE_DIGEST, values: [new OctetString({ valueHex: digest })] });
}

/** A good detached signature signed again, by the same key, over other attributes. */
export function signedAgain(bytes: Buffer, attributes: Attribute[], keyPem: string): Buffer {
  const info = new ContentInfo({ schema: fromBER(bytes).result });
  const signed = new SignedData({ schema: info.content as unknown });
  const [signer] = signed.signerInfos;
  if (!signer) throw new Error("no signer");
  signer.signedAttrs = new SignedAndUnsignedAttributes({ type: 0, attributes });
  const encoded = Buffer.from(signer.signedAttrs.toSchema().toBER());
  // RFC 5652 5.4: what is signed is the SET, not the [0] it is sent as.
  encoded[0] = 0x31;
  signer.signature = new OctetString({ valueHex: sign("sha256", encoded, keyPem) });
  const content: unknown = signed.toSchema(true);
  info.content = content;
  return Buffer.from(info.toSchema().toBER());
}
