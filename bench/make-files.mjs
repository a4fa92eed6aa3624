import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";

const BLOCK_BYTES = 1 << 22;

/** A WeFlow chat of one message, and beside it a film of `sizeBytes` that no two blocks of are alike. */
export function makeFilm(folder, sizeBytes) {
  makeChat(folder);
  mkdirSync(join(folder, "videos"), { recursive: true });
  const descriptor = openSync(join(folder, "videos", "film.mp4"), "wx");
  // The beginning of an MP4, so that the file is taken for one; then a box for the rest.
  const block = Buffer.alloc(BLOCK_BYTES, createHash("sha512").update("film").digest());
  let done = writeSync(descriptor, Buffer.from("0000001866747970697736d00000000069736f6d6d703432", "hex"));
  for (let number = 0; done < sizeBytes; number += 1) {
    block.writeUInt32LE(number, 64);
    done += writeSync(descriptor, block, 0, Math.min(block.length, sizeBytes - done));
  }
  closeSync(descriptor);
}

/** A WeFlow chat of one message, and beside it `count` small files. */
export function makeSmallFiles(folder, count) {
  makeChat(folder);
  for (let index = 0; index < count; index += 1) {
    const inside = join(folder, "files", String(Math.floor(index / 1000)).padStart(3, "0"));
    if (index % 1000 === 0) mkdirSync(inside, { recursive: true });
    writeFileSync(join(inside, `${String(index).padStart(6, "0")}.txt`), `${index} 送货单 ${index * 7}\n`);
  }
}

function makeChat(folder) {
  mkdirSync(join(folder, "texts"), { recursive: true });
  const message = { localId: 1, createTime: 1_700_000_000, formattedTime: "", type: "文本消息", localType: 1, content: "货已经装车", isSend: 0, senderUsername: "wxid_bench", senderDisplayName: "王经理", source: "", platformMessageId: "6000000000000000001" }; // prettier-ignore
  const session = { wxid: "wxid_bench", nickname: "老王", remark: "", displayName: "老王", type: "私聊", lastTimestamp: 1_700_000_000, messageCount: 1 }; // prettier-ignore
  const weflow = { version: "1.0.3", exportedAt: 1_790_000_000, generator: "WeFlow" };
  writeFileSync(join(folder, "texts", "老王.json"), JSON.stringify({ weflow, session, messages: [message] }));
}
