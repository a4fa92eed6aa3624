import type { Language } from "../base/bilingual.ts";

/** The part of the process environment a choice may depend on. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Language of what is printed on the screen: `--lang`, then EVIDENCE_LANG, then the system locale. Looked up before the
 * command line is parsed, because help and usage errors speak too.
 */
export function screenLanguage(argv: readonly string[], environment: Environment): Language {
  const asked = askedLanguage(argv) ?? environment["EVIDENCE_LANG"];
  if (asked !== undefined) return asked.toLowerCase().startsWith("zh") ? "zh" : "en";
  const locale = environment["LC_ALL"] ?? environment["LC_MESSAGES"] ?? environment["LANG"] ?? "";
  return locale.toLowerCase().startsWith("en") ? "en" : "zh";
}

function askedLanguage(argv: readonly string[]): string | undefined {
  for (const [index, word] of argv.entries()) {
    if (word === "--") return undefined;
    if (word === "--lang") return argv[index + 1];
    if (word.startsWith("--lang=")) return word.slice("--lang=".length);
  }
  return undefined;
}
