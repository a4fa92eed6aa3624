import type { CaseFile } from "../model/case.ts";
import type { Export } from "../model/chat.ts";
import type { Source } from "../model/source.ts";

/**
 * Received files, and members of received archives, that no export consists of or refers to. A case file that lies inside
 * the export, and what it names, is used: it is enclosed.
 */
export function unusedFiles(source: Source, exports: readonly Export[], caseFile: CaseFile | null): string[] {
  const used = new Set(exports.flatMap(({ filesUsed }) => filesUsed));
  const containers = new Set(source.files.map(({ container }) => container));
  const enclosed = enclosedDigests(caseFile);
  return source.files
    .filter(({ path, sha256 }) => !used.has(path) && !containers.has(path) && !enclosed.has(sha256))
    .map(({ path }) => path);
}

function enclosedDigests(caseFile: CaseFile | null): ReadonlySet<string> {
  if (caseFile === null) return new Set();
  return new Set([caseFile.sha256, ...caseFile.enclosures.map(({ sha256 }) => sha256)]);
}
