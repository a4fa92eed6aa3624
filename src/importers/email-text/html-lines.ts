import { MarkupReader } from "../../base/markup.ts";
import { LONGEST_LINE, type Line } from "./line.ts";

/** Elements that begin and end a line. */
const BLOCKS = new Set(
  "address article aside blockquote body center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split(
    " ",
  ),
);
const BOLD = new Set(["b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"]);
/** Elements whose text nobody reads. */
const HIDDEN = new Set(["script", "style", "head", "title", "template", "noscript"]);

/** Lines of a page as a reader sees them. Nothing of the page is run or fetched. */
export function* htmlLines(path: string, pieces: Iterable<string>): Generator<Line> {
  const page = new Page(path);
  for (const piece of pieces) yield* page.take(piece);
  yield* page.end();
}

class Page {
  private readonly parser: MarkupReader;
  private ready: Line[] = [];
  private text = "";
  private boldLength = 0;
  private isCut = false;
  private bold = 0;
  private hidden = 0;
  private line = 0;

  constructor(path: string) {
    this.parser = new MarkupReader(
      path,
      {
        onopentag: (name) => this.opened(name),
        ontext: (text) => this.said(text),
        onclosetag: (name) => this.closed(name),
      },
      { decodeEntities: true, lowerCaseTags: true },
    );
  }

  take(piece: string): Line[] {
    this.parser.write(piece);
    return this.ready.splice(0);
  }

  end(): Line[] {
    this.parser.end();
    this.endLine();
    return this.ready.splice(0);
  }

  private opened(name: string): void {
    if (HIDDEN.has(name)) this.hidden += 1;
    if (BOLD.has(name)) this.bold += 1;
    if (name === "br" || BLOCKS.has(name)) this.endLine();
  }

  private closed(name: string): void {
    if (HIDDEN.has(name)) this.hidden = Math.max(0, this.hidden - 1);
    if (BLOCKS.has(name)) this.endLine();
    if (BOLD.has(name)) this.bold = Math.max(0, this.bold - 1);
  }

  private said(text: string): void {
    if (this.hidden > 0) return;
    if (this.text.length > LONGEST_LINE) {
      this.isCut ||= text.trim() !== "";
      return;
    }
    const flat = text.replace(/[\r\n\t]+/g, " ");
    this.text += flat;
    if (this.bold > 0) this.boldLength += flat.trim().length;
  }

  /** An empty line is none: blocks within blocks end several times. */
  private endLine(): void {
    const text = this.text.replaceAll("\u00a0", " ").trim();
    const isBold = this.boldLength > 0 && this.boldLength >= text.replace(/\s+/g, " ").length - 2;
    this.text = "";
    this.boldLength = 0;
    const { isCut } = this;
    this.isCut = false;
    if (text === "") return;
    this.line += 1;
    this.ready.push({ text, line: this.line, isBold, isCut });
  }
}
