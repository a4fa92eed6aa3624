import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";

const START = 1_717_200_000;
const ME = "wxid_made_owner0000";
const OTHER = "wxid_made_other0000";

const word = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom("借款", "利息", "合同", "明天", "收到", "尾款", "，", "。", "5000", " ", "\n") },
  { weight: 1, arbitrary: fc.constantFrom("<script>window.hit=1</script>", "\u202e", "\u200b", "👨‍👩‍👧", "é", "&amp;", "\"'`", "\\", "😀️", "\u2028", "]]>", "__proto__") },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", minLength: 1, maxLength: 6 }) },
); // prettier-ignore
const words = fc.array(word, { minLength: 1, maxLength: 30 }).map((parts) => parts.join(""));

/** A WeFlow export of invented talk: hostile words among plain ones, the same each time. */
export function writeGeneratedExport(folder: string, count: number): void {
  const texts = fc.sample(words, { numRuns: count, seed: 20_260_901 });
  const title = "周黎 <b>&\u202e";
  const messages = texts.map((content, index) => ({
    localId: index + 1,
    createTime: START + index * 613,
    formattedTime: beijing(START + index * 613),
    type: "文本消息",
    localType: 1,
    content: index === 7 ? content.repeat(400) : content,
    isSend: index % 3 === 0 ? 1 : 0,
    senderUsername: index % 3 === 0 ? ME : OTHER,
    senderDisplayName: index % 3 === 0 ? "顾明远" : title,
    source: "",
    platformMessageId: String(4_100_000_000_000_000_001n + BigInt(index)),
  }));
  const session = { wxid: OTHER, nickname: "周黎", remark: title, displayName: title, type: "私聊", lastTimestamp: START + (count - 1) * 613, messageCount: count }; // prettier-ignore
  const weflow = { version: "1.0.3", exportedAt: START + count * 613, generator: "WeFlow" };
  mkdirSync(join(folder, "texts"), { recursive: true });
  writeFileSync(join(folder, "texts/私聊_周黎_全部时间.json"), JSON.stringify({ weflow, session, messages }, null, 2));
}

function beijing(seconds: number): string {
  return new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 19).replace("T", " ");
}
