import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { clearStale, makePrivateFolder } from "./private-folder.ts";

const PREFIX = "evidence-";

let hasLooked = false;

/**
 * A private folder for the length of one run. Nothing in it is part of the result. The first of a process removes what
 * killed ones left.
 */
export class Scratch {
  readonly folder: string;
  private count = 0;

  constructor() {
    const place = tmpdir();
    if (!hasLooked) clearStale(place, PREFIX);
    hasLooked = true;
    this.folder = makePrivateFolder(place, PREFIX);
  }

  /** A path nobody else has been given. */
  next(name: string): string {
    this.count += 1;
    return join(this.folder, `${this.count}-${name}`);
  }

  dispose(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
