import { printCsvRecord, unguarded } from "../base/csv-print.ts";
import { readCsv } from "../base/csv.ts";
import { EvidenceError } from "../base/errors.ts";
import { compareCodePoints } from "../base/order.ts";
import { FILES_COLUMNS, FILES_MARK } from "../model/files-table.ts";
import type { NotTaken, Source, SourceFile } from "../model/source.ts";
import { bundleError } from "./faults.ts";
import { ENCLOSED_FOLDER, FILES_TABLE, isIn, PAYLOAD_PLACES, SOURCE_FOLDER } from "./layout.ts";
import type { OpenedBundle } from "./open.ts";

type Column = (typeof FILES_COLUMNS)[number];
type Row = Readonly<Record<Column, string>>;

/**
 * The payload of a bundle seen as the source it was: names from `record/files.csv`, bytes, sizes and digests from the
 * bundle itself. Only files received as such; members of received zips are found in them again by whoever reads it.
 *
 * @param name name of the source, as the settings of the run state it
 * @throws {BundleError} BUNDLE_FILES_TABLE when the table is malformed or does not name the payload one to one;
 *   BUNDLE_FILE_UNREADABLE
 */
export function payloadSource(opened: OpenedBundle, name = ""): Source {
  return sourceIn(opened, name, SOURCE_FOLDER, "taken");
}

/**
 * What the operator enclosed, as it lay beside the case file; null where nothing is enclosed.
 *
 * @throws {BundleError} as `payloadSource`
 */
export function enclosedSource(opened: OpenedBundle): Source | null {
  const source = sourceIn(opened, "", ENCLOSED_FOLDER, "enclosed");
  return source.files.length === 0 ? null : source;
}

/** A received file with its place in the bundle. */
export interface Received extends SourceFile {
  readonly bundlePath: string;
}

/**
 * Every file received as such, in code-point order of its own path: the export, and what is enclosed.
 *
 * @throws {BundleError} as `payloadSource`
 */
export function receivedFiles(opened: OpenedBundle): { source: Received[]; enclosed: Received[] } {
  const rows = readTable(opened);
  return {
    source: receivedIn(opened, rows, SOURCE_FOLDER, "taken"),
    enclosed: receivedIn(opened, rows, ENCLOSED_FOLDER, "enclosed"),
  };
}

function receivedIn(opened: OpenedBundle, rows: readonly Row[], folder: string, status: string): Received[] {
  const files: Received[] = [];
  for (const row of rows.filter((row) => row.status === status && row.container === "")) {
    files.push({ ...receivedFile(row, opened), bundlePath: row.bundle_path });
  }
  expectOneToOne(opened, files, folder);
  return files.sort((a, b) => compareCodePoints(a.path, b.path));
}

function sourceIn(opened: OpenedBundle, name: string, folder: string, status: string): Source {
  const rows = readTable(opened);
  const received = receivedIn(opened, rows, folder, status);
  const bundlePaths = new Map(received.map(({ path, bundlePath }) => [path, bundlePath]));
  const files = received.map(({ bundlePath: _, ...file }): SourceFile => file);
  const byPath = new Map(files.map((file) => [file.path, file]));
  const at = (path: string): string => {
    const bundlePath = bundlePaths.get(path);
    if (bundlePath === undefined) throw new RangeError(`no file ${path} in the payload`);
    return bundlePath;
  };
  return {
    files,
    // What could not be had of a received zip is found again when that zip is read again.
    notTaken: rows
      .filter(({ status, original_path: path }) => status === "not-taken" && !isMember(path, byPath))
      .map(notTakenOf),
    name,
    file: (path) => byPath.get(path),
    read: (path, position, length) => opened.read(at(path), position, length),
    chunks: (path) => opened.chunks(at(path)),
    close: () => undefined,
  };
}

function readTable(opened: OpenedBundle): Row[] {
  const text = opened.bytes(FILES_TABLE).toString("utf8");
  if (!text.startsWith(FILES_MARK)) throw tableFault(1, "a byte order mark (EF BB BF)", "none");
  const [header, ...records] = recordsOf(text.slice(FILES_MARK.length));
  const expected = printCsvRecord(FILES_COLUMNS).trimEnd();
  const found = printCsvRecord(header ?? []).trimEnd();
  if (found !== expected) throw tableFault(1, `columns ${expected}`, found);
  return records.map((fields, index) => {
    if (fields.length !== FILES_COLUMNS.length) {
      throw tableFault(index + 2, `${FILES_COLUMNS.length} fields`, `${fields.length}`);
    }
    return Object.fromEntries(FILES_COLUMNS.map((column, at) => [column, unguarded(fields[at] ?? "")])) as Row;
  });
}

function recordsOf(text: string): string[][] {
  try {
    return [...readCsv([text], { path: FILES_TABLE })].map(({ fields }) => fields);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    throw tableFault(Number(error.facts["line"] ?? 0), "RFC 4180", error.message);
  }
}

function receivedFile(row: Row, opened: OpenedBundle): SourceFile {
  const { bundle_path: bundlePath, original_path: path } = row;
  const sizeBytes = opened.sizeOf(bundlePath);
  const sha256 = opened.digest(bundlePath);
  if (sizeBytes === undefined || sha256 === undefined || !isIn(PAYLOAD_PLACES, bundlePath)) {
    throw tableFault(0, `a file of the payload for ${path}`, bundlePath);
  }
  if (row.size_bytes !== String(sizeBytes) || row.sha256 !== sha256) {
    throw tableFault(0, `${bundlePath}: ${sizeBytes} B, ${sha256}`, `${row.size_bytes} B, ${row.sha256}`);
  }
  return {
    path,
    nameHex: row.name_hex || null,
    sizeBytes,
    sha256,
    modifiedText: row.modified_text || null,
    container: null,
  };
}

/** Every file under the folder stands for one received file, and no two rows mean the same. */
function expectOneToOne(opened: OpenedBundle, files: readonly Received[], folder: string): void {
  const named = new Set(files.map(({ bundlePath }) => bundlePath));
  const paths = new Set(files.map(({ path }) => path));
  if (paths.size !== files.length || named.size !== files.length) {
    throw tableFault(0, "each received file once", `${files.length} rows, ${named.size} files`);
  }
  const unnamed = opened.paths.find((path) => path.startsWith(folder) && !named.has(path));
  if (unnamed !== undefined) throw tableFault(0, `a row for ${unnamed}`, "none");
}

/** `archive.zip!/a.txt` where `archive.zip` is itself a received file. */
function isMember(path: string, byPath: ReadonlyMap<string, SourceFile>): boolean {
  for (let mark = path.indexOf("!/"); mark >= 0; mark = path.indexOf("!/", mark + 1)) {
    if (byPath.has(path.slice(0, mark))) return true;
  }
  return false;
}

/** The reason stands as `symlink: where it leads`. */
function notTakenOf({ original_path: path, name_hex: nameHex, reason }: Row): NotTaken {
  const [code = "", ...detail] = reason.split(": ");
  return { path, nameHex: nameHex || null, reason: code as NotTaken["reason"], detail: detail.join(": ") };
}

function tableFault(line: number, expected: string, found: string): Error {
  const says = {
    zh: `证据包中的 ${FILES_TABLE} 有误（第 ${line} 行）：应为 ${expected}，实际为 ${found}。`,
    en: `${FILES_TABLE} of the bundle is wrong (line ${line}): expected ${expected}, found ${found}.`,
  };
  return bundleError("BUNDLE_FILES_TABLE", says, { path: FILES_TABLE, line, expected, found });
}
