import { verify as verifySignature, type KeyObject } from "node:crypto";
import type { SignatureAnswer } from "../../model/seals.ts";
import { expectationOf } from "./expected-key.ts";
import { isWeakKey, keySha256, keyType } from "./keys.ts";

/**
 * A plain signature over the tag manifest: ECDSA or RSA (PKCS #1) with SHA-256, or Ed25519.
 *
 * @param own the key that lies beside the signature; null where none does
 * @param expected the key named from outside; null where none is
 */
export function judgePlain(
  path: string,
  signature: Buffer,
  content: Uint8Array,
  own: KeyObject | null,
  expected: KeyObject | null,
): SignatureAnswer {
  const candidates = [expected, own].filter((key) => key !== null);
  const signer = candidates.find((key) => holds(key, signature, content)) ?? null;
  // Where nobody's key fits, the key that lies beside the signature is the one that was claimed.
  const key = signer ?? own ?? expected;
  const about = {
    path,
    form: "plain",
    keySha256: key && keySha256(key),
    keyType: key && keyType(key),
    expectation: signer ? expectationOf(signer, expected) : expected === null ? "no-expectation" : "not-expected",
    signer: null,
    statedAt: null,
  } as const;
  if (key === null) return { ...about, outcome: "undetermined", reason: "key-missing" };
  if (!VERIFIED.has(key.asymmetricKeyType ?? "")) return { ...about, outcome: "undetermined", reason: "algorithm-not-verified-here" }; // prettier-ignore
  if (signer === null) return { ...about, outcome: "fail", reason: "signature-differs" };
  if (isWeakKey(signer)) return { ...about, outcome: "fail", reason: "weak-algorithm" };
  return { ...about, outcome: "pass", reason: null };
}

const VERIFIED: ReadonlySet<string> = new Set(["ec", "rsa", "ed25519"]);

function holds(key: KeyObject, signature: Buffer, content: Uint8Array): boolean {
  if (!VERIFIED.has(key.asymmetricKeyType ?? "")) return false;
  try {
    return verifySignature(key.asymmetricKeyType === "ed25519" ? null : "sha256", content, key, signature);
  } catch {
    return false;
  }
}
