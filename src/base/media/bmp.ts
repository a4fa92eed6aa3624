import type { ByteView, Structure } from "./view.ts";

const FILE_HEADER_BYTES = 14;
const INFO_HEADERS: readonly number[] = [12, 40, 52, 56, 64, 108, 124];

/** Whether a head is that of a BMP: "BM" begins many a text too, so reserved bytes and the size of the header are asked for. */
export function isBitmap(head: Buffer): boolean {
  if (head.length < 18 || head.toString("latin1", 0, 2) !== "BM") return false;
  return head.readUInt32LE(6) === 0 && INFO_HEADERS.includes(head.readUInt32LE(14));
}

/**
 * Headers of a BMP and the extent of its pixels where they are not compressed.
 *
 * @source documented: Microsoft, BITMAPFILEHEADER and BITMAPINFOHEADER
 */
export function bmpStructure(view: ByteView): Structure {
  const head = view.read(0, 54);
  if (!isBitmap(head)) return "damaged";
  if (head.length < 26) return "truncated";
  const pixelsAt = head.readUInt32LE(10);
  if (pixelsAt < FILE_HEADER_BYTES + head.readUInt32LE(14)) return "damaged";
  const end = Math.max(head.readUInt32LE(2), pixelsAt + pixelBytes(head));
  return end > view.sizeBytes ? "truncated" : "sound";
}

/** Bytes of the pixels, rows padded to four; 0 where they are compressed and nothing but the file size tells. */
function pixelBytes(head: Buffer): number {
  const isOld = head.readUInt32LE(14) === 12;
  if (head.length < 34 || (!isOld && ![0, 3].includes(head.readUInt32LE(30)))) return 0;
  const width = isOld ? head.readUInt16LE(18) : head.readInt32LE(18);
  const height = isOld ? head.readUInt16LE(20) : head.readInt32LE(22);
  const bits = head.readUInt16LE(isOld ? 24 : 28);
  return Math.ceil((Math.abs(width) * bits) / 32) * 4 * Math.abs(height);
}
