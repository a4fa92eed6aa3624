import { canonicalJson } from "../base/canonical-json.ts";
import type { CaseDeclared } from "../model/case.ts";
import { withLines } from "./edit.ts";
import { caseFileNotMerged } from "./faults.ts";
import { parseCase } from "./parse.ts";
import type { Proposed } from "./template.ts";

/** A case file and what is not yet in it. */
export interface Merged {
  readonly text: string;
  readonly added: readonly Proposed[];
}

/**
 * Adds the accounts and groups that a case file does not name yet; all that stands in it stays as typed.
 *
 * @param name of the file, for what is said of it
 * @throws {UsageError} CASE_FILE_INVALID where it cannot be read, CASE_FILE_NOT_MERGED where it is laid out so that an
 *   addition would change what is written
 */
export function merge(text: string, name: string, proposed: readonly Proposed[]): Merged {
  const declared = parseCase(Buffer.from(text), name);
  const added = unnamedIn(declared, proposed);
  let merged = text;
  for (const list of ["participants", "groups"] as const) {
    const lines = added.filter((one) => one.list === list).flatMap((one) => one.lines);
    if (lines.length > 0) merged = withLines(merged, [list], lines);
  }
  if (!saysSo(merged, name, withAdded(declared, added))) throw caseFileNotMerged(name, added.map(({ key }) => key)); // prettier-ignore
  return { text: merged, added };
}

function unnamedIn({ participants = [], groups = [] }: CaseDeclared, proposed: readonly Proposed[]): Proposed[] {
  const named = {
    participants: new Set(participants.map(({ account }) => account)),
    groups: new Set(groups.map(({ conversation }) => conversation)),
  };
  return proposed.filter(({ list, key, alsoCalled }) => ![key, ...alsoCalled].some((word) => named[list].has(word)));
}

function withAdded(declared: CaseDeclared, added: readonly Proposed[]): CaseDeclared {
  const keysOf = (list: Proposed["list"]) => added.filter((one) => one.list === list).map(({ key }) => key);
  const participants = [...(declared.participants ?? []), ...keysOf("participants").map((account) => ({ account }))];
  const groups = [...(declared.groups ?? []), ...keysOf("groups").map((conversation) => ({ conversation }))];
  return {
    ...declared,
    ...(participants.length > 0 ? { participants } : {}),
    ...(groups.length > 0 ? { groups } : {}),
  };
}

function saysSo(text: string, name: string, expected: CaseDeclared): boolean {
  try {
    return canonicalJson(parseCase(Buffer.from(text), name)) === canonicalJson(expected);
  } catch {
    return false;
  }
}
