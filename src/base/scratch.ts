import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A private folder for the length of one run. Nothing in it is part of the result. */
export class Scratch {
  readonly folder: string;
  private count = 0;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "evidence-"));
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
