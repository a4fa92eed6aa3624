import { attachmentUnknown } from "./faults.ts";
import { certificatesIn, publicKeyIn } from "./keys.ts";
import { CMS, PLAIN, SEAL_BYTES_MAX, SIGNER_KEY, TIME_CHAIN, TIME_REQUEST, TIME_RESPONSE, TIME_RESPONSE_SM3 } from "./names.ts"; // prettier-ignore

/** A file to be put under `seal/`. */
export interface SealFile {
  /** Path in the bundle. */
  readonly path: string;
  readonly content: Buffer;
}

const ENDINGS: readonly (readonly [ending: string, path: string])[] = [
  [".sm3.tsr", TIME_RESPONSE_SM3],
  [".tsr", TIME_RESPONSE],
  [".tsq", TIME_REQUEST],
  [".p7s", CMS],
  [".sig", PLAIN],
];

/**
 * Where a file that was made outside goes, by its ending; a `.pem`, `.crt` or `.cer` by what it holds.
 *
 * @throws {UsageError} ATTACHMENT_UNKNOWN
 */
export function sealFileOf(name: string, content: Buffer): SealFile {
  if (content.length === 0 || content.length > SEAL_BYTES_MAX) throw attachmentUnknown(name);
  const known = ENDINGS.find(([ending]) => name.toLowerCase().endsWith(ending));
  if (known) return { path: known[1], content };
  if (/PRIVATE KEY-----/.test(content.toString("latin1"))) throw attachmentUnknown(name);
  if (certificatesIn(content).length > 0) return { path: TIME_CHAIN, content };
  if (publicKeyIn(content) !== null) return { path: SIGNER_KEY, content };
  throw attachmentUnknown(name);
}
