/** One deviation of a zip from its canonical form, or from what any reader may rely on. */
export interface ZipFault {
  /** Closed code such as `ZIP_LOCAL_FIELD`; the list is in docs/bundle-format.md. */
  readonly code: string;
  /** Name of the entry, escaped; null for what belongs to the file as a whole. */
  readonly entry: string | null;
  /** Header field concerned; null where the fault is no field. */
  readonly field: string | null;
  /** Byte offset in the file. */
  readonly offset: number;
  readonly expected: string;
  readonly found: string;
}

const KEPT_FAULTS = 200;

/** Collects faults; beyond two hundred they are only counted, so that a hostile file cannot fill the memory. */
export class ZipFaults {
  readonly kept: ZipFault[] = [];
  count = 0;

  add(fault: Omit<ZipFault, "field" | "entry"> & Partial<Pick<ZipFault, "field" | "entry">>): void {
    this.count += 1;
    if (this.kept.length < KEPT_FAULTS) this.kept.push({ field: null, entry: null, ...fault });
  }
}

/** A header field: name, offset and length; the last one may run to the end of the record. */
export type Field = readonly [name: string, offset: number, bytes: number];

/** One fault for each field in which a record differs from its canonical bytes. */
export function compareFields(
  faults: ZipFaults,
  about: { code: string; entry: string | null; offset: number; fields: readonly Field[] },
  expected: Buffer,
  found: Buffer,
): void {
  if (expected.equals(found)) return;
  const { code, entry, offset, fields } = about;
  for (const [field, at, bytes] of fields) {
    const end = at + bytes;
    const [right, real] = [expected.subarray(at, end), found.subarray(at, end)];
    if (right.equals(real)) continue;
    faults.add({ code, entry, field, offset: offset + at, expected: shown(right), found: shown(real) });
  }
}

function shown(bytes: Buffer): string {
  if (bytes.length === 0) return "(none)";
  return `0x${bytes.subarray(0, 64).toString("hex")}${bytes.length > 64 ? "…" : ""}`;
}

/** Name bytes as text: printable ASCII as it is, anything else as `\xNN`, so that it can be shown anywhere. */
export function nameText(name: Buffer): string {
  let text = "";
  for (const byte of name) {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x5c;
    text += plain ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  }
  return text;
}
