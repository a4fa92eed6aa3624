import { crc32 } from "node:zlib";
import { windowed, type ByteView, type Structure } from "./view.ts";

const SIGNATURE_BYTES = 8;
const FRAME_BYTES = 12;
const BLOCK_BYTES = 1 << 20;

/**
 * Chunks of a PNG up to IEND, with the checksums of those a picture needs.
 *
 * @source documented: PNG specification (third edition) §5.3, §5.4
 */
export function pngStructure(view: ByteView): Structure {
  const bytes = windowed(view);
  for (let position = SIGNATURE_BYTES; ;) {
    const head = bytes.read(position, 8);
    if (head.length < 8) return "truncated";
    const length = head.readUInt32BE(0);
    const type = head.toString("latin1", 4, 8);
    if (length > 0x7fffffff || !/^[A-Za-z]{4}$/.test(type)) return "damaged";
    const next = position + FRAME_BYTES + length;
    if (next > view.sizeBytes) return "truncated";
    // A capital letter marks a chunk without which there is no picture.
    if (/^[A-Z]/.test(type) && !agrees(view, position + 4, length + 4)) return "damaged";
    if (type === "IEND") return "sound";
    position = next;
  }
}

/** Whether the checksum after type and data is theirs. */
function agrees(view: ByteView, position: number, length: number): boolean {
  let sum = 0;
  for (let done = 0; done < length; done += BLOCK_BYTES) {
    sum = crc32(view.read(position + done, Math.min(BLOCK_BYTES, length - done)), sum);
  }
  const stated = view.read(position + length, 4);
  return stated.length === 4 && stated.readUInt32BE(0) === sum;
}
