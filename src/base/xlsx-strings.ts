import { Parser } from "htmlparser2";
import { decodeStoredText } from "./xlsx-sheet.ts";
import { damagedWorkbook, oversizedWorkbook } from "./xlsx-zip.ts";
import { localName } from "./xml.ts";

const MAX_STRINGS = 20_000_000;
const MAX_LENGTH = 256 * 1024 * 1024;

/**
 * The texts that cells refer to by number, read as far as they are asked for. Runs of formatted text are put together;
 * phonetic hints are left out.
 */
export class SharedStrings {
  private readonly kept = new KeptTexts();
  private readonly path: string;
  private readonly pieces: AsyncGenerator<string> | null;
  private readonly parser: Parser;
  private current = "";
  private length = 0;
  private isInText = false;
  private depthOfPhonetic = 0;
  private isClosed = false;
  private isOver: boolean;

  /** @param pieces - text of the part; null where the workbook has none */
  constructor(path: string, pieces: AsyncGenerator<string> | null) {
    this.path = path;
    this.pieces = pieces;
    this.isOver = pieces === null;
    this.parser = new Parser(
      {
        onopentag: (name) => this.opened(localName(name)),
        ontext: (text) => this.text(text),
        onclosetag: (name, isImplied) => this.closed(localName(name), isImplied),
      },
      { xmlMode: true },
    );
  }

  /** Reads on until text `index` is there, or all are: sheets name texts about in the order in which they stand. */
  async reach(index: number): Promise<void> {
    while (index >= this.kept.count && !this.isOver) await this.readOn();
  }

  /** Text `index`, as far as `reach` has come. */
  at(index: number): string | undefined {
    return this.kept.at(index);
  }

  /** Reads what is left, so that damage behind the last text in use is seen. @throws {SourceError} XLSX_DAMAGED */
  async finish(): Promise<void> {
    await this.reach(Infinity);
  }

  /** Lets go of the part, wherever reading stands. */
  async close(): Promise<void> {
    this.isOver = true;
    await this.pieces?.return(undefined);
  }

  private async readOn(): Promise<void> {
    const piece = await this.pieces?.next();
    if (piece?.done === false) this.parser.write(piece.value);
    else if (!this.isOver) this.end();
  }

  private end(): void {
    this.isOver = true;
    if (!this.isClosed)
      throw damagedWorkbook(this.path, { zh: "共享文本在中途结束", en: "the shared texts end midway" });
    this.parser.end();
  }

  private opened(name: string): void {
    if (name === "si") this.current = "";
    else if (name === "rPh") this.depthOfPhonetic += 1;
    else if (name === "t") this.isInText = this.depthOfPhonetic === 0;
  }

  private text(text: string): void {
    if (!this.isInText) return;
    this.current += text;
    this.length += text.length;
    if (this.length > MAX_LENGTH || this.kept.count > MAX_STRINGS) {
      throw oversizedWorkbook(this.path, { zh: "共享文本过多", en: "too much shared text" });
    }
  }

  private closed(name: string, isImplied: boolean): void {
    if (name === "t") this.isInText = false;
    else if (name === "rPh") this.depthOfPhonetic -= 1;
    else if (name === "si") this.kept.add(decodeStoredText(this.current));
    else if (name === "sst") this.isClosed = !isImplied || this.kept.count === 0;
  }
}

const BLOCK_BYTES = 1 << 20;
const ENDS_PER_BLOCK = 1 << 16;

/** Texts in blocks of UTF-8, one behind the other: strings cut from what was parsed would keep all of it in memory. */
class KeptTexts {
  count = 0;
  private readonly blocks: Buffer[] = [];
  /** For every text the byte behind it. All of them together stay far below 2^32. */
  private readonly ends: Uint32Array[] = [];
  private used = 0;

  add(text: string): void {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length;) {
      if (this.used === this.blocks.length * BLOCK_BYTES) this.blocks.push(Buffer.allocUnsafeSlow(BLOCK_BYTES));
      const written = bytes.copy(this.blocks.at(-1) ?? bytes, this.used % BLOCK_BYTES, from);
      from += written;
      this.used += written;
    }
    if (this.count === this.ends.length * ENDS_PER_BLOCK) this.ends.push(new Uint32Array(ENDS_PER_BLOCK));
    this.ends.at(-1)?.fill(this.used, this.count % ENDS_PER_BLOCK, (this.count % ENDS_PER_BLOCK) + 1);
    this.count += 1;
  }

  at(index: number): string | undefined {
    if (index >= this.count) return undefined;
    return this.bytes(index === 0 ? 0 : this.end(index - 1), this.end(index)).toString();
  }

  private end(index: number): number {
    return this.ends[Math.floor(index / ENDS_PER_BLOCK)]?.[index % ENDS_PER_BLOCK] ?? 0;
  }

  private bytes(start: number, end: number): Buffer {
    const pieces: Buffer[] = [];
    for (let at = start; at < end;) {
      const block = Math.floor(at / BLOCK_BYTES);
      const stop = Math.min(end, (block + 1) * BLOCK_BYTES);
      pieces.push((this.blocks[block] ?? Buffer.alloc(0)).subarray(at % BLOCK_BYTES, stop - block * BLOCK_BYTES));
      at = stop;
    }
    const [only] = pieces;
    return pieces.length === 1 && only ? only : Buffer.concat(pieces);
  }
}
