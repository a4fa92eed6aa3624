import { crc32, deflateRawSync } from "node:zlib";

/** A zip of deflated members with fixed dates, so that the same members give the same bytes. */
export function zipOf(members: Readonly<Record<string, string | Uint8Array>>): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const bytes = Buffer.from(content);
    const packed = deflateRawSync(bytes);
    const path = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(0x0800, 2);
    fields.writeUInt16LE(8, 4);
    fields.writeUInt16LE(0x21, 8);
    fields.writeUInt32LE(crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(bytes.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const header = Buffer.concat([Buffer.from("504b0304", "hex"), fields, path]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from("504b01021400", "hex"), fields, tail, path]));
    local.push(header, packed);
    offset += header.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x0605_4b50, 0);
  end.writeUInt16LE(central.length, 8);
  end.writeUInt16LE(central.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, directory, end]);
}

/** A cell as a test states it: text, or XML of its own for what text cannot say. */
export type CellSpec = string | { readonly xml: string } | { readonly number: string; readonly style?: number };

export interface SheetSpec {
  readonly name: string;
  readonly rows: readonly (readonly CellSpec[])[];
  /** Target by cell. */
  readonly links?: Readonly<Record<string, string>>;
}

const MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
const RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

/** The members of a workbook with inline texts, as openpyxl writes it. */
export function workbookMembers(sheets: readonly SheetSpec[], creator = "openpyxl"): Record<string, string> {
  const members: Record<string, string> = {
    "docProps/app.xml": `${XML}<Properties><Application>Microsoft Excel</Application></Properties>`,
    "docProps/core.xml": `${XML}<cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t"><dc:creator>${creator}</dc:creator><dcterms:created>2025-04-02T12:00:00Z</dcterms:created></cp:coreProperties>`,
    "_rels/.rels": relations([["rId1", "officeDocument", "xl/workbook.xml", false]]),
    "xl/styles.xml": `${XML}<styleSheet ${MAIN}><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm:ss"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="49"/><xf numFmtId="164"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
    "xl/workbook.xml": `${XML}<workbook ${MAIN} xmlns:r="${RELATIONS}"><sheets>${sheets.map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`).join("")}</sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations([
      ...sheets.map((_, i) => [`rId${i + 1}`, "worksheet", `worksheets/sheet${i + 1}.xml`, false] as const),
      ["rId98", "styles", "styles.xml", false],
      ["rId99", "sharedStrings", "/xl/sharedStrings.xml", false],
    ]),
  };
  for (const [i, sheet] of sheets.entries()) {
    const links = Object.entries(sheet.links ?? {});
    members[`xl/worksheets/sheet${i + 1}.xml`] = sheetXml(sheet, links);
    if (links.length === 0) continue;
    members[`xl/worksheets/_rels/sheet${i + 1}.xml.rels`] = relations(
      links.map(([, target], k) => [`rId${k + 1}`, "hyperlink", target, true] as const),
    );
  }
  return members;
}

/** The bytes of a workbook. */
export function workbookOf(sheets: readonly SheetSpec[]): Buffer {
  return zipOf(workbookMembers(sheets));
}

function relations(
  list: readonly (readonly [id: string, type: string, target: string, isExternal: boolean])[],
): string {
  const items = list.map(
    ([id, type, target, isExternal]) =>
      `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${escaped(target)}"${isExternal ? ' TargetMode="External"' : ""}/>`,
  );
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${items.join("")}</Relationships>`;
}

function sheetXml({ rows }: SheetSpec, links: readonly (readonly [string, string])[]): string {
  const body = rows.map((cells, r) => {
    const row = cells.map((cell, c) => cellXml(cell, `${String.fromCharCode(65 + c)}${r + 1}`)).join("");
    return `<row r="${r + 1}">${row}</row>`;
  });
  const hyperlinks = links.map(([ref], k) => `<hyperlink ref="${ref}" r:id="rId${k + 1}"/>`).join("");
  const section = links.length === 0 ? "" : `<hyperlinks>${hyperlinks}</hyperlinks>`;
  return `${XML}<worksheet ${MAIN} xmlns:r="${RELATIONS}"><sheetData>${body.join("")}</sheetData>${section}</worksheet>`;
}

function cellXml(cell: CellSpec, ref: string): string {
  if (typeof cell === "string") {
    if (cell === "") return "";
    return `<c r="${ref}" s="1" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`;
  }
  if ("xml" in cell) return cell.xml.replace("<c", `<c r="${ref}"`);
  return `<c r="${ref}" s="${cell.style ?? 0}"><v>${cell.number}</v></c>`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
