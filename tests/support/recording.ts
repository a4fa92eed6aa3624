import { encode } from "silk-wasm";

/** A real SILK recording of a tone, as WeChat stores one: the byte 02 first, packets of 20 ms, no mark at the end. */
export async function recording(durationMs: number): Promise<Buffer> {
  const samples = durationMs * 24;
  const pcm = Buffer.alloc(samples * 2);
  for (let at = 0; at < samples; at += 1)
    pcm.writeInt16LE(Math.round(8000 * Math.sin((at * 2 * Math.PI) / 54)), at * 2);
  const { data } = await encode(pcm, 24_000);
  return Buffer.from(data);
}

/** A BMP of one colour, two pixels wide and `height` high. */
export function bitmap(height = 8): Buffer {
  const bytes = Buffer.alloc(54 + 8 * height, 0x7f);
  bytes.fill(0, 0, 54);
  bytes.write("BM", 0, "latin1");
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(2, 18);
  bytes.writeInt32LE(height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  return bytes;
}
