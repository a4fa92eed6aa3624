import { createPublicKey, X509Certificate, type KeyObject } from "node:crypto";
import { sha256 } from "../../base/digest.ts";

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const CERTIFICATES_MAX = 100;

/** The public key of a PEM text, be it a key or a certificate; null where it holds neither. A private key is not taken. */
export function publicKeyIn(pem: string | Buffer): KeyObject | null {
  const text = pem.toString("latin1");
  if (/-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text)) return null;
  try {
    return createPublicKey(text);
  } catch {
    return null;
  }
}

/** Every certificate of a PEM text; those that cannot be read are left out. */
export function certificatesIn(pem: string | Buffer): X509Certificate[] {
  const found = pem.toString("latin1").match(CERTIFICATE) ?? [];
  return found.slice(0, CERTIFICATES_MAX).flatMap((text) => certificateOf(text) ?? []);
}

/** A certificate from PEM or DER; null where it cannot be read. */
export function certificateOf(bytes: string | Buffer): X509Certificate | null {
  try {
    const certificate = new X509Certificate(bytes);
    // The key is only decoded when asked for; one we cannot use (SM2 in some builds) is as good as unreadable.
    return certificate.publicKey.type === "public" ? certificate : null;
  } catch {
    return null;
  }
}

/** SHA-256 of the key as SubjectPublicKeyInfo in DER, lower-case hex: `openssl pkey -pubin -outform DER | sha256sum`. */
export function keySha256(key: KeyObject): string {
  return sha256(key.export({ type: "spki", format: "der" }));
}

/** Such as `ec prime256v1` or `rsa 3072`. */
export function keyType(key: KeyObject): string {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  return [key.asymmetricKeyType ?? "unknown", namedCurve ?? modulusLength ?? ""].join(" ").trim();
}

/** RSA below 2048 bits can be forged with effort. */
export function isWeakKey(key: KeyObject): boolean {
  const { modulusLength } = key.asymmetricKeyDetails ?? {};
  return key.asymmetricKeyType === "rsa" && (modulusLength ?? 0) < 2048;
}
