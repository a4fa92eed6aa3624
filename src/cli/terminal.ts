import { Chalk, type ChalkInstance } from "chalk";
import type { Bilingual, Language } from "../base/bilingual.ts";
import type { Environment } from "./language.ts";

/** The streams and settings a command speaks through. stdout is the product, stderr the talk. */
export interface Terminal {
  readonly language: Language;
  readonly quiet: boolean;
  readonly json: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** True where stderr is a terminal a person looks at. */
  readonly interactive: boolean;
  readonly paint: ChalkInstance;
}

/** One sentence in the language of the terminal. */
export function say(terminal: Pick<Terminal, "language">, words: Bilingual): string {
  return words[terminal.language];
}

/** Colour only where it can be seen and is wanted; chalk itself does not read NO_COLOR. */
export function painter(isTerminal: boolean, noColorFlag: boolean, environment: Environment): ChalkInstance {
  const refused = noColorFlag || (environment["NO_COLOR"] ?? "") !== "" || environment["TERM"] === "dumb";
  return new Chalk({ level: isTerminal && !refused ? 1 : 0 });
}

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** Names and messages are other people's text: control and direction characters become visible, never obeyed. */
export function printable(text: string): string {
  return text.replace(UNSAFE, (c) => `[U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`);
}
