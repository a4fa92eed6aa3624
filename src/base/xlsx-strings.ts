import { Parser } from "htmlparser2";
import { decodeStoredText } from "./xlsx-sheet.ts";
import { damagedWorkbook, oversizedWorkbook } from "./xlsx-zip.ts";
import { localName } from "./xml.ts";

const MAX_STRINGS = 20_000_000;
const MAX_LENGTH = 256 * 1024 * 1024;

/** The texts that cells refer to by number. Runs of formatted text are put together; phonetic hints are left out. */
export class SharedStrings {
  readonly texts: string[] = [];
  private readonly path: string;
  private readonly parser: Parser;
  private current = "";
  private length = 0;
  private isInText = false;
  private depthOfPhonetic = 0;
  private isClosed = false;

  constructor(path: string) {
    this.path = path;
    this.parser = new Parser(
      {
        onopentag: (name) => this.opened(localName(name)),
        ontext: (text) => this.text(text),
        onclosetag: (name, isImplied) => this.closed(localName(name), isImplied),
      },
      { xmlMode: true },
    );
  }

  take(text: string): void {
    this.parser.write(text);
  }

  end(): void {
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
    if (this.length > MAX_LENGTH || this.texts.length > MAX_STRINGS) {
      throw oversizedWorkbook(this.path, { zh: "共享文本过多", en: "too much shared text" });
    }
  }

  private closed(name: string, isImplied: boolean): void {
    if (name === "t") this.isInText = false;
    else if (name === "rPh") this.depthOfPhonetic -= 1;
    else if (name === "si") this.texts.push(decodeStoredText(this.current));
    else if (name === "sst") this.isClosed = !isImplied || this.texts.length === 0;
  }
}
