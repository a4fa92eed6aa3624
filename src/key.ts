import { newKeyPair } from "./bundle/seals/signing.ts";
import { writeNewFiles } from "./bundle/written.ts";

/** A key pair as written. */
export interface NewKey {
  /** Path of the locked private key: for its owner alone (mode 0600). */
  readonly privateFile: string;
  readonly publicFile: string;
  /** SHA-256 of the public key (SubjectPublicKeyInfo, DER), lower-case hex: what goes on the letterhead. */
  readonly keySha256: string;
}

/**
 * Makes a key pair for signing bundles and writes both halves, or neither.
 *
 * @throws {OutputError} TARGET_EXISTS, OUTPUT_FOLDER_MISSING, DISK_FULL, CANNOT_WRITE
 */
export function makeKey(privateFile: string, passphrase: string): NewKey {
  const publicFile = `${privateFile.replace(/\.(?:key\.)?pem$|\.key$/, "")}.pub.pem`;
  const { privatePem, publicPem, keySha256 } = newKeyPair(passphrase);
  writeNewFiles([
    { path: privateFile, content: privatePem, mode: 0o600 },
    { path: publicFile, content: publicPem, mode: 0o644 },
  ]);
  return { privateFile, publicFile, keySha256 };
}
