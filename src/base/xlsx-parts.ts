import type { XmlElement } from "./xml.ts";
import { attributeOf, localName, parseXml, textAt } from "./xml.ts";

/** One relationship of a part. `target` is as written. */
export interface Relationship {
  readonly type: string;
  readonly target: string;
  readonly isExternal: boolean;
}

/** A number format by its code, or by its number where it is built in; `isDate` where it shows a date or time. */
export interface NumberFormat {
  readonly code: string;
  readonly isDate: boolean;
}

/** Root of a part with namespace prefixes taken off all names. Null where it is no XML. */
export function partRoot(text: string): XmlElement | null {
  const document = parseXml(text);
  return document === null || document.isDamaged ? null : withoutPrefixes(document.root);
}

function withoutPrefixes(element: XmlElement): XmlElement {
  return { ...element, name: localName(element.name), children: element.children.map(withoutPrefixes) };
}

/** Relationships by id. */
export function relationshipsOf(root: XmlElement): Map<string, Relationship> {
  const found = new Map<string, Relationship>();
  for (const element of root.children) {
    const id = attributeOf(element, "Id");
    const target = attributeOf(element, "Target");
    if (id === null || target === null) continue;
    const type = attributeOf(element, "Type") ?? "";
    found.set(id, {
      type: type.slice(type.lastIndexOf("/") + 1),
      target,
      isExternal: attributeOf(element, "TargetMode") === "External",
    });
  }
  return found;
}

/** Path of the relationships that belong to a part. */
export function relationshipsPath(part: string): string {
  const slash = part.lastIndexOf("/");
  return `${part.slice(0, slash + 1)}_rels/${part.slice(slash + 1)}.rels`;
}

/** Member name that a relationship's target stands for, seen from the part that holds it. */
export function targetPath(part: string, target: string): string {
  if (target.startsWith("/")) return target.slice(1);
  const path = part.split("/").slice(0, -1);
  for (const step of target.split("/")) {
    if (step === "..") path.pop();
    else if (step !== ".") path.push(step);
  }
  return path.join("/");
}

/** Built-in formats that show a date or time. @source documented: ECMA-376 part 1, 18.8.30, with the East Asian ones */
const BUILT_IN_DATES: readonly (readonly [number, number])[] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];

/** Number format of each cell style, in order. */
export function cellFormatsOf(styles: XmlElement): NumberFormat[] {
  const codes = new Map<string, string>();
  for (const element of section(styles, "numFmts")) {
    codes.set(attributeOf(element, "numFmtId") ?? "", element.attributes["formatCode"] ?? "");
  }
  return section(styles, "cellXfs").map((style) => {
    const id = attributeOf(style, "numFmtId") ?? "0";
    const code = codes.get(id);
    if (code !== undefined) return { code, isDate: showsDate(code) };
    const number = Number(id);
    return { code: id, isDate: BUILT_IN_DATES.some(([from, to]) => number >= from && number <= to) };
  });
}

function section(root: XmlElement, name: string): readonly XmlElement[] {
  return root.children.find((child) => child.name === name)?.children ?? [];
}

/** A code shows a date where a date letter stands outside quotes, brackets and escapes. */
function showsDate(code: string): boolean {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_.|\*./g, ""));
}

/** What the workbook says of its making. */
export interface Properties {
  readonly creator: string | null;
  readonly createdText: string | null;
  readonly modifiedBy: string | null;
  readonly modifiedText: string | null;
}

export function propertiesOf(core: XmlElement | null): Properties {
  const at = (name: string) => (core === null ? null : textAt(core, name));
  return {
    creator: at("creator"),
    createdText: at("created"),
    modifiedBy: at("lastModifiedBy"),
    modifiedText: at("modified"),
  };
}
