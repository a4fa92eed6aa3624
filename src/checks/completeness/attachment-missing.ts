import type { Bilingual } from "../../base/bilingual.ts";
import type { Chat } from "../../model/chat.ts";
import { KINDS, type Kind } from "../../model/kind.ts";
import type { Level, Strength } from "../../model/finding.ts";
import type { AttachmentState } from "../../model/message.ts";
import { defineCheck, type ConversationContext, type Found } from "../check.ts";
import { missingReasons, type MissingReason } from "../missing-reason.ts";
import { PLACES_SHOWN, placesOf } from "../places.ts";

/** Files of one kind, all absent, from this number on are told in one sentence: the folder was not handed over. */
const WHOLE_KIND = 20;

/** Kinds that have sentences of their own; the others share the last. */
const NAMED = ["image", "voice", "video", "file", "sticker"] as const satisfies readonly Kind[];
type Named = (typeof NAMED)[number] | "other";

const NAMES: Readonly<Record<Named, Bilingual>> = {
  image: KINDS.image.name,
  voice: KINDS.voice.name,
  video: KINDS.video.name,
  file: KINDS.file.name,
  sticker: KINDS.sticker.name,
  other: { zh: "其他附件", en: "other attachment" },
};

type Reason =
  | "missing"
  | "missing-unnamed"
  | `missing-${MissingReason}`
  | "ambiguous"
  | "more"
  | "none-received"
  | "none-unnamed"
  | "remote-only"
  | "not-exported"
  | "by-name";

const SENTENCES: Readonly<Record<Reason, (name: Bilingual) => Bilingual>> = {
  missing: ({ zh, en }) => ({
    zh: `第 {seq} 条（{sentAt}）的${zh}“{path}”不在收到的文件中；来源没有写明原因。`,
    en: `The ${en} “{path}” of message {seq} ({sentAt}) is not among the files received; the source states no reason.`,
  }),
  "missing-unnamed": ({ zh, en }) => ({
    zh: `第 {seq} 条（{sentAt}）的${zh}不在收到的数据库和文件中；来源没有写明文件名和原因。`,
    en: `The ${en} of message {seq} ({sentAt}) is not in the databases and files received; the source states neither a file name nor a reason.`,
  }),
  "missing-cleaned": ({ zh, en }) => ({
    zh: `第 {seq} 条（{sentAt}）的${zh}不在收到的文件中；客户端的清理记录中有这一条。`,
    en: `The ${en} of message {seq} ({sentAt}) is not among the files received; the client has booked its removal.`,
  }),
  "missing-not-downloaded": ({ zh, en }) => ({
    zh: `第 {seq} 条（{sentAt}）的${zh}不在收到的文件中；客户端记为没有下载完成。`,
    en: `The ${en} of message {seq} ({sentAt}) is not among the files received; the client has it as not downloaded.`,
  }),
  ambiguous: ({ zh, en }) => ({
    zh: `第 {seq} 条（{sentAt}）的${zh}“{path}”在收到的文件中有多个同名而内容不同的文件，无法确定是哪一个。`,
    en: `For the ${en} “{path}” of message {seq} ({sentAt}) several files of that name but different content were received; which one it is cannot be told.`,
  }),
  more: ({ zh, en }) => ({
    zh: `另有 {count} 个${zh}不在收到的文件中或无法确定，从第 {seq} 条起。`,
    en: `Another {count} attachment(s) of the kind ${en} are not among the files received or cannot be told, from message {seq} on.`,
  }),
  "none-received": ({ zh, en }) => ({
    zh: `消息中提到的 {count} 个${zh}都不在收到的文件中，从第 {seq} 条（{path}）起；媒体文件夹可能没有一并提供。`,
    en: `None of the {count} attachments of the kind ${en} that messages name is among the files received, from message {seq} ({path}) on; the media folder may not have been handed over.`,
  }),
  "none-unnamed": ({ zh, en }) => ({
    zh: `{count} 条消息的${zh}都不在收到的数据库和文件中，从第 {seq} 条起；存放它们的数据库或文件夹可能没有一并提供。`,
    en: `For none of {count} message(s) the ${en} is in the databases and files received, from message {seq} on; the database or folder that keeps them may not have been handed over.`,
  }),
  "remote-only": ({ zh, en }) => ({
    zh: `有 {count} 个${zh}在导出中只有网络地址，没有文件，从第 {seq} 条起；本程序不访问网络地址。`,
    en: `For {count} attachment(s) of the kind ${en} the export has an address on the net only and no file, from message {seq} on; this program does not call such addresses.`,
  }),
  "not-exported": ({ zh, en }) => ({
    zh: `${zh}没有随导出写出文件：共 {count} 条消息，最先是第 {seq} 条。`,
    en: `For {count} message(s) the export names no file of the kind ${en}, from message {seq} on.`,
  }),
  "by-name": ({ zh, en }) => ({
    zh: `有 {count} 个${zh}不在消息所写的路径，但在别处有同名文件，从第 {seq} 条（{path}）起；已按文件名对应。`,
    en: `{count} attachment(s) of the kind ${en} are not at the path the message states, but a file of that name lies elsewhere, from message {seq} ({path}) on; they were matched by name.`,
  }),
};

