import { sha256 } from "../base/digest.ts";
import { compareCodePoints } from "../base/order.ts";
import { nameText } from "../base/zip.ts";
import type { Payload, PayloadFile } from "../model/payload.ts";
import type { Source } from "../model/source.ts";

/** One line of a manifest. */
export interface ManifestLine {
  /** Path in the bundle, in the escaped form of `nameText`. */
  readonly path: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

/** One deviation of a manifest from the form in which it is written. */
export interface ManifestFault {
  readonly code: string;
  /** 1-based; 0 for the file as a whole. */
  readonly line: number;
  readonly expected: string;
  readonly found: string;
}

/**
 * A BagIt manifest: lower-case hex, two spaces, path; LF; ascending byte order of the paths. The form that
 * `sha256sum -c` reads too.
 */
export function printManifest(lines: Iterable<ManifestLine>): string {
  return [...lines]
    .sort((a, b) => compareCodePoints(a.path, b.path))
    .map(({ path, sha256: digest }) => `${digest}  ${path}\n`)
    .join("");
}

/** The payload as laid out, with the digest of the manifest that will list it. */
export function payloadOf(files: readonly PayloadFile[], source: Source, enclosed: Source | null = null): Payload {
  const manifestSha256 = sha256(payloadManifest(files, source, enclosed));
  const sizeBytes = files.reduce((sum, file) => sum + receivedFile(sourceOf(file, source, enclosed), file.path).sizeBytes, 0); // prettier-ignore
  return { files, manifestSha256, sizeBytes };
}

/** Text of `manifest-sha256.txt` for files as they were first read. */
export function payloadManifest(files: readonly PayloadFile[], source: Source, enclosed: Source | null = null): string {
  return printManifest(
    files.map((file) => ({
      path: file.bundlePath,
      sha256: receivedFile(sourceOf(file, source, enclosed), file.path).sha256,
    })),
  );
}

/** Where the bytes of a file that was laid out come from. */
export function sourceOf(file: PayloadFile, source: Source, enclosed: Source | null): Source {
  if (!file.enclosed) return source;
  if (enclosed === null) throw new RangeError(`nothing is enclosed, so there is no ${file.path}`);
  return enclosed;
}

/** The received file of a path that was laid out. @throws RangeError when the source has no such file */
export function receivedFile(source: Source, path: string) {
  const file = source.file(path);
  if (!file) throw new RangeError(`no file ${path} in the source`);
  return file;
}

const LF = 0x0a;
const CR = 0x0d;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Reads a manifest strictly and goes on after each fault, so that all of them are told and the lines that can be
 * understood are still compared. Without a fault, printing the lines gives the same bytes.
 */
export function parseManifest(bytes: Buffer, onFault: (fault: ManifestFault) => void): ManifestLine[] {
  const seen = new Map<string, string>();
  let text = bytes;
  let last: Buffer = Buffer.alloc(0);
  if (bytes.subarray(0, BOM.length).equals(BOM)) {
    onFault({ code: "MANIFEST_BOM", line: 1, expected: "no byte order mark", found: "EF BB BF" });
    text = bytes.subarray(BOM.length);
  }
  if (text.length === 0) onFault({ code: "MANIFEST_EMPTY", line: 0, expected: "at least one line", found: "none" });
  let number = 0;
  for (const raw of linesOf(text, onFault)) {
    number += 1;
    const line = number;
    const parsed = parseLine(raw, (code, expected, found) => {
      onFault({ code, line, expected, found });
    });
    if (!parsed) continue;
    const before = seen.get(parsed.path);
    if (before !== undefined) {
      const code = before === parsed.sha256 ? "MANIFEST_DUPLICATE" : "MANIFEST_CONTRADICTION";
      onFault({ code, line, expected: `${parsed.path} once, ${before}`, found: `again, ${parsed.sha256}` });
      continue;
    }
    if (Buffer.compare(last, parsed.name) > 0) {
      onFault({ code: "MANIFEST_ORDER", line, expected: `a path after ${nameText(last)}`, found: parsed.path });
    }
    last = parsed.name;
    seen.set(parsed.path, parsed.sha256);
  }
  return [...seen].map(([path, digest]) => ({ path, sha256: digest }));
}

function* linesOf(bytes: Buffer, onFault: (fault: ManifestFault) => void): Generator<Buffer> {
  let number = 0;
  for (let start = 0; start < bytes.length;) {
    number += 1;
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    if (found < 0) onFault({ code: "MANIFEST_LAST_LINE", line: number, expected: "a final LF", found: "none" });
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}

type OnLineFault = (code: string, expected: string, found: string) => void;

const LINE = /^(\\?)([0-9a-fA-F]{64})([ \t]+)(\*?)(.+)$/s;

/** One line, tolerant of what other programs write; every tolerance is a fault. Null where it is no manifest line. */
function parseLine(raw: Buffer, onFault: OnLineFault): (ManifestLine & { readonly name: Buffer }) | null {
  const hasCr = raw.at(-1) === CR;
  if (hasCr) onFault("MANIFEST_LINE_END", "LF", "CR LF");
  const line = (hasCr ? raw.subarray(0, -1) : raw).toString("latin1");
  const [, escaped = "", digest = "", gap = "", mark = "", rest = ""] = LINE.exec(line) ?? [];
  if (digest === "") {
    onFault("MANIFEST_LINE", "64 hex digits, two spaces, a path", nameText(raw.subarray(0, 120)));
    return null;
  }
  if (escaped) onFault("MANIFEST_ESCAPED", "no leading backslash", nameText(raw.subarray(0, 120)));
  if (digest !== digest.toLowerCase()) onFault("MANIFEST_UPPER_CASE", "lower-case hex", digest);
  if (mark && gap === " ") onFault("MANIFEST_BINARY_MARK", "two spaces", "space and *");
  else if (gap !== "  ") onFault("MANIFEST_SPACING", "two spaces", JSON.stringify(gap));
  const isMarked = mark !== "" && gap === " ";
  let path = isMarked ? rest : mark + rest;
  if (path.startsWith("./")) {
    onFault("MANIFEST_DOT_SLASH", "a path without ./", path.slice(0, 120));
    path = path.replace(/^(?:\.\/)+/, "");
  }
  const name = Buffer.from(path, "latin1");
  return { path: nameText(name), name, sha256: digest.toLowerCase() };
}
