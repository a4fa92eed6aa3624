/** Text of a stream not yet used up. Grows by doubling, so that something long is not read again and again. */
export class TextWindow {
  text = "";
  /** Where the unused part begins. */
  at = 0;
  isEnd = false;
  private readonly pieces: Iterator<string, unknown>;

  constructor(pieces: Iterable<string>) {
    this.pieces = pieces[Symbol.iterator]();
  }

  get pending(): number {
    return this.text.length - this.at;
  }

  grow(): void {
    const parts = [this.text.slice(this.at)];
    const wanted = Math.max(1, this.pending);
    for (let grown = 0; grown < wanted && !this.isEnd;) {
      const next = this.pieces.next();
      if (next.done === true) {
        this.isEnd = true;
      } else {
        parts.push(next.value);
        grown += next.value.length;
      }
    }
    this.text = parts.join("");
    this.at = 0;
  }
}
