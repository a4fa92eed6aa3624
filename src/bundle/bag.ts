import { sha256 } from "../base/digest.ts";
import { fileChunks } from "../base/digest.ts";
import { SourceError } from "../base/errors.ts";
import { compareCodePoints } from "../base/order.ts";
import type { Document } from "../model/document.ts";
import type { Payload, PayloadFile } from "../model/payload.ts";
import type { Source } from "../model/source.ts";
import { bagInfoFields, DECLARATION_TEXT, printBagInfo } from "./bag-info.ts";
import { sourceChanged, sourceUnreadable } from "./faults.ts";
import { instructions } from "./instructions.ts";
import {
  BAG_INFO,
  DECLARATION,
  INSTRUCTIONS,
  isIn,
  MANIFEST,
  PAYLOAD_PLACES,
  PROFILE,
  REQUIRED_TAG_FILES,
  SEAL_FILES,
  TAG_FILE_PLACES,
  TAG_MANIFEST,
} from "./layout.ts";
import { payloadManifest, printManifest, receivedFile, sourceOf } from "./manifest.ts";
import { PROFILE_TEXT } from "./profile.ts";
import { isSafePath, PathSet } from "./safe-path.ts";
import type { ZipMember } from "./zip-writer.ts";

/** A file of the bag with the digest it must have in the finished zip. */
export interface BagMember extends ZipMember {
  /** Path in the bag. */
  readonly path: string;
  readonly sha256: string;
  /** For received files: path in the source, or in what is enclosed. */
  readonly sourcePath: string | null;
  /** For received files: where `sourcePath` lies. */
  readonly from: Source | null;
}

/** A bag as planned: every file, in the order of the zip. */
export interface Bag {
  readonly members: readonly BagMember[];
  /** SHA-256 of the tag manifest. */
  readonly fingerprint: string;
}

export interface BagRequest {
  readonly stem: string;
  /** Date of packing, `YYYY-MM-DD`. */
  readonly date: string;
  readonly source: Source;
  readonly enclosed?: Source | null;
  readonly payload: Payload;
  readonly documents: readonly Document[];
}

/**
 * Puts together what goes into the zip: the payload, our documents, and the tag files that describe both.
 *
 * @throws RangeError where the request itself is wrong: a required document missing, a path twice or out of place
 */
export function planBag(request: BagRequest): Bag {
  const { stem, source, payload } = request;
  const enclosed = request.enclosed ?? null;
  const received = payload.files.map((file) => receivedMember(stem, file, sourceOf(file, source, enclosed)));
  const manifest = payloadManifest(payload.files, source, enclosed);
  if (sha256(manifest) !== payload.manifestSha256) throw new RangeError("the payload is not the one that was laid out");
  const payloadBytes = received.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const info = bagInfoFields({ date: request.date, stem, payloadBytes, payloadFiles: received.length });
  const ours = [
    ...request.documents.map((document) => documentMember(stem, document)),
    textMember(stem, DECLARATION, DECLARATION_TEXT),
    textMember(stem, BAG_INFO, printBagInfo(info)),
    textMember(stem, MANIFEST, manifest),
    textMember(stem, PROFILE, PROFILE_TEXT),
    textMember(stem, INSTRUCTIONS, instructions(stem)),
  ];
  const tagManifest = textMember(stem, TAG_MANIFEST, printManifest(ours));
  const members = [...received, ...ours, tagManifest].sort((a, b) => compareCodePoints(a.path, b.path));
  assertPlaces(members);
  return { members, fingerprint: tagManifest.sha256 };
}

const BAG_FILES: readonly string[] = [DECLARATION, BAG_INFO, MANIFEST, TAG_MANIFEST];

/** Faults of our own making, caught before anything is written. */
function assertPlaces(members: readonly BagMember[]): void {
  const paths = new PathSet();
  const present = new Set(members.map(({ path }) => path));
  for (const { path, sourcePath } of members) {
    const places = sourcePath === null ? [...BAG_FILES, ...TAG_FILE_PLACES] : PAYLOAD_PLACES;
    if (!isSafePath(path) || !isIn(places, path) || SEAL_FILES.has(path)) throw new RangeError(`${path} has no place`);
    if (paths.add(path)) throw new RangeError(`${path} collides with another path`);
  }
  const missing = REQUIRED_TAG_FILES.filter((path) => !present.has(path));
  if (missing.length > 0) throw new RangeError(`required in every bundle: ${missing.join(", ")}`);
  if (!members.some(({ sourcePath }) => sourcePath !== null))
    throw new RangeError("a bag has at least one payload file");
}

function receivedMember(stem: string, { path, bundlePath }: PayloadFile, source: Source): BagMember {
  const { sizeBytes, sha256: digest } = receivedFile(source, path);
  return {
    path: bundlePath,
    name: `${stem}/${bundlePath}`,
    sizeBytes,
    sha256: digest,
    sourcePath: path,
    from: source,
    chunks: () => receivedChunks(source, path),
    wrongSize: (found) => sourceChanged(path, `${sizeBytes} B`, `${found} B`),
  };
}

/** The bytes of a received file, with failures of reading told as such. */
export function* receivedChunks(source: Source, path: string): Generator<Buffer> {
  const chunks = source.chunks(path)[Symbol.iterator]();
  try {
    for (;;) {
      const next = readNext(chunks, path);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    chunks.return?.();
  }
}

function readNext(chunks: Iterator<Buffer>, path: string): IteratorResult<Buffer> {
  try {
    return chunks.next();
  } catch (error) {
    throw error instanceof SourceError ? error : sourceUnreadable(path, error);
  }
}

function documentMember(stem: string, document: Document): BagMember {
  const { path, sizeBytes, sha256: digest, content } = document;
  return {
    path,
    name: `${stem}/${path}`,
    sizeBytes,
    sha256: digest,
    sourcePath: null,
    from: null,
    chunks: () => (Buffer.isBuffer(content) ? [content] : fileChunks(content.file)),
    wrongSize: (found) => new RangeError(`${path} has ${found} bytes where its document states ${sizeBytes}`),
  };
}

function textMember(stem: string, path: string, text: string): BagMember {
  const content = Buffer.from(text);
  const document = { path, role: "view", content, sizeBytes: content.length, sha256: sha256(content) } as const;
  return documentMember(stem, document);
}
