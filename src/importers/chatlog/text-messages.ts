import type { TextLine } from "../../base/text-lines.ts";
import { headOf, type TextHead } from "./text-head.ts";

/** One message of plain text: its head and the lines under it. */
export interface TextMessage {
  readonly head: TextHead;
  readonly line: number;
  readonly content: string;
  readonly isCut: boolean;
}

/** Lines before the first head, which belong to nobody. */
export interface StrayText {
  readonly head: null;
  readonly line: number;
  readonly content: string;
}

/** More of one message is not kept in memory. */
const LONGEST_CONTENT = 8 << 20;

/**
 * Messages of a plain text. A line is the head of one where it stands behind a blank line and is written as the first
 * head is: the form of the time and the number of chatlog_alpha do not change within one answer.
 */
export function* textMessages(lines: Iterable<TextLine>): Generator<TextMessage | StrayText, void, void> {
  let open = new Open(null, 1);
  let form: string | null = null;
  let isBehindBlank = true;
  for (const { text: found, line, isCut } of lines) {
    const text = found.replace(/\r$/, "");
    const head = isBehindBlank && !isCut ? headOf(text) : null;
    if (head !== null && (form === null || formOf(head) === form)) {
      yield* open.taken();
      form = formOf(head);
      open = new Open(head, line);
    } else open.add(text, isCut);
    isBehindBlank = text === "";
  }
  yield* open.taken();
}

function formOf({ form, sequence }: TextHead): string {
  return `${form}${sequence === null ? "" : " numbered"}`;
}

class Open {
  private readonly head: TextHead | null;
  private readonly line: number;
  private readonly lines: string[] = [];
  private length = 0;
  private isCut = false;

  constructor(head: TextHead | null, line: number) {
    this.head = head;
    this.line = line;
  }

  add(text: string, isCut: boolean): void {
    if (this.length > LONGEST_CONTENT) {
      this.isCut = true;
      return;
    }
    if (isCut) this.isCut = true;
    this.lines.push(text);
    this.length += text.length + 1;
  }

  /** The blank line that ends every message is no part of it. */
  *taken(): Generator<TextMessage | StrayText, void, void> {
    const { head, line, isCut } = this;
    const lines = this.lines.at(-1) === "" ? this.lines.slice(0, -1) : this.lines;
    const content = lines.join("\n");
    if (head !== null) yield { head, line, content, isCut };
    else if (content.trim() !== "") yield { head, line, content };
  }
}
