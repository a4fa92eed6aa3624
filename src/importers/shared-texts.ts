import type Database from "better-sqlite3";

/** Texts remembered: a source has a few, one a table; a hostile one could have one a record. */
const MOST_KNOWN = 20_000;

/** Long texts that many records share, each stored once and known by a number. */
export class SharedTexts {
  private readonly insert: Database.Statement;
  private readonly known = new Map<string, number>();
  private count = 0;

  /** @param insert takes a number and its text */
  constructor(insert: Database.Statement) {
    this.insert = insert;
  }

  idOf(text: string): number {
    const before = this.known.get(text);
    if (before !== undefined) return before;
    if (this.known.size === MOST_KNOWN) this.known.clear();
    this.count += 1;
    this.insert.run(this.count, text);
    this.known.set(text, this.count);
    return this.count;
  }
}
