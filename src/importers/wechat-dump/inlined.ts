import { createHash, type Hash } from "node:crypto";

/** Media that stand in the page itself, as base64. */
export interface Inlined {
  readonly sizeBytes: number;
  /** Lower-case hex of the decoded bytes. */
  readonly sha256: string;
}

const MARK = ";base64,";
/** Shorter runs are left where they stand. */
const LONG = 1024;
/** A noncharacter, which no text of a chat holds; what stands for a run taken out begins with it. */
const SIGN = "\ufffe";
const RUN = /[A-Za-z0-9+/=]*/y;

/**
 * Takes long runs of base64 out of the text of a page, so that memory stays flat whatever pictures and films it holds.
 * Size and digest of each are kept.
 */
export class InlinedMedia {
  private readonly found: Inlined[] = [];

  *without(pieces: Iterable<string>): Generator<string> {
    let rest = "";
    let run: Run | null = null;
    for (const piece of pieces) {
      let text: string = rest + piece.replaceAll(SIGN, "\ufffd");
      let out = "";
      rest = "";
      while (text !== "") {
        if (run !== null) {
          const length = runLength(text);
          run.add(text.slice(0, length));
          text = text.slice(length);
          if (text === "") break;
          out += this.endOf(run);
          run = null;
        }
        const at = text.indexOf(MARK);
        const end: number = at >= 0 ? at + MARK.length : Math.max(0, text.length - MARK.length);
        out += text.slice(0, end);
        text = text.slice(end);
        if (at >= 0) run = new Run();
        else [rest, text] = [text, ""];
      }
      if (out !== "") yield out;
    }
    yield rest + (run === null ? "" : this.endOf(run));
  }

  /** What a `data:` address holds; null for any other address. */
  at(address: string): Inlined | null {
    const start = address.startsWith("data:") ? address.indexOf(MARK) : -1;
    if (start < 0) return null;
    const data = address.slice(start + MARK.length);
    if (data.startsWith(SIGN)) return this.found[Number(data.slice(1))] ?? null;
    const run = new Run();
    run.add(data);
    return run.end().inlined;
  }

  private endOf(run: Run): string {
    const { short, inlined } = run.end();
    if (short !== null) return short;
    this.found.push(inlined);
    return `${SIGN}${this.found.length - 1}`;
  }
}

function runLength(text: string): number {
  RUN.lastIndex = 0;
  return RUN.exec(text)?.[0].length ?? 0;
}

/** One run of base64, decoded while it is read. */
class Run {
  private readonly hash: Hash = createHash("sha256");
  private short = "";
  private rest = "";
  private length = 0;
  private sizeBytes = 0;

  add(data: string): void {
    this.length += data.length;
    if (this.length < LONG) this.short += data;
    const all = this.rest + data;
    const whole = all.length - (all.length % 4);
    this.decode(all.slice(0, whole));
    this.rest = all.slice(whole);
  }

  end(): { readonly short: string | null; readonly inlined: Inlined } {
    this.decode(this.rest);
    const inlined = { sizeBytes: this.sizeBytes, sha256: this.hash.digest("hex") };
    return { short: this.length < LONG ? this.short : null, inlined };
  }

  private decode(data: string): void {
    const bytes = Buffer.from(data, "base64");
    this.sizeBytes += bytes.length;
    this.hash.update(bytes);
  }
}
