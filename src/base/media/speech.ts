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

/** What a walk over the packets of a SILK recording found. */
export interface SilkWalk {
  readonly structure: Structure;
  /** Bytes before the signature: 1 in recordings of WeChat. */
  readonly leadBytes: number;
  /** Whole packets, also empty ones. */
  readonly packets: number;
  readonly longestPacketBytes: number;
  /** Where the last whole packet ends. */
  readonly endsAt: number;
}

/**
 * Packets of a SILK recording. WeChat puts one byte 02 before the signature and no mark at the end; others end with -1.
 *
 * @source observed: wechat-databases.md §9.1
 */
export function walkSilk(view: ByteView): SilkWalk {
  const bytes = windowed(view);
  const leadBytes = bytes.read(0, 1)[0] === 0x02 ? 1 : 0;
  let [packets, longestPacketBytes, endsAt] = [0, 0, leadBytes + SILK.length];
  const found = (structure: Structure): SilkWalk => ({ structure, leadBytes, packets, longestPacketBytes, endsAt });
  for (;;) {
    const ended = packets > 0 ? "sound" : "truncated";
    if (endsAt === view.sizeBytes) return found(ended);
    const field = bytes.read(endsAt, 2);
    if (field.length < 2) return found("truncated");
    const length = field.readInt16LE(0);
    if (length === -1) return found(ended);
    if (length < 0) return found("damaged");
    if (endsAt + 2 + length > view.sizeBytes) return found("truncated");
    endsAt += 2 + length;
    packets += 1;
    longestPacketBytes = Math.max(longestPacketBytes, length);
  }
}

/** Structure of a SILK recording by the walk over its packets. */
export function silkStructure(view: ByteView): Structure {
  return walkSilk(view).structure;
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
