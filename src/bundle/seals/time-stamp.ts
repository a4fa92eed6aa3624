import type { X509Certificate } from "node:crypto";
import { ExtKeyUsage, TimeStampResp, TSTInfo, type SignerInfo } from "pkijs";
import type { TimeStampAnswer } from "../../model/seals.ts";
import { digestNamed, digestUnder } from "./algorithms.ts";
import { chainOf, extensionsOf, isWithin } from "./chain.ts";
import { integerHex, type ReadRequest } from "./request.ts";
import { bindsCertificate, judgeSigner, readSignedData, signedDataIn, wholeBlock, type ReadSignedData } from "./signed-data.ts"; // prettier-ignore

/** What a time stamp is held against. */
export interface TimeStampContext {
  /** The tag manifest. */
  readonly content: Uint8Array;
  readonly trust: readonly X509Certificate[];
  /** Certificates that may lie between; trusted for nothing. */
  readonly others: readonly X509Certificate[];
  /** The request as kept; null where it was not. */
  readonly request: ReadRequest | "unreadable" | null;
  /** First moment, epoch ms, of the date of packing; null where the bundle states none. */
  readonly packedFrom: number | null;
  /** Epoch ms of the checking; null where nobody may ask the clock. */
  readonly now: number | null;
}

const TST_INFO = "1.2.840.113549.1.9.16.1.4";
const TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
/** Clocks of authority and reader may differ by so much. */
const CLOCK_SLACK_MS = 10 * 60_000;

type Verdict = Pick<TimeStampAnswer, "outcome" | "reason"> & { readonly root?: X509Certificate };

const failed = (reason: string): Verdict => ({ outcome: "fail", reason });
const open = (reason: string): Verdict => ({ outcome: "undetermined", reason });

/** A time-stamp response (RFC 3161), checked offline and as of the moment it names. */
export function judgeTimeStamp(path: string, bytes: Uint8Array, context: TimeStampContext): TimeStampAnswer {
  const about = { authority: null, certificateUntil: null, stampedAt: null, serial: null, policy: null, rootSha256: null }; // prettier-ignore
  const token = readResponse(bytes);
  if ("outcome" in token) return { path, ...token, ...about };
  const { signed, info } = token;
  const [signer] = signed.content.signerInfos;
  const named = { ...about, stampedAt: info.genTime.getTime(), serial: integerHex(info.serialNumber), policy: info.policy }; // prettier-ignore
  // RFC 3161 2.4.2: a token has the signature of the authority and no other.
  if (signer === undefined || signed.content.signerInfos.length !== 1)
    return { path, ...failed("no-signer"), ...named };
  const made = judgeSigner(signed, signer, new Uint8Array(token.content), context.others);
  const verdict =
    imprintFault(info, context) ??
    (made.outcome === "pass" ? null : { outcome: made.outcome, reason: made.reason }) ??
    authorityAnswer(made.certificate, signer, info, signed, context);
  const { outcome, reason, root } = verdict;
  const authority = made.certificate?.subject ?? null;
  const certificateUntil = made.certificate && Date.parse(made.certificate.validTo);
  return {
    path,
    outcome,
    reason,
    ...named,
    authority,
    certificateUntil,
    rootSha256: root ? fingerprintOf(root) : null,
  };
}

function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(":", "").toLowerCase();
}

interface ReadToken {
  readonly signed: ReadSignedData;
  readonly info: TSTInfo;
  readonly content: ArrayBuffer;
}

/** The token of a whole response, or why there is none to judge. */
function readResponse(bytes: Uint8Array): ReadToken | Verdict {
  const block = wholeBlock(bytes);
  if (block === null) return open("not-readable");
  try {
    const response = new TimeStampResp({ schema: block });
    // 0 granted, 1 granted with modifications; anything else is a refusal.
    if (Number(response.status.status) > 1) return failed("refused-by-authority");
    if (response.timeStampToken === undefined) return failed("no-token");
    const signed = signedDataIn(response.timeStampToken);
    return signed === null ? open("algorithm-not-verified-here") : tokenOf(signed);
  } catch {
    return readSignedData(bytes) === null ? open("not-readable") : open("bare-token");
  }
}

function tokenOf(signed: ReadSignedData): ReadToken | Verdict {
  const { eContent, eContentType } = signed.content.encapContentInfo;
  if (eContentType !== TST_INFO || eContent === undefined) return failed("no-token");
  const content = eContent.getValue();
  return { signed, content, info: TSTInfo.fromBER(content) };
}

/** Whether the stamp is over these bytes, and answers the request that was kept. */
function imprintFault({ messageImprint, nonce }: TSTInfo, { content, request }: TimeStampContext): Verdict | null {
  const digest = digestNamed(messageImprint.hashAlgorithm.algorithmId);
  if ("refused" in digest) return digest.refused === "weak" ? failed("weak-algorithm") : open("algorithm-not-verified-here"); // prettier-ignore
  const imprint = Buffer.from(messageImprint.hashedMessage.getValue());
  if (!digestUnder(digest.name, content).equals(imprint)) return failed("content-differs");
  if (request === null) return null;
  if (request === "unreadable") return open("request-not-readable");
  if (request.imprint !== imprint.toString("hex")) return failed("request-differs");
  return request.nonce === (nonce ? integerHex(nonce) : null) ? null : failed("nonce-differs");
}

/** The signature holds; whether it is that of an authority for time depends on its certificate at that time. */
function authorityAnswer(
  certificate: X509Certificate | null,
  signer: SignerInfo,
  { genTime }: TSTInfo,
  { certificates }: ReadSignedData,
  { trust, others, packedFrom, now }: TimeStampContext,
): Verdict {
  const at = genTime.getTime();
  if (certificate === null) return open("signer-certificate-missing");
  if (!bindsCertificate(signer)) return failed("certificate-not-bound");
  if (!isForTime(certificate)) return failed("certificate-purpose");
  if (!isWithin(certificate, at)) return failed("outside-validity");
  const chain = chainOf(certificate, [...certificates, ...others], trust, at);
  if (chain.ends !== "trusted") return open(chain.ends);
  if (packedFrom !== null && at < packedFrom) return open("before-packing");
  if (now !== null && at > now + CLOCK_SLACK_MS) return open("in-future");
  return { outcome: "pass", reason: null, root: chain.root };
}

/** RFC 3161 2.3: extended key usage critical, and nothing but time stamping. */
function isForTime(certificate: X509Certificate): boolean {
  const extension = extensionsOf(certificate).find(({ extnID }) => extnID === "2.5.29.37");
  const usage: unknown = extension?.parsedValue;
  if (extension?.critical !== true || !(usage instanceof ExtKeyUsage)) return false;
  return usage.keyPurposes.length === 1 && usage.keyPurposes[0] === TIME_STAMPING;
}
