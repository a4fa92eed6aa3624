/**
 * One file as received. `path` is relative to the source, with `/`, and unique; where the name's bytes are not UTF-8
 * it is a readable stand-in and `nameHex` holds the bytes.
 */
export interface SourceFile {
  readonly path: string;
  /** Bytes of the whole relative path in hex, only where they are not the UTF-8 form of `path`. */
  readonly nameHex: string | null;
  readonly sizeBytes: number;
  /** SHA-256 of the bytes at first reading, lower-case hex. */
  readonly sha256: string;
  /** Modification time as the container states it, text without conversion; null where none was kept. */
  readonly modifiedText: string | null;
  /** Path of the received archive or mail this file was unpacked from; null for a file received as such. */
  readonly container: string | null;
}

/** Something that lay in the source and was not taken: never followed, never silent. */
export interface NotTaken {
  readonly path: string;
  readonly nameHex: string | null;
  readonly reason:
    | "symlink"
    | "special-file"
    | "unreadable"
    | "name-collision"
    | "unsafe-name"
    | "member-damaged"
    | "member-encrypted"
    | "member-unsupported";
  readonly detail: string;
}

/**
 * What was received, read only. Files stand in code-point order of `path`. Members of a received zip are files too
 * (`archive.zip!/folder/a.json`), and so are the attachments of a received mail (`mail.eml!/a.jpg`); only files without a container are payload.
 *
 * Reading is synchronous on purpose: bulk bytes through stream chains cost three to seven times more.
 */
export interface Source {
  readonly files: readonly SourceFile[];
  readonly notTaken: readonly NotTaken[];
  /** Base name of what the operator named; some formats state the conversation only there. */
  readonly name: string;
  file(path: string): SourceFile | undefined;
  /** Up to `length` bytes from `position`; fewer at the end of the file. */
  read(path: string, position: number, length: number): Buffer;
  /** The whole file in order. Each chunk is valid until the next is asked for. */
  chunks(path: string): Iterable<Buffer>;
  /** Releases whatever reading needed (temporary files, handles). */
  close(): void;
}
