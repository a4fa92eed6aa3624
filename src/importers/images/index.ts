import type { Importer } from "../importer.ts";
import { detectPictures, IMPORTER_ID } from "./detect.ts";
import { readPictures } from "./read.ts";

/**
 * Screenshots, photographs of screens, screen recordings: material without a chat export. Each folder is enclosed and
 * described as it is; no message is made of what a picture shows.
 *
 * @source documented: export-formats.md §8.5
 */
export const images: Importer = {
  id: IMPORTER_ID,
  title: { zh: "截图、录屏和录音", en: "Screenshots and recordings" },
  about: {
    zh: "只有图片、录像、录音的文件夹（手机截图、长截图、录屏、翻拍）。只作封存和登记，不识别其中的文字，也不编成消息。",
    en: "A folder of pictures, films or recordings only (screenshots, screen recordings, photographs of screens). They are enclosed and listed; no text is recognised and no message is made of them.",
  },
  detect: detectPictures,
  read: readPictures,
};
