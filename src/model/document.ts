/**
 * One file of ours in the bundle. A *fact* is derived from the payload and derived again by `verify`;
 * a *view* is made for people and only hashed.
 */
export interface Document {
  /** Path inside the bundle, such as `record/messages.jsonl`. */
  readonly path: string;
  readonly role: "fact" | "view";
  /** Bytes in memory, or the path of a private scratch file for what may be large. */
  readonly content: Buffer | { readonly file: string };
  readonly sizeBytes: number;
  readonly sha256: string;
}
