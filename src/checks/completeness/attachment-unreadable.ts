import type { Chat } from "../../model/chat.ts";
import type { Kind } from "../../model/kind.ts";
import type { Level, Strength } from "../../model/finding.ts";
import type { Attachment } from "../../model/message.ts";
import type { Source } from "../../model/source.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { picturesToDecode } from "../decode-budget.ts";
import { judgeMedia, type MediaFault, type MediaVerdict } from "../media-verdict.ts";
import { PLACES_SHOWN } from "../places.ts";
import { onlyRow, rowPlace } from "../row.ts";

/** Files looked at together: the decoder works on several while the next are read. */
const IN_FLIGHT = 4;

const GRADES: Readonly<Record<MediaFault, { readonly level: Level; readonly strength: Strength }>> = {
  empty: { level: "warning", strength: "B" },
  zeros: { level: "warning", strength: "B" },
  "not-what-named": { level: "warning", strength: "B" },
  unrecognised: { level: "warning", strength: "C" },
  truncated: { level: "warning", strength: "B" },
  damaged: { level: "warning", strength: "B" },
  undecodable: { level: "warning", strength: "B" },
  faulty: { level: "warning", strength: "C" },
};

/**
 * Attachments whose content is not what name or kind says, or cannot be read as what it is.
 *
 * Each file is looked at once, however many messages use it. Pixels are decoded up to a number of bytes a run; beyond it
 * the structure is walked, and the counts say how many files got which.
 */
