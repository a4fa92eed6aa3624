import type { Export } from "../model/chat.ts";
import type { Source } from "../model/source.ts";

/** Received files, and members of received archives, that no export consists of or refers to. */
export function unusedFiles(source: Source, exports: readonly Export[]): string[] {
  const used = new Set(exports.flatMap(({ filesUsed }) => filesUsed));
  const containers = new Set(source.files.map(({ container }) => container));
  return source.files.map(({ path }) => path).filter((path) => !used.has(path) && !containers.has(path));
}
