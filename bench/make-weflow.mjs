import { closeSync, mkdirSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";

const SENTENCES = ["货已经装车，下午三点前到工地", "收到，辛苦了", "这批的合格证记得一起带上", "单价还是按上次说的三百二十八一吨", "好的，我让仓库核对一下数量", "对账单发你了，麻烦确认", "周五之前能不能先付一半"]; // prettier-ignore
const START_S = 1_600_000_000;
const FIRST_ID = 5_520_013_399_120_045_511n;

/** A private chat of `count` invented messages as WeFlow JSON: text with now and then a picture, a quote, a notice. */
export function makeWeflow(folder, count) {
  mkdirSync(join(folder, "texts"), { recursive: true });
  const file = openSync(join(folder, "texts", "老王.json"), "w");
  const session = { wxid: "wxid_bench", nickname: "老王", remark: "王经理", displayName: "王经理", type: "私聊", lastTimestamp: START_S + count * 37, messageCount: count, avatar: "" }; // prettier-ignore
  const weflow = { version: "1.0.3", exportedAt: START_S + count * 37 + 600, generator: "WeFlow" };
  writeSync(file, `{"weflow":${JSON.stringify(weflow)},"session":${JSON.stringify(session)},"messages":[\n`);
  let block = [];
  for (let index = 0; index < count; index += 1) {
    block.push(JSON.stringify(message(index)));
    if (block.length === 5000 || index === count - 1) {
      writeSync(file, block.join(",\n") + (index === count - 1 ? "\n" : ",\n"));
      block = [];
    }
  }
  writeSync(file, "]}\n");
  closeSync(file);
}

function message(index) {
  const createTime = START_S + index * 37;
  const isSend = index % 3 === 0 ? 1 : 0;
  const base = {
    localId: index + 1,
    createTime,
    formattedTime: new Date((createTime + 28_800) * 1000).toISOString().slice(0, 19).replace("T", " "),
    type: "文本消息",
    localType: 1,
    content: `${SENTENCES[index % SENTENCES.length]}（${index}）`,
    isSend,
    senderUsername: isSend ? "wxid_me" : "wxid_bench",
    senderDisplayName: isSend ? "我" : "王经理",
    source: "",
    platformMessageId: String(FIRST_ID + BigInt(index) * 104_729n),
  };
  if (index % 50 === 7) return { ...base, type: "图片消息", localType: 3, content: "[图片]" };
  if (index % 200 === 11) return { ...base, type: "引用消息", localType: 244813135921, replyToMessageId: String(FIRST_ID + BigInt(index - 5) * 104_729n), quotedSender: "王经理", quotedContent: "收到，辛苦了" }; // prettier-ignore
  return base;
}
