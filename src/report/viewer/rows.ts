import type { Scratch } from "../../base/scratch.ts";
import type { Document } from "../../model/document.ts";
import { VIEWER_PAGE, type ViewerIndex } from "../../model/viewer.ts";
import { dataDocument, listDocument } from "./script.ts";

/** A page of messages ends behind this many characters, however few messages they are. */
const PAGE_LENGTH = 1 << 20;

/** One message as the files of its conversation hold it. */
export interface Row {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly kind: number;
  readonly sender: number;
  readonly flags: number;
  /** Day as printed; null where it belongs to the day before. */
  readonly day: string | null;
  /** Its JSON text. */
  readonly json: string;
}

type Open = { -readonly [Key in keyof ViewerIndex]: ViewerIndex[Key] extends readonly (infer Entry)[] ? Entry[] : ViewerIndex[Key] }; // prettier-ignore

/** Writes the messages of one conversation page by page, and their columns index by index. */
export class RowWriter {
  readonly documents: Document[] = [];
  readonly counts = { pages: 0, indexes: 0, rows: 0 };
  private readonly conversation: string;
  private readonly scratch: Scratch;
  private open: Open | null = null;
  private lastAt = 0;
  private lastSeq = 0;
  private lastDay: string | null = null;
  private page: string[] = [];
  private pageLength = 0;

  constructor(conversation: string, scratch: Scratch) {
    this.conversation = conversation;
    this.scratch = scratch;
  }

  add(row: Row): void {
    const index = this.open ?? this.begin();
    const at = this.counts.rows;
    if (this.page.length === 0) index.pageRows.push(at);
    if (index.rows === 0 || row.seq !== this.lastSeq + 1) index.stretches.push([at, row.seq]);
    if (row.day !== null && (index.rows === 0 || row.day !== this.lastDay)) index.days.push([at, row.day]);
    index.times.push(row.sentAt === null ? null : row.sentAt - this.lastAt);
    index.kinds.push(row.kind);
    index.senders.push(row.sender);
    index.flags.push(row.flags);
    index.rows += 1;
    this.lastSeq = row.seq;
    this.lastAt = row.sentAt ?? this.lastAt;
    this.lastDay = row.day ?? this.lastDay;
    this.counts.rows += 1;
    this.page.push(row.json);
    this.pageLength += row.json.length;
    if (this.page.length >= VIEWER_PAGE.messages || this.pageLength >= PAGE_LENGTH) this.endPage();
    if (index.rows >= VIEWER_PAGE.rows) this.endIndex();
  }

  end(): void {
    this.endIndex();
  }

  private begin(): Open {
    const { rows, pages } = this.counts;
    this.lastAt = 0;
    this.open = {
      row: rows,
      rows: 0,
      firstPage: pages + 1,
      pageRows: [],
      stretches: [],
      times: [],
      kinds: [],
      senders: [],
      flags: [],
      days: [],
    };
    return this.open;
  }

  private endPage(): void {
    if (this.page.length === 0) return;
    this.counts.pages += 1;
    this.documents.push(listDocument(`${this.conversation}-${this.counts.pages}`, this.page, this.scratch));
    this.page = [];
    this.pageLength = 0;
  }

  private endIndex(): void {
    this.endPage();
    if (this.open === null) return;
    this.counts.indexes += 1;
    this.documents.push(dataDocument(`${this.conversation}-index-${this.counts.indexes}`, this.open, this.scratch));
    this.open = null;
  }
}
