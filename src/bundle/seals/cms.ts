import type { KeyObject, X509Certificate } from "node:crypto";
import { ExtKeyUsage } from "pkijs";
import type { SignatureAnswer } from "../../model/seals.ts";
import { chainOf, extensionsOf } from "./chain.ts";
import { expectationOf } from "./expected-key.ts";
import { keySha256, keyType } from "./keys.ts";
import { judgeSigner, readSignedData, type SignerAnswer } from "./signed-data.ts";

/** What a CMS signature is held against. */
export interface CmsContext {
  /** The tag manifest. */
  readonly content: Uint8Array;
  readonly expected: KeyObject | null;
  readonly trust: readonly X509Certificate[];
  /** Certificates that may lie between; trusted for nothing. */
  readonly others: readonly X509Certificate[];
  /** Epoch ms of the checking: what counts where a signer states no time. */
  readonly now: number | null;
}

/** Every signature of a detached CMS file, one answer for each signer; at least one answer. */
export function judgeCms(path: string, bytes: Uint8Array, context: CmsContext): SignatureAnswer[] {
  const unread = (outcome: SignatureAnswer["outcome"], reason: string): SignatureAnswer[] => [
    { path, form: "cms", outcome, reason, ...NOBODY },
  ];
  const read = readSignedData(bytes);
  if (read === null) return unread("undetermined", "not-readable");
  if (read.content.encapContentInfo.eContent !== undefined) return unread("fail", "not-detached");
  const { signerInfos } = read.content;
  if (signerInfos.length === 0) return unread("fail", "no-signer");
  return signerInfos.map((signer) => {
    const answer = judgeSigner(read, signer, context.content, context.others);
    const { outcome, reason } = answer.outcome === "pass" ? certificateAnswer(answer, read.certificates, context) : answer; // prettier-ignore
    return { path, form: "cms", outcome, reason, ...signerOf(answer, context) };
  });
}

const NOBODY = { keySha256: null, keyType: null, expectation: "no-expectation", signer: null, statedAt: null } as const;

function signerOf({ certificate, statedAt, outcome }: SignerAnswer, { expected }: CmsContext) {
  if (certificate === null) return { ...NOBODY, expectation: expected === null ? "no-expectation" : "not-expected", statedAt } as const; // prettier-ignore
  const { publicKey, subject } = certificate;
  // A certificate that merely lies beside a signature that does not hold has signed nothing.
  const expectation = expected !== null && outcome !== "pass" ? "not-expected" : expectationOf(publicKey, expected);
  return { keySha256: keySha256(publicKey), keyType: keyType(publicKey), expectation, signer: subject, statedAt } as const; // prettier-ignore
}

/** The signature holds; whose it is depends on the certificate, as of the time of signing. */
function certificateAnswer(
  { certificate, statedAt }: SignerAnswer,
  own: readonly X509Certificate[],
  { expected, trust, others, now }: CmsContext,
): Pick<SignatureAnswer, "outcome" | "reason"> {
  if (certificate === null) return { outcome: "undetermined", reason: "signer-certificate-missing" };
  // A key known from outside needs no authority to vouch for it.
  if (expectationOf(certificate.publicKey, expected) === "expected") return { outcome: "pass", reason: null };
  if (!maySign(certificate)) return { outcome: "undetermined", reason: "certificate-purpose" };
  const at = statedAt ?? now;
  if (at === null) return { outcome: "undetermined", reason: "no-signing-time" };
  const { ends } = chainOf(certificate, [...own, ...others], trust, at);
  if (ends === "trusted") return { outcome: "pass", reason: null };
  return { outcome: "undetermined", reason: ends === "unknown-root" ? "unknown-root" : "outside-validity" };
}

/** Purposes that exclude the signing of documents where a certificate names nothing else. @source documented: RFC 5280 4.2.1.12 */
const OTHER_PURPOSES: ReadonlySet<string> = new Set([
  "1.3.6.1.5.5.7.3.1",
  "1.3.6.1.5.5.7.3.3",
  "1.3.6.1.5.5.7.3.8",
  "1.3.6.1.5.5.7.3.9",
]);

function maySign(certificate: X509Certificate): boolean {
  const usage: unknown = extensionsOf(certificate).find(({ extnID }) => extnID === "2.5.29.37")?.parsedValue;
  return !(usage instanceof ExtKeyUsage) || usage.keyPurposes.some((purpose) => !OTHER_PURPOSES.has(purpose));
}
