import { SourceError } from "../../base/errors.ts";
import type { Bilingual } from "../../base/bilingual.ts";
import type { Unreadable } from "../wechat/database/copies.ts";

const SAYS: Readonly<Record<Unreadable, { code: string; says: (path: string) => Bilingual }>> = {
  encrypted: {
    code: "DATABASE_ENCRYPTED",
    says: (path) => ({ zh: `消息数据库“${path}”是加密的，无法读取。`, en: `The message database "${path}" is encrypted and cannot be read.` }),
  },
  empty: {
    code: "DATABASE_EMPTY",
    says: (path) => ({ zh: `消息数据库“${path}”是空文件（0 字节）。`, en: `The message database "${path}" is an empty file (0 bytes).` }),
  },
  damaged: {
    code: "DATABASE_DAMAGED",
    says: (path) => ({ zh: `消息数据库“${path}”已损坏或不完整，没有可以读取的消息表。`, en: `The message database "${path}" is damaged or cut off; no message table of it can be read.` }),
  },
  "not-a-database": {
    code: "DATABASE_DAMAGED",
    says: (path) => ({ zh: `文件“${path}”的名称是消息数据库，内容不是 SQLite 数据库。`, en: `"${path}" has the name of a message database, but its content is no SQLite database.` }),
  },
}; // prettier-ignore

/** The one error of a set in which no message database can be read. */
export function refusal(path: string, reason: Unreadable): SourceError {
  const { code, says } = SAYS[reason];
  const hint = {
    zh: "请由权利人在其设备上以可读形式导出（解密后的数据库，连同同名的 -wal 文件），并说明导出所用的软件；本程序不处理密钥。",
    en: "Ask the account's owner to export it in readable form on their own device (the decrypted database with the -wal file of the same name) and to name the program used; this tool handles no keys.",
  };
  return new SourceError(code, says(path), { hint, facts: { path, reason } });
}
