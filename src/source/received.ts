import type { Watch } from "../model/progress.ts";
import type { NotTaken, Source, SourceFile } from "../model/source.ts";
import { boundedLength, CHUNK_BYTES } from "./bounds.ts";
import { Descriptors } from "./descriptors.ts";
import { FirstReading } from "./first-reading.ts";
import { changed } from "./faults.ts";
import type { Listed, Listing } from "./folder.ts";
import { Heads } from "./heads.ts";

/**
 * The listed files as a source: reads and hashes each of them once.
 *
 * @param locate bytes of the absolute path of a listed file
 * @throws {SourceError} SOURCE_UNREADABLE, or SOURCE_CHANGED when a file is written to meanwhile
 */
export async function receive(
  locate: (listed: Listed) => Buffer,
  listing: Listing,
  name: string,
  watch: Watch,
): Promise<Source> {
  const descriptors = new Descriptors(locate);
  const heads = new Heads(listing.files.length);
  const reading = new FirstReading(descriptors, heads, listing, watch);
  try {
    const digests = await reading.read();
    const files = listing.files.map(({ path, nameHex, sizeBytes }, index): SourceFile => {
      return { path, nameHex, sizeBytes, sha256: digests[index] ?? "", modifiedText: null, container: null };
    });
    return new Received(name, files, listing, { descriptors, heads });
  } catch (error) {
    descriptors.close();
    throw error;
  } finally {
    await reading.close();
  }
}

class Received implements Source {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly notTaken: readonly NotTaken[];
  private readonly byPath: ReadonlyMap<string, SourceFile>;
  private readonly listed: ReadonlyMap<string, Listed>;
  private readonly descriptors: Descriptors;
  private readonly heads: Heads;

  constructor(
    name: string,
    files: readonly SourceFile[],
    listing: Listing,
    { descriptors, heads }: { descriptors: Descriptors; heads: Heads },
  ) {
    this.name = name;
    this.files = files;
    this.notTaken = listing.notTaken;
    this.byPath = new Map(files.map((file) => [file.path, file]));
    this.listed = new Map(listing.files.map((listed) => [listed.path, listed]));
    this.descriptors = descriptors;
    this.heads = heads;
  }

  file(path: string): SourceFile | undefined {
    return this.byPath.get(path);
  }

  read(path: string, position: number, length: number): Buffer {
    const listed = this.known(path);
    const wanted = boundedLength(listed.sizeBytes, position, length);
    const kept = this.heads.read(path, position, wanted);
    if (kept !== undefined) return kept;
    const buffer = Buffer.allocUnsafe(wanted);
    const got = descriptorRead(this.descriptors, listed, position, buffer);
    return buffer.subarray(0, got);
  }

  *chunks(path: string): Generator<Buffer> {
    const listed = this.known(path);
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, listed.sizeBytes));
    for (let position = 0; position < listed.sizeBytes;) {
      const wanted = buffer.subarray(0, Math.min(buffer.length, listed.sizeBytes - position));
      position += descriptorRead(this.descriptors, listed, position, wanted);
      yield wanted;
    }
    // What was added behind the end would not be noticed by reading.
    this.descriptors.assertUnchanged(listed);
  }

  close(): void {
    this.descriptors.close();
  }

  private known(path: string): Listed {
    const listed = this.listed.get(path);
    if (listed === undefined) throw new RangeError(`the source has no file ${JSON.stringify(path)}`);
    return listed;
  }
}

/** Fills the whole buffer, which lies within the file as it was listed. */
function descriptorRead(descriptors: Descriptors, listed: Listed, position: number, buffer: Buffer): number {
  const got = descriptors.read(listed, position, buffer);
  if (got < buffer.length) throw changed(listed.path, `${listed.sizeBytes} B`, `${position + got} B`);
  return got;
}
