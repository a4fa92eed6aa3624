import { SourceError } from "../../base/errors.ts";
import type { Source } from "../../model/source.ts";
import type { Claim, Importer, ReadSettings, Yielded } from "../importer.ts";
import { readApi } from "./api.ts";
import { detectForms, formOf, type Form } from "./detect.ts";
import { readExcel, readExcelCsv } from "./excel.ts";
import { readHtml } from "./html.ts";
import { readMarkdown } from "./markdown.ts";
import { readSql } from "./sql.ts";
import { readTxt } from "./txt.ts";
import { readWeclone } from "./weclone.ts";

type Reader = (source: Source, claim: Claim, settings: ReadSettings) => Iterable<Yielded> | AsyncIterable<Yielded>;

const READERS: Readonly<Record<Form, Reader>> = {
  excel: readExcel,
  "excel-csv": readExcelCsv,
  txt: readTxt,
  "weclone-csv": readWeclone,
  sql: readSql,
  html: readHtml,
  markdown: readMarkdown,
  "http-api": readApi,
};

/**
 * Outputs of WeFlow and Weport beside JSON. Each file is an export of its own, also where several hold one conversation.
 *
 * @source documented: export-formats.md §4.1.3, §4.1.4, WeFlow v5.0.0 @46b49ef; escapes, labels and parts of pages
 *   observed in the exporter's source @9fa96cd
 */
export const weflowOther: Importer = {
  id: "weflow-other",
  title: {
    zh: "WeFlow 的 Excel、网页、文本等导出件",
    en: "WeFlow exports as Excel, HTML, text and others",
  },
  about: {
    zh: "WeFlow 或 Weport 导出的 .xlsx、.html、.txt、.md、.sql、WeClone .csv 文件，或保存下来的接口返回内容；请连同 images、voices、videos、emojis、file 等文件夹（网页还有 _data 文件夹）一起提供。",
    en: "A file .xlsx, .html, .txt, .md, .sql or a WeClone .csv of WeFlow or Weport, or a saved answer of its interface; hand over the folders images, voices, videos, emojis and file (and _data beside a page) too.",
  },

  detect(source) {
    return detectForms(source, this.id);
  },

  async *read(source, claim, settings) {
    const seen = await formOf(source, claim.entry);
    if (seen === null) throw formGone(claim.entry);
    yield* READERS[seen.form](source, claim, settings);
  },
};

function formGone(path: string): SourceError {
  return new SourceError(
    "WEFLOW_FORM_UNKNOWN",
    {
      zh: `文件“${path}”的开头不是 WeFlow 任何一种导出件的写法。`,
      en: `"${path}" does not begin as any output of WeFlow does.`,
    },
    {
      hint: {
        zh: "请给出导出软件生成的原始文件；若由其他软件导出，请去掉 --as weflow-other。",
        en: "Give the file as the exporting program wrote it; where another program made it, leave out --as weflow-other.",
      },
      facts: { path },
    },
  );
}
