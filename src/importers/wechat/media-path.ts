import { posix } from "node:path";

/** Media folders of all layouts; what stands before them depends on the layout. @source documented: export-formats.md §4.1.1 */
const MEDIA_FOLDER = /(?:^|\/)((?:images|voices|videos|emojis|files?)\/.+)$/;

const EXTENSION = /\.[A-Za-z][A-Za-z0-9]{1,7}$/;
const FROM_ROOT = /^(?:\.{0,2}[\\/]|[A-Za-z]:[\\/])/;

/**
 * A path in one line: with a media folder, an extension, or a beginning only paths have. Other text may stand there too,
 * such as the bare transcript of a voice message, and hold slashes of its own.
 */
export function looksLikePath(content: string): boolean {
  if (content.startsWith("[") || /[\r\n]/.test(content) || !/[\\/]/.test(content)) return false;
  const path = content.replaceAll("\\", "/");
  return remoteIn(content) === null && (MEDIA_FOLDER.test(path) || EXTENSION.test(path) || FROM_ROOT.test(path));
}

/** The address where a text is nothing but one. It is never called. */
export function remoteIn(content: string | null): string | null {
  return content !== null && /^https?:\/\/\S+$/i.test(content) ? content : null;
}

/** Places to look, best first: as stated from the file's folder, then the media folder beside it in each layout. */
export function mediaPlaces(stated: string, folder: string): string[] {
  const path = stated.replaceAll("\\", "/");
  const tail = MEDIA_FOLDER.exec(path)?.[1];
  const isAbsolute = /^(?:[A-Za-z]:)?\//.test(path);
  const inside = path.replace(/^(?:\.{1,2}\/)+/, "");
  const beside = tail === undefined ? [inside] : [`media/${tail}`, tail, `../${tail}`, `../media/${tail}`, inside];
  const places = (isAbsolute ? beside : [path, ...beside]).map((place) => posix.join(folder, place));
  return [...new Set(places)].filter((place) => place !== ".." && !place.startsWith("../"));
}

/** `[图片] images/2026-04-03/1775178307_….jpg`; a transcript may stand behind the path of a voice message. @source export-formats.md §4.3 */
const LABELLED =
  /^\[(?:图片|语音消息|视频|动画表情)\] ?((?:[^\s\\/]+[\\/])*(?:images|videos|emojis|voices)[\\/]\S+)([\s\S]*)$/;

/** The path behind the label of a rendered media message, and whatever stands behind it. */
export function labelledPath(content: string | null): { readonly path: string | null; readonly rest: string } {
  const match = LABELLED.exec(content ?? "");
  return { path: match?.[1] ?? null, rest: match?.[2] ?? "" };
}
