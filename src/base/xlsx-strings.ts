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

/** Texts in blocks of UTF-16, two bytes a unit: as strings cut from what was parsed, a million would keep all of it. */
class KeptTexts {
  private readonly blocks: Buffer[] = [];
  /** For every text its block, and where in it it begins and ends, in bytes. */
  private readonly places: number[] = [];
  private used = BLOCK_BYTES;

  get count(): number {
    return this.places.length / 3;
  }

  add(text: string): void {
    const size = text.length * 2;
    if (this.used + size > (this.blocks.at(-1)?.length ?? 0)) {
      this.blocks.push(Buffer.allocUnsafeSlow(Math.max(size, BLOCK_BYTES)));
      this.used = 0;
    }
    this.blocks.at(-1)?.write(text, this.used, "utf16le");
    this.places.push(this.blocks.length - 1, this.used, this.used + size);
    this.used += size;
  }

  at(index: number): string | undefined {
    const [block = -1, start, end] = this.places.slice(index * 3, index * 3 + 3);
    return this.blocks[block]?.toString("utf16le", start, end);
  }
}
