import type { Value } from "../../base/sqlite/tables.ts";

/** Numbers that the client hands out for a table: those of early versions, then those of later ones. */
const RANGES: Readonly<Record<string, readonly (readonly [from: bigint, to: bigint])[]>> = {
  message: [[1n, 1_000_000n], [10_000_000n, 90_000_000n]],
  qmessage: [[1_000_001n, 1_500_000n], [90_000_001n, 93_000_000n]],
  tmessage: [[1_500_001n, 2_000_000n], [93_000_001n, 96_000_000n]],
  bottlemessage: [[2_000_001n, 2_500_000n], [96_000_001n, 99_000_000n]],
  bizchatmessage: [[2_500_001n, 3_000_000n], [99_000_001n, 102_000_000n]],
}; // prettier-ignore

/** Whether a number is none that the client gives rows of this table. @source wechat-databases.md §5.1.1 */
export function isOutOfRange(table: string, id: Value | undefined): boolean {
  const ranges = RANGES[table.toLowerCase()];
  return typeof id === "bigint" && ranges !== undefined && !ranges.some(([from, to]) => id >= from && id <= to);
}
