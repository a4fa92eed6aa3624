import type { NotTaken, Source, SourceFile } from "../model/source.ts";
import { boundedLength } from "./bounds.ts";
import type { Spool } from "./spool.ts";
import { type Place, rangeChunks } from "./unpack.ts";

/** A source and the unpacked members of its zips, read from wherever their bytes are. */
export class ArchiveView implements Source {
  readonly name: string;
  readonly files: readonly SourceFile[];
  readonly notTaken: readonly NotTaken[];
  private readonly base: Source;
  private readonly spool: Spool;
  private readonly byPath: ReadonlyMap<string, SourceFile>;
  private readonly places: ReadonlyMap<string, Place>;

  constructor(
    base: Source,
    spool: Spool,
    files: readonly SourceFile[],
    notTaken: readonly NotTaken[],
    places: ReadonlyMap<string, Place>,
  ) {
    this.name = base.name;
    this.base = base;
    this.spool = spool;
    this.files = files;
    this.notTaken = notTaken;
    this.byPath = new Map(files.map((file) => [file.path, file]));
    this.places = places;
  }

  file(path: string): SourceFile | undefined {
    return this.byPath.get(path);
  }

  read(path: string, position: number, length: number): Buffer {
    const place = this.places.get(path);
    if (place === undefined) return this.base.read(path, position, length);
    const bounded = boundedLength(place.length, position, length);
    if (bounded === 0) return Buffer.alloc(0);
    const at = place.offset + position;
    return place.zip === null ? this.spool.read(at, bounded) : this.base.read(place.zip, at, bounded);
  }

  chunks(path: string): Iterable<Buffer> {
    const place = this.places.get(path);
    return place === undefined ? this.base.chunks(path) : rangeChunks(this, path, 0, place.length);
  }

  close(): void {
    this.spool.close();
    this.base.close();
  }
}
