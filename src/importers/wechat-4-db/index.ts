import type { Importer } from "../importer.ts";
import { DatabaseCopies } from "../wechat/database/copies.ts";
import { loadZstd } from "../../base/zstd.ts";
import { AccountSet } from "./account-set.ts";
import { detectSets } from "./detect.ts";
import { Reading } from "./reading.ts";
import { databaseSets } from "./set.ts";

/**
 * Databases of client 4.x (Windows, macOS and Linux share one form), decrypted by whoever hands them over: the tree
 * `db_storage` with or without the account's media folders, or a single `message_0.db`.
 *
 * Nothing is opened where it lies. Tables of one conversation in several shards are one conversation.
 *
 * @source documented: wechat-databases.md §1, §3, §6, §7, §9, §10.2, §12
 */
export const wechat4Db: Importer = {
  id: "wechat-4-db",
  title: { zh: "微信 4.x 数据库（Windows、macOS、Linux）", en: "WeChat 4.x databases (Windows, macOS, Linux)" },
  about: {
    zh: "权利人合法持有的、可读形式的 4.x 客户端数据库：最好是整个账号文件夹（db_storage 和 msg，连同 -wal 文件），至少是 message_0.db。",
    en: "Databases of client 4.x in readable form, lawfully held by their owner: best the whole account folder (db_storage and msg, with the -wal files), at least message_0.db.",
  },

  detect(source) {
    return detectSets(source, this.id);
  },

  async *read(source, { entry }) {
    const set = databaseSets(source).find((candidate) => candidate.entry === entry);
    if (set === undefined) throw new RangeError(`no databases at ${entry}`);
    const copies = new DatabaseCopies(source);
    try {
      yield* new Reading(new AccountSet(source, set, copies), await loadZstd()).all();
    } finally {
      copies.close();
    }
  },
};
