/** The place of a record in the source: a file and one position in it, in the terms of its format. */
export interface Locator {
  readonly path: string;
  /** JSON pointer (RFC 6901). */
  readonly pointer?: string;
  /** Byte offset where the record begins. */
  readonly byte?: number;
  /** Line of a text or CSV file, 1-based. */
  readonly line?: number;
  /** Record of a table-like file, 1-based, header not counted. */
  readonly row?: number;
  readonly sheet?: string;
  readonly table?: string;
  readonly rowid?: string;
}
