import { TextDecoder } from "node:util";
import type { NumberFormat, Properties, Relationship } from "./xlsx-parts.ts";
import { cellFormatsOf, partRoot, propertiesOf, relationshipsOf, relationshipsPath, targetPath } from "./xlsx-parts.ts";
import type { SharedCell, XlsxRow } from "./xlsx-sheet.ts";
import { sharedTextLost, SheetReader } from "./xlsx-sheet.ts";
import { SharedStrings } from "./xlsx-strings.ts";
import type { Bytes, MemberBytes, Members } from "./xlsx-zip.ts";
import { damagedWorkbook, openMembers } from "./xlsx-zip.ts";
import type { XmlElement } from "./xml.ts";
import { attributeOf, childOf, textAt } from "./xml.ts";

export type { XlsxCell, XlsxRow } from "./xlsx-sheet.ts";
export type { Bytes } from "./xlsx-zip.ts";

/** A workbook opened for reading, one row at a time. Nothing in it is computed, followed or run. */
export interface Workbook {
  /** Names of the sheets in order. */
  readonly sheets: readonly string[];
  readonly properties: Properties;
  /** Program that says it wrote the file (`docProps/app.xml`). */
  readonly application: string | null;
  readonly dateSystem: 1900 | 1904;
  /** Whether any cell of the sheet carries a hyperlink. */
  hasLinks(sheet: string): Promise<boolean>;
  /** Rows that hold something, in the order of the file. @throws {SourceError} XLSX_DAMAGED, XLSX_TOO_LARGE */
  rows(sheet: string): AsyncGenerator<XlsxRow>;
  close(): void;
}

const MAX_PART_BYTES = 16 * 1024 * 1024;
const MAX_STRINGS_BYTES = 1024 * 1024 * 1024;
const MAX_SHEET_BYTES = 8 * 1024 * 1024 * 1024;

/** True where bytes begin as a workbook does: a zip whose first member is one of the format's own. */
export function looksLikeWorkbook(head: Uint8Array): boolean {
  const bytes = Buffer.from(head.buffer, head.byteOffset, head.length);
  if (bytes.length < 46 || bytes.readUInt32LE(0) !== 0x0403_4b50) return false;
  const name = bytes.toString("latin1", 30, 30 + bytes.readUInt16LE(26));
  return /^(\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/)/.test(name);
}

/** @throws {SourceError} XLSX_DAMAGED where it is no readable workbook; XLSX_TOO_LARGE beyond safe limits */
export async function openWorkbook(bytes: Bytes, path: string): Promise<Workbook> {
  const members = await openMembers(bytes, path);
  try {
    return await new Opened(members, path).workbook();
  } catch (error) {
    members.close();
    throw error;
  }
}

class Opened {
  private readonly members: Members;
  private readonly path: string;
  private strings: SharedStrings | null = null;

  constructor(members: Members, path: string) {
    this.members = members;
    this.path = path;
  }

  async workbook(): Promise<Workbook> {
    const main = await this.mainPart();
    const root = await this.part(main);
    const targets = await this.relationships(main);
    const sheets = sheetsOf(root, targets, main);
    const formats = await this.formats(targets, main);
    const core = await this.optional("docProps/core.xml");
    const app = await this.optional("docProps/app.xml");
    const date1904 = attributeOf(childOf(root, "workbookPr"), "date1904");
    return {
      sheets: [...sheets.keys()],
      properties: propertiesOf(core),
      application: app === null ? null : textAt(app, "Application"),
      dateSystem: date1904 === "1" || date1904 === "true" ? 1904 : 1900,
      hasLinks: async (sheet) => hasHyperlinks(await this.relationships(sheets.get(sheet) ?? "")),
      rows: (sheet) => this.rows(sheets.get(sheet), { formats, strings: targetOfType(targets, "sharedStrings", main) }),
      close: () => this.close(),
    };
  }

  private async mainPart(): Promise<string> {
    const root = await this.relationships("");
    const main = [...root.values()].find(({ type }) => type === "officeDocument");
    return main ? targetPath("", main.target) : "xl/workbook.xml";
  }

  private async *rows(
    part: string | undefined,
    { formats, strings }: { formats: readonly NumberFormat[]; strings: string | null },
  ): AsyncGenerator<XlsxRow> {
    if (part === undefined) throw damagedWorkbook(this.path, { zh: "没有这个工作表", en: "there is no such sheet" });
    this.strings ??= this.sharedStrings(strings);
    const reader = new SheetReader({ path: this.path, formats, links: await this.links(part) });
    for await (const text of this.text(part, MAX_SHEET_BYTES)) {
      const { rows, shared } = reader.take(text);
      await fillIn(shared, this.strings, this.path);
      yield* rows;
    }
    reader.end();
    await this.strings.finish();
  }

