import type { Language } from "../base/bilingual.ts";

/**
 * Chinese for what a fault expected or found where that is said in words. Faults speak English, which is what `--json`
 * prints; `{}` stands for a value
 * without blanks, kept as it is. Digests, sizes and names are no words and have no entry.
 */
const PHRASES: readonly (readonly [en: string, zh: string])[] = [
  ["present", "有"],
  ["missing", "没有"],
  ["none", "无"],
  ["no such file", "没有这个文件"],
  ["(no such line)", "没有这一行"],
  ["(none)", "无"],
  ["readable", "可以读出"],
  ["listed in {}", "列入 {}"],
  ["not listed", "未列入"],
  ["{} more", "另有 {} 处"],
  ["at least one file", "至少一个文件"],
  ["at least one line", "至少一行"],
  ["bytes that cannot be unpacked", "内容无法解压"],
  // Bags of other making.
  ["the two lines of RFC 8493 2.1.1", "RFC 8493 2.1.1 规定的两行"],
  ["hex digits, blanks, a path", "十六进制数、空格、路径"],
  ["a path inside the bag", "包内的路径"],
  ["a link or device", "链接或设备"],
  ["at least one manifest-*.txt", "至少一个 manifest-*.txt"],
  ["an algorithm known here", "本程序能计算的算法"],
  ["text in {}", "{} 编码的文字"],
  ["BagIt-Version: {}", "版本 {}"],
  ["address, length, path", "网址、长度、路径"],
  // What lies in seal/.
  ["a signature that holds", "核对一致的签名"],
  ["a time stamp that holds", "核对一致的时间戳"],
  ["a signature", "签名"],
  ["a time stamp", "时间戳"],
  ["key {}", "公钥 {}"],
  // The zip.
  ["{} bytes", "{} 字节"],
  ["{} entries", "{} 个文件"],
  ["at most {}", "至多 {}"],
  ["at most {} bytes", "至多 {} 字节"],
  ["at most {} bytes after unpacking", "解压后至多 {} 字节"],
  ["more than {} bytes", "多于 {} 字节"],
  ["at most {} bytes in all entries", "全部条目合计至多 {} 字节"],
  ["{} bytes in the first {} entries", "{} 字节（仅前 {} 个条目）"],
  ["{} bytes stored", "存有 {} 字节"],
  ["data ends after {} of {} bytes", "数据在第 {} 字节结束，应有 {} 字节"],
  ["damaged", "已损坏"],
  ["{} bytes, CRC-32 {}", "{} 字节，CRC-32 为 {}"],
  ["{} bytes in between", "其间有 {} 字节"],
  ["{} bytes of directory", "目录 {} 字节"],
  ["end record in the last 22 bytes", "最后 22 字节为结束记录"],
  ["directory ends at {}", "目录结束于第 {} 字节"],
  ["directory follows the last entry", "最后一个文件之后即为目录"],
  ["end record follows the last directory entry", "目录之后即为结束记录"],
  ["directory ends inside an entry", "目录在一项中间结束"],
  ["name of {} bytes", "名称 {} 字节"],
  ["name of at most {} bytes", "名称至多 {} 字节"],
  ["a readable directory", "可以读取的目录"],
  ["unexpected end of file", "文件提前结束"],
  ["local header", "文件头部"],
  ["local header inside the file", "文件头部在 zip 之内"],
  ["data descriptor", "尾部记录"],
  ["directory", "目录"],
  ["data inside the file", "数据在 zip 之内"],
  ["ends at {}", "结束于第 {} 字节"],
  ["end of file", "文件结尾"],
  ["other bytes", "其他内容"],
  ["record at {}", "记录始于第 {} 字节"],
  ["at {}", "第 {} 字节"],
  ["a file name in printable ASCII", "由可显示 ASCII 字符组成的文件名"],
  ["names in ascending byte order", "名称按字节升序"],
  ["after {}", "在 {} 之后"],
  ["each name once", "每个名称一次"],
  ["again", "再次出现"],
  ["one name", "一个名称"],
  ["a Unicode path in an extra field", "附加字段中另有 Unicode 路径"],
  ["encrypted", "已加密"],
  ["not encrypted", "未加密"],
  ["0 or 8", "0 或 8"],
  ["a regular file", "普通文件"],
  ["mode type {}", "类型 {}"],
  // Lists and bag-info.txt.
  ["64 hex digits, two spaces, a path", "64 位十六进制数、两个空格、路径"],
  ["no byte order mark", "没有字节顺序标记"],
  ["a final LF", "以换行（LF）结尾"],
  ["lower-case hex", "小写十六进制数"],
  ["no leading backslash", "不以反斜杠开头"],
  ["two spaces", "两个空格"],
  ["space and *", "空格和 *"],
  ["a path without ./", "不以 ./ 开头的路径"],
  ["a path after {}", "排在 {} 之后的路径"],
  ["{} once, {}", "{} 一次，{}"],
  ["again, {}", "再次列出，{}"],
  ["Label: value", "“名称: 值”"],
  ["bytes that are not", "不是 UTF-8 的内容"],
  ["{}: {}, once", "{}: {}，且仅一次"],
  ["{}: a value like {}, once", "{}: 形如 {} 的值，且仅一次"],
  ["a path under data/", "data/ 之下的路径"],
  ["tag files only", "只列 data/ 和 seal/ 以外的文件"],
  // Places and names.
  ["below {}", "在 {} 之下"],
  ["{} and {} only", "只有 {} 和 {}"],
  ["no fetch.txt", "没有 fetch.txt"],
  ["a safe folder name", "合规的文件夹名"],
  ["a path of the safe set", "合规的路径"],
  ["names that differ in more than case", "不只大小写不同的名称"],
  // Records derived again.
  ["records that can be derived from data/", "可由 data/ 推导的记录"],
  ["settings of the run in the form of format 1", "格式 1 的程序设置"],
  ["a file this version does not write", "本版程序不会写出的文件"],
];

