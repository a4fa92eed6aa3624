import { verify as verifySignature, type X509Certificate } from "node:crypto";
import { fromBER, ObjectIdentifier, OctetString, Sequence, type BaseBlock } from "asn1js";
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData, type Attribute, type SignerInfo } from "pkijs";
import { digestNamed, digestUnder, signatureDigest } from "./algorithms.ts";
import { certificateOf, isWeakKey } from "./keys.ts";

/** CMS content types and attributes. @source documented: RFC 5652 4, 5.1, 11; RFC 5035 */
const SIGNED_DATA = "1.2.840.113549.1.7.2";
const CONTENT_TYPE = "1.2.840.113549.1.9.3";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
const SIGNING_TIME = "1.2.840.113549.1.9.5";
const SIGNING_CERTIFICATE = "1.2.840.113549.1.9.16.2.12";
const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";

/** A CMS SignedData as read; nothing of it is believed yet. */
export interface ReadSignedData {
  readonly content: SignedData;
  readonly certificates: readonly X509Certificate[];
}

/** One signer's signature; `reason` is null where it verifies. */
export interface SignerAnswer {
  readonly outcome: "pass" | "fail" | "undetermined";
  readonly reason: string | null;
  readonly certificate: X509Certificate | null;
  /** Epoch ms of the signing-time attribute. */
  readonly statedAt: number | null;
}

/** Reads DER or BER with nothing behind it. Null where it cannot be read. */
export function wholeBlock(bytes: Uint8Array): BaseBlock | null {
  try {
    const { offset, result } = fromBER(bytes);
    return offset === bytes.length ? result : null;
  } catch {
    return null;
  }
}

/** A detached signature or a token without its response. Null where the bytes are no CMS SignedData that can be read. */
export function readSignedData(bytes: Uint8Array): ReadSignedData | null {
  const block = wholeBlock(bytes);
  if (block === null) return null;
  try {
    return signedDataIn(new ContentInfo({ schema: block }));
  } catch {
    return null;
  }
}

/** What a ContentInfo holds. Null where it is of another type, such as those of GM/T 0010. @throws where it is malformed */
export function signedDataIn(info: ContentInfo): ReadSignedData | null {
  if (info.contentType !== SIGNED_DATA) return null;
  const content = new SignedData({ schema: info.content as unknown });
  const certificates = (content.certificates ?? [])
    .filter((one): one is Certificate => one instanceof Certificate)
    .flatMap((one) => certificateOf(Buffer.from(one.toSchema().toBER())) ?? []);
  return { content, certificates };
}

/**
 * Whether one signer's signature is over these bytes. The certificate is found, not judged.
 *
 * @param others certificates besides those of the signature itself
 */
export function judgeSigner(
  read: ReadSignedData,
  signer: SignerInfo,
  bytes: Uint8Array,
  others: readonly X509Certificate[],
): SignerAnswer {
  const statedAt = signingTime(signer);
  const certificate = [...read.certificates, ...others].find((one) => isNamedBy(signer, one)) ?? null;
  const answer = (outcome: SignerAnswer["outcome"], reason: string | null): SignerAnswer =>
    ({ outcome, reason, certificate, statedAt }); // prettier-ignore
  const digest = digestNamed(signer.digestAlgorithm.algorithmId);
  if ("refused" in digest) return digest.refused === "weak" ? answer("fail", "weak-algorithm") : answer("undetermined", "algorithm-not-verified-here"); // prettier-ignore
  const signed = signedBytes(read, signer, bytes, digest.name);
  if (typeof signed === "string") return answer("fail", signed);
  const scheme = signatureDigest(signer.signatureAlgorithm.algorithmId, signer.digestAlgorithm.algorithmId);
  if ("refused" in scheme) return scheme.refused === "weak" ? answer("fail", "weak-algorithm") : answer("undetermined", "algorithm-not-verified-here"); // prettier-ignore
  if (certificate === null) return answer("undetermined", "signer-certificate-missing");
  if (isWeakKey(certificate.publicKey)) return answer("fail", "weak-algorithm");
  const holds = holdsUnder(scheme.name, signed, certificate, Buffer.from(signer.signature.getValue()));
  if (holds === null) return answer("undetermined", "algorithm-not-verified-here");
  if (!holds) return answer("fail", "signature-differs");
  return namesAnotherCertificate(signer, certificate) ? answer("fail", "certificate-differs") : answer("pass", null);
}

function holdsUnder(
  digest: string,
  signed: Uint8Array,
  { publicKey }: X509Certificate,
  signature: Buffer,
): boolean | null {
  if (publicKey.asymmetricKeyType !== "rsa" && publicKey.asymmetricKeyType !== "ec") return null;
  try {
    return verifySignature(digest, signed, publicKey, signature);
  } catch {
    return null;
  }
}

