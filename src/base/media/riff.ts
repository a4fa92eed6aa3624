import type { ByteView, Structure } from "./view.ts";

/** Sizes that writers leave who cannot go back to the start of what they write. */
const UNKNOWN_SIZES: readonly number[] = [0, 0xffffffff];

/**
 * Size of a RIFF file (WAV, WebP, AVI) against the size it states. A pad byte may be wanting.
 *
 * @source documented: Multimedia Programming Interface and Data Specifications 1.0, RIFF
 */
export function riffStructure(view: ByteView): Structure {
  const header = view.read(0, 12);
  if (header.length < 12) return "truncated";
  const stated = header.readUInt32LE(4);
  if (UNKNOWN_SIZES.includes(stated)) return view.sizeBytes > 44 ? "sound" : "truncated";
  return stated + 8 > view.sizeBytes + 1 ? "truncated" : "sound";
}
