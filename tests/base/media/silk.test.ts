import { afterAll, describe, expect, test } from "vitest";
import { isSilk, SilkDecoder, type SilkVoice } from "../../../src/base/media/silk.ts";
import { riffStructure } from "../../../src/base/media/riff.ts";
import type { ByteView } from "../../../src/base/media/view.ts";
import { silk } from "../../support/media.ts";
import { recording } from "../../support/recording.ts";

const viewOf = (bytes: Buffer): ByteView => ({
  sizeBytes: bytes.length,
  read: (position, length) => bytes.subarray(Math.min(position, bytes.length), position + length),
});
const decoder = new SilkDecoder();
afterAll(() => decoder.close());
const whole = await recording(1200);
const HEAD_BYTES = 10;

async function voiceOf(bytes: Buffer): Promise<SilkVoice> {
  const voice = await decoder.decode(viewOf(bytes));
  if ("refused" in voice) throw new Error(voice.refused);
  return voice;
}

/** Where the packet with an index begins. */
function packetAt(index: number): number {
  let at = HEAD_BYTES;
  for (let count = 0; count < index; count += 1) at += 2 + whole.readInt16LE(at);
  return at;
}

describe("a recording of 1.2 s", () => {
  test("becomes a WAV of 24 kHz, mono, 16 bit, and of that length", async () => {
    const { wav, ...rest } = await voiceOf(whole);
    expect(rest).toEqual({ durationMs: 1200, packets: 60, isTruncated: false, isOtherLength: false });
    expect(riffStructure(viewOf(wav))).toBe("sound");
    expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, 24_000, 16]);
    expect(wav.length).toBe(44 + 1200 * 48);
  });

  test("sounds: the tone is there", async () => {
    const { wav } = await voiceOf(whole);
    const loudest = Math.max(...Array.from({ length: 24_000 }, (_, at) => Math.abs(wav.readInt16LE(44 + 2 * at))));
    expect(loudest).toBeGreaterThan(4000);
  });

  test("gives the same bytes again, without the byte of WeChat, and with the end mark of others", async () => {
    const { wav } = await voiceOf(whole);
    const plain = whole.subarray(1);
    for (const bytes of [whole, plain, Buffer.concat([plain, Buffer.from([0xff, 0xff])])]) {
      expect((await voiceOf(bytes)).wav.equals(wav)).toBe(true);
    }
  });
});

describe("a recording that breaks off", () => {
  test("within a packet: the whole packets are decoded, and it says so", async () => {
    const { wav: _, ...rest } = await voiceOf(whole.subarray(0, packetAt(30) + 5));
    expect(rest).toEqual({ durationMs: 600, packets: 30, isTruncated: true, isOtherLength: false });
  });

  test("before its first whole packet: nothing is made of it", async () => {
    for (const length of [HEAD_BYTES, HEAD_BYTES + 1, HEAD_BYTES + 9]) {
      expect(await decoder.decode(viewOf(whole.subarray(0, length)))).toEqual({ refused: "no-packets" });
    }
  });
});

describe("what is no recording behind the signature", () => {
  const signature = whole.subarray(0, HEAD_BYTES);
  const packet = (length: number) => Buffer.concat([Buffer.from([length & 255, length >> 8]), Buffer.alloc(length, 7)]);

  test("a length that cannot be, and one beyond the decoder's buffer", async () => {
    for (const rest of [Buffer.from([0x00, 0x80, 1, 2]), packet(6000)]) {
      expect(await decoder.decode(viewOf(Buffer.concat([signature, rest])))).toEqual({ refused: "damaged" });
    }
  });

  test("so many empty packets that the sound would fill the memory", async () => {
    const many = Buffer.concat([signature, Buffer.alloc(2 * 40_000)]);
    expect(await decoder.decode(viewOf(many))).toEqual({ refused: "too-long" });
  });

  test("packets of anything: an answer each time, and the next recording is none the worse", async () => {
    const { wav } = await voiceOf(whole);
    for (let seed = 1; seed <= 12; seed += 1) {
      const packets = Array.from({ length: 20 }, (_, index) => {
        const bytes = packet(1 + ((seed * 131 + index * 977) % 300));
        for (let at = 2; at < bytes.length; at += 1) bytes[at] = (at * 2_654_435_761 * (seed + index)) >>> 24;
        return bytes;
      });
      const answer = await decoder.decode(viewOf(Buffer.concat([signature, ...packets])));
      expect("wav" in answer || answer.refused === "decoder-error", JSON.stringify(answer)).toBe(true);
      expect((await voiceOf(whole)).wav.equals(wav)).toBe(true);
    }
  });

  test("sound that lasts another time than its packets is told", async () => {
    const spoilt = Buffer.from(whole);
    for (let index = 2; index < 60; index += 10) {
      for (let at = packetAt(index) + 2; at < packetAt(index + 1); at += 1) spoilt[at] = (at * 31) & 255;
    }
    const { durationMs, packets, isOtherLength } = await voiceOf(spoilt);
    expect({ packets, isOtherLength, isLonger: durationMs > 1200 }).toEqual({
      packets: 60,
      isOtherLength: true,
      isLonger: true,
    });
  });
});

test("a decoder that does not answer in time is given up, and the next recording still decodes", async () => {
  const hasty = new SilkDecoder(0);
  expect(await hasty.decode(viewOf(whole))).toEqual({ refused: "time-limit" });
  await hasty.close();
  expect((await voiceOf(whole)).durationMs).toBe(1200);
});

test("a recording is told by its signature, with and without the byte of WeChat", () => {
  expect([whole, whole.subarray(1), silk()].map((bytes) => isSilk(bytes.subarray(0, 10)))).toEqual([true, true, true]);
  expect([Buffer.from("#!AMR\n..."), Buffer.from("#!SILK"), Buffer.alloc(0)].map(isSilk)).toEqual([
    false,
    false,
    false,
  ]);
});