export const attachmentUnreadable = defineCheck({
  id: "completeness/attachment-unreadable",
  version: 1,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: [],
  options: { listed: 200, decodeBudgetBytes: 134_217_728 },
  title: { zh: "附件内容无法读取或与名称不符", en: "Attachments that cannot be read or are not what they are named" },
  rule: {
    zh: "对消息所附的每个文件，先以开头的字节与扩展名（没有扩展名时与消息类型）比较，再按格式检查结构：JPEG、PNG、GIF 的结尾和校验，WAV、WebP 自述的长度，SILK、AMR 的语音帧，MP4、HEIC 的数据盒，PDF 的结尾标记，ZIP、DOCX、XLSX 的目录；图片在每次运行的限额（默认 128 MiB）之内逐一解码像素，其余只查结构，各有多少见计数。客户端以单一字节异或存放的 .dat 图片，还原后查其结构；HEIC、AVIF 的像素和客户端的其他自有编码（加密的 .dat、wxgf）不在此判断。名称与内容同属图片等一类而格式不同的，只作提示。",
    en: "For every file that messages carry, the first bytes are compared with the extension (without one, with the kind of message) and the structure of the format is walked: end and checksums of JPEG, PNG and GIF, the stated length of WAV and WebP, the frames of SILK and AMR, the boxes of MP4 and HEIC, the end mark of PDF, the directory of ZIP, DOCX and XLSX. The pixels of pictures are decoded within a limit for each run (128 MiB unless set), beyond it only structure is looked at; the counts say how many got which. Of a .dat picture that the client stored under a single-byte XOR the structure below the key is walked; pixels of HEIC and AVIF and the client's other encodings (encrypted .dat, wxgf) are not judged. Another format of the same sort than the name says is only noted.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条要求考虑电子数据的存储、传输、提取方法是否可靠，以及异常对数据的影响；打不开的附件应在质证前重新从原始载体获取。",
    en: "Article 93 of the Provisions on Evidence in Civil Procedure looks at how electronic data were stored, transferred and extracted and at what an abnormality did to them; an attachment that does not open should be fetched again from the original carrier before the hearing.",
  },
  innocent: [
    {
      zh: "下载、拷贝或解压在中途中断，文件只写了一部分；重新获取后可能消失。",
      en: "A download, copy or unpacking was interrupted and only a part was written; a fresh copy may be free of it.",
    },
    {
      zh: "导出工具统一使用一种扩展名（如 .jpg），而实际内容是另一种图片格式。",
      en: "The exporter gives one extension (such as .jpg) to all pictures, whatever their format.",
    },
    {
      zh: "文件仍是客户端的加密缓存，导出工具没有解密。",
      en: "The file is still in the client's encrypted form; the exporter did not decrypt it.",
    },
    {
      zh: "发送人发出的文件本来就是如此。",
      en: "The file was in this state when it was sent.",
    },
  ],
  reference: "wechat-databases.md §9.1, §9.3; dependencies.md §8 (sharp); design.md §5, §6.2",
  words: {
    empty: {
      zh: "第 {seq} 条的附件“{path}”是空的（0 字节）。",
      en: "The attachment “{path}” of message {seq} is empty (0 bytes).",
    },
    zeros: {
      zh: "第 {seq} 条的附件“{path}”（{sizeBytes}）开头全为零字节，通常是没有下载或拷贝完成。",
      en: "The attachment “{path}” ({sizeBytes}) of message {seq} begins with nothing but zero bytes, as an unfinished download or copy leaves them.",
    },
    "not-what-named": {
      zh: "第 {seq} 条的附件“{path}”应为 {expected}，内容却是 {found}。",
      en: "The attachment “{path}” of message {seq} should be {expected}, but its content is {found}.",
    },
    unrecognised: {
      zh: "第 {seq} 条的附件“{path}”应为 {expected}，其内容不是任何一种已知的格式。",
      en: "The attachment “{path}” of message {seq} should be {expected}; its content is of no known format.",
    },
    truncated: {
      zh: "第 {seq} 条的附件“{path}”（{found}，{sizeBytes}）在其结构结束之前中断。",
      en: "The attachment “{path}” ({found}, {sizeBytes}) of message {seq} breaks off before its structure ends.",
    },
    damaged: {
      zh: "第 {seq} 条的附件“{path}”（{found}，{sizeBytes}）的结构有误，或与其自带的校验值不一致。",
      en: "The attachment “{path}” ({found}, {sizeBytes}) of message {seq} has a faulty structure, or does not agree with its own checksum.",
    },
    undecodable: {
      zh: "第 {seq} 条的图片“{path}”（{found}，{sizeBytes}）无法解码。",
      en: "The picture “{path}” ({found}, {sizeBytes}) of message {seq} cannot be decoded.",
    },
    faulty: {
      zh: "第 {seq} 条的图片“{path}”（{found}，{sizeBytes}）可以解码，但图像数据有误，画面可能有缺损。",
      en: "The picture “{path}” ({found}, {sizeBytes}) of message {seq} decodes, but its data have faults; parts of the picture may be off.",
    },
    "other-format": {
      zh: "有 {count} 个附件扩展名为 {expected}，内容是 {found}，第一个是“{path}”；一般的看图、播放软件可以照常打开。",
      en: "{count} attachment(s) named .{expected} have content of the format {found}, the first is “{path}”; usual viewers and players open them.",
    },
    "too-many-pixels": {
      zh: "有 {count} 张图片超过 6400 万像素，没有解码，第一张是“{path}”。",
      en: "{count} picture(s) have more than 64 million pixels and were not decoded; the first is “{path}”.",
    },
    more: {
      zh: "另有 {count} 个附件无法读取或与名称不符，第一个是“{path}”。",
      en: "Another {count} attachment(s) cannot be read or are not what they are named; the first is “{path}”.",
    },
  },
  async *run({ chat, source, conversation, options }: ConversationContext) {
    const total = onlyRow(chat.query<{ attachments: number }>(TOTAL, conversation.id)).attachments;
    if (total === 0) return { notApplicable: "no-attachment-files" };
    const decoded = picturesToDecode(chat, source, options["decodeBudgetBytes"] ?? 134_217_728);
    const tally = new Tally(chat, source, options["listed"] ?? 200);
    for (const uses of inGroups(chat.query<Use>(FILES, conversation.id), IN_FLIGHT)) {
      const verdicts = await Promise.all(uses.map((use) => judgeUse(source, use, decoded)));
      for (const [index, use] of uses.entries()) yield* tally.take(use, verdicts[index]);
    }
    yield* tally.rest();
    return { counts: tally.counts };
  },
});

/** A file and the first message that uses it. */
interface Use {
  readonly file: string;
  readonly kind: Kind;
  readonly role: Attachment["role"];
  readonly uses: number;
  readonly message: number;
}

