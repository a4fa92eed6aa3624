import type { Bilingual } from "../../base/bilingual.ts";
import type { Chat } from "../../model/chat.ts";
import { KINDS, type Kind } from "../../model/kind.ts";
import type { Message } from "../../model/message.ts";
import type { Source } from "../../model/source.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";
import { onlyRow } from "../row.ts";
import { md5Of, statedDigests } from "../stated-digests.ts";
import { listedFound } from "../warned-rows.ts";

/** Media that are encoded anew on their way, so that digest and size usually differ. */
const TRANSCODED = ["image", "voice", "video", "sticker"] as const satisfies readonly Kind[];
/** Files of the stated size that are read to see whether one is what the message describes. */
const MOST_LOOKED_AT = 20;

const differ = (name: Bilingual): Bilingual => ({
  zh: `有 {count} 个${name.zh}的大小或 MD5 与消息写明的不同，从第 {seq} 条（{path}）起；此类媒体在发送、下载或导出时常被重新编码。`,
  en: `For {count} attachment(s) of the kind ${name.en} size or MD5 differ from what the message states, from message {seq} ({path}) on; such media are often encoded anew when sent, downloaded or exported.`,
});

/** Size and digest of a received file against what its message states. */
export const attachmentDigest = defineCheck({
  id: "completeness/attachment-digest",
  version: 1,
  scope: "conversation",
  level: "error",
  strength: "A",
  needs: [],
  options: { listed: 100, digestBudgetBytes: 1_073_741_824 },
  title: { zh: "附件与消息写明的摘要不符", en: "Attachments that differ from the digest stated" },
  rule: {
    zh: "消息写明了文件的大小或 MD5 的，与收到的文件比较。文件类消息原样传送，任何一项不符即逐条列出：收到的文件不是该消息所说的文件；收到的材料中另有大小和 MD5 都相符的文件的，指出是哪一个，只作提示。图片、语音、视频、动图在传送中常被重新编码，不符的按类型合并，只作提示。客户端加密存放的 .dat 图片不比较。MD5 在每次运行的限额（默认 1 GiB）之内计算，文件类优先，未计算的见计数。",
    en: "Where a message states the size or MD5 of its file, the received file is compared. A document is sent as it is, so that any difference is told: the file received is not the one the message describes; where another received file has both the stated size and MD5 it is named, and only noted. Pictures, voices, films and stickers are often encoded anew on their way; those that differ are noted by kind. Pictures in the client's own .dat form are not compared. MD5 is computed within a limit for each run (1 GiB unless set), documents first; the counts say how many were not.",
  },
  legalHook: {
    zh: "《最高人民法院关于互联网法院审理案件若干问题的规定》第十一条将哈希值校验列为认定电子数据的技术手段之一；附件与消息写明的摘要不符时，不能以它作为该消息的附件出示。",
    en: "Article 11 of the Provisions on Internet Courts names hash values among the means of ascertaining electronic data; a file that differs from the digest its message states should not be shown as the attachment of that message.",
  },
  innocent: [
    {
      zh: "文件在下载后被打开、修改并保存在原处。",
      en: "The file was opened, changed and saved in place after it was downloaded.",
    },
    {
      zh: "不同消息的文件同名，导出或拷贝时后者覆盖了前者，或取错了一个。",
      en: "Files of different messages share a name, and one overwrote the other in the export or copy, or the wrong one was taken.",
    },
    { zh: "下载没有完成。", en: "The download was not finished." },
    {
      zh: "图片、视频由客户端压缩，或由导出工具转换过格式。",
      en: "Pictures and films were compressed by the client, or converted by the exporter.",
    },
  ],
  reference: "wechat-databases.md §8.4 S-R11, §9.3; export-formats.md §14 MEDIA_WRONG_FILE",
  words: {
    "size-differs": {
      zh: "第 {seq} 条（{sentAt}）写明文件大小为 {claimedBytes}，收到的“{path}”为 {sizeBytes}；不是该消息所说的文件。",
      en: "Message {seq} ({sentAt}) states a size of {claimedBytes} for its file, but “{path}” has {sizeBytes}; it is not the file the message describes.",
    },
    "md5-differs": {
      zh: "第 {seq} 条（{sentAt}）写明文件的 MD5 为 {claimedMd5}，收到的“{path}”为 {md5}；不是该消息所说的文件。",
      en: "Message {seq} ({sentAt}) states the MD5 {claimedMd5} for its file, but that of “{path}” is {md5}; it is not the file the message describes.",
    },
    elsewhere: {
      zh: "第 {seq} 条（{sentAt}）的文件按名称对应到“{path}”，大小或 MD5 不符；收到的“{other}”与消息写明的大小和 MD5 相符。",
      en: "By its name the file of message {seq} ({sentAt}) is “{path}”, which differs in size or MD5; “{other}” among the files received agrees with the size and MD5 stated.",
    },
    more: {
      zh: "另有 {count} 个文件的大小或 MD5 与消息写明的不同，从第 {seq} 条起。",
      en: "Another {count} file(s) differ in size or MD5 from what the message states, from message {seq} on.",
    },
    "differ-image": differ(KINDS.image.name),
    "differ-voice": differ(KINDS.voice.name),
    "differ-video": differ(KINDS.video.name),
    "differ-sticker": differ(KINDS.sticker.name),
  },
  *run({ chat, source, conversation, options }: ConversationContext) {
    const digests = statedDigests(chat, source, options["digestBudgetBytes"] ?? 1_073_741_824);
    const tally = new Tally(source, digests);
    const wrong = tally.wrongFiles(chat.query<Stated>(STATED, conversation.id));
    yield* listedFound(wrong, options["listed"] ?? 100, "more");
    tally.recordings(chat, conversation.id);
    yield* tally.transcoded();
    if (tally.counts.stated === 0) return { notApplicable: "no-digest-stated" };
    return { counts: tally.counts };
  },
});