/** Fields of zip headers. */
const FIELDS: Readonly<Record<string, string>> = {
  signature: "标识字",
  "version made by": "制作版本",
  "version needed": "所需版本",
  flags: "标志位",
  method: "压缩方法",
  time: "时间",
  date: "日期",
  "crc-32": "CRC-32",
  "compressed size": "压缩后大小",
  size: "大小",
  sizes: "大小",
  "name length": "名称长度",
  "extra length": "附加字段长度",
  "comment length": "注释长度",
  disk: "分卷号",
  "internal attributes": "内部属性",
  "external attributes": "外部属性",
  "local header offset": "文件头部位置",
  name: "名称",
  "name, extra and comment": "名称、附加字段和注释",
  "zip64 and end record": "zip64 与结束记录",
};

interface Rule {
  readonly pattern: RegExp;
  readonly zh: string;
}

const RULES: readonly Rule[] = PHRASES.map(([en, zh]) => {
  const parts = en.split("{}").map((part) => part.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&"));
  return { pattern: new RegExp(`^${parts.join("(\\S+)")}$`, "s"), zh };
});

/** One side of a fault in the reader's language; what is data and no words comes back as it is. */
export function faultPhrase(text: string, language: Language): string {
  if (language === "en") return text;
  const field = /^(.+) (\d+)$/.exec(text);
  const fieldName = field && FIELDS[field[1] ?? ""];
  if (fieldName) return `${fieldName} ${field[2]}`;
  // The rule with the longest words of its own is the one that was meant.
  const [best] = RULES.filter(({ pattern }) => pattern.test(text)).sort((a, b) => wordsOf(b) - wordsOf(a));
  if (!best) return text;
  const values = best.pattern.exec(text)?.slice(1) ?? [];
  return best.zh.replaceAll("{}", () => values.shift() ?? "");
}

function wordsOf({ pattern }: Rule): number {
  return pattern.source.replaceAll("(\\S+)", "").length;
}

const PLACE = /^(?:line (?<line>\d+)|byte (?<byte>\d+)(?:, (?<field>[a-z0-9 ,-]+?))?): (?<rest>.*)$/s;

/** What a fault expected, apart from the line or byte it speaks of; the place is empty where it names none. */
export function placeAndExpected(expected: string, language: Language): { place: string; expected: string } {
  const { line, byte, field, rest } = PLACE.exec(expected)?.groups ?? {};
  if (rest === undefined) return { place: "", expected: faultPhrase(expected, language) };
  const zh = language === "zh";
  const at = line === undefined ? (zh ? `第 ${byte} 字节` : `byte ${byte}`) : zh ? `第 ${line} 行` : `line ${line}`;
  const what = field === undefined ? "" : zh ? `（${FIELDS[field] ?? field}）` : ` (${field})`;
  return { place: at + what, expected: faultPhrase(rest, language) };
}
