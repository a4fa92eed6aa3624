import { isJsonObject, jsonFile, JsonNumber, readJson, type JsonValue } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import { repairsOf, type Repair } from "../wechat/json-repairs.ts";
import { literalAfter } from "../wechat/page-literal.ts";

/** A page file that the page names. `messages` null where it does not say how many are in it. */
export interface StatedPage {
  readonly path: string;
  readonly messages: number | null;
}

/** What the script of a page states; nothing of it is run. */
export interface PageFacts {
  readonly title: string | null;
  /** Internal ids of account and chat, where a version writes them. */
  readonly owner: string | null;
  readonly talker: string | null;
  readonly numberOfMessages: number | null;
  readonly pages: readonly StatedPage[];
  /** Files of the folder of pages, those that the page does not name included. */
  readonly folder: string;
  /** What had to be read around in the list of pages. */
  readonly repairs: readonly Repair[];
}

const HEAD_BYTES = 256 << 10;

/** Marks of a page of messages. @source documented: export-formats.md §6.1; observed in the templates @02fbe6e … @8f8ce41 */
export function isPage(head: string): boolean {
  if (!/^\ufeff?\s*(?:<!--[^]{0,500}?-->\s*)?<(?:!doctype\s+)?html/i.test(head)) return false;
  if (/window\.(?:wechatMsgsIndexes|moreWechatMsgs)\b/.test(head)) return true;
  if (/<div class="msg [^"]{0,200}" msgid="/.test(head))
    return /class="(?:dspname|name-(?:left|right))|chat-notice/.test(head);
  return /<div class="(?:chat|media)-(?:left|right)[^"]{0,200}" msgid="/.test(head);
}

/** @source observed: frame of the exporter @8f8ce41 */
export function factsOfPage(source: Source, entry: string): PageFacts {
  const head = source.read(entry, 0, HEAD_BYTES).toString("utf8");
  const base = entry.slice(0, entry.lastIndexOf("/") + 1);
  const stated = /"([^"\n]{1,500})\/msg-" \+ nextPage/.exec(head)?.[1];
  const folder = `${base}${stated === undefined ? "Files/Data" : decoded(stated)}/`;
  const numbered = (name: string) => {
    const digits = new RegExp(`var ${name} = parseInt\\('(\\d{1,9})'\\)`).exec(head)?.[1];
    return digits === undefined ? null : Number(digits);
  };
  const { pages: listed, repairs } = pagesListed(source, entry, folder);
  const count = numbered("numberOfPages") ?? 0;
  const isPaged = /asyncLoadingType = "(?:onscroll|initial)"/.test(head);
  const counted = isPaged
    ? Array.from({ length: Math.min(count, 100_000) }, (_, at) => page(folder, String(at + 1)))
    : [];
  const isPager = /asyncLoadingType = "pager"/.test(head);
  const body = /<body uid="([^"]{0,200})" sid="([^"]{0,200})"/.exec(head);
  return {
    title: titleIn(head),
    owner: idIn(body?.[1]),
    talker: idIn(body?.[2]),
    numberOfMessages: numbered("numberOfMsgs"),
    pages:
      isPager || counted.length === 0
        ? listed
        : counted.map((one, at) => ({ ...one, messages: listed[at]?.messages ?? null })),
    folder,
    repairs,
  };
}

function page(folder: string, number: string): StatedPage {
  return { path: `${folder}msg-${number}.js`, messages: null };
}

function pagesListed(source: Source, entry: string, folder: string): { pages: StatedPage[]; repairs: Repair[] } {
  const file = jsonFile(source, entry);
  const span = literalAfter(file, "initPageData(");
  if (span === null || span.end - span.start > HEAD_BYTES) return { pages: [], repairs: [] };
  const read = readJson(file, span);
  return { pages: pagesIn(read.value, folder), repairs: repairsOf(file, "initPageData", read.repairs) };
}

function pagesIn(list: JsonValue, folder: string): StatedPage[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((one) => {
    const number = isJsonObject(one) ? one["page"] : null;
    const messages = isJsonObject(one) ? one["numnberOfMsgs"] : null;
    if (!(number instanceof JsonNumber)) return [];
    return [{ ...page(folder, number.text), messages: messages instanceof JsonNumber ? Number(messages.text) : null }];
  });
}

/** `wxid_… - md5`; shipped versions leave it empty. */
function idIn(text: string | undefined): string | null {
  return /^([\w@.-]{1,100}) - [0-9a-f]{32}$/.exec(text ?? "")?.[1] ?? null;
}

function titleIn(head: string): string | null {
  const title = /<title>([^<]{0,1000})<\/title>/.exec(head)?.[1];
  if (title === undefined) return null;
  const name = title.trim().replace(/ - (?:微信聊天记录|WeChat Chat History)$/, "");
  return name === ""
    ? null
    : name.replace(/&(lt|gt|amp|quot|#39|nbsp);/g, (whole, entity: string) => ENTITIES[entity] ?? whole);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', "#39": "'", nbsp: " " };

/** A path as a page writes it, percent-encoded or not. */
export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
