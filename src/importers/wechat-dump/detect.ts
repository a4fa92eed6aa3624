import type { Bilingual } from "../../base/bilingual.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { looksLikeDump } from "./read-text.ts";
import { headText } from "./text-file.ts";

export const IMPORTER_ID = "wechat-dump";

const HEAD_BYTES = 64 << 10;

const TEXT_BASIS: Bilingual = {
  zh: "消息以“类型|名:年-月-日 时:分:秒:”开头，类型是安卓微信的编号，与 wechat-dump 的 TXT 一致",
  en: "messages begin type|name:date time: with type numbers of WeChat on Android, as in a TXT of wechat-dump",
};

/** Texts of one chat each, by their first lines. */
export function* detectDumps(source: Source): Generator<Claim> {
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0 || !/^(?:\xef\xbb\xbf|\xff\xfe)?-?\d/.test(source.read(path, 0, 16).toString("latin1")))
      continue;
    const head = headText(source, path, HEAD_BYTES);
    if (head === null || !looksLikeDump(head)) continue;
    yield { importer: IMPORTER_ID, entry: path, strength: "structure", basis: TEXT_BASIS };
  }
}
