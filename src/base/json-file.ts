/** What holds files, as narrow as JSON reading needs it. */
export interface FileHolder {
  file(path: string): { readonly sizeBytes: number } | undefined;
  read(path: string, position: number, length: number): Buffer;
}

/** A file of a source, as narrow as JSON reading needs it. `read` may give fewer bytes than asked, none only at the end. */
export interface JsonFile {
  readonly path: string;
  readonly sizeBytes: number;
  read(position: number, length: number): Buffer;
}

/** Bytes from `start` to just before `end`, blanks trimmed. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
}

/** The file at `path` of a source. @throws {RangeError} when there is no such file */
export function jsonFile(source: FileHolder, path: string): JsonFile {
  const file = source.file(path);
  if (file === undefined) throw new RangeError(`no file ${path}`);
  return { path, sizeBytes: file.sizeBytes, read: (position, length) => source.read(path, position, length) };
}

/** Bytes of a file that begin at byte `base` of it. */
export interface FileChunk {
  readonly bytes: Buffer;
  readonly base: number;
}

const CHUNK_BYTES = 1 << 20;

/** Bytes of a span in order. Ends early where the file does. */
export function* chunksOf(file: JsonFile, span: JsonSpan): Generator<FileChunk, void, void> {
  for (let base = span.start; base < span.end;) {
    const bytes = file.read(base, Math.min(CHUNK_BYTES, span.end - base));
    if (bytes.length === 0) return;
    yield { bytes, base };
    base += bytes.length;
  }
}

/** All bytes of a span in memory. */
export function readFully(file: JsonFile, span: JsonSpan): Buffer {
  const pieces = [...chunksOf(file, span)].map(({ bytes }) => bytes);
  return pieces.length === 1 && pieces[0] !== undefined ? pieces[0] : Buffer.concat(pieces);
}

/** First byte at or after `from` that is no blank. */
export function blankBytes(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && isBlankByte(bytes[at])) at++;
  return at;
}

/** Blank, tab, line feed or carriage return, as JSON means it. */
export function isBlankByte(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Whether there is nothing but blanks. */
export function isBlank(bytes: Buffer): boolean {
  return blankBytes(bytes, 0) === bytes.length;
}
