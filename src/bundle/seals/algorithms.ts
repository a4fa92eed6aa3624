import { createHash, getHashes } from "node:crypto";

/**
 * Digests a seal may use, by object identifier. Anything weaker is refused, anything else not verified here.
 *
 * @source documented: RFC 5754 (SHA-2), GM/T 0006 (SM3)
 */
const DIGESTS: Readonly<Record<string, string>> = {
  "2.16.840.1.101.3.4.2.1": "sha256",
  "2.16.840.1.101.3.4.2.2": "sha384",
  "2.16.840.1.101.3.4.2.3": "sha512",
  "1.2.156.10197.1.401": "sm3",
};

/** MD2, MD4, MD5, SHA-1: collisions can be made, so a seal over them holds nothing. */
const BROKEN: ReadonlySet<string> = new Set([
  "1.2.840.113549.2.2",
  "1.2.840.113549.2.4",
  "1.2.840.113549.2.5",
  "1.3.14.3.2.26",
]);

/** Signatures whose scheme names a broken digest itself: RSA and ECDSA with MD5 or SHA-1. */
const BROKEN_SIGNATURES: ReadonlySet<string> = new Set([
  "1.2.840.113549.1.1.4",
  "1.2.840.113549.1.1.5",
  "1.2.840.10045.4.1",
]);

/** Digest that a signature scheme itself names; `null` where the scheme leaves it to the signer's statement. */
const SIGNATURES: Readonly<Record<string, string | null>> = {
  "1.2.840.113549.1.1.1": null,
  "1.2.840.113549.1.1.11": "sha256",
  "1.2.840.113549.1.1.12": "sha384",
  "1.2.840.113549.1.1.13": "sha512",
  "1.2.840.10045.2.1": null,
  "1.2.840.10045.4.3.2": "sha256",
  "1.2.840.10045.4.3.3": "sha384",
  "1.2.840.10045.4.3.4": "sha512",
};

/** Name of a digest for `node:crypto`; what is the matter with it otherwise. */
export function digestNamed(oid: string): { readonly name: string } | { readonly refused: "weak" | "unknown" } {
  const name = DIGESTS[oid];
  if (name !== undefined && getHashes().includes(name)) return { name };
  return { refused: BROKEN.has(oid) ? "weak" : "unknown" };
}

/**
 * Digest that a signature is made with, from its scheme and the digest the signer states; a scheme we do not verify
 * (SM2, RSA-PSS, EdDSA in CMS) is unknown.
 */
export function signatureDigest(scheme: string, stated: string): ReturnType<typeof digestNamed> {
  if (BROKEN_SIGNATURES.has(scheme)) return { refused: "weak" };
  if (!Object.hasOwn(SIGNATURES, scheme)) return { refused: "unknown" };
  const own = SIGNATURES[scheme];
  return own === null || own === undefined ? digestNamed(stated) : { name: own };
}

/** Digest of bytes under a name that `digestNamed` gave. */
export function digestUnder(name: string, bytes: Uint8Array): Buffer {
  return createHash(name).update(bytes).digest();
}
