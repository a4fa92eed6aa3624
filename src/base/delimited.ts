import type { CsvRecord } from "./csv.ts";
import { readCsv } from "./csv.ts";
import { beginsAsMedia, MEDIA_BEGINNING_BYTES } from "./media/beginning.ts";
import { decodeText } from "./text-decode.ts";
import { encodingOf, encodingOfHead, type EncodingFound } from "./text-encoding.ts";

/** What holds files, as narrow as reading text needs it. */
export interface TextHolder {
  file(path: string): { readonly sizeBytes: number } | undefined;
  read(path: string, position: number, length: number): Buffer;
  chunks(path: string): Iterable<Uint8Array>;
}

/** Something mended while reading, with its place. */
export interface TextRepair {
  readonly at: { readonly path: string; readonly line?: number; readonly row?: number; readonly byte?: number };
  readonly code: string;
  readonly detail: string;
}

const HEAD_BYTES = 2048;
const DELIMITERS = [",", "\t", ";"];

/** The beginning of a file as text; null where it is none. For recognising formats, not for reading. */
export function headText(source: TextHolder, path: string, bytes = HEAD_BYTES): string | null {
  if (beginsAsMedia(source.read(path, 0, MEDIA_BEGINNING_BYTES))) return null;
  const head = Buffer.from(source.read(path, 0, bytes));
  return textOf(head) ?? textOf(firstLine(head));
}

/** Damage further down is to be told of, and no reason not to know the first line. */
function firstLine(head: Buffer): Buffer {
  const end = head.indexOf(0x0a);
  return end < 0 ? head : head.subarray(0, end + 1);
}

function textOf(bytes: Buffer): string | null {
  const encoding = encodingOfHead(bytes);
  return encoding === null ? null : [...decodeText([bytes], encoding, () => undefined)].join("");
}

/** What `recognise` makes of the first record, with the delimiter that it was read by; null where it makes nothing of it. */
export function delimitedHead<H>(
  text: string,
  recognise: (fields: readonly string[]) => H | null,
): { readonly header: H; readonly delimiter: string } | null {
  for (const delimiter of DELIMITERS) {
    const records = readCsv([text], { path: "", delimiter, onRepair: () => undefined });
    const first = records.next();
    const header = first.done === true ? null : recognise(first.value.fields);
    if (header !== null) return { header, delimiter };
  }
  return null;
}

/** The encoding of a whole file. @throws {SourceError} ENCODING_UNKNOWN */
export function encodingOfFile(source: TextHolder, path: string): EncodingFound {
  return encodingOf(() => source.chunks(path), path);
}

/** Text of a whole file in pieces; undecodable bytes are told. */
export function textPieces(
  source: TextHolder,
  path: string,
  encoding: EncodingFound,
  told: (repair: TextRepair) => void,
): Iterable<string> {
  return decodeText(source.chunks(path), encoding, ({ byte, length, hex }) =>
    told({ at: { path, byte }, code: "undecodable-bytes", detail: `${length}: ${hex}` }),
  );
}

/** Records of a delimited file, the header among them (row 0); what was mended is told. */
export function delimitedRecords(
  source: TextHolder,
  file: { readonly path: string; readonly delimiter: string; readonly encoding: EncodingFound },
  told: (repair: TextRepair) => void,
): Generator<CsvRecord> {
  const { path, delimiter, encoding } = file;
  return readCsv(textPieces(source, path, encoding, told), {
    path,
    delimiter,
    onRepair: ({ code, line, row, detail }) =>
      told({ at: row === null ? { path, line } : { path, line, row }, code, detail }),
  });
}

/** Whether the last byte ends no line: whoever wrote the file did not finish it, or somebody cut it. */
export function endsOpen(source: TextHolder, path: string): boolean {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  const end = source.read(path, Math.max(0, sizeBytes - 2), 2);
  return ![...end].some((byte) => byte === 0x0a || byte === 0x0d);
}
