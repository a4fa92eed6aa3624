import { DISK, type Disk } from "../../src/bundle/disk.ts";
import type { Source } from "../../src/model/source.ts";

/** Counts calls and lets one of them fail with a system error. */
export class Trap {
  calls = 0;
  private readonly failAt: number;
  private readonly code: string;

  constructor(failAt: number, code: string) {
    this.failAt = failAt;
    this.code = code;
  }

  step(): void {
    this.calls += 1;
    if (this.calls === this.failAt) throw Object.assign(new Error(`${this.code}: injected`), { code: this.code });
  }
}

/** The real disk, of which one call fails. */
export function flakyDisk(trap: Trap): Disk {
  const flaky = Object.fromEntries(
    Object.entries(DISK).map(([name, call]) => [
      name,
      (...parameters: never[]): unknown => {
        // Taking back and clearing away are what a failed run still has to do.
        if (name !== "unpublish" && name !== "removeFolder") trap.step();
        return (call as (...parameters: never[]) => unknown)(...parameters);
      },
    ]),
  ) as unknown as Disk;
  return {
    ...flaky,
    openForReading(path) {
      trap.step();
      const bytes = DISK.openForReading(path);
      return {
        sizeBytes: bytes.sizeBytes,
        read: (target, position) => {
          trap.step();
          return bytes.read(target, position);
        },
        close: () => {
          bytes.close();
        },
      };
    },
  };
}

/** A source of which one chunk cannot be read. */
export function flakySource(source: Source, trap: Trap): Source {
  return {
    ...source,
    *chunks(path) {
      trap.step();
      for (const chunk of source.chunks(path)) {
        trap.step();
        yield chunk;
      }
    },
  };
}
