import type { Chat } from "../../model/chat.ts";
import type { Source, SourceFile } from "../../model/source.ts";
import { defineCheck, type Found, type SourceContext } from "../check.ts";
import { isMediaFile } from "../media-file.ts";
import { PLACES_SHOWN } from "../places.ts";

/** Folders and names that operating systems and office programs leave behind. */
const LEFTOVER_FOLDER =
  /(^|\/)(__MACOSX|\.Spotlight-V100|\.fseventsd|\.Trashes|\.TemporaryItems|\$RECYCLE\.BIN|System Volume Information)\//i;
const LEFTOVER_NAME = /^(\.DS_Store|\._.*|\.localized|Thumbs\.db|ehthumbs\.db|desktop\.ini|Icon\r|~\$.*)$/i;

/**
 * Files of the source that no export consists of or refers to. Pictures, sounds and films are left to
 * `completeness/attachment-unclaimed`; an archive speaks through its members.
 */
export const unusedFile = defineCheck({
  id: "source/unused-file",
  version: 1,
  scope: "source",
  level: "note",
  strength: "D",
  needs: [],
  options: { listed: 50 },
  title: { zh: "未使用的文件", en: "Files that were not used" },
  rule: {
    zh: "列出收到的文件中既不属于任何一份导出、也没有被任何消息引用的文件。图片、语音、视频由“completeness/attachment-unclaimed”列出；压缩包由其成员代表；操作系统自动生成的文件合并说明。文件都原样随附，只是没有从中读取消息。",
    en: "Lists received files that belong to no export and that no message refers to. Pictures, sounds and films are left to completeness/attachment-unclaimed, an archive is spoken for by its members, and files that operating systems leave behind are named together. All of them are enclosed as received; they were only not read for messages.",
  },
  legalHook: {
    zh: "《最高人民法院关于民事诉讼证据的若干规定》第十九条要求对材料逐一分类编号、简要说明来源和内容；没有使用的文件可能是另一份导出或与案件有关的附件，应予确认。",
    en: "Article 19 of the Provisions on Evidence in Civil Procedure asks that materials be classed and numbered one by one with source and content; an unused file may be another export or an attachment that matters, and should be looked at.",
  },
  innocent: [
    {
      zh: "导出工具自带的网页样式、脚本、联系人表或说明文件。",
      en: "Style sheets, scripts, contact lists or notes that the exporter writes beside the chat.",
    },
    {
      zh: "导出人把其他材料放在了同一文件夹。",
      en: "Whoever exported keeps other material in the same folder.",
    },
    {
      zh: "属于本程序尚不能读取的格式，或消息中的路径与文件的实际位置不同。",
      en: "It is of a format this program cannot read yet, or the path in the message differs from where the file lies.",
    },
  ],
  reference: "design.md §2 (3), §6.2; law.md §1.1 L07",
  words: {
    unused: {
      zh: "文件“{path}”（{sizeBytes}）不属于任何一份导出，也没有消息引用它。",
      en: '"{path}" ({sizeBytes}) belongs to no export, and no message refers to it.',
    },
    empty: {
      zh: "文件“{path}”是空的（0 字节），不属于任何一份导出。",
      en: '"{path}" is empty (0 bytes) and belongs to no export.',
    },
    more: {
      zh: "另有 {count} 个文件（共 {totalBytes}）不属于任何一份导出，第一个是“{path}”。",
      en: 'Another {count} file(s) ({totalBytes} in all) belong to no export; the first is "{path}".',
    },
    "system-leftover": {
      zh: "有 {count} 个文件（共 {totalBytes}）是操作系统或办公软件自动生成的，与聊天记录无关，第一个是“{path}”。",
      en: 'Files that an operating system or an office program left behind, without bearing on the chat: {count} ({totalBytes} in all), the first is "{path}".',
    },
  },
  *run({ chat, source, options }: SourceContext) {
    const listed = options["listed"] ?? 50;
    const unclaimed = unclaimedFiles(chat, source);
    const leftovers = unclaimed.filter(({ path }) => isLeftover(path));
    const unused = unclaimed.filter((file) => !isLeftover(file.path) && !isMediaFile(source, file));
    for (const { path, sizeBytes } of unused.slice(0, listed)) {
      yield { word: sizeBytes === 0 ? "empty" : "unused", facts: { path, sizeBytes }, at: [{ path }] };
    }
    yield* together("more", unused.slice(listed));
    yield* together("system-leftover", leftovers);
    const media = unclaimed.length - leftovers.length - unused.length;
    return { counts: { files: source.files.length, unused: unused.length, leftovers: leftovers.length, media } };
  },
});

function unclaimedFiles(chat: Chat, source: Source): SourceFile[] {
  const used = new Set(chat.exports.flatMap(({ filesUsed }) => filesUsed));
  const containers = new Set(source.files.map(({ container }) => container));
  return source.files.filter(({ path }) => !used.has(path) && !containers.has(path));
}

function isLeftover(path: string): boolean {
  const inside = path.slice(path.lastIndexOf("!/") + 1);
  return LEFTOVER_FOLDER.test(inside) || LEFTOVER_NAME.test(path.slice(path.lastIndexOf("/") + 1));
}

function* together(word: string, files: readonly SourceFile[]): Generator<Found, void, void> {
  const [first] = files;
  if (!first) return;
  const totalBytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const at = files.slice(0, PLACES_SHOWN).map(({ path }) => ({ path }));
  yield { word, facts: { count: files.length, totalBytes, path: first.path }, at };
}
