import { storedZip } from "../../base/stored-zip.ts";

/** A list as a Word document: landscape A4, one table whose headings stand on every page. */
export interface ListDocument {
  readonly title: string;
  /** Above the table: label and value. */
  readonly fields: readonly (readonly [label: string, value: string])[];
  readonly columns: readonly { readonly title: string; /** Share of the width. */ readonly share: number }[];
  /** A line end begins a new line in the cell. */
  readonly rows: readonly (readonly string[])[];
  readonly notes: readonly string[];
  /** Below the notes, to be filled in and signed. */
  readonly closing: readonly string[];
  /** At the foot of every page; `{page}` and `{pages}` become fields that the word processor keeps right. */
  readonly footer: string;
  readonly creator: string;
  /** `YYYY-MM-DD`; the only date in the file. */
  readonly date: string;
  readonly language: "zh" | "en";
}

/** Twentieths of a point: A4 on its side, margins of 15 mm. */
const PAGE = { width: 16838, height: 11906, margin: 850 } as const;
const NAMESPACE =
  'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/**
 * The document as `.docx`. Nothing in it depends on clock or chance: equal values give equal bytes.
 *
 * @source documented: ECMA-376 Part 1 (17.3, 17.4, 17.16 fields) and Part 2 (packages)
 */
export function docxOf(list: ListDocument): Buffer {
  const parts: readonly (readonly [name: string, xml: string])[] = [
    ["[Content_Types].xml", contentTypes()],
    ["_rels/.rels", relations([["officeDocument", `${OFFICE}/officeDocument`, "word/document.xml"], ["core", `${PACKAGE}/relationships/metadata/core-properties`, "docProps/core.xml"]])],
    ["docProps/core.xml", core(list)],
    ["word/_rels/document.xml.rels", relations([["styles", `${OFFICE}/styles`, "styles.xml"], ["footer", `${OFFICE}/footer`, "footer1.xml"]])],
    ["word/document.xml", body(list)],
    ["word/footer1.xml", `<w:ftr ${NAMESPACE}>${paragraph(withPageFields(list.footer), { size: 15, align: "center" })}</w:ftr>`],
    ["word/styles.xml", styles(list)],
  ]; // prettier-ignore
  return storedZip(parts.map(([name, xml]) => ({ name, bytes: Buffer.from(DECLARATION + xml) })));
}

