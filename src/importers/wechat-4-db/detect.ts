import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { databaseSets, type DatabaseSet } from "./set.ts";

/** One claim for each account whose databases lie in the source. */
export function* detectSets(source: Source, importer: string): Generator<Claim, void, void> {
  for (const set of databaseSets(source)) {
    yield {
      importer,
      entry: set.entry,
      strength: "signature",
      basis: set.isReadable
        ? {
            zh: "数据库中有 4.x 客户端的消息表（Msg_ 加 32 位十六进制）和 Name2Id 表",
            en: "the database has the message tables of client 4.x (Msg_ and 32 hex digits) and its Name2Id",
          }
        : {
            zh: "文件的名称和位置与 4.x 客户端的消息库一致，但内容不能读取",
            en: "name and place of the file are those of a message database of client 4.x, but it cannot be read",
          },
      ...(readsSourceName(set) ? { sourceName: source.name } : {}),
    };
  }
}

/** The account's folder may be the source itself: then its name says whose databases these are. */
export function readsSourceName({ account }: DatabaseSet): boolean {
  return account === "";
}
