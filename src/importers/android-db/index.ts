import type { Importer } from "../importer.ts";
import { claimsOf } from "./detect.ts";
import { read } from "./read.ts";

/**
 * The decrypted database of an Android phone, `EnMicroMsg.db`, with the media folders beside it.
 *
 * @source documented: wechat-databases.md §5.1, §6.3, §9
 */
export const androidDb: Importer = {
  id: "android-db",
  title: { zh: "安卓微信数据库（已解密）", en: "WeChat database of an Android phone, decrypted" },
  about: {
    zh: "以可读形式导出的 EnMicroMsg.db（请连同 -wal 文件和 image2、voice2、video、attachment 等文件夹一并提供）。",
    en: "EnMicroMsg.db in readable form, with its -wal file and the folders image2, voice2, video and attachment.",
  },
  detect: claimsOf,
  read,
};