function contentTypes(): string {
  const overrides = [
    ["/word/document.xml", `${WORD}.document.main+xml`],
    ["/word/styles.xml", `${WORD}.styles+xml`],
    ["/word/footer1.xml", `${WORD}.footer+xml`],
    ["/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"],
  ].map(([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`);
  return `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${overrides.join("")}</Types>`;
}

function relations(list: readonly (readonly [id: string, type: string, target: string])[]): string {
  const items = list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${type}" Target="${target}"/>`);
  return `<Relationships xmlns="${PACKAGE}/relationships">${items.join("")}</Relationships>`;
}

function core({ title, creator, date }: ListDocument): string {
  const at = (name: string) => `<dcterms:${name} xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:${name}>`;
  return `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${xmlText(title)}</dc:title><dc:creator>${xmlText(creator)}</dc:creator>${at("created")}${at("modified")}</cp:coreProperties>`;
}

function styles({ language }: ListDocument): string {
  const fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>';
  const locale = `<w:lang w:val="${language === "zh" ? "zh-CN" : "en-GB"}" w:eastAsia="zh-CN"/>`;
  const borders = ["top", "left", "bottom", "right", "insideH", "insideV"].map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="444444"/>`).join("");
  return `<w:styles ${NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr>${fonts}<w:sz w:val="16"/><w:szCs w:val="16"/>${locale}</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="70" w:type="dxa"/><w:bottom w:w="40" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style><w:style w:type="table" w:styleId="List"><w:name w:val="List Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>${borders}</w:tblBorders></w:tblPr></w:style></w:styles>`;
} // prettier-ignore

function body(list: ListDocument): string {
  const { width, height, margin } = PAGE;
  const section = `<w:sectPr><w:footerReference w:type="default" r:id="footer"/><w:pgSz w:w="${width}" w:h="${height}" w:orient="landscape"/><w:pgMar w:top="${margin}" w:right="${margin}" w:bottom="${margin}" w:left="${margin}" w:header="500" w:footer="400" w:gutter="0"/></w:sectPr>`;
  const content = [
    paragraph(run(list.title, { bold: true, size: 36 }), { align: "center", after: 160 }),
    ...list.fields.map(([label, value]) => paragraph(run(label, { bold: true, size: 20 }) + run(value, { size: 20 }), { after: 40 })),
    paragraph("", {}),
    table(list),
    ...list.notes.map((note) => paragraph(run(note, { size: 16 }), { before: 60 })),
    ...list.closing.map((line) => paragraph(run(line, { size: 20 }), { before: 160 })),
  ]; // prettier-ignore
  return `<w:document ${NAMESPACE}><w:body>${content.join("")}${section}</w:body></w:document>`;
}

function table({ columns, rows }: ListDocument): string {
  const free = PAGE.width - 2 * PAGE.margin;
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const widths = columns.map(({ share }) => Math.floor((share / shares) * free));
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join("");
  const cell = (text: string, width: number | undefined, bold: boolean) => {
    const shade = bold ? '<w:shd w:val="clear" w:color="auto" w:fill="EEEEEE"/>' : "";
    const lines = text.split("\n").map((line) => paragraph(run(line, { bold, size: 15 }), {}));
    return `<w:tc><w:tcPr><w:tcW w:w="${width ?? 0}" w:type="dxa"/>${shade}</w:tcPr>${lines.join("")}</w:tc>`;
  };
  const row = (cells: readonly string[], head: boolean) =>
    `<w:tr><w:trPr><w:cantSplit/>${head ? "<w:tblHeader/>" : ""}</w:trPr>${cells.map((text, n) => cell(text, widths[n], head)).join("")}</w:tr>`;
  const heading = row(
    columns.map(({ title }) => title),
    true,
  );
  return `<w:tbl><w:tblPr><w:tblStyle w:val="List"/><w:tblW w:w="${free}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${heading}${rows.map((cells) => row(cells, false)).join("")}</w:tbl>`;
}

interface ParagraphForm {
  readonly align?: "center";
  readonly size?: number;
  readonly before?: number;
  readonly after?: number;
}

function paragraph(runs: string, { align, before = 0, after = 0 }: ParagraphForm): string {
  const spacing = `<w:spacing w:before="${before}" w:after="${after}"/>`;
  return `<w:p><w:pPr>${spacing}${align === undefined ? "" : `<w:jc w:val="${align}"/>`}</w:pPr>${runs}</w:p>`;
}

function run(text: string, { bold = false, size }: { readonly bold?: boolean; readonly size: number }): string {
  const form = `<w:rPr>${bold ? "<w:b/>" : ""}<w:sz w:val="${size}"/><w:szCs w:val="${size}"/></w:rPr>`;
  return text === "" ? "" : `<w:r>${form}<w:t xml:space="preserve">${xmlText(text)}</w:t></w:r>`;
}

/** Page numbers as fields, so that they stay right when rows are added by hand. */
function withPageFields(text: string): string {
  return text
    .split(/(\{pages?\})/)
    .map((part) => (part === "{page}" ? field("PAGE") : part === "{pages}" ? field("NUMPAGES") : run(part, { size: 15 })))
    .join("");
} // prettier-ignore

function field(code: string): string {
  return `<w:fldSimple w:instr=" ${code} "><w:r><w:t>1</w:t></w:r></w:fldSimple>`;
}

/** Not allowed in XML, unseen, or moving what follows; each is shown by its number. */
const UNSEEN = /[^\P{C}\t]|[\u2028\u2029]/gu;

function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replace(UNSEEN, (one) => `[U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}]`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;");
}
