import type { Figure } from "./figures/drawing.ts";

/** A run of text in one weight. Plain strings are regular. */
export type Inline = string | { readonly text: string; readonly style: "bold" | "small" };

/** Text of a paragraph or a cell; lines stand under each other. */
export type Text = Inline | readonly Inline[];

export interface Column {
  readonly title: string;
  /** Share of the free width, or a fixed width in millimetres. */
  readonly width: { readonly share: number } | { readonly mm: number };
  readonly align?: "right";
}

/** A row of a table of fields. */
export type Field = readonly [label: string, value: Text];

/** A piece of the report, as values: which words stand where, not how they look. */
export type Block =
  | { readonly type: "chapter"; readonly number: string; readonly title: string }
  | { readonly type: "section"; readonly title: string }
  | { readonly type: "group"; readonly title: Text; readonly aside?: string }
  | { readonly type: "paragraph"; readonly text: Text; readonly small?: boolean }
  | { readonly type: "list"; readonly entries: readonly Text[]; readonly numbered?: boolean; readonly small?: boolean }
  | Fields
  | Table
  | { readonly type: "beside"; readonly sides: readonly [Side, Side] }
  | { readonly type: "commands"; readonly lines: readonly string[] }
  | ({ readonly type: "figure" } & Figure)
  | { readonly type: "sheet"; readonly columns: readonly Column[]; readonly emptyRows: number }
  | { readonly type: "signatures"; readonly boxes: readonly SignatureBox[] };

export interface Fields {
  readonly type: "fields";
  readonly rows: readonly Field[];
  /** `wide` where they are long questions, `alone` where no two fields stand beside each other. */
  readonly labels?: "wide" | "alone";
}

export interface Table {
  readonly type: "table";
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Text[])[];
  /** Set in two halves beside each other: down the left one, then down the right one. For few and short rows. */
  readonly halves?: boolean;
  /** Without the titles of the columns: one of several tables under one set of titles. */
  readonly bare?: boolean;
}

export interface Side {
  readonly title: string;
  readonly entries: readonly Text[];
}

/** A box to sign by hand: what is filled in stands as label and empty line. */
export interface SignatureBox {
  readonly title: string;
  readonly declaration: string | null;
  readonly lines: readonly string[];
  /** What the case file says of who signs; the lines stay open. */
  readonly given?: readonly string[];
  /** Over the whole width. */
  readonly wide?: boolean;
}

/** The whole document with what stands on its first page and on every page. */
export interface Cover {
  readonly title: string;
  readonly subtitle: string;
  /** `YYYY-MM-DD`; the only date in the file. */
  readonly date: string;
  readonly language: "zh" | "en";
  readonly producer: string;
  readonly header: string;
  readonly footer: string;
  /** `{page}` and `{pages}` are filled in by the typesetter. */
  readonly pageOf: string;
  /** Null for a sheet without contents and summary. */
  readonly contentsTitle: string | null;
  readonly front: readonly Block[];
  readonly summary: readonly Block[];
  readonly body: readonly Block[];
}
