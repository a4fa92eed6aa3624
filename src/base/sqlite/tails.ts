import type { Pages } from "./pages.ts";

/**
 * What lies in the reserve at the end of the pages. Page-wise decryption copies the reserve of the encrypted pages
 * unchanged, and plain SQLite never fills it: a page with an empty reserve was allocated, or freed and reused, after
 * decryption. @source wechat-databases.md §8.0 "Page tails"
 */
export interface PageTails {
  readonly reservedBytes: number;
  readonly pages: number;
  /** Numbers of the pages whose reserve is all zero, ascending. */
  readonly zero: readonly number[];
}

/** @returns null where pages keep no reserve (then tails say nothing) */
export function pageTails(pages: Pages): PageTails | null {
  const { reservedBytes, pageSize } = pages.header;
  if (reservedBytes === 0) return null;
  const zero: number[] = [];
  for (let number = 1; number <= pages.count; number += 1) {
    const page = pages.page(number);
    if (page.length < pageSize) continue;
    const tail = page.subarray(pageSize - reservedBytes, pageSize);
    if (tail.every((byte) => byte === 0)) zero.push(number);
  }
  return { reservedBytes, pages: pages.count, zero };
}
