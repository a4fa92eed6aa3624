import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createWriteStream } from "node:fs";
import { ZipArchive } from "archiver";
import { messageAt } from "./conversation.mjs";

const ROWS_PER_WRITE = 5000;
/** Names, words, days and times of day come again; what is longer is a text of its own. */
const LONGEST_REPEATED = 12;

/** Writes `count` messages below `folder` as one format of formats.mjs. Gives the path of the file with the rows. */
export async function makeExport(format, folder, count) {
  for (const [path, text] of Object.entries(format.beside?.(count) ?? {})) writeWhole(join(folder, path), text);
  const file = join(folder, format.path(count));
  if (format.workbook === undefined) writeRows(file, format, count);
  else await writeWorkbook(file, format, count);
  return file;
}

function writeRows(path, { head, row, between = "\n", tail = "" }, count) {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "w");
  writeSync(file, head(count));
  for (let from = 0; from < count; from += ROWS_PER_WRITE) {
    const until = Math.min(count, from + ROWS_PER_WRITE);
    const texts = [];
    for (let index = from; index < until; index += 1) texts.push(row(messageAt(index)));
    writeSync(file, texts.join(between) + (until === count ? "" : between));
  }
  writeSync(file, tail);
  closeSync(file);
}

function writeWhole(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "w");
  writeSync(file, text);
  closeSync(file);
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/** A workbook of one sheet; every text a shared string, as the libraries of the exporters write them. */
async function writeWorkbook(path, { workbook, head, row }, count) {
  mkdirSync(dirname(path), { recursive: true });
  const sheet = `${path}.sheet.xml`;
  const strings = `${path}.strings.xml`;
  const known = new Map();
  let written = 0;
  let line = 0;
  const texts = [];
  /** Number of a text among the shared ones; those that come again are the first ones seen. */
  const numberOf = (text) => {
    const number = known.get(text) ?? written;
    if (number < written) return number;
    if (text.length <= LONGEST_REPEATED) known.set(text, number);
    texts.push(`<si><t xml:space="preserve">${escapeXml(text)}</t></si>`);
    written += 1;
    return number;
  };
  const cells = (values) => {
    line += 1;
    const cell = (value, place) => typeof value === "number" ? `<c r="${place}"><v>${value}</v></c>` : `<c r="${place}" t="s"><v>${numberOf(value)}</v></c>`; // prettier-ignore
    const made = values.map((value, column) => cell(value, `${String.fromCharCode(65 + column)}${line}`));
    return `<row r="${line}">${made.join("")}</row>`;
  };
  const stringFile = openSync(strings, "w");
  writeSync(stringFile, `${XML}<sst xmlns="${MAIN}">`);
  const flush = () => {
    writeSync(stringFile, texts.join(""));
    texts.length = 0;
  };
  const first = head(count).map(cells).join("\n");
  writeRows(
    sheet,
    {
      head: () => `${XML}<worksheet xmlns="${MAIN}"><sheetData>${first}\n`,
      row: (message) => {
        const text = cells(row(message));
        if (texts.length > 10_000) flush();
        return text;
      },
      tail: "</sheetData></worksheet>",
    },
    count,
  );
  flush();
  writeSync(stringFile, "</sst>");
  closeSync(stringFile);
  await zipWorkbook(path, workbook, { sheet, strings });
  rmSync(sheet);
  rmSync(strings);
}

async function zipWorkbook(path, sheetName, { sheet, strings }) {
  const archive = new ZipArchive({ zlib: { level: 1 } });
  const add = (name, text) => archive.append(text, { name });
  add("[Content_Types].xml", `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${SHEET_TYPE}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${SHEET_TYPE}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${SHEET_TYPE}.sharedStrings+xml"/></Types>`); // prettier-ignore
  add("_rels/.rels", `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`); // prettier-ignore
  add("xl/workbook.xml", `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${sheetName}" sheetId="1" r:id="rId1"/></sheets></workbook>`); // prettier-ignore
  add("xl/_rels/workbook.xml.rels", `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>`); // prettier-ignore
  archive.file(sheet, { name: "xl/worksheets/sheet1.xml" });
  archive.file(strings, { name: "xl/sharedStrings.xml" });
  const written = pipeline(archive, createWriteStream(path));
  await archive.finalize();
  await written;
}

function escapeXml(text) {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
