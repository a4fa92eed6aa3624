import type { CaseFile } from "../model/case.ts";
import type { Locator } from "../model/locator.ts";

/** A place in the case file, such as its second device; none where there is no case file. */
export function casePlace(caseFile: CaseFile | null, section: string, index?: number): Locator[] {
  if (caseFile === null) return [];
  return [{ path: caseFile.name, pointer: index === undefined ? `/${section}` : `/${section}/${index}` }];
}
