/** Where a received file lies in the bundle: `path` in the source, `bundlePath` such as `data/source/a.json`. */
export interface PayloadFile {
  readonly path: string;
  readonly bundlePath: string;
  /** True for what the operator encloses (the case file and what it names); `path` is then relative to its folder. */
  readonly enclosed: boolean;
}

/** The payload as laid out, with the digest the report may quote (it does not depend on the report). */
export interface Payload {
  readonly files: readonly PayloadFile[];
  /** SHA-256 of `manifest-sha256.txt`. */
  readonly manifestSha256: string;
  readonly sizeBytes: number;
}
