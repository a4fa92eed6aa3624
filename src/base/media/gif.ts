import { windowed, type ByteView, type Structure } from "./view.ts";

const HEADER_BYTES = 13;
const TRAILER = 0x3b;
const EXTENSION = 0x21;
const IMAGE = 0x2c;

/**
 * Blocks of a GIF up to its trailer. A file that ends between two blocks after its first picture is let pass: some
 * encoders write no trailer.
 *
 * @source documented: GIF89a specification
 */
export function gifStructure(view: ByteView): Structure {
  const bytes = windowed(view);
  const header = bytes.read(0, HEADER_BYTES);
  if (header.length < HEADER_BYTES) return "truncated";
  let images = 0;
  for (let position = HEADER_BYTES + colourTableBytes(header[10] ?? 0); ;) {
    const [kind] = bytes.read(position, 1);
    if (kind === undefined) return images > 0 && position === view.sizeBytes ? "sound" : "truncated";
    if (kind === TRAILER) return images > 0 ? "sound" : "damaged";
    if (kind !== EXTENSION && kind !== IMAGE) return "damaged";
    const next = afterSubBlocks(bytes, kind === IMAGE ? imageData(bytes, position) : position + 2);
    if (next === null) return "truncated";
    if (kind === IMAGE) images += 1;
    position = next;
  }
}

function colourTableBytes(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 << ((flags & 7) + 1);
}

/** Where the sub-blocks of a picture begin: after descriptor, colour table and code size. */
function imageData(bytes: ByteView, position: number): number {
  const [flags = 0] = bytes.read(position + 9, 1);
  return position + 10 + colourTableBytes(flags) + 1;
}

/** Place after a run of sub-blocks; null where the file ends in it. */
function afterSubBlocks(bytes: ByteView, from: number): number | null {
  for (let position = from; ;) {
    const [size] = bytes.read(position, 1);
    if (size === undefined) return null;
    position += 1 + size;
    if (size === 0) return position;
  }
}
