import type { SourceFile } from "../../model/source.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";
import { isMediaFile } from "../media-file.ts";
import { PLACES_SHOWN } from "../places.ts";

/** Files of one folder up to which each is told alone. */
const ALONE = 3;

/**
 * Pictures, sounds and films in the source that no message refers to.
 *
 * They may be what a message lost, or avatars, or something else that lay in the folder.
 */
export const attachmentUnclaimed = defineCheck({
  id: "completeness/attachment-unclaimed",
  version: 1,
  scope: "source",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "没有消息引用的媒体文件", en: "Media no message refers to" },
  rule: {
    zh: "列出收到的文件中没有任何消息引用、也不属于任何一份导出的图片、语音和视频（按内容识别，不看扩展名）。同一文件夹中 3 个以上的合并为一项。它们原样随附。",
    en: "Lists pictures, sounds and films among the files received (told by content, not by name) that no message refers to and that belong to no export. More than three of one folder are told together. They are enclosed as received.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第十九条要求对材料逐一分类编号、简要说明来源和内容；没有消息引用的媒体可能属于记录中缺失的消息，应予说明。",
    en: "Article 19 of the Provisions on Evidence in Civil Procedure asks that materials be classed and numbered with source and content; media no message refers to may belong to messages absent from the record and should be accounted for.",
  },
  innocent: [
    {
      zh: "导出工具写出的头像、表情素材、网页图标。",
      en: "Avatars, sticker sets and icons of web pages that the exporter writes.",
    },
    {
      zh: "媒体属于没有导出的会话或日期，或被引用消息的类型没有写出。",
      en: "The media belong to conversations or dates that were not exported, or to a kind of message that was not written.",
    },
    {
      zh: "消息中的文件名与实际文件名不同（改名、重新编码、缩略图）。",
      en: "The name in the message differs from that of the file (renamed, transcoded, a thumbnail).",
    },
    {
      zh: "导出人把其他照片放在了同一文件夹。",
      en: "Whoever exported keeps other photographs in the same folder.",
    },
  ],
  reference: "wechat-databases.md §8.3 S-X04, §8.4 S-R12; design.md §2 (3), §6.2; law.md §1.1 L07",
  words: {
    unclaimed: {
      zh: "媒体文件“{path}”（{sizeBytes}）没有消息引用。",
      en: "No message refers to the media file “{path}” ({sizeBytes}).",
    },
    folder: {
      zh: "文件夹“{folder}”中有 {count} 个媒体文件（共 {totalBytes}）没有消息引用，第一个是“{path}”。",
      en: "No message refers to {count} media files ({totalBytes} in all) in the folder “{folder}”; the first is “{path}”.",
    },
    more: {
      zh: "另有 {count} 个媒体文件（共 {totalBytes}）没有消息引用，第一个是“{path}”。",
      en: "No message refers to another {count} media file(s) ({totalBytes} in all); the first is “{path}”.",
    },
  },
  *run({ chat, source, options }: SourceContext) {
    const used = new Set(chat.exports.flatMap(({ filesUsed }) => filesUsed));
    const containers = new Set(source.files.map(({ container }) => container));
    const unclaimed = source.files.filter((file) => !used.has(file.path) && !containers.has(file.path));
    const media = unclaimed.filter((file) => isMediaFile(source, file));
    const groups = byFolder(media);
    const listed = options["listed"] ?? 50;
    for (const { folder, files } of groups.slice(0, listed)) yield* folderFound(folder, files);
    yield* remainder(groups.slice(listed).flatMap(({ files }) => files));
    return { counts: { files: source.files.length, unclaimed: media.length, unclaimedBytes: bytesOf(media) } };
  },
});

interface Group {
  readonly folder: string;
  readonly files: readonly SourceFile[];
}

/** In order of the first file; a few files of a folder stand alone. */
function byFolder(media: readonly SourceFile[]): Group[] {
  const folders = new Map<string, SourceFile[]>();
  for (const file of media) {
    const folder = file.path.slice(0, file.path.lastIndexOf("/") + 1);
    const files = folders.get(folder);
    if (files) files.push(file);
    else folders.set(folder, [file]);
  }
  return [...folders].flatMap(([folder, files]) =>
    files.length > ALONE ? [{ folder, files }] : files.map((file) => ({ folder, files: [file] })),
  );
}

const bytesOf = (files: readonly SourceFile[]): number => files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

function* folderFound(folder: string, files: readonly SourceFile[]): Generator<Found, void, void> {
  const [first] = files;
  if (!first) return;
  const { path, sizeBytes } = first;
  if (files.length === 1) yield { word: "unclaimed", facts: { path, sizeBytes }, at: [{ path }] };
  else yield { word: "folder", facts: { folder: folder === "" ? "." : folder, ...together(files) }, at: places(files) };
}

function* remainder(files: readonly SourceFile[]): Generator<Found, void, void> {
  if (files.length > 0) yield { word: "more", facts: together(files), at: places(files) };
}

function together(files: readonly SourceFile[]) {
  return { count: files.length, totalBytes: bytesOf(files), path: files[0]?.path ?? null };
}

function places(files: readonly SourceFile[]) {
  return files.slice(0, PLACES_SHOWN).map(({ path }) => ({ path }));
}