/** The bytes the signature is over: the signed attributes, once they are bound to the content, or the content itself. */
function signedBytes(read: ReadSignedData, signer: SignerInfo, bytes: Uint8Array, digest: string): Uint8Array | string {
  if (signer.signedAttrs === undefined) return bytes;
  const type = valueOf(signer, CONTENT_TYPE);
  const bound = valueOf(signer, MESSAGE_DIGEST);
  if (oidOf(type) !== read.content.encapContentInfo.eContentType) return "content-not-bound";
  if (!(bound instanceof OctetString)) return "content-not-bound";
  if (!digestUnder(digest, bytes).equals(Buffer.from(bound.getValue()))) return "content-differs";
  return new Uint8Array(signer.signedAttrs.encodedValue);
}

/** The single value of a signed attribute; undefined where it is missing or there are several. */
function valueOf(signer: SignerInfo, type: string): BaseBlock | undefined {
  const found = (signer.signedAttrs?.attributes ?? []).filter((one: Attribute) => one.type === type);
  const values = found.flatMap((one) => one.values as BaseBlock[]);
  return found.length === 1 && values.length === 1 ? values[0] : undefined;
}

function signingTime(signer: SignerInfo): number | null {
  const value = valueOf(signer, SIGNING_TIME);
  const date = value !== undefined && "toDate" in value ? (value as { toDate(): Date }).toDate().getTime() : NaN;
  return Number.isFinite(date) ? date : null;
}

function isNamedBy(signer: SignerInfo, certificate: X509Certificate): boolean {
  const sid: unknown = signer.sid;
  const parsed = Certificate.fromBER(certificate.raw);
  if (sid instanceof IssuerAndSerialNumber) {
    return parsed.serialNumber.isEqual(sid.serialNumber) && parsed.issuer.isEqual(sid.issuer);
  }
  const wanted = keyIdentifier(sid);
  const extension = parsed.extensions?.find(({ extnID }) => extnID === "2.5.29.14")?.extnValue;
  const inner = extension && wholeBlock(new Uint8Array(extension.getValue()));
  return wanted !== null && inner instanceof OctetString && Buffer.from(inner.getValue()).equals(wanted);
}

/** SubjectKeyIdentifier [0] of a signer that is not named by issuer and number. */
function keyIdentifier(sid: unknown): Buffer | null {
  const view = (sid as { valueBlock?: { valueHexView?: Uint8Array } } | null)?.valueBlock?.valueHexView;
  return view && view.length > 0 ? Buffer.from(view) : null;
}

/** Whether the signer bound another certificate than this one (RFC 5035, RFC 5816: it must be the first of the list). */
function namesAnotherCertificate(signer: SignerInfo, certificate: X509Certificate): boolean {
  const bound = boundCertificate(signer);
  if (bound === null) return false;
  return bound === "unreadable" || !digestUnder(bound.digest, certificate.raw).equals(bound.value);
}

/** Whether the signer bound its certificate at all, as a time stamp must. */
export function bindsCertificate(signer: SignerInfo): boolean {
  return boundCertificate(signer) !== null;
}

function boundCertificate(signer: SignerInfo): { digest: string; value: Buffer } | "unreadable" | null {
  const second = valueOf(signer, SIGNING_CERTIFICATE_V2);
  const first = valueOf(signer, SIGNING_CERTIFICATE);
  if (second === undefined && first === undefined) return null;
  const [id] = childrenOf(childrenOf(second ?? first)[0]);
  const fields = childrenOf(id);
  // ESSCertIDv2 leaves the algorithm out where it is SHA-256; ESSCertID knows only SHA-1 (an identifier, not a protection).
  const algorithm = second !== undefined && fields[0] instanceof Sequence ? childrenOf(fields[0])[0] : undefined;
  const digest = algorithm === undefined ? { name: second === undefined ? "sha1" : "sha256" } : digestNamed(oidOf(algorithm)); // prettier-ignore
  const value = algorithm === undefined ? fields[0] : fields[1];
  if ("refused" in digest || !(value instanceof OctetString)) return "unreadable";
  return { digest: digest.name, value: Buffer.from(value.getValue()) };
}

/** Blocks inside a SEQUENCE; none where it is something else. */
export function childrenOf(block: BaseBlock | undefined): BaseBlock[] {
  return block instanceof Sequence ? block.valueBlock.value : [];
}

function oidOf(block: BaseBlock | undefined): string {
  return block instanceof ObjectIdentifier ? block.getValue() : "";
}