const REASONS = Object.keys(SENTENCES) as Reason[];

/** `missing-image` and so on: each reason for each kind. */
const WORDS: Readonly<Record<string, Bilingual>> = Object.fromEntries(
  REASONS.flatMap((reason) =>
    [...NAMED, "other" as const].map((kind) => [`${reason}-${kind}`, SENTENCES[reason](NAMES[kind])]),
  ),
);

/**
 * Attachments that messages name and that are not there, by the reason that can be seen.
 *
 * Files that were never downloaded, have expired on the server or were cleaned up look alike in an export.
 */
export const attachmentMissing = defineCheck({
  id: "completeness/attachment-missing",
  version: 2,
  scope: "conversation",
  level: "warning",
  strength: "B",
  needs: [],
  options: { listed: 200 },
  title: { zh: "附件缺失", en: "Attachments that are absent" },
  rule: {
    zh: "逐个核对消息所附的图片、语音、视频、文件等：路径所指的文件不在收到的文件中、同名文件有多个而内容不同的，逐条列出；只有网络地址的、没有随导出写出的、不在原路径而按文件名找到的，按类型合并计数。某一类型 20 个以上的附件全部不在时合并为一项。只有缩略图的由“completeness/attachment-thumbnail”列出。动图/表情只作提示。缺失的原因只在来源写明时列出（客户端的清理记录、没有下载完成的标记），否则写明来源没有说明。数据库来源中，设备上从未下载的媒体同样没有文件，缺失只作弱的迹象。",
    en: "Looks for every picture, voice, video and file that messages carry: those whose path leads to no received file, or for which several files of one name differ, are listed one by one; those with an address on the net only, those not written by the exporter, and those found by name elsewhere are counted by kind. Where twenty or more attachments of a kind are all absent they are told in one sentence. Thumbnails without their picture are left to completeness/attachment-thumbnail. Stickers are only noted. A reason is given where the source states one (the client's record of a removal, its mark of an unfinished download); otherwise it is said that none is stated. In databases media that were never downloaded to the device have no file either, so that absence is a weak sign there.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第九十三条第四项考虑电子数据是否被完整地保存、传输、提取；第十五条要求提供电子数据的原件，附件缺失时应说明原因并从原始载体补取。",
    en: "Article 93 (4) of the Provisions on Evidence in Civil Procedure asks whether electronic data were kept, transferred and extracted whole, and article 15 asks for the original of them; where an attachment is absent the reason should be given and the file fetched from the original carrier.",
  },
  innocent: [
    {
      zh: "导出前没有在该设备上点开过，文件从未下载；或已过期，服务器不再提供。",
      en: "The file was never opened and so never downloaded to this device, or has expired and the server no longer has it.",
    },
    {
      zh: "手机或电脑清理过微信的存储空间。",
      en: "The storage of the client was cleaned up on the phone or computer.",
    },
    {
      zh: "导出时没有勾选媒体文件，或导出工具限制了文件大小、不支持该类型。",
      en: "Media were not ticked for the export, or the exporter limits the size of files or does not support the kind.",
    },
    {
      zh: "提交时只拷贝了聊天文件，没有拷贝旁边的媒体文件夹；或文件夹被改名、移动。",
      en: "Only the chat file was copied and not the media folder beside it, or the folder was renamed or moved.",
    },
  ],
  reference:
    "wechat-databases.md §8.4 S-R12, §9.2; export-formats.md §12.2 (media), §14 (5), MEDIA_NOT_COPIED; design.md §6.2",
  words: WORDS,
  *run(context: ConversationContext) {
    const { chat, conversation, export: of, options } = context;
    const groups = [...chat.query<Group>(GROUPS, conversation.id)];
    const attachments = groups.reduce((sum, { count }) => sum + count, 0);
    if (attachments === 0 && !of.provides.includes("media-path")) return { notApplicable: "signal:media-path" };
    for (const kind of [...NAMED, "other" as const]) {
      const mine = groups.filter((group) => namedKind(group.kind) === kind);
      yield* absentOf(context, kind, mine, options["listed"] ?? 200);
      for (const reason of ["remote-only", "not-exported", "by-name"] as const) {
        yield* together(chat, conversation.id, kind, reason, mine);
      }
    }
    return { counts: { attachments, ...countsByState(groups) } };
  },
});

interface Group {
  readonly kind: Kind;
  readonly state: AttachmentState;
  readonly match: "stated-path" | "name" | null;
  readonly count: number;
}

