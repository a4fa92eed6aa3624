import * as z from "zod";
import type { Language } from "../base/bilingual.ts";

/** Codes and words a choice takes; empty for any other shape. */
export function chosenWords(shape: z.core.$ZodType): string[] {
  const inner = shape instanceof z.ZodPipe ? shape.in : shape;
  return inner instanceof z.ZodEnum ? inner.options.map(String) : [];
}

/** Of the codes and words of a choice, those shown to a reader: Chinese words, or codes in English. */
export function wordsIn(choices: readonly string[], language: Language): string[] {
  const chinese = choices.filter((word) => /[^\x20-\x7e]/.test(word));
  if (language === "en") return choices.filter((word) => !chinese.includes(word));
  return chinese.length > 0 ? chinese : [...choices];
}
