import { Parser, type Handler, type ParserOptions } from "htmlparser2";
import { SourceError } from "./errors.ts";

/** Longest tag or comment in UTF-16 units; media that stand in a page as base64 are the longest honest ones. */
const LONGEST_TAG = 32 * 1024 * 1024;

/**
 * Pieces of text between two tags. Each `<` that begins no tag, and each entity, is a piece of its own; a message has
 * at most a few thousand, and pages of nothing else would take minutes.
 */
const MOST_PIECES = 4 * 1024 * 1024;

type Heard = Pick<Handler, "onopentag" | "ontext" | "onclosetag">;

/** Elements within elements; beyond it, closing tags without an opening one would be searched for at length. */
const DEEPEST = 4096;

/**
 * A page while its text passes by, in bounded memory: a tag or comment that is not closed within 32 Mi characters, as
 * a quote somebody lost leaves it, is an error and not held to the end of the file. Nothing is run or fetched.
 */
export class MarkupReader {
  private readonly parser: Parser;
  private readonly path: string;
  private readonly longest: number;
  private written = 0;
  /** Where the last whole tag, text or comment ends. */
  private settled = 0;
  private depth = 0;
  /** Pieces of text since the last tag. */
  private pieces = 0;

  constructor(path: string, heard: Heard, options: ParserOptions & { readonly longestTag?: number } = {}) {
    const { longestTag, ...parsing } = options;
    this.path = path;
    this.longest = longestTag ?? LONGEST_TAG;
    this.parser = new Parser(this.settling(heard), parsing);
  }

  /** @throws {SourceError} PAGE_TAG_TOO_LONG, PAGE_TOO_DEEP, PAGE_WITHOUT_TAGS */
  write(text: string): void {
    this.written += text.length;
    this.parser.write(text);
    if (this.written - this.settled > this.longest) throw this.tooLong();
  }

  end(): void {
    this.parser.end();
  }

  private settling({ onopentag, ontext, onclosetag }: Heard): Partial<Handler> {
    const settle = () => {
      this.settled = Math.max(this.settled, this.parser.endIndex);
    };
    return {
      onopentag: (name, attributes, isImplied) => {
        settle();
        this.pieces = 0;
        this.depth += 1;
        if (this.depth > DEEPEST) throw this.tooDeep();
        onopentag?.(name, attributes, isImplied);
      },
      ontext: (text) => {
        settle();
        this.pieces += 1;
        if (this.pieces > MOST_PIECES) throw this.withoutTags();
        ontext?.(text);
      },
      onclosetag: (name, isImplied) => {
        settle();
        this.pieces = 0;
        this.depth -= 1;
        onclosetag?.(name, isImplied);
      },
      oncomment: settle,
      oncdatastart: settle,
      onprocessinginstruction: settle,
    };
  }

  private tooLong(): SourceError {
    const { path, settled, longest } = this;
    return new SourceError(
      "PAGE_TAG_TOO_LONG",
      {
        zh: `网页“${path}”第 ${settled} 个字符之后的标签或注释超过 ${longest} 个字符仍未结束，比任何一条聊天记录都长，可能缺少一个引号或“>”。`,
        en: `The tag or comment behind character ${settled} of the page "${path}" does not end within ${longest} characters, which is longer than a record can be; a quote or ">" is probably missing.`,
      },
      {
        hint: HINT,
        facts: { path, character: settled, limit: longest },
      },
    );
  }

  private withoutTags(): SourceError {
    const { path, settled } = this;
    return new SourceError(
      "PAGE_WITHOUT_TAGS",
      {
        zh: `网页“${path}”第 ${settled} 个字符之前连续出现超过 ${MOST_PIECES} 个零散的“<”或转义字符，其间没有一个标签，不是聊天记录。`,
        en: `Before character ${settled} the page "${path}" has more than ${MOST_PIECES} stray "<" or entities in a row without any tag and is no record of a chat.`,
      },
      { hint: HINT, facts: { path, character: settled, limit: MOST_PIECES } },
    );
  }

  private tooDeep(): SourceError {
    const { path, settled } = this;
    return new SourceError(
      "PAGE_TOO_DEEP",
      {
        zh: `网页“${path}”第 ${settled} 个字符处的标签嵌套超过 ${DEEPEST} 层，不是聊天记录。`,
        en: `At character ${settled} the page "${path}" nests tags deeper than ${DEEPEST} levels and is no record of a chat.`,
      },
      { hint: HINT, facts: { path, character: settled, limit: DEEPEST } },
    );
  }
}

const HINT = {
  zh: "请用导出软件重新导出，或索取未经编辑的原始文件。",
  en: "Export again, or ask for the file as the exporting program wrote it.",
};
