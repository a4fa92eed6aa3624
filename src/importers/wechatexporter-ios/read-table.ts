import { encodingOfFile, headText, textPieces } from "../../base/delimited.ts";
import { readCsv } from "../../base/csv.ts";
import { SourceError } from "../../base/errors.ts";
import type { Kind } from "../../model/kind.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, MessageFacts, ReadSettings, Yielded } from "../importer.ts";
import { parseNotice } from "../wechat/notice.ts";
import { plainNotice } from "../wechat/payload-system.ts";
import { readPayload } from "../wechat/payload.ts";
import { timeOfText } from "../wechat/sent-time.ts";
import { counted, exportOf, Tally } from "./tally.ts";

/** Header of the CSV of 12425's wechat-exporter. @source documented: export-formats.md §6.4 */
const COLUMNS = ["时刻", "消息类型", "消息方向", "ID", "微信号", "昵称", "备注名", "内容"] as const;
const KEY = "chat";

export function isTable(source: Source, path: string): boolean {
  const [line = ""] = (headText(source, path) ?? "").replace(/^\ufeff/, "").split(/\r?\n/);
  return line.replaceAll('"', "") === COLUMNS.join(",");
}

/** bzip2 is not unpacked here; by its name the file may hold such a table. */
export function isPackedTable(source: Source, path: string): boolean {
  return /\.csv\.bz2$/i.test(path) && source.read(path, 0, 3).toString("latin1") === "BZh";
}

/** @throws {SourceError} ENCODING_UNKNOWN, CSV_RECORD_TOO_LONG, CSV_TOO_MANY_FIELDS, BZIP2_NOT_UNPACKED */
export function* readTable(source: Source, { entry: path }: Claim, settings: ReadSettings): Generator<Yielded> {
  if (isPackedTable(source, path)) throw packed(path);
  const encoding = encodingOfFile(source, path);
  const told: Yielded[] = [];
  const text = textPieces(source, path, encoding, (repair) => told.push({ type: "repair", ...repair }));
  const records = readCsv(text, {
    path,
    onRepair: ({ code, line, detail }) => told.push({ type: "repair", at: { path, line }, code, detail }),
  });
  const tally = new Tally();
  let talker: string | null = null;
  const facts = () =>
    exportOf({ variant: "12425 CSV", encoding: encoding.encoding, provides: tally.provides(), localIdOrigin: "none" });
  yield { type: "export", facts: facts() };
  yield conversationOf(path, talker, tally);
  for (const { row, line, fields } of records) {
    yield* told.splice(0);
    if (row === 0) continue;
    const at = { path, row, line };
    if (fields.length !== COLUMNS.length) {
      yield {
        type: "skipped",
        conversation: KEY,
        at,
        reason: "wrong-field-count",
        raw: fields.join(",").slice(0, 500),
      };
      continue;
    }
    const message: MessageFacts = { locator: at, ...messageOf(fields, settings) };
    if (message.direction === "sent") talker ??= fields[3] || null;
    tally.count(message);
    yield { type: "message", conversation: KEY, facts: message };
  }
  yield* told;
  yield { type: "export", facts: facts() };
  yield conversationOf(path, talker, tally);
  for (const defect of counted({ TIME_ZONE_UNSTATED: tally.timed })) yield { type: "defect", defect };
  for (const code of ["SENDER_FROM_TEXT", "SENDER_IS_PEER_HEADER", "MEDIA_NOT_COPIED"]) {
    yield { type: "defect", defect: { code, records: null } };
  }
}

/** Rows the owner sent bear the chat's own id. */
function conversationOf(path: string, talker: string | null, tally: Tally): Yielded {
  const isGroup = talker?.endsWith("@chatroom") === true || tally.isGroup;
  const title = path.slice(path.lastIndexOf("/") + 1).replace(/\.csv$/i, "");
  const stated = { statedMessageCount: null, statedLastMessageAt: null, members: [] };
  return { type: "conversation", facts: { key: KEY, type: isGroup ? "group" : "unknown", talker, title, ...stated } };
}

const WORDS: Readonly<Record<string, Kind>> = {
  文本: "text",
  图片: "image",
  语音: "voice",
  名片: "card",
  视频: "video",
  表情: "sticker",
  位置: "location",
  链接: "link",
  通话: "call",
  语音通话: "call",
  视频通话: "call",
  企业微信名片: "card",
  系统消息: "system",
  撤回的消息: "recall",
};

const NOTICE_WORDS: ReadonlySet<string> = new Set(["系统消息", "撤回的消息"]);

function messageOf(fields: readonly string[], settings: ReadSettings): Omit<MessageFacts, "locator"> {
  const [time = "", word = "", way = "", id = "", alias = "", nickname = "", remark = "", content = ""] = fields;
  const { doubt, ...times } = timeOfText(time, settings);
  const isSent = way === "发送";
  const read = contentOf(word, content, NOTICE_WORDS.has(word));
  // A pat stands among the cards; its XML says what it is.
  const isNotice = NOTICE_WORDS.has(word) || read.kind === "pat";
  const isStated = !isSent && !isNotice && id !== "";
  const shown = remark || nickname || null;
  return {
    ...times,
    ...read,
    direction: isNotice ? "system" : isSent ? "sent" : way === "接收" ? "received" : "unknown",
    sender: isStated ? id : null,
    senderName: isStated ? shown : null,
    senderBasis: isStated ? "stated" : "none",
    extra: {
      ...read.extra,
      ...extraOf({
        消息类型: word,
        消息方向: way,
        ID: isStated ? "" : id,
        微信号: alias,
        昵称: nickname,
        备注名: remark,
      }),
    },
    warnings: [
      ...(doubt === null ? [] : [doubt]),
      ...(times.sentAt === null ? ["TIME_UNREADABLE"] : []),
      ...(isSent ? ["SENDER_IS_PEER_HEADER"] : []),
    ],
  };
}

function extraOf(columns: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== ""));
}

/** The stored text or XML, read anew; the word of the column counts where the XML shows no kind. */
function contentOf(
  word: string,
  content: string,
  isNotice: boolean,
): Pick<MessageFacts, "kind" | "kindBasis"> & Partial<MessageFacts> {
  const named = Object.hasOwn(WORDS, word) ? (WORDS[word] ?? "unknown") : "unknown";
  const read = named === "text" || !content.includes("<") ? null : readPayload(content);
  if (read !== null) {
    const { kind, appType, isDamaged: _isDamaged, attachments, ...parts } = read;
    const media = attachments.map((one) => ({ ...one, notExported: true }));
    return {
      ...parts,
      kind: kind ?? named,
      kindBasis: kind === null ? "word" : "code",
      typeCode: appType,
      payload: content,
      attachments: media,
    };
  }
  const text = content === "" ? null : content;
  if (isNotice) return { ...parseNotice(plainNotice(content)), kindBasis: "word", text };
  return { kind: named, kindBasis: named === "unknown" ? "none" : "word", text };
}

function packed(path: string): SourceError {
  return new SourceError(
    "BZIP2_NOT_UNPACKED",
    {
      zh: `文件“${path}”是 bzip2 压缩的表格，本程序不能解压。`,
      en: `"${path}" is a table compressed with bzip2, which this program does not unpack.`,
    },
    {
      hint: {
        zh: "请先用解压软件（如 7-Zip）解压，得到 .csv 文件后连同原压缩文件一并提供。",
        en: "Unpack it first (7-Zip does) and give the .csv together with the compressed file.",
      },
      facts: { path },
    },
  );
}
