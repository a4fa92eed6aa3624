import { wavOf } from "./pcm-wav.ts";
import { SILK_SAMPLE_RATE, SilkThread } from "./silk-thread.ts";
import { walkSilk, type SilkWalk } from "./speech.ts";
import type { ByteView } from "./view.ts";

export { SILK_DECODER, SILK_SAMPLE_RATE } from "./silk-thread.ts";

/** Bytes that `isSilk` wants to see. */
export const SILK_HEAD_BYTES = 10;

const SIGNATURE = /^\x02?#!SILK_V3/;
/** The client records a minute at most; what is longer by far is not decoded, since two bytes may stand for 100 ms. */
const MOST_PACKETS = 30_000;
const LARGEST_BYTES = 1 << 24;
/** @source documented: SILK SDK, MAX_BYTES_PER_FRAME 1024 and MAX_INPUT_FRAMES 5: the decoder's buffer ends there */
const LONGEST_PACKET_BYTES = 5 * 1024;
const PACKET_MS = 20;
/** Frames of 20 ms a packet may hold; those of WeChat hold one. */
const MOST_FRAMES = 5;
/** The decoder gives nothing for an empty packet at either end. */
const LEEWAY_MS = 2 * PACKET_MS;
const DECODING_LIMIT_MS = 60_000;
const BYTES_A_MS = (SILK_SAMPLE_RATE * 2) / 1000;

/** Whether a file begins as a SILK recording, with or without the byte WeChat puts first. */
export function isSilk(head: Buffer): boolean {
  return SIGNATURE.test(head.toString("latin1", 0, SILK_HEAD_BYTES));
}

export type SilkRefusal =
  | "no-packets"
  | "damaged"
  | "too-long"
  | "decoder-error"
  // Of this machine, not of the recording: another run may come out otherwise.
  | "decoder-unavailable"
  | "time-limit";

/** A recording made listenable. */
export interface SilkVoice {
  /** 24 kHz, mono, 16 bit. */
  readonly wav: Buffer;
  readonly durationMs: number;
  readonly packets: number;
  /** The recording breaks off in the middle of a packet; what is whole was decoded. */
  readonly isTruncated: boolean;
  /** The samples last another time than that many packets should. */
  readonly isOtherLength: boolean;
}

/** Decodes recordings one after the other. `close` must be called. */
export class SilkDecoder {
  private readonly thread: SilkThread;

  constructor(limitMs: number = DECODING_LIMIT_MS) {
    this.thread = new SilkThread(limitMs);
  }

  /** The recording as WAV, or why not. Never throws on content. */
  async decode(view: ByteView): Promise<SilkVoice | { readonly refused: SilkRefusal }> {
    const walk = walkSilk(view);
    const refused = refusalOf(view, walk);
    if (refused) return { refused };
    const answer = await this.thread.decode(recordingOf(view, walk));
    if ("refused" in answer) return answer;
    if (answer.pcm.length === 0) return { refused: "decoder-error" };
    const durationMs = Math.round(answer.pcm.length / BYTES_A_MS);
    const { packets, structure } = walk;
    return {
      wav: wavOf(answer.pcm, SILK_SAMPLE_RATE),
      durationMs,
      packets,
      isTruncated: structure === "truncated",
      isOtherLength: !fitsPackets(durationMs, packets),
    };
  }

  close(): Promise<void> {
    return this.thread.close();
  }
}

function refusalOf(view: ByteView, { structure, packets, longestPacketBytes }: SilkWalk): SilkRefusal | null {
  if (structure === "damaged" || longestPacketBytes > LONGEST_PACKET_BYTES) return "damaged";
  if (packets === 0) return "no-packets";
  return packets > MOST_PACKETS || view.sizeBytes > LARGEST_BYTES ? "too-long" : null;
}

/** The whole packets behind the byte 02: without that byte the decoder refuses, and a cut packet makes it read on past the end. */
function recordingOf(view: ByteView, { leadBytes, endsAt }: SilkWalk): Uint8Array {
  const recording = new Uint8Array(1 + endsAt - leadBytes);
  recording[0] = 0x02;
  recording.set(view.read(leadBytes, endsAt - leadBytes), 1);
  return recording;
}

/** Whether the samples last as long as that many packets of 20, 40, 60, 80 or 100 ms. */
function fitsPackets(durationMs: number, packets: number): boolean {
  const frames = Array.from({ length: MOST_FRAMES }, (_, index) => index + 1);
  return frames.some((count) => Math.abs(durationMs - packets * count * PACKET_MS) <= LEEWAY_MS);
}
