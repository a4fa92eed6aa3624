import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { keyUnusable, passphraseWrong } from "./faults.ts";
import { isWeakKey, keySha256, keyType } from "./keys.ts";

/** A key pair in PEM. */
export interface KeyPair {
  /** PKCS #8, encrypted with AES-256 under the passphrase. */
  readonly privatePem: string;
  readonly publicPem: string;
  /** SHA-256 of the public key as SubjectPublicKeyInfo, lower-case hex. */
  readonly keySha256: string;
}

/** Makes a key pair for ECDSA on P-256. */
export function newKeyPair(passphrase: string): KeyPair {
  const pair = generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  return {
    privatePem: pair.privateKey.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase }) as string,
    publicPem: pair.publicKey.export({ type: "spki", format: "pem" }) as string,
    keySha256: keySha256(pair.publicKey),
  };
}

/** Whether a private key in PEM is locked with a passphrase. */
export function isLocked(pem: string): boolean {
  return /-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(pem);
}

/**
 * A private key that signs as `openssl dgst -sha256 -verify` can check: P-256 or RSA of 2048 bits or more.
 *
 * @param name of the file, for what is said
 * @param passphrase null where the key is not locked
 * @throws {UsageError} KEY_UNUSABLE, PASSPHRASE_WRONG
 */
export function signingKey(pem: string, name: string, passphrase: string | null): KeyObject {
  if (!pem.includes("PRIVATE KEY-----")) {
    throw keyUnusable(name, { zh: "文件中没有 PEM 格式的私钥", en: "the file holds no private key in PEM" });
  }
  let key: KeyObject;
  try {
    key = createPrivateKey(passphrase === null ? pem : { key: pem, passphrase });
  } catch {
    throw isLocked(pem) ? passphraseWrong(name) : keyUnusable(name, { zh: "文件已损坏", en: "the file is damaged" });
  }
  const type = keyType(key);
  const isUsable = type === "ec prime256v1" || (key.asymmetricKeyType === "rsa" && !isWeakKey(key));
  if (!isUsable) throw keyUnusable(name, { zh: `类型为 ${type}`, en: `it is ${type}` });
  return key;
}

/** A plain signature with SHA-256, and the public key it is checked with in PEM. */
export function signPlain(content: Buffer, key: KeyObject): { readonly signature: Buffer; readonly publicPem: string } {
  const publicPem = createPublicKey(key).export({ type: "spki", format: "pem" }) as string;
  return { signature: sign("sha256", content, key), publicPem };
}
