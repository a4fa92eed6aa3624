import { jsonFile } from "../../base/json-reader.ts";
import type { Importer } from "../importer.ts";
import { detectExports, pagesFrom } from "./detect.ts";
import { readArray, readPage } from "./read-json.ts";
import { readTables } from "./read-tables.ts";

/**
 * PyWxDump: CSV of three generations in pages of 5000 rows, JSON, and the `data.js` of its pages.
 *
 * `id` counts the rows of the export and is no id of the client. The pages of one chat are one export.
 *
 * @source documented: export-formats.md §2, xaoyaoo/PyWxDump @d62e846
 */
export const pywxdump: Importer = {
  id: "pywxdump",
  title: { zh: "PyWxDump CSV / JSON / 网页", en: "PyWxDump CSV / JSON / page" },
  about: {
    zh: "PyWxDump 导出的文件夹（以会话编号命名）：“<会话编号>_0_5000.csv”等分页文件、“<会话编号>_0_<条数>.json”或网页旁的 data.js，以及 users.json；请连同所有分页一起提供。",
    en: "A folder of PyWxDump named for the chat id: pages such as “<chat id>_0_5000.csv”, “<chat id>_0_<count>.json” or the data.js of a page, and users.json; hand over all pages.",
  },

  detect(source) {
    return detectExports(source, this.id);
  },

  *read(source, { entry }, settings) {
    const pages = pagesFrom(source, entry);
    if (pages !== null) yield* readTables(source, pages, settings);
    else if (isArray(source.read(entry, 0, 64))) yield* readArray(source, entry, settings);
    else yield* readPage(source, jsonFile(source, entry), settings);
  },
};

function isArray(head: Buffer): boolean {
  return /^(?:\xef\xbb\xbf)?\s*\[/.test(head.toString("latin1"));
}
