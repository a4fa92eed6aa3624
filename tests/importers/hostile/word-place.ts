import { contentsOf, FIXTURE_CASES, languageOf, type Contents, type Language } from "./fixture.ts";
import { readingOf, type Read } from "./outcome.ts";

/** A fixture with a place inside the words of one message, in a text that is read. */
export interface WordCase {
  readonly importer: string;
  readonly name: string;
  readonly contents: Contents;
  readonly pristine: Read;
  readonly path: string;
  readonly language: Language;
  /** Byte behind the first character of a message's words. */
  readonly place: number;
}

const ENOUGH = /^[^"'\\<>&\s]{2,}/;

/** Every fixture with such a place. */
export const WORD_CASES: readonly WordCase[] = (
  await Promise.all(
    FIXTURE_CASES.map(async (fixture): Promise<WordCase[]> => {
      const contents = await contentsOf(fixture);
      const pristine = await readingOf(contents);
      const texts = pristine.messages.flatMap(({ text }) => (text !== null && ENOUGH.test(text) ? [text] : []));
      const place = placeOf(contents, pristine, texts.slice(Math.floor(texts.length / 2)).concat(texts));
      return place === null ? [] : [{ importer: fixture.importer, name: fixture.name, contents, pristine, ...place }];
    }),
  )
).flat();

/** Where words of a message stand once and as they are in a text that is read. */
function placeOf(contents: Contents, { entries, filesUsed }: Read, texts: readonly string[]) {
  for (const text of texts) {
    for (const path of new Set([...entries, ...filesUsed])) {
      const bytes = contents[path] ?? Buffer.alloc(0);
      const language = languageOf(path, bytes);
      const at = language === null || language === "workbook" ? -1 : bytes.indexOf(text);
      if (language === null || at < 0 || bytes.indexOf(text, at + 1) >= 0) continue;
      return { path, language, place: at + Buffer.byteLength(text[0] ?? "") };
    }
  }
  return null;
}

/** One of them for each importer and language. */
export const ONE_OF_EACH: readonly WordCase[] = WORD_CASES.filter(({ importer, language }, at) => {
  return WORD_CASES.findIndex((one) => one.importer === importer && one.language === language) === at;
});
