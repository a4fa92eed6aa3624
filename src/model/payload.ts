/** Where a received file lies in the bundle: `path` in the source, `bundlePath` such as `data/source/a.json`. */
export interface PayloadFile {
  readonly path: string;
  readonly bundlePath: string;
}

/** The payload as laid out, with the digest the report may quote (it does not depend on the report). */
export interface Payload {
  readonly files: readonly PayloadFile[];
  /** SHA-256 of `manifest-sha256.txt`. */
  readonly manifestSha256: string;
  readonly sizeBytes: number;
}
