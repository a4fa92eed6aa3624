import type { Dossier } from "../../model/dossier.ts";

/** `record/case.json`: what was typed, and the files it names. Nothing in it is the tool's own word. */
export function caseRecord({ caseFile }: Pick<Dossier, "caseFile">) {
  const schema = "evidence.case/1";
  return caseFile === null ? { schema, provided: false, case: null } : { schema, provided: true, case: caseFile };
}