const TOTAL = "SELECT count(*) AS attachments FROM attachment WHERE conversation = ? AND file IS NOT NULL";

// Bare columns beside min() are those of the row with the minimum (SQLite, "Bare columns in an aggregate query").
const FILES = `SELECT file, kind, role, message, count(*) AS uses, min(seq) AS firstSeq FROM attachment
  WHERE conversation = ? AND file IS NOT NULL GROUP BY file ORDER BY file`;

function* inGroups<Entry>(entries: Iterable<Entry>, size: number): Generator<Entry[], void, void> {
  let group: Entry[] = [];
  for (const entry of entries) {
    group.push(entry);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

function judgeUse(
  source: Source,
  { file: path, kind, role }: Use,
  decoded: ReadonlySet<string>,
): Promise<MediaVerdict> {
  const sizeBytes = source.file(path)?.sizeBytes ?? 0;
  const bytes = { sizeBytes, read: (position: number, length: number) => source.read(path, position, length) };
  return judgeMedia({ path, kind, role, bytes }, decoded.has(path));
}

interface Together {
  readonly facts: { readonly expected: string; readonly found: string | null; readonly path: string };
  count: number;
  readonly paths: string[];
}

/** Lists the first faults, groups what is only noted, and counts how far each file was looked at. */
class Tally {
  readonly counts = { files: 0, decoded: 0, structureOnly: 0, notJudged: 0, faults: 0 };
  private readonly chat: Chat;
  private readonly source: Source;
  private readonly listed: number;
  private readonly otherFormats = new Map<string, Together>();
  private large: Together | null = null;
  private more: { count: number; path: string } | null = null;

  constructor(chat: Chat, source: Source, listed: number) {
    this.chat = chat;
    this.source = source;
    this.listed = listed;
  }

  *take(use: Use, verdict: MediaVerdict | undefined): Generator<Found, void, void> {
    if (!verdict) return;
    this.counts.files += 1;
    if (verdict.depth === "decoded") this.counts.decoded += 1;
    else if (verdict.depth === "structure") this.counts.structureOnly += 1;
    else this.counts.notJudged += 1;
    this.note(use.file, verdict);
    if (verdict.fault === null) return;
    this.counts.faults += 1;
    if (this.counts.faults <= this.listed) yield faultFound(this.chat, this.source, use, verdict, verdict.fault);
    else this.more = { count: (this.more?.count ?? 0) + 1, path: this.more?.path ?? use.file };
  }

  *rest(): Generator<Found, void, void> {
    if (this.more) yield { word: "more", facts: this.more, at: [] };
    for (const pair of this.otherFormats.values()) yield noted("other-format", pair);
    if (this.large) yield noted("too-many-pixels", this.large);
  }

  private note(path: string, { isOtherFormat, hasTooManyPixels, expected, found }: MediaVerdict): void {
    const facts = { expected, found, path };
    if (isOtherFormat) {
      const key = `${expected} ${found}`;
      this.otherFormats.set(key, joined(this.otherFormats.get(key), facts));
    }
    if (hasTooManyPixels) this.large = joined(this.large ?? undefined, facts);
  }
}

function joined(known: Together | undefined, facts: Together["facts"]): Together {
  const together = known ?? { facts, count: 0, paths: [] };
  together.count += 1;
  if (together.paths.length < PLACES_SHOWN) together.paths.push(facts.path);
  return together;
}

function noted(word: string, { facts, count, paths }: Together): Found {
  return { word, facts: { ...facts, count }, at: paths.map((path) => ({ path })), level: "note", strength: "D" };
}

function faultFound(chat: Chat, source: Source, use: Use, verdict: MediaVerdict, fault: MediaFault): Found {
  const { seq, at } = rowPlace(chat, use.message);
  const { expected, found } = verdict;
  const sizeBytes = source.file(use.file)?.sizeBytes ?? 0;
  const facts = { seq, path: use.file, expected, found, sizeBytes, uses: use.uses };
  return { word: fault, facts, at: [at, { path: use.file }], messages: [seq], ...GRADES[fault] };
}
