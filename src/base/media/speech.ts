import { windowed, type ByteView, type Structure } from "./view.ts";

const SILK = "#!SILK_V3";
const AMR = "#!AMR\n";
const AMR_WIDE = "#!AMR-WB\n";
/** Bytes of a frame after its first, by the type of frame; a type that is not listed does not exist. */
const NARROW: readonly (number | undefined)[] = frames({ speech: [12, 13, 15, 17, 19, 20, 26, 31, 5], empty: [15] });
const WIDE: readonly (number | undefined)[] = frames({
  speech: [17, 23, 32, 36, 40, 46, 50, 58, 60, 5],
  empty: [14, 15],
});

function frames({ speech, empty }: { readonly speech: readonly number[]; readonly empty: readonly number[] }) {
  return Array.from({ length: 16 }, (_, type) => speech[type] ?? (empty.includes(type) ? 0 : undefined));
}

/**
 * Frames of a SILK recording. WeChat puts one byte 02 before the signature and no mark at the end; others end with -1.
 *
 * @source observed: wechat-databases.md §9.1
 */
export function silkStructure(view: ByteView): Structure {
  const bytes = windowed(view);
  const lead = bytes.read(0, 1)[0] === 0x02 ? 1 : 0;
  let count = 0;
  for (let position = lead + SILK.length; ; count += 1) {
    if (position === view.sizeBytes) return count > 0 ? "sound" : "truncated";
    const field = bytes.read(position, 2);
    if (field.length < 2) return "truncated";
    const length = field.readInt16LE(0);
    if (length === -1) return count > 0 ? "sound" : "truncated";
    if (length < 0) return "damaged";
    position += 2 + length;
    if (position > view.sizeBytes) return "truncated";
  }
}

/**
 * Frames of an AMR recording, narrow or wide band.
 *
 * @source documented: RFC 4867 §5
 */
export function amrStructure(view: ByteView): Structure {
  const bytes = windowed(view);
  const isWide = bytes.read(0, AMR_WIDE.length).toString("latin1") === AMR_WIDE;
  const sizes = isWide ? WIDE : NARROW;
  const start = (isWide ? AMR_WIDE : AMR).length;
  for (let position = start; ;) {
    const [head] = bytes.read(position, 1);
    if (head === undefined) return position > start ? "sound" : "truncated";
    const size = sizes[(head >> 3) & 15];
    if (size === undefined) return "damaged";
    position += 1 + size;
    if (position > view.sizeBytes) return "truncated";
  }
}
