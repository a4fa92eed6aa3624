import { windowed, type ByteView } from "./view.ts";

/** What the index of a film says of it. */
export interface FilmFacts {
  readonly width: number | null;
  readonly height: number | null;
  readonly durationMs: number | null;
  /** Time of making, UTC, `2026-03-02T01:00:00Z`. */
  readonly madeAtText: string | null;
}

const MOST_BOXES = 10_000;
/** Seconds from 1904-01-01 to 1970-01-01. */
const EPOCH_1904 = 2_082_844_800;

interface Box {
  readonly type: string;
  /** Where its content begins and ends. */
  readonly start: number;
  readonly end: number;
}

/**
 * Size, length and time of making of a film or sound in an ISO base media file (MP4, MOV, M4A, 3GP).
 *
 * @source documented: ISO/IEC 14496-12 §8.2.2 (mvhd), §8.3.2 (tkhd)
 */
export function filmFacts(view: ByteView): FilmFacts {
  const bytes = windowed(view);
  const moov = childOf(bytes, { type: "", start: 0, end: view.sizeBytes }, "moov");
  const header = moov && childOf(bytes, moov, "mvhd");
  const times = header ? movieHeader(bytes, header) : { durationMs: null, madeAtText: null };
  return { ...times, ...sizeOf(bytes, moov) };
}

function movieHeader(bytes: ByteView, { start }: Box): Pick<FilmFacts, "durationMs" | "madeAtText"> {
  const head = bytes.read(start, 32);
  const isLong = head[0] === 1;
  if (head.length < (isLong ? 32 : 20)) return { durationMs: null, madeAtText: null };
  const made = isLong ? Number(head.readBigUInt64BE(4)) : head.readUInt32BE(4);
  const scale = head.readUInt32BE(isLong ? 20 : 12);
  const length = isLong ? Number(head.readBigUInt64BE(24)) : head.readUInt32BE(16);
  const isKnown = scale > 0 && length !== 0xffffffff && length / scale < 1e7;
  return { durationMs: isKnown ? Math.round((length * 1000) / scale) : null, madeAtText: madeAt(made) };
}

/** Makers that know no time write zero, or zero of another count. */
function madeAt(seconds: number): string | null {
  const epoch = seconds - EPOCH_1904;
  return epoch > 0 && epoch < 4e9 ? new Date(epoch * 1000).toISOString().replace(".000Z", "Z") : null;
}

/** Size of the largest track, in whole pixels. */
function sizeOf(bytes: ByteView, moov: Box | null): Pick<FilmFacts, "width" | "height"> {
  let best = { width: 0, height: 0 };
  for (const track of moov === null ? [] : boxes(bytes, moov)) {
    const header = track.type === "trak" ? childOf(bytes, track, "tkhd") : null;
    if (header === null) continue;
    // Width and height are the last eight bytes, whatever the version.
    const last = bytes.read(header.end - 8, 8);
    const size = last.length < 8 ? best : { width: last.readUInt16BE(0), height: last.readUInt16BE(4) };
    if (size.width * size.height > best.width * best.height) best = size;
  }
  return best.width === 0 ? { width: null, height: null } : best;
}

function childOf(bytes: ByteView, parent: Box, type: string): Box | null {
  for (const box of boxes(bytes, parent)) if (box.type === type) return box;
  return null;
}

function* boxes(bytes: ByteView, { start, end }: Box): Generator<Box> {
  let position = start;
  for (let count = 0; position + 8 <= end && count < MOST_BOXES; count += 1) {
    const head = bytes.read(position, 16);
    if (head.length < 8) return;
    const short = head.readUInt32BE(0);
    const isLong = short === 1 && head.length === 16;
    const length = short === 0 ? end - position : isLong ? Number(head.readBigUInt64BE(8)) : short;
    const content = position + (isLong ? 16 : 8);
    if (length < content - position || position + length > end) return;
    yield { type: head.toString("latin1", 4, 8), start: content, end: position + length };
    position += length;
  }
}