const KINDS_COMPARED = ["file", ...TRANSCODED].map((kind) => `'${kind}'`).join(", ");

interface Stated {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly kind: Kind;
  readonly file: string;
  readonly md5: string | null;
  readonly size: number | null;
  readonly at: string;
}

const STATED = `SELECT a.seq AS seq, m.sent_at AS sentAt, a.kind AS kind, a.file AS file, lower(a.claimed_md5) AS md5,
    a.claimed_size AS size, m.locator AS at
  FROM attachment AS a CROSS JOIN message AS m ON m.id = a.message
  WHERE a.conversation = ? AND a.role = 'main' AND a.file IS NOT NULL AND a.kind IN (${KINDS_COMPARED})
    AND (a.claimed_md5 IS NOT NULL OR a.claimed_size IS NOT NULL) ORDER BY a.seq, a.ordinal`;

const EMBEDDED =
  "SELECT count(*) AS rows FROM attachment WHERE conversation = ? AND embedded IS NOT NULL AND claimed_size > 0";

type Kept = Pick<Stated, "seq" | "sentAt" | "file" | "at">;
type Difference = "size-differs" | "md5-differs";

/** Compares the files of one conversation; documents come out one by one, the rest is kept by kind. */
class Tally {
  readonly counts = { stated: 0, agreeing: 0, differing: 0, digestNotComputed: 0, encoded: 0 };
  private readonly source: Source;
  private readonly digests: ReadonlyMap<string, string>;
  private readonly byKind = new Map<(typeof TRANSCODED)[number], { count: number; readonly first: Kept[] }>();

  constructor(source: Source, digests: ReadonlyMap<string, string>) {
    this.source = source;
    this.digests = digests;
  }

  *wrongFiles(rows: Iterable<Stated>): Generator<Found, void, void> {
    for (const stated of rows) {
      this.counts.stated += 1;
      const kind = TRANSCODED.find((each) => each === stated.kind);
      if (kind !== undefined && /\.dat$/i.test(stated.file)) {
        this.counts.encoded += 1;
        continue;
      }
      const difference = this.differenceOf(stated);
      if (difference === null) continue;
      this.counts.differing += 1;
      if (kind === undefined) yield this.wrongFile(stated, difference);
      else this.keep(kind, stated);
    }
  }

  /** Recordings kept inside a database: the size of the value against the one stated. */
  recordings(chat: Chat, conversation: string): void {
    if (onlyRow(chat.query<{ rows: number }>(EMBEDDED, conversation)).rows === 0) return;
    for (const { line } of chat.lines(conversation, ["voice"])) {
      const { attachments, seq, sentAt, locator } = JSON.parse(line) as Message;
      for (const { embedded, sizeBytes, claimedSizeBytes } of attachments) {
        if (embedded === undefined || claimedSizeBytes === null || claimedSizeBytes === 0) continue;
        this.counts.stated += 1;
        if (sizeBytes === claimedSizeBytes) this.counts.agreeing += 1;
        else {
          this.counts.differing += 1;
          this.keep("voice", { seq, sentAt, file: embedded.path, at: JSON.stringify(locator) });
        }
      }
    }
  }

  *transcoded(): Generator<Found, void, void> {
    for (const kind of TRANSCODED) {
      const kept = this.byKind.get(kind);
      const [first] = kept?.first ?? [];
      if (!kept || !first) continue;
      const facts = { count: kept.count, seq: first.seq, path: first.file };
      const messages = [...new Set(kept.first.map(({ seq }) => seq))];
      yield { word: `differ-${kind}`, facts, at: placesOf(kept.first), messages, level: "note", strength: "C" };
    }
  }

  private differenceOf({ file, md5, size }: Stated): Difference | null {
    const sizeBytes = this.source.file(file)?.sizeBytes ?? 0;
    if (size !== null && size > 0 && size !== sizeBytes) return "size-differs";
    const found = md5 === null || !/^[0-9a-f]{32}$/.test(md5) ? null : this.digests.get(file);
    if (found === undefined) this.counts.digestNotComputed += 1;
    else if (found !== null && found !== md5) return "md5-differs";
    else this.counts.agreeing += 1;
    return null;
  }

  private wrongFile(stated: Stated, word: Difference): Found {
    const { seq, sentAt, file: path, md5: claimedMd5, size: claimedBytes, at } = stated;
    const places = { at: [...placesOf([{ at }]), { path }], messages: [seq] };
    const other = elsewhere(this.source, stated);
    if (other !== null) {
      const facts = { seq, sentAt, path, other };
      return { word: "elsewhere", facts, ...places, level: "note", strength: "C" };
    }
    const sizeBytes = this.source.file(path)?.sizeBytes ?? 0;
    const md5 = this.digests.get(path) ?? null;
    return { word, facts: { seq, sentAt, path, sizeBytes, claimedBytes, md5, claimedMd5 }, ...places };
  }

  private keep(kind: (typeof TRANSCODED)[number], stated: Kept): void {
    const kept = this.byKind.get(kind) ?? { count: 0, first: [] };
    kept.count += 1;
    if (kept.first.length < PLACES_SHOWN) kept.first.push(stated);
    this.byKind.set(kind, kept);
  }
}

/** Another received file that has both the size and the MD5 stated; null where there is none, or too many to look at. */
function elsewhere(source: Source, { file, md5, size }: Stated): string | null {
  if (md5 === null || size === null) return null;
  const candidates = source.files.filter(({ path, sizeBytes }) => sizeBytes === size && path !== file);
  return candidates.slice(0, MOST_LOOKED_AT).find(({ path }) => md5Of(source, path) === md5)?.path ?? null;
}
