import type { Bilingual } from "../../base/bilingual.ts";
import type { Source } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { chatOfPage, isPage } from "./read-page.ts";
import { looksLikeDump } from "./read-text.ts";
import { headText } from "../wechat/text-file.ts";

export const IMPORTER_ID = "wechat-dump";

const HEAD_BYTES = 64 << 10;

const TEXT_BASIS: Bilingual = {
  zh: "消息以“类型|名:年-月-日 时:分:秒:”开头，类型是安卓微信的编号，与 wechat-dump 的 TXT 一致",
  en: "messages begin type|name:date time: with type numbers of WeChat on Android, as in a TXT of wechat-dump",
};

const PAGE_BASIS: Bilingual = {
  zh: "网页标题为“Chat with 名”，消息写在 chatItem 中，与 wechat-dump 的网页一致",
  en: "the page is titled Chat with … and holds its messages in chatItem, as pages of wechat-dump do",
};

/** Texts and pages of one chat each, by their content. */
export function* detectDumps(source: Source): Generator<Claim> {
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0) continue;
    const first = source.read(path, 0, 16).toString("latin1");
    if (isPage(source, path)) {
      if (chatOfPage(source, path) === null) continue;
      yield { importer: IMPORTER_ID, entry: path, strength: "signature", basis: PAGE_BASIS };
    } else if (/^(?:\xef\xbb\xbf|\xff\xfe)?-?\d/.test(first)) {
      if (!looksLikeDump(headText(source, path, HEAD_BYTES) ?? "")) continue;
      yield { importer: IMPORTER_ID, entry: path, strength: "structure", basis: TEXT_BASIS };
    }
  }
}
