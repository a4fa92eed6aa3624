import { readdirSync } from "node:fs";
import { OWNER } from "../../src/base/private-folder.ts";
import type { Scratch } from "../../src/base/scratch.ts";

/** Names of what a run keeps in its private folder, beside the note of whose it is. */
export function scratchFiles({ folder }: Scratch): string[] {
  return readdirSync(folder).filter((name) => name !== OWNER);
}
