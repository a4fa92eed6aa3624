import { decodeText } from "../../base/text-decode.ts";
import { encodingOf, encodingOfHead, type EncodingFound } from "../../base/text-encoding.ts";
import type { Source } from "../../model/source.ts";
import type { Yielded } from "../importer.ts";

/** Text of the first bytes of a file; null where it is none. */
export function headText(source: Source, path: string, length: number): string | null {
  const bytes = Buffer.from(source.read(path, 0, length));
  const encoding = encodingOfHead(bytes);
  return encoding === null ? null : [...decodeText([bytes], encoding, () => undefined)].join("");
}

/** A text file with what could not be decoded told as repairs. */
export class TextFile {
  readonly path: string;
  private readonly source: Source;
  private readonly found: EncodingFound;

  /** @throws {SourceError} ENCODING_UNKNOWN */
  constructor(source: Source, path: string) {
    this.source = source;
    this.path = path;
    this.found = encodingOf(() => source.chunks(path), path);
  }

  /** As the report names it. */
  get encoding(): string {
    return this.found.markBytes > 0 ? `${this.found.encoding} with BOM` : this.found.encoding;
  }

  /** The text in pieces, as often as wanted. */
  *pieces(told: (item: Yielded) => void): Generator<string> {
    const { path } = this;
    yield* decodeText(this.source.chunks(path), this.found, ({ byte, length, hex }) =>
      told({ type: "repair", at: { path, byte }, code: "undecodable-bytes", detail: `${length}: ${hex}` }),
    );
  }
}
