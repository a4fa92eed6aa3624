import { unpackLz4Block } from "../../base/lz4.ts";

/** One LZ4 block as UTF-8; writers pad it with zero bytes. Null where it is no such block. @source wechat-databases.md §2.1 */
export function unpackedText(block: Buffer): string | null {
  const bytes = unpackLz4Block(block);
  if (bytes === null) return null;
  let end = bytes.length;
  while (end > 0 && bytes[end - 1] === 0) end -= 1;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, end));
  } catch {
    return null;
  }
}
