import type { Bilingual } from "../../../base/bilingual.ts";
import { SourceError } from "../../../base/errors.ts";
import type { Unreadable } from "./copies.ts";

const WORDS: Readonly<Record<Unreadable, { readonly code: string } & Bilingual>> = {
  encrypted: { code: "DATABASE_ENCRYPTED", zh: "仍是加密的", en: "is still encrypted" },
  empty: { code: "DATABASE_EMPTY", zh: "是空文件", en: "is an empty file" },
  "not-a-database": { code: "DATABASE_DAMAGED", zh: "不是数据库", en: "is no database" },
  damaged: { code: "DATABASE_DAMAGED", zh: "已损坏，无法读取", en: "is damaged and cannot be read" },
};

/** No message database of a set can be read: what is wrong with the first, and what to ask the client for. */
export function databaseRefused(path: string, why: Unreadable): SourceError {
  const { code, zh, en } = WORDS[why];
  return new SourceError(
    code,
    {
      zh: `数据库“${path}”${zh}，其中没有可以读取的聊天消息。`,
      en: `The database "${path}" ${en}: no messages can be read from it.`,
    },
    {
      hint: {
        zh: "请由权利人在其设备上以可读形式重新导出整个文件夹（数据库连同同名的 -wal 文件）。本程序不解密，也不需要密钥。",
        en: "Ask the owner to export the whole folder again from the device in readable form, databases with their -wal files. This program decrypts nothing and needs no keys.",
      },
      facts: { path, reason: why },
    },
  );
}
