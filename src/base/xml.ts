import { Parser } from "htmlparser2";

/** An element with its attributes and its own text (text of its children not included). Names are as written. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  readonly text: string;
}

/** A small document as a tree. `isDamaged`: cut off or badly nested; what could be read is there. */
export interface XmlDocument {
  readonly root: XmlElement;
  readonly isDamaged: boolean;
}

const MAX_LENGTH = 16 * 1024 * 1024;
const MAX_DEPTH = 64;
const MAX_ELEMENTS = 200_000;

/** Told apart from bugs: the document is larger or deeper than any honest one. */
class TooLarge extends Error {}

/**
 * Reads a small document. Only the five entities of XML and numeric ones are decoded; a DTD has no effect and
 * nothing is ever fetched. Null where there is no element, or where the text is longer than 16 Mi characters,
 * deeper than 64 or has more than 200,000 elements.
 */
export function parseXml(text: string): XmlDocument | null {
  if (text.length > MAX_LENGTH) return null;
  const builder = new Builder();
  const parser = new Parser(builder, { xmlMode: true });
  try {
    parser.write(text);
    builder.isEnding = true;
    parser.end();
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
  return builder.root === null ? null : { root: builder.root, isDamaged: builder.isDamaged };
}

/** First child of that name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** Element at the end of a path of child names. */
export function elementAt(element: XmlElement | undefined, ...path: readonly string[]): XmlElement | undefined {
  return path.reduce(childOf, element);
}

/** Text of the element at a path, without blanks around it; null where it is absent or empty. */
export function textAt(element: XmlElement | undefined, ...path: readonly string[]): string | null {
  const text = elementAt(element, ...path)?.text.trim();
  return text === undefined || text === "" ? null : text;
}

/** Value of an attribute, without blanks around it; null where it is absent or empty. */
export function attributeOf(element: XmlElement | undefined, name: string): string | null {
  if (element === undefined || !Object.hasOwn(element.attributes, name)) return null;
  const value = element.attributes[name]?.trim();
  return value === undefined || value === "" ? null : value;
}

/** The name without its namespace prefix. */
export function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

interface OpenElement {
  name: string;
  attributes: Record<string, string>;
  children: OpenElement[];
  text: string;
}

class Builder {
  root: XmlElement | null = null;
  isDamaged = false;
  isEnding = false;
  private readonly open: OpenElement[] = [];
  private elements = 0;
  private lastOpened: OpenElement | null = null;

  onopentag(name: string, attributes: Record<string, string>): void {
    const element = { name, attributes, children: [], text: "" };
    this.elements += 1;
    if (this.elements > MAX_ELEMENTS || this.open.length >= MAX_DEPTH) throw new TooLarge();
    const parent = this.open.at(-1);
    if (parent) parent.children.push(element);
    else if (this.root === null) this.root = element;
    else this.isDamaged = true;
    this.open.push(element);
    this.lastOpened = element;
  }

  ontext(text: string): void {
    const element = this.open.at(-1);
    if (element) element.text += text;
    this.lastOpened = null;
  }

  onclosetag(_name: string, isImplied: boolean): void {
    const closed = this.open.pop();
    if (this.isEnding || (isImplied && closed !== this.lastOpened)) this.isDamaged = true;
    this.lastOpened = null;
  }
}
