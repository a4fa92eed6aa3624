import type { ByteView, Structure } from "./view.ts";

const MOST_BOXES = 100_000;

/**
 * Top-level boxes of an ISO base media file (MP4, MOV, M4A, 3GP, HEIC, AVIF): they must tile the file, and the one that
 * says how to read the rest must be there. Bytes after it that are no box are let pass.
 *
 * @param index box without which nothing can be shown: `moov` for films and sound, `meta` for pictures
 * @source documented: ISO/IEC 14496-12 §4.2
 */
export function boxStructure(view: ByteView, index: "moov" | "meta"): Structure {
  const seen = new Set<string>();
  let position = 0;
  for (let count = 0; position + 8 <= view.sizeBytes && count < MOST_BOXES; count += 1) {
    const box = boxAt(view, position);
    if (box === null) return seen.has(index) ? "sound" : "damaged";
    if (position + box.length > view.sizeBytes) return "truncated";
    seen.add(box.type);
    position += box.length;
  }
  return seen.has(index) ? "sound" : "truncated";
}

function boxAt(view: ByteView, position: number): { readonly type: string; readonly length: number } | null {
  const head = view.read(position, 16);
  const type = head.toString("latin1", 4, 8);
  if (!/^[\x20-\x7e\xa9]{4}$/.test(type)) return null;
  const short = head.readUInt32BE(0);
  if (short === 0) return { type, length: view.sizeBytes - position };
  if (short !== 1) return short < 8 ? null : { type, length: short };
  if (head.length < 16) return { type, length: Number.POSITIVE_INFINITY };
  const long = Number(head.readBigUInt64BE(8));
  return long < 16 ? null : { type, length: long };
}
