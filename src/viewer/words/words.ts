import type { Language } from "../../base/bilingual.ts";
import { en } from "./en.ts";
import { zh } from "./zh.ts";

type Sentences<Of> = { readonly [Key in keyof Of]: Of[Key] extends string ? string : Sentences<Of[Key]> };

/** Words of one language. The Chinese text sets the keys; a missing or extra one is a type error. */
export type Words = Sentences<typeof zh>;

/** Words by language. */
export const WORDS: Readonly<Record<Language, Words>> = { zh, en };
