import { holds, windowed, type ByteView, type Structure } from "./view.ts";

const END = Buffer.from([0xff, 0xd9]);
const TAIL_BYTES = 1 << 16;
const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/**
 * Segments of a JPEG up to its picture data, then its end marker. What follows the end (a second picture, a film, padding)
 * is let pass, as cameras write it.
 *
 * @source documented: ITU-T T.81 annex B
 */
export function jpegStructure(view: ByteView): Structure {
  const bytes = windowed(view);
  for (let position = 2; ;) {
    const [mark, code] = bytes.read(position, 2);
    if (mark === undefined || code === undefined) return "truncated";
    if (mark !== 0xff || code === END_OF_IMAGE) return "damaged";
    // Fill bytes, restart marks and TEM have no length.
    if (code === 0xff) position += 1;
    else if (code === 0x01 || (code >= 0xd0 && code <= 0xd8)) position += 2;
    else {
      const field = bytes.read(position + 2, 2);
      if (field.length < 2) return "truncated";
      const length = field.readUInt16BE(0);
      if (length < 2) return "damaged";
      position += 2 + length;
      if (position > view.sizeBytes) return "truncated";
      if (code === START_OF_SCAN) return endsAfter(view, position) ? "sound" : "truncated";
    }
  }
}

/** Within picture data FF D9 cannot stand for anything but the end. */
function endsAfter(view: ByteView, scan: number): boolean {
  const tail = Math.max(scan, view.sizeBytes - TAIL_BYTES);
  return view.read(tail, TAIL_BYTES).includes(END) || (tail > scan && holds(view, END, scan));
}