const GROUPS = `SELECT kind, state, match, count(*) AS count FROM attachment
  WHERE conversation = ? AND role = 'main' GROUP BY kind, state, match ORDER BY kind, state, match`;

function namedKind(kind: Kind): Named {
  return NAMED.find((named) => named === kind) ?? "other";
}

function countsByState(groups: readonly Group[]): Record<string, number> {
  const counts: Record<string, number> = { byName: 0 };
  for (const { state, match, count } of groups) {
    const name = state.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    counts[name] = (counts[name] ?? 0) + count;
    if (match === "name") counts["byName"] = (counts["byName"] ?? 0) + count;
  }
  return counts;
}

const REASON_OF = `CASE WHEN state IN ('missing', 'ambiguous') THEN 'absent' WHEN match = 'name' THEN 'by-name' ELSE state END`;

interface Place {
  readonly seq: number;
  readonly state: AttachmentState;
  readonly path: string | null;
  readonly sentAt: number | null;
  readonly at: string;
}

/** Rows of the first attachments of a kind and reason, in printed order. The last but one is 1 for kinds that share a sentence. */
const PLACES = `SELECT a.seq AS seq, a.state AS state, a.stated_path AS path, m.sent_at AS sentAt, m.locator AS at
  FROM attachment AS a JOIN message AS m ON m.id = a.message
  WHERE a.conversation = ? AND a.role = 'main' AND ${REASON_OF} = ?
    AND (a.kind = ? OR (? = 1 AND a.kind NOT IN (${NAMED.map((kind) => `'${kind}'`).join(", ")})))
  ORDER BY a.seq, a.ordinal LIMIT ?`;

function placesFor(chat: Chat, conversation: string, kind: Named, reason: string, limit: number): Place[] {
  return [...chat.query<Place>(PLACES, conversation, reason, kind, kind === "other" ? 1 : 0, limit)];
}

/** A sticker has little to say. */
function graded(kind: Named, level: Level, strength: Strength) {
  return kind === "sticker" ? ({ level: "note", strength: "D" } as const) : { level, strength };
}

function* absentOf(
  { chat, conversation: { id: conversation }, export: of }: ConversationContext,
  kind: Named,
  groups: readonly Group[],
  listed: number,
): Generator<Found, void, void> {
  const sum = (...states: AttachmentState[]) =>
    groups.reduce((total, { state, count }) => total + (states.includes(state) ? count : 0), 0);
  const absent = sum("missing", "ambiguous");
  if (absent === 0) return;
  const grade = graded(kind, "warning", of.databases === undefined ? "B" : "C");
  const isWhole = sum("ambiguous", "present", "thumbnail-only") === 0 && absent >= WHOLE_KIND;
  if (isWhole) {
    const places = placesFor(chat, conversation, kind, "absent", PLACES_SHOWN);
    const word = places[0]?.path === null ? "none-unnamed" : "none-received";
    yield { ...aggregate(`${word}-${kind}`, places, absent), ...grade };
    return;
  }
  const reasons = missingReasons(chat, conversation);
  const places = placesFor(chat, conversation, kind, "absent", listed + 1);
  for (const place of places.slice(0, listed)) {
    const { seq, sentAt, path } = place;
    const word = `${wordOf(place, reasons.get(seq))}-${kind}`;
    yield { word, facts: { seq, sentAt, path }, at: placesOf([place]), messages: [seq], ...grade };
  }
  const next = places[listed];
  if (next) yield { ...aggregate(`more-${kind}`, [next], absent - listed), ...grade };
}

function wordOf({ state, path }: Place, reason: MissingReason | undefined): Reason {
  if (state === "ambiguous") return "ambiguous";
  if (reason !== undefined) return `missing-${reason}`;
  return path === null ? "missing-unnamed" : "missing";
}

function* together(
  chat: Chat,
  conversation: string,
  kind: Named,
  reason: "remote-only" | "not-exported" | "by-name",
  groups: readonly Group[],
): Generator<Found, void, void> {
  const fits = ({ state, match }: Group) => (reason === "by-name" ? match === "name" : state === reason);
  const count = groups.reduce((total, group) => total + (fits(group) ? group.count : 0), 0);
  if (count === 0) return;
  const places = placesFor(chat, conversation, kind, reason, PLACES_SHOWN);
  const grade = reason === "by-name" ? ({ level: "note", strength: "D" } as const) : graded(kind, "warning", "C");
  yield { ...aggregate(`${reason}-${kind}`, places, count), ...grade };
}

function aggregate(word: string, places: readonly Place[], count: number): Found {
  const [first] = places;
  const facts = { count, seq: first?.seq ?? null, path: first?.path ?? null };
  return { word, facts, at: placesOf(places), messages: [...new Set(places.map(({ seq }) => seq))] };
}
