import { openIntact, reseal, type Resealed } from "./bundle/reseal.ts";
import { askAuthority } from "./bundle/seals/authority.ts";
import { sealFileOf, type SealFile } from "./bundle/seals/attach.ts";
import { PLAIN, SIGNER_KEY, TIME_REQUEST, TIME_RESPONSE } from "./bundle/seals/names.ts";
import { signingKey, signPlain } from "./bundle/seals/signing.ts";
import { TAG_MANIFEST } from "./bundle/layout.ts";
import { writeNewFiles } from "./bundle/written.ts";
import type { Watch } from "./model/progress.ts";

export { isLocked } from "./bundle/seals/signing.ts";

/** A file as read from the disk. */
export interface NamedFile {
  readonly name: string;
  readonly content: Buffer;
}

export interface SealingRequest {
  /** Where the sealed bundle goes; null for the place of the bundle itself. */
  readonly target: string | null;
  /** Private key in PEM, with its passphrase where it is locked; null where nothing is signed here. */
  readonly key: (NamedFile & { readonly passphrase: string | null }) | null;
  /** Signatures, time stamps, keys and certificates that were made outside. */
  readonly attachments: readonly NamedFile[];
  /** Address of a time-stamp authority to ask; null for none, and then nothing is sent anywhere. */
  readonly authority: URL | null;
}

/**
 * Adds seals to a bundle. Only `authority` uses the network, and only a digest is sent.
 *
 * @throws {UsageError} KEY_UNUSABLE, PASSPHRASE_WRONG, ATTACHMENT_UNKNOWN
 * @throws {SourceError} TSA_NOT_REACHED, and what `reseal` throws
 * @throws {BundleError} BUNDLE_NOT_INTACT and what `reseal` throws
 * @throws {OutputError} what `reseal` throws
 */
export async function sealBundle(bundle: string, request: SealingRequest, watch: Watch = {}): Promise<Resealed> {
  const files: SealFile[] = request.attachments.map(({ name, content }) => sealFileOf(name, content));
  const { key, authority, target } = request;
  const signer = key && signingKey(key.content.toString("latin1"), key.name, key.passphrase);
  if (signer !== null || authority !== null) {
    const content = await tagManifestOf(bundle, watch);
    if (signer !== null) {
      const { signature, publicPem } = signPlain(content, signer);
      files.push({ path: PLAIN, content: signature }, { path: SIGNER_KEY, content: Buffer.from(publicPem) });
    }
    if (authority !== null) files.push(...(await stamped(content, authority, watch)));
  }
  return reseal({ ...watch, bundle, target, files });
}

/**
 * Writes a time-stamp request for a bundle, to be carried to an authority. The bundle stays as it is.
 *
 * @throws {BundleError} BUNDLE_NOT_INTACT and what `openBundle` throws
 * @throws {OutputError} TARGET_EXISTS and others when the request cannot be written
 */
export async function requestTimeStamp(bundle: string, target: string, watch: Watch = {}): Promise<void> {
  const content = await tagManifestOf(bundle, watch);
  const { timeStampRequest } = await import("./bundle/seals/request.ts");
  writeNewFiles([{ path: target, content: timeStampRequest(content), mode: 0o666 }]);
}

async function tagManifestOf(bundle: string, watch: Watch): Promise<Buffer> {
  const opened = await openIntact(bundle, watch);
  try {
    return opened.bytes(TAG_MANIFEST);
  } finally {
    opened.close();
  }
}

async function stamped(content: Buffer, authority: URL, watch: Watch): Promise<SealFile[]> {
  const { timeStampRequest } = await import("./bundle/seals/request.ts");
  const request = timeStampRequest(content);
  const response = await askAuthority(authority, request, watch.signal);
  return [
    { path: TIME_REQUEST, content: request },
    { path: TIME_RESPONSE, content: response },
  ];
}
