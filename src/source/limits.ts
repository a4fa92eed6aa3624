import { tooLarge } from "./faults.ts";

/**
 * Bytes a zip may expand to for each byte of its own. Chats, databases and pages deflate 5 to 60 times, deflate itself
 * ends at 1032; so 200 leaves real exports room and still bounds the disk an attacker can fill by what he sent.
 */
export const EXPANSION_RATIO = 200;

/** Bytes beyond that ratio which all zips of one source share, so that a small zip of one very regular file still opens. */
export const EXPANSION_ALLOWANCE_BYTES = 512 * 1024 * 1024;

/**
 * Members over all zips of one source. Each costs about 1 KB of memory while its zip is read (measured), so this many
 * stay within the 512 MB a run may take.
 */
export const MEMBERS_MAX = 300_000;

/** Bytes of one member's name: the longest path Linux opens. A longer one is reported, not taken. */
export const NAME_BYTES_MAX = 4096;

const MEMBERS = { zh: "文件数量", en: "the number of files" };
const EXPANSION = { zh: "解压后字节数", en: "the bytes after unpacking" };

/** What the zips of one source may still claim. Works on stated figures, before anything is allocated or unpacked. */
export class Budget {
  private members = MEMBERS_MAX;
  private allowance = EXPANSION_ALLOWANCE_BYTES;

  /** @throws {SourceError} SOURCE_TOO_LARGE when the members are too many. */
  chargeMembers(path: string, count: number): void {
    if (count > this.members) throw tooLarge(path, MEMBERS, count, this.members);
    this.members -= count;
  }

  /** @throws {SourceError} SOURCE_TOO_LARGE when a zip of `zipBytes` states more than it may. */
  chargeExpansion(path: string, zipBytes: number, expandedBytes: number): void {
    const beyond = Math.max(0, expandedBytes - zipBytes * EXPANSION_RATIO);
    if (beyond > this.allowance) {
      throw tooLarge(path, EXPANSION, expandedBytes, zipBytes * EXPANSION_RATIO + this.allowance);
    }
    this.allowance -= beyond;
  }
}
