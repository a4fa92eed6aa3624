import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { changed, systemCode, unreadable } from "./faults.ts";
import type { Listed } from "./folder.ts";

const OPEN_MAX = 32;

// Windows knows neither flag. A name may have become a link or a pipe since it was listed: do not follow, do not wait.
const READ_ONLY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Code of the error that opening a listed file ends in; null where it opens. */
export function refusalToOpen(path: Buffer): string | null {
  try {
    closeSync(openSync(path, READ_ONLY));
    return null;
  } catch (error) {
    return systemCode(error);
  }
}

/** Opens listed files when they are first read and keeps the few that were used last. */
export class Descriptors {
  private readonly open = new Map<string, number>();
  private readonly locate: (listed: Listed) => Buffer;
  private closed = false;

  /** @param locate bytes of the absolute path of a listed file */
  constructor(locate: (listed: Listed) => Buffer) {
    this.locate = locate;
  }

  /**
   * Fills `buffer` from `position`; returns the bytes read, fewer only at the end of the file.
   *
   * @throws {SourceError} SOURCE_UNREADABLE when the system refuses, SOURCE_CHANGED when the file is another one now
   */
  read(listed: Listed, position: number, buffer: Buffer): number {
    const descriptor = this.descriptor(listed);
    let filled = 0;
    while (filled < buffer.length) {
      const count = attempt(listed, () =>
        readSync(descriptor, buffer, filled, buffer.length - filled, position + filled),
      );
      if (count === 0) break;
      filled += count;
    }
    return filled;
  }

  /** A descriptor that the caller closes. @throws as `read` */
  openApart(listed: Listed): number {
    const descriptor = attempt(listed, () => openSync(this.locate(listed), READ_ONLY));
    try {
      assertSame(listed, descriptor);
      return descriptor;
    } catch (error) {
      closeSync(descriptor);
      throw error;
    }
  }

  /** The beginning of a file opened apart. */
  readApart(listed: Listed, descriptor: number, buffer: Buffer): Buffer {
    return buffer.subarray(
      0,
      attempt(listed, () => readSync(descriptor, buffer, 0, buffer.length, 0)),
    );
  }

  /** @throws {SourceError} SOURCE_CHANGED as `assertUnchanged` */
  assertSameApart(listed: Listed, descriptor: number): void {
    assertSame(listed, descriptor);
  }

  /** @throws {SourceError} SOURCE_CHANGED when size or modification time differ from the listing */
  assertUnchanged(listed: Listed): void {
    assertSame(listed, this.descriptor(listed));
  }

  close(): void {
    this.closed = true;
    for (const descriptor of this.open.values()) closeSync(descriptor);
    this.open.clear();
  }

  private descriptor(listed: Listed): number {
    if (this.closed) throw new Error("the source has been closed");
    const known = this.open.get(listed.path);
    if (known !== undefined) {
      // Moves it to the young end of the map, which keeps the order of insertion.
      this.open.delete(listed.path);
      this.open.set(listed.path, known);
      return known;
    }
    this.evict();
    const descriptor = attempt(listed, () => openSync(this.locate(listed), READ_ONLY));
    this.open.set(listed.path, descriptor);
    assertSame(listed, descriptor);
    return descriptor;
  }

  private evict(): void {
    if (this.open.size < OPEN_MAX) return;
    for (const [path, descriptor] of this.open) {
      closeSync(descriptor);
      this.open.delete(path);
      return;
    }
  }
}

function attempt<T>(listed: Listed, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const code = systemCode(error);
    // Gone, or a link where a file was: it could be read when it was listed.
    if (code === "ENOENT" || code === "ELOOP") throw changed(listed.path, `${listed.sizeBytes} B`, code);
    throw unreadable([{ path: listed.path, code }]);
  }
}

function assertSame(listed: Listed, descriptor: number): void {
  const stats = attempt(listed, () => fstatSync(descriptor, { bigint: true }));
  if (!stats.isFile()) throw changed(listed.path, "a regular file", "another kind of file");
  if (Number(stats.size) === listed.sizeBytes && stats.mtimeNs === listed.modifiedNs) return;
  const shown = (size: number | bigint, modifiedNs: bigint) =>
    `${size} B, ${new Date(Number(modifiedNs / 1_000_000n)).toISOString()}`;
  throw changed(listed.path, shown(listed.sizeBytes, listed.modifiedNs), shown(stats.size, stats.mtimeNs));
}
