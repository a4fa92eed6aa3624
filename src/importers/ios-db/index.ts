import type { Importer } from "../importer.ts";
import { claimsOf } from "./detect.ts";
import { read } from "./read.ts";

/**
 * The databases of an iPhone: `Documents/<md5>/DB/MM.sqlite` and `message_1.sqlite …`, contacts, conversation list, and
 * the media folders beside them; or one of these databases alone.
 *
 * @source documented: wechat-databases.md §5.2, §9
 */
export const iosDb: Importer = {
  id: "ios-db",
  title: { zh: "苹果手机微信数据库", en: "WeChat databases of an iPhone" },
  about: {
    zh: "手机备份中微信的 Documents/<32 位字符> 文件夹：DB 文件夹（MM.sqlite、message_1.sqlite 等、WCDB_Contact.sqlite）、session 以及 Img、Audio、Video、OpenData 文件夹。",
    en: "The folder Documents/<32 digits> of WeChat in a phone backup: DB with MM.sqlite, message_1.sqlite … and WCDB_Contact.sqlite, session, and the folders Img, Audio, Video and OpenData.",
  },
  detect: claimsOf,
  read,
};