  private sharedStrings(part: string | null): SharedStrings {
    const isThere = part !== null && this.members.names.includes(part);
    return new SharedStrings(this.path, isThere ? this.text(part, MAX_STRINGS_BYTES) : null);
  }

  private close(): void {
    // Nobody waits for a part that is let go, and nothing it could still report matters.
    void this.strings?.close();
    this.members.close();
  }

  /** Links stand behind the rows in the file, so the sheet is run through once before, only to find them. */
  private async links(part: string): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const targets = await this.relationships(part);
    if (!hasHyperlinks(targets)) return found;
    const section = await this.hyperlinkSection(part);
    for (const element of (section === null ? null : partRoot(section))?.children ?? []) {
      const ref = attributeOf(element, "ref");
      const id = Object.keys(element.attributes).find((name) => name.endsWith(":id"));
      const target = id === undefined ? undefined : targets.get(element.attributes[id] ?? "");
      if (ref !== null && target) found.set(ref, target.target);
    }
    return found;
  }

  private async hyperlinkSection(part: string): Promise<string | null> {
    let kept = "";
    let isFound = false;
    for await (const text of this.text(part, MAX_SHEET_BYTES)) {
      kept += text;
      const from = isFound ? 0 : kept.search(/<(\w+:)?hyperlinks[ >]/);
      if (from < 0) {
        kept = kept.slice(-64);
        continue;
      }
      isFound = true;
      kept = kept.slice(from);
      const end = /<\/(\w+:)?hyperlinks>/.exec(kept);
      if (end) return kept.slice(0, end.index + end[0].length);
      if (kept.length > MAX_PART_BYTES) return null;
    }
    return null;
  }

  private async formats(targets: Map<string, Relationship>, main: string): Promise<NumberFormat[]> {
    const styles = targetOfType(targets, "styles", main);
    const root = styles === null ? null : await this.optional(styles);
    return root === null ? [] : cellFormatsOf(root);
  }

  private async relationships(part: string): Promise<Map<string, Relationship>> {
    const root = await this.optional(relationshipsPath(part));
    return root === null ? new Map<string, Relationship>() : relationshipsOf(root);
  }

  private async optional(name: string): Promise<XmlElement | null> {
    return this.members.names.includes(name) ? this.part(name) : null;
  }

  private async part(name: string): Promise<XmlElement> {
    let text = "";
    for await (const piece of this.text(name, MAX_PART_BYTES)) text += piece;
    const root = partRoot(text);
    if (root === null)
      throw damagedWorkbook(this.path, { zh: `${name} 不是有效的 XML`, en: `${name} is no valid XML` });
    return root;
  }

  private text(name: string, limitBytes: number): AsyncGenerator<string> {
    return decoded(this.members.bytes(name, limitBytes), this.path, name);
  }
}

async function fillIn(cells: readonly SharedCell[], strings: SharedStrings, path: string): Promise<void> {
  await strings.reach(cells.reduce((last, { index }) => Math.max(last, index), -1));
  for (const { cell, index } of cells) {
    const text = strings.at(index);
    if (text === undefined) throw sharedTextLost(path, cell.ref);
    cell.text = text;
  }
}

async function* decoded(bytes: MemberBytes, path: string, name: string): AsyncGenerator<string> {
  let decoder: TextDecoder | null = null;
  try {
    for await (const chunk of bytes) {
      decoder ??= new TextDecoder(xmlEncoding(chunk), { fatal: true });
      yield decoder.decode(chunk, { stream: true });
    }
    if (decoder !== null) yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw damagedWorkbook(
      path,
      { zh: `${name} 中有无法解码的字节`, en: `${name} holds bytes that cannot be decoded` },
      error,
    );
  }
}

function hasHyperlinks(targets: Map<string, Relationship>): boolean {
  return [...targets.values()].some(({ type }) => type === "hyperlink");
}

function xmlEncoding(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  return head[0] === 0xfe && head[1] === 0xff ? "utf-16be" : "utf-8";
}

function sheetsOf(root: XmlElement, targets: Map<string, Relationship>, main: string): Map<string, string> {
  const sheets = new Map<string, string>();
  for (const element of childOf(root, "sheets")?.children ?? []) {
    const name = element.attributes["name"];
    const id = Object.keys(element.attributes).find((attribute) => attribute.endsWith(":id"));
    const target = id === undefined ? undefined : targets.get(element.attributes[id] ?? "");
    if (name !== undefined && target && !target.isExternal) sheets.set(name, targetPath(main, target.target));
  }
  return sheets;
}

function targetOfType(targets: Map<string, Relationship>, type: string, main: string): string | null {
  const found = [...targets.values()].find((target) => target.type === type);
  return found ? targetPath(main, found.target) : null;
}
