import type { ReportContext } from "../context.ts";

/** Pages of one printed document as numbered on them. */
export interface PageSpan {
  /** Name of the file; of several volumes numbered through, what they are called without a number. */
  readonly file: string;
  readonly first: number;
  readonly last: number;
}

/** Where the printed exhibits and conversations stand, as the list quotes them. */
export class PrintedPages {
  private readonly exhibits: ReadonlyMap<number, PageSpan>;
  private readonly conversations: ReadonlyMap<string, PageSpan>;

  /**
   * @param exhibits by place in the case file, from 0
   * @param conversations by id, pages of the transcript
   */
  constructor(exhibits: ReadonlyMap<number, PageSpan>, conversations: ReadonlyMap<string, PageSpan>) {
    this.exhibits = exhibits;
    this.conversations = conversations;
  }

  /**
   * Pages of an exhibit in words; of one not printed by itself those of its conversation in the transcript.
   *
   * @param exhibit place in the case file, null for a row that is a conversation
   */
  textOf(context: ReportContext, exhibit: number | null, conversations: readonly string[]): string {
    const said = context.words.list;
    const own = exhibit === null ? undefined : this.exhibits.get(exhibit);
    if (own !== undefined) return spanText(context, said.pageSpan, said.onePage, own);
    const whole = conversations.map((id) => this.conversations.get(id)).filter((span) => span !== undefined);
    if (whole.length === 0) return said.notPrinted;
    return whole.map((span) => spanText(context, said.transcriptSpan, said.transcriptPage, span)).join("\n");
  }

  /** Pages of all printed exhibits; without any, those of the transcript's conversations. */
  get count(): number {
    const spans = this.exhibits.size > 0 ? this.exhibits.values() : this.conversations.values();
    return [...spans].reduce((sum, { first, last }) => sum + last - first + 1, 0);
  }
}

function spanText(context: ReportContext, many: string, one: string, { file, first, last }: PageSpan): string {
  return context.say(first === last ? one : many, { file, first, last, count: last - first + 1 });
}

/** Nothing printed. */
export const NO_PAGES = new PrintedPages(new Map(), new Map());
