import { SourceError } from "../../base/errors.ts";
import { indexJson, jsonFile } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, Importer, ReadSettings, Yielded } from "../importer.ts";
import { placeOf } from "../wechat/memotrace-place.ts";
import { detectPages, IMPORTER_ID, isList, pageBeside } from "./detect.ts";
import { pageAt, type Page } from "./page.ts";
import { spanOfMessages } from "./page-span.ts";
import { EarlyPageReader } from "./read-early-page.ts";
import { LaterReader, recordsIn, type LaterRecords } from "./read-later.ts";
import { TextReader } from "./read-text.ts";
import { textLayoutOf } from "./text-grammar.ts";
import { differencesOf } from "./twin.ts";

/**
 * Pages and texts of MemoTrace (留痕, WeChatMsg): HTML of 1.x and 3.x, the `.html.json` beside the latter, TXT of both,
 * and Markdown of 3.x. No page is executed and no address called. DOCX is not read.
 *
 * Where list and page are both there they are one export: the list is read, and the page held against it.
 *
 * @source documented: export-formats.md §1.4–1.8; escaping, time lines and numbers observed in the exporters' source
 */
export const memotraceHtml: Importer = {
  id: IMPORTER_ID,
  title: { zh: "留痕（MemoTrace）网页 / 文本", en: "MemoTrace pages and texts" },
  about: {
    zh: "留痕（MemoTrace、WeChatMsg）导出的“<备注>.html”“<备注>.html.json”“<备注>.txt”或“<备注>.md”，连同 image、voice、video、file、emoji 等文件夹一起提供；.html 与 .html.json 都在时请都给出。",
    en: "“<remark>.html”, “<remark>.html.json”, “<remark>.txt” or “<remark>.md” as MemoTrace (WeChatMsg) writes them, with the folders image, voice, video, file and emoji; give the .html and the .html.json where both are there.",
  },
  detect: detectPages,
  read(source, claim, settings) {
    if (isList(source, claim.entry)) return readList(source, claim);
    const page = pageAt(source, claim.entry);
    if (page?.form === "literal") return new EarlyPageReader(source, page).read();
    if (page?.form === "json") return readLaterPage(source, claim, page);
    return readText(source, claim, settings);
  },
};

function* readList(source: Source, claim: Claim): Generator<Yielded> {
  const file = jsonFile(source, claim.entry);
  const { span, hasByteOrderMark } = indexJson(file);
  const list: LaterRecords = { ...recordsIn(source, claim.entry, null), span };
  const path = pageBeside(source, claim.entry);
  const page = path === null ? null : pageAt(source, path);
  const stated = placeOf(claim);
  const fromFile = stated.title.replace(/\.html$/i, "");
  const place = { ...stated, title: page?.title ?? fromFile, talker: page?.talker ?? stated.talker };
  yield* new LaterReader(source, list, place, hasByteOrderMark ? "UTF-8 with BOM" : "UTF-8").read();
  if (page === null) return;
  yield { type: "used", path: page.path };
  yield* differencesOf(list, recordsIn(source, page.path, spanOfMessages(source, page)));
}

function readLaterPage(source: Source, claim: Claim, page: Page): Generator<Yielded> {
  const stated = placeOf(claim);
  const place = { ...stated, title: page.title ?? stated.title, talker: page.talker ?? stated.talker };
  const records = recordsIn(source, claim.entry, spanOfMessages(source, page));
  return new LaterReader(source, records, place, "UTF-8").read();
}

function readText(source: Source, claim: Claim, settings: ReadSettings): Generator<Yielded> {
  const layout = textLayoutOf(source, claim.entry, source.file(claim.entry)?.sizeBytes ?? 0);
  if (layout === null) throw layoutGone(claim.entry);
  return new TextReader(source, claim, layout, settings).read();
}

function layoutGone(path: string): SourceError {
  return new SourceError(
    "MEMOTRACE_LAYOUT_GONE",
    {
      zh: `文件“${path}”的开头不是留痕（MemoTrace）网页、列表或文本的写法。`,
      en: `"${path}" does not begin as a page, list or text of MemoTrace does.`,
    },
    {
      hint: {
        zh: "请给出导出软件生成的原始文件，勿另存、勿删改开头。",
        en: "Give the file as the exporting program wrote it, not saved again and with its beginning.",
      },
      facts: { path },
    },
  );
}
