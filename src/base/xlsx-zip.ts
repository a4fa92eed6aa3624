import { crc32 } from "node:zlib";
import { Readable } from "node:stream";
import yauzl from "yauzl";
import { SourceError } from "./errors.ts";

/** Random access to the bytes of one file. */
export interface Bytes {
  readonly sizeBytes: number;
  read(position: number, length: number): Buffer;
}

/** A member's bytes, in order. */
export type MemberBytes = AsyncGenerator<Buffer>;

/** The members of a workbook by name. */
export interface Members {
  readonly names: readonly string[];
  /** Bytes of a member, checked against its size and CRC-32. @throws {SourceError} XLSX_DAMAGED, XLSX_TOO_LARGE */
  bytes(name: string, limitBytes: number): MemberBytes;
  close(): void;
}

const MAX_MEMBERS = 100_000;
/** A sheet of text packs to a tenth or a twentieth; only a bomb packs to less than a two-hundredth. */
const MAX_RATIO = 200;
const RATIO_IGNORED_BELOW = 64 * 1024 * 1024;

const READ_BYTES = 1 << 18;

/** Opens the zip of a workbook. Nothing is written to disk. @throws {SourceError} XLSX_DAMAGED, XLSX_TOO_LARGE */
export async function openMembers(bytes: Bytes, path: string): Promise<Members> {
  const { zip, entries } = await readDirectory(bytes, path);
  return {
    names: [...entries.keys()],
    bytes(name, limitBytes) {
      const entry = entries.get(name);
      if (!entry) throw damagedWorkbook(path, { zh: `缺少 ${name}`, en: `${name} is absent` });
      return memberBytes(zip, entry, { path, limitBytes });
    },
    close: () => zip.close(),
  };
}

/** The sentence for a workbook that cannot be read, with what is wrong in it. */
export function damagedWorkbook(path: string, what: { zh: string; en: string }, cause?: unknown): SourceError {
  return new SourceError(
    "XLSX_DAMAGED",
    { zh: `工作簿“${path}”已损坏：${what.zh}。`, en: `The workbook "${path}" is damaged: ${what.en}.` },
    {
      hint: {
        zh: "请重新复制该文件，或用导出软件重新导出；不要用表格软件修复后另存。",
        en: "Copy the file again or export it again; do not repair and save it with a spreadsheet program.",
      },
      facts: { path },
      cause,
    },
  );
}

/** The sentence for a workbook beyond the limits that keep reading safe. */
export function oversizedWorkbook(path: string, what: { zh: string; en: string }): SourceError {
  return new SourceError(
    "XLSX_TOO_LARGE",
    {
      zh: `工作簿“${path}”超出可安全读取的范围：${what.zh}。`,
      en: `The workbook "${path}" is beyond what can be read safely: ${what.en}.`,
    },
    {
      hint: {
        zh: "正常导出不会如此。请索取导出软件生成的原始文件，或改用 CSV 导出。",
        en: "No ordinary export is like this. Ask for the file as the exporting program wrote it, or for a CSV export.",
      },
      facts: { path },
    },
  );
}

class BytesReader extends yauzl.RandomAccessReader {
  private readonly bytes: Bytes;

  constructor(bytes: Bytes) {
    super();
    this.bytes = bytes;
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.pieces(start, end), { objectMode: false });
  }

  private *pieces(start: number, end: number): Generator<Buffer> {
    for (let at = start; at < end;) {
      const piece = Buffer.from(this.bytes.read(at, Math.min(READ_BYTES, end - at)));
      if (piece.length === 0) return;
      at += piece.length;
      yield piece;
    }
  }
}

async function readDirectory(bytes: Bytes, path: string) {
  const entries = new Map<string, yauzl.Entry>();
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new BytesReader(bytes), bytes.sizeBytes, {
      autoClose: false,
    });
    if (zip.entryCount > MAX_MEMBERS) {
      throw oversizedWorkbook(path, { zh: `有 ${zip.entryCount} 个成员`, en: `it has ${zip.entryCount} members` });
    }
    for await (const entry of zip.eachEntry()) {
      if (entries.has(entry.fileName)) throw new Error(`duplicate member ${entry.fileName}`);
      entries.set(entry.fileName, entry);
    }
    return { zip, entries };
  } catch (error) {
    throw asDamage(path, error);
  }
}

async function* memberBytes(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  { path, limitBytes }: { path: string; limitBytes: number },
): MemberBytes {
  const { fileName, uncompressedSize, compressedSize } = entry;
  const isBomb = uncompressedSize > RATIO_IGNORED_BELOW && uncompressedSize > compressedSize * MAX_RATIO;
  if (isBomb || uncompressedSize > limitBytes) {
    const size = `${fileName} ${uncompressedSize}`;
    throw oversizedWorkbook(path, { zh: `${size} 字节`, en: `${size} bytes` });
  }
  let crc = 0;
  try {
    // The declared size is enforced while inflating: more bytes than declared end in an error, too.
    for await (const chunk of await zip.openReadStreamPromise(entry)) {
      const piece = chunk as Buffer;
      crc = crc32(piece, crc);
      yield piece;
    }
  } catch (error) {
    throw asDamage(path, error);
  }
  if (crc !== entry.crc32)
    throw damagedWorkbook(path, { zh: `${fileName} 的校验值不符`, en: `the CRC-32 of ${fileName} differs` });
}

function asDamage(path: string, error: unknown): SourceError {
  if (error instanceof SourceError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return damagedWorkbook(path, { zh: reason, en: reason }, error);
}
