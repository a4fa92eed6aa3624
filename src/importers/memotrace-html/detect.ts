import { isJsonObject, parseJsonPrefix } from "../../base/json-reader.ts";
import type { Bilingual } from "../../base/bilingual.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, ClaimStrength } from "../importer.ts";
import { placeOf, talkerOfSourceName } from "../wechat/memotrace-place.ts";
import { pageAt } from "./page.ts";
import { textLayoutOf, type TextLayout } from "./text-grammar.ts";

export const IMPORTER_ID = "memotrace-html";

const HEAD_BYTES = 64 << 10;

/** Pages, lists beside pages, and texts. A page whose list is beside it is the same export and claimed with the list. */
export function* detectPages(source: Source): Generator<Claim> {
  for (const { path, sizeBytes } of source.files) {
    if (sizeBytes === 0) continue;
    const seen = seenAt(source, path, sizeBytes);
    if (seen !== null) yield { importer: IMPORTER_ID, entry: path, ...seen, ...namedFolder(source, path) };
  }
}

interface Seen {
  readonly strength: ClaimStrength;
  readonly basis: Bilingual;
}

function seenAt(source: Source, path: string, sizeBytes: number): Seen | null {
  if (isList(source, path)) return { strength: "signature", basis: basisOfList(source, path) };
  const page = pageAt(source, path);
  if (page !== null) {
    if (page.form === "json" && isList(source, `${path}.json`)) return null;
    return { strength: "signature", basis: page.form === "json" ? LATER_PAGE : EARLY_PAGE };
  }
  const layout = textLayoutOf(source, path, sizeBytes);
  return layout === null ? null : { strength: "structure", basis: TEXTS[layout] };
}

/** Whether a file is a list of records of 3.x, whatever it is called. @source documented: export-formats.md §10 (4) */
export function isList(source: Source, path: string): boolean {
  if (source.file(path) === undefined) return false;
  if (!/^(?:\xef\xbb\xbf)?\s*\[/.test(source.read(path, 0, 64).toString("latin1"))) return false;
  const head = parseJsonPrefix(
    source
      .read(path, 0, HEAD_BYTES)
      .toString("utf8")
      .replace(/^\ufeff/, ""),
  );
  const first = Array.isArray(head) ? head[0] : undefined;
  return isJsonObject(first) && ["server_id", "is_send", "timestamp", "display_name"].every((key) => key in first);
}

/** The page a list was written beside, where it is here; null otherwise. */
export function pageBeside(source: Source, listPath: string): string | null {
  const path = listPath.replace(/\.json$/i, "");
  return path !== listPath && source.file(path) !== undefined && pageAt(source, path)?.form === "json" ? path : null;
}

function namedFolder(source: Source, entry: string): { sourceName?: string } {
  const hasId = talkerOfSourceName(entry, source.name) !== null && placeOf({ entry }).talker === null;
  return hasId ? { sourceName: source.name } : {};
}

function basisOfList(source: Source, path: string): Bilingual {
  const page = pageBeside(source, path);
  const beside =
    page === null
      ? { zh: "", en: "" }
      : {
          zh: `；旁边的网页“${page}”是同一份导出，只用来核对，不再读取一遍`,
          en: `; the page "${page}" beside it is the same export, held against it and not read a second time`,
        };
  return {
    zh: `列表中的记录有 server_id、is_send 等字段，与留痕（MemoTrace）3.x 的 .html.json 一致${beside.zh}`,
    en: `the records of the list have server_id, is_send and the other fields of a .html.json of MemoTrace 3.x${beside.en}`,
  };
}

const EARLY_PAGE: Bilingual = {
  zh: "网页中有 const chatMessages，其中是留痕（MemoTrace）1.x 写法的消息",
  en: "the page holds const chatMessages with messages as MemoTrace 1.x writes them",
};
const LATER_PAGE: Bilingual = {
  zh: "网页中有 const chatMessages，其中是留痕（MemoTrace）3.x 写法的消息",
  en: "the page holds const chatMessages with messages as MemoTrace 3.x writes them",
};
const TEXTS: Readonly<Record<TextLayout, Bilingual>> = {
  "txt-1": textBasis("1.x"),
  "txt-3": textBasis("3.x"),
  markdown: {
    zh: "标题依次为年、月、日，每条消息以“**时:分:秒 名**:”开头，与留痕（MemoTrace）3.x 的 Markdown 一致",
    en: "headings give year, month and day, and messages begin **HH:MM:SS name**:, as in the Markdown of MemoTrace 3.x",
  },
};

function textBasis(version: string): Bilingual {
  return {
    zh: `空行之后的“年-月-日 时:分:秒 名”（名字不带引号）开始每条消息，与留痕（MemoTrace）${version} 的 TXT 一致`,
    en: `every message begins, behind a blank line, with date, time and an unquoted name, as in the TXT of MemoTrace ${version}`,
  };
}
