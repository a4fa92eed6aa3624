/** Bytes that `beginsAsMedia` wants to see. */
export const MEDIA_BEGINNING_BYTES = 12;

const AT_START = ["ffd8ff", "89504e470d0a1a0a", "474946383761", "474946383961"].map((hex) => Buffer.from(hex, "hex"));
const RIFF_KINDS = ["WEBP", "WAVE", "AVI "];

/**
 * Whether a file begins as a picture, film or sound of the kinds that fill the folders of an export (JPEG, PNG, GIF, WebP,
 * WAV, AVI, MP4 and its kin). Cheap, for passing over thousands of them; `false` says nothing.
 */
export function beginsAsMedia(head: Buffer): boolean {
  if (AT_START.some((mark) => head.subarray(0, mark.length).equals(mark))) return true;
  const text = head.toString("latin1", 0, MEDIA_BEGINNING_BYTES);
  // A box of the first kind begins with its length, of which a text could have none below 16 MiB.
  if (head[0] === 0 && text.slice(4, 8) === "ftyp") return true;
  return text.startsWith("RIFF") && RIFF_KINDS.includes(text.slice(8, 12));
}
