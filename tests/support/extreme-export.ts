import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const OWNER = "wxid_extremeowner1";
const DAY = 86_400;
/** 2016-03-01 09:00:00 +08:00. */
const FIRST = 1_456_794_000;
const YEARS = 3650;

/** Characters of every sort that print badly: each is seen on paper, by itself or by its number. */
export const EXTREME_TEXTS = [
  "生僻字：𠀀𠮷𡃁𪚥𫠝𬱖𰻝㐂㔾䶮，龘靐齉",
  "表情：👨‍👩‍👧‍👦👍🏽🇨🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️1️⃣🫠☺",
  "从右向左：שלום مرحبا \u202eabc\u202c 尾",
  "组合：é ñ ễ Z̸̡̢͎a̴l̷g̶o 각",
  "各种文字：ไทย हिन्दी ქართული Ελληνικά Кириллица 한국어 かな ᠮᠣᠩᠭᠣᠯ བོད་ཡིག",
  "不可见：a\u200bb\u200dc\u00add\ufeffe\u0000f\u0007g",
  "符号：①㈠㎡℃№‰™©¥€£₿￥～…—“”‘’『』〔〕",
  "全角ＡＢＣ１２３ 半角ｱｲｳ",
  "<b>不是标记</b> #typst $x$ *粗* _斜_ `码` \\n &amp; ${x}",
  "=SUM(A1:A9)",
  `长链接：https://example.cn/${"a1b2c3d4e5".repeat(40)}?q=${"z".repeat(200)}`,
  "长".repeat(2000),
  "W".repeat(2000),
  "👍".repeat(300),
  "。".repeat(200),
  `一行\n\n\n三行之后\r\n${"\t缩进".repeat(20)}`,
  " ",
  "",
] as const;

interface Row {
  readonly sender: string;
  readonly name: string;
  readonly at: number;
  readonly text: string;
}

function write(folder: string, file: string, session: Record<string, unknown>, rows: readonly Row[]): void {
  const messages = rows.map(({ sender, name, at, text }, index) => ({
    localId: index + 1,
    createTime: at,
    formattedTime: "",
    type: "文本消息",
    localType: 1,
    content: text,
    isSend: sender === OWNER ? 1 : 0,
    senderUsername: sender,
    senderDisplayName: name,
    source: "",
    senderAvatarKey: sender,
    platformMessageId: String(7_300_000_000_000_000_001n + BigInt(index) * 7919n),
  }));
  const weflow = { version: "1.0.3", exportedAt: FIRST + (YEARS + 1) * DAY, generator: "WeFlow" };
  const stated = { ...session, lastTimestamp: rows.at(-1)?.at ?? 0, messageCount: rows.length };
  writeFileSync(join(folder, file), JSON.stringify({ weflow, session: stated, messages }));
}

/** An export that is hard to print: rare characters over ten years, a group of 500, an empty and an early conversation. */
export function writeExtremeExport(folder: string): void {
  const texts = join(folder, "texts");
  mkdirSync(texts, { recursive: true });
  const name = `𠮷野家👨‍👩‍👧‍👦${"名".repeat(200)}`;
  const step = Math.floor((YEARS * DAY) / EXTREME_TEXTS.length);
  const rows = EXTREME_TEXTS.map((text, n) => ({ sender: n % 2 === 0 ? "wxid_extremepeer11" : OWNER, name: n % 2 === 0 ? name : "我", at: FIRST + n * step, text })); // prettier-ignore
  write(texts, "私聊_一.json", { wxid: "wxid_extremepeer11", nickname: name, remark: name, displayName: name, type: "私聊" }, rows); // prettier-ignore
  const members = Array.from({ length: 500 }, (_, n) => ({
    sender: `wxid_member${String(n).padStart(6, "0")}`,
    name: n % 50 === 0 ? `成员${n}${"长".repeat(60)}` : `成员${n}`,
    at: FIRST + 2000 * DAY + n * 600,
    text: `第${n}人到齐`,
  }));
  const group = {
    wxid: "55500055500@chatroom",
    nickname: "五百人群",
    remark: "",
    displayName: "五百人群",
    type: "群聊",
  };
  write(texts, "群聊_二.json", group, members);
  write(texts, "私聊_三.json", { wxid: "wxid_nobody000001", nickname: "空", remark: "", displayName: "空", type: "私聊" }, []); // prettier-ignore
  const early = [{ sender: "wxid_early0000001", name: "早年", at: FIRST, text: "只在早年" }];
  write(texts, "私聊_四.json", { wxid: "wxid_early0000001", nickname: "早年", remark: "", displayName: "早年", type: "私聊" }, early); // prettier-ignore
}

/** A case file whose values are as hard to print as the messages. */
export function extremeCase(): string {
  const long = "填".repeat(1500);
  const rare = "𠮷𰻝👨‍👩‍👧‍👦\u202eשלום";
  const said = (text: string): string => JSON.stringify(text);
  return [
    `case: { cause: ${said(long)}, number: ${said(rare)}, forum: ${said("W".repeat(400))} }`,
    `submitter: { name: ${said(rare)}, role: 原告 }`,
    `devices: [{ deviceId: ${said("D".repeat(80))}, kind: 手机, location: { place: ${said(long)} }, custodian: { name: ${said(rare)} }, availability: 可当庭出示 }]`,
    `participants: [{ account: wxid_extremepeer11, claimedPerson: { name: ${said(long)}, role: 被告 } }]`,
    `exhibits: [{ number: "1", title: ${said(long)}, conversation: c1, messages: "1-18", objectOfProof: ${said(long)} }]`,
    "",
  ].join("\n");
}
