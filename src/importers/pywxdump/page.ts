import { SourceError } from "../../base/errors.ts";
import { chunksOf, type JsonFile, type JsonSpan } from "../../base/json-file.ts";

/** Where the constants of a page stand. */
export type PageConstants = ReadonlyMap<string, JsonSpan>;

const LF = 0x0a;
/** No name or keyword is longer. */
const NAME_BYTES = 128;
const MOST_CONSTANTS = 1000;
const DECLARATION = /^(?:const|let|var)\s+([A-Za-z_$][\w$]{0,60})\s*=\s*/;

/**
 * Constants that begin on a line of their own, by name, each up to the line of the next. Inside a JSON text no line can
 * begin, since line breaks are escaped there; the script itself is never run.
 *
 * @source documented: export-formats.md §2.2; lines observed in the exporter's own source @d62e846
 */
export function pageConstants(file: JsonFile): PageConstants {
  const found: { name: string; start: number; line: number }[] = [];
  for (const line of lineStarts(file)) {
    const match = DECLARATION.exec(file.read(line, NAME_BYTES).toString("latin1"));
    if (match?.[1] !== undefined && found.length < MOST_CONSTANTS) {
      found.push({ name: match[1], start: line + match[0].length, line });
    }
  }
  const constants = new Map<string, JsonSpan>();
  for (const [index, { name, start }] of found.entries()) {
    const end = found[index + 1]?.line ?? file.sizeBytes;
    if (!constants.has(name)) constants.set(name, trimmed(file, { start, end: Math.max(start, end) }));
  }
  return constants;
}

/** First letters of `const`, `let` and `var`. */
const FIRST_LETTERS: readonly (number | undefined)[] = [0x63, 0x6c, 0x76];

/** Bytes at which a line begins that may be a declaration. */
function* lineStarts(file: JsonFile): Generator<number, void, void> {
  yield 0;
  for (const { bytes, base } of chunksOf(file, { start: 0, end: file.sizeBytes })) {
    for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) {
      const isLast = at + 1 === bytes.length;
      if (isLast || FIRST_LETTERS.includes(bytes[at + 1])) yield base + at + 1;
    }
  }
}

const TAIL_BYTES = 4096;

/** Without blanks and semicolons at the end. */
function trimmed(file: JsonFile, { start, end }: JsonSpan): JsonSpan {
  const from = Math.max(start, end - TAIL_BYTES);
  const tail = file.read(from, end - from).toString("latin1");
  return { start, end: from + tail.replace(/[\s;]+$/, "").length };
}

/** Text of a string or number constant; null where there is none. */
export function scalarOf(file: JsonFile, span: JsonSpan | undefined): string | null {
  if (span === undefined) return null;
  const text = file.read(span.start, Math.min(span.end - span.start, NAME_BYTES)).toString("utf8");
  return (
    /^(?:'([^'\\]*)'|"([^"\\]*)"|(\d+))/
      .exec(text)
      ?.slice(1)
      .find((found) => found !== undefined) || null
  );
}

/** @returns {SourceError} PYWXDUMP_PAGE_EMPTY: the page has no list of messages. */
export function pageEmpty(path: string): SourceError {
  return new SourceError(
    "PYWXDUMP_PAGE_EMPTY",
    {
      zh: `文件“${path}”中没有消息列表（local_msg_list）。`,
      en: `"${path}" holds no list of messages (local_msg_list).`,
    },
    {
      hint: {
        zh: "文件可能没有写完或被截断。请重新导出，或索取导出软件生成的整个文件夹。",
        en: "The file may be cut off. Export again, or ask for the whole folder as the exporting program made it.",
      },
      facts: { path },
    },
  );
}
