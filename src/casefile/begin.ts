import type { Language } from "../base/bilingual.ts";
import { decodedCase, parseCase } from "./parse.ts";
import { merge } from "./merge.ts";
export { fillIn, type Ask } from "./questions.ts";
import { proposalsOf, templateOf, type Shown } from "./template.ts";

/** A case file as it is to be written, and what of it is new. */
export interface Begun {
  readonly text: string;
  /** `begun` a new form, `extended` one with additions, `unchanged` one that names everything already. */
  readonly state: "begun" | "extended" | "unchanged";
  /** Accounts and groups put in, by the words they were put in under. */
  readonly accounts: readonly string[];
  readonly groups: readonly string[];
  /** Accounts and groups beyond what a form holds. */
  readonly notListed: number;
}

/**
 * The case file for what an export shows: a new form, or the one there is with the new accounts and groups.
 *
 * @param former bytes of the case file that is there already; null for none
 * @param name of the file, for what is said of it
 * @throws {UsageError} CASE_FILE_TOO_LARGE, CASE_FILE_INVALID, CASE_FILE_NOT_MERGED of the former file
 */
export function beginCase(shown: Shown, language: Language, former: Buffer | null, name: string): Begun {
  const { entries, notListed } = proposalsOf(shown, language);
  const keysOf = (list: "participants" | "groups", of = entries) =>
    of.filter((one) => one.list === list).map(({ key }) => key);
  if (former === null) {
    const text = templateOf(shown, language);
    return { text, state: "begun", accounts: keysOf("participants"), groups: keysOf("groups"), notListed };
  }
  parseCase(former, name);
  const { text, added } = merge(decodedCase(former, name), name, entries);
  const state = added.length > 0 ? "extended" : "unchanged";
  return { text, state, accounts: keysOf("participants", [...added]), groups: keysOf("groups", [...added]), notListed };
}
