import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";

const PATTERNS = 8;

/** `count` distinct decodable JPEGs of half a megabyte, and a WeFlow chat that names them all. */
export async function makePhotos(folder, count) {
  mkdirSync(join(folder, "images"), { recursive: true });
  mkdirSync(join(folder, "texts"), { recursive: true });
  const patterns = await Promise.all(Array.from({ length: PATTERNS }, (_, seed) => noise(seed)));
  const messages = [];
  for (let index = 0; index < count; index += 1) {
    const name = `${String(index).padStart(6, "0")}.jpg`;
    writeFileSync(join(folder, "images", name), distinct(patterns[index % PATTERNS], index));
    messages.push({ localId: index + 1, createTime: 1_700_000_000 + index * 60, formattedTime: "", type: "图片消息", localType: 3, content: `../images/${name}`, isSend: 0, senderUsername: "wxid_bench", senderDisplayName: "王经理", source: "", platformMessageId: String(6_000_000_000_000_000_001n + BigInt(index) * 977n) }); // prettier-ignore
  }
  const session = { wxid: "wxid_bench", nickname: "老王", remark: "", displayName: "老王", type: "私聊", lastTimestamp: 1_700_000_000, messageCount: count }; // prettier-ignore
  const weflow = { version: "1.0.3", exportedAt: 1_790_000_000, generator: "WeFlow" };
  writeFileSync(join(folder, "texts", "老王.json"), JSON.stringify({ weflow, session, messages }));
}

async function noise(seed) {
  const [width, height] = [768, 768];
  const pixels = Buffer.alloc(width * height * 3);
  for (let at = 0; at < pixels.length; at += 32) createHash("sha256").update(`${seed}/${at}`).digest().copy(pixels, at);
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer();
}

/** The same picture with a comment segment of its own: another file, still a whole JPEG. */
function distinct(jpeg, index) {
  const words = createHash("sha512").update(String(index)).digest("hex").repeat(8);
  const comment = Buffer.from(words);
  const head = Buffer.from([0xff, 0xfe, (comment.length + 2) >> 8, (comment.length + 2) & 0xff]);
  return Buffer.concat([jpeg.subarray(0, 2), head, comment, jpeg.subarray(2)]);
}
