import type { Kind } from "../../model/kind.ts";
import type { StatedAttachment } from "../importer.ts";
import { digest } from "../wechat/payload-parts.ts";

const THUMBNAIL = /^THUMBNAIL_DIRPATH:\/\/(th_([0-9a-f]{32})(?:hd)?)$/i;

/** How the client names the files of an image path, by kind. @source documented: wechat-databases.md §5.1.3 */
const ENDINGS: Partial<Readonly<Record<Kind, readonly (readonly [before: string, behind: string])[]>>> = {
  voice: [["msg_", ".amr"], ["", ".amr"], ["", ".mp3"]],
  video: [["", ".mp4"]],
  sticker: [["", ""], ["", ".gif"], ["", ".png"]],
}; // prettier-ignore

const PICTURE_ENDINGS = ["", ".jpg", ".png", ".gif"];

/**
 * Media of a message. The export names the client's own file, which lies on the phone; where the phone's folders were
 * handed over too, it is found by that name.
 */
export function mediaOf(
  kind: Kind,
  imagePath: string | null,
  stated: readonly StatedAttachment[],
): readonly StatedAttachment[] {
  const [main, ...more] = stated;
  if (main === undefined) return [];
  const unsent = [{ ...main, notExported: true }, ...more.map((one) => ({ ...one, notExported: true }))];
  if (imagePath === null || !["image", "voice", "video", "sticker"].includes(kind)) return unsent;
  const placed = { ...main, statedPath: imagePath, notExported: true };
  const thumbnail = THUMBNAIL.exec(imagePath);
  if (kind === "image" && thumbnail !== null) return pictures(placed, thumbnail, imagePath);
  const claimedMd5 = kind === "sticker" ? (main.claimedMd5 ?? digest(imagePath)) : main.claimedMd5;
  return [{ ...placed, claimedMd5, candidates: candidatesOf(kind, imagePath) }, ...more];
}

/** The path names the thumbnail; the picture itself bears the same 32 digits. */
function pictures(main: StatedAttachment, [, name = "", hex = ""]: RegExpExecArray, path: string): StatedAttachment[] {
  const thumbnail = { ...main, role: "thumbnail", statedPath: path, claimedMd5: null, candidates: [name] } as const;
  return [{ ...main, candidates: PICTURE_ENDINGS.map((ending) => `${hex}${ending}`) }, thumbnail];
}

function candidatesOf(kind: Kind, imagePath: string): string[] {
  const name = imagePath.slice(imagePath.lastIndexOf("/") + 1);
  return (ENDINGS[kind] ?? []).map(([before, behind]) => `${before}${name}${behind}`);
}
