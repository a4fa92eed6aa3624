import { databaseRefused } from "../wechat/database/refusal.ts";
import type { Importer } from "../importer.ts";
import { detectSets, messageFiles, setOf } from "./detect.ts";
import { readMacos } from "./macos/read.ts";
import { readWindows } from "./windows/read.ts";

/**
 * Readable databases of WeChat 3.x: `MSG<n>.db` with `MicroMsg.db` of Windows, `msg_<n>.db` of macOS, and what
 * programs merge or copy from them.
 *
 * @source wechat-databases.md §2 (Windows), §4 (macOS), §10.2 (copies)
 */
export const wechat3Db: Importer = {
  id: "wechat-3-db",
  title: { zh: "微信 3.x 数据库（Windows、macOS）", en: "WeChat 3.x databases (Windows, macOS)" },
  about: {
    zh: "可以读取的数据库：Windows 的 MSG0.db、MicroMsg.db、MediaMSG0.db 等（Msg 文件夹及其中的 Multi 文件夹），或 macOS 的 msg_0.db、wccontact_new2.db 等，连同媒体文件夹",
    en: "readable databases: MSG0.db, MicroMsg.db, MediaMSG0.db … of Windows (the folder Msg with Multi in it), or msg_0.db, wccontact_new2.db … of macOS, with the media folders",
  },
  detect: (source) => detectSets(source, "wechat-3-db"),
  *read(source, claim) {
    const set = setOf(source, claim.entry);
    const readable = set === null ? [] : messageFiles(set).filter(({ unreadable }) => unreadable === null);
    if (set === null || readable.length === 0) {
      const why = set?.files.find(({ path }) => path === claim.entry)?.unreadable;
      throw databaseRefused(claim.entry, why ?? "damaged");
    }
    yield* set.platform === "windows" ? readWindows(source, set, claim) : readMacos(source, set, claim);
  },
};
