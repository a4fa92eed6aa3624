import type { CaseFile, Enclosure } from "../model/case.ts";
import { labelOf } from "../model/shapes/case/labels.ts";
import { choiceWordsOf } from "../model/shapes/case/words-of.ts";
import type { Field } from "./block.ts";
import { LONGEST, type ReportContext } from "./context.ts";

/** Digits of a digest that tell one document from another on paper; the whole stands in record/files.csv. */
const SHOWN_DIGITS = 16;

/** What a person typed, inside 「」; such a mark within it is turned into 『』, so that nobody can close ours. */
export function quoted(context: ReportContext, typed: string): string {
  const inner = typed.replaceAll(/\s+/g, " ").trim().replaceAll("「", "『").replaceAll("」", "』");
  return `「${context.clip(inner, LONGEST.sentence)}」`;
}

/** A declared value with its mark, or that it was not provided. */
export function declared(context: ReportContext, path: string, value: unknown): string {
  const text = valueText(context, path, value);
  if (text === null) return context.words.notProvided;
  return context.say(context.words.declared.value, { value: text });
}

/** The same without the mark, for columns whose heading carries it. */
export function declaredCell(context: ReportContext, path: string, value: unknown): string {
  return valueText(context, path, value) ?? context.words.notProvided;
}

/**
 * Rows of one section: `asked` are always printed, the others where something was typed; what is blank of those stands
 * in one last row.
 */
export function declaredRows(
  context: ReportContext,
  path: string,
  section: Readonly<Record<string, unknown>>,
  asked: readonly string[],
  others: readonly string[] = [],
): Field[] {
  const row = (key: string): Field => [
    title(context, `${path}.${key}`),
    declared(context, `${path}.${key}`, section[key]),
  ];
  const isBlank = (key: string): boolean => valueText(context, `${path}.${key}`, section[key]) === null;
  const blank = others.filter(isBlank).map((key) => title(context, `${path}.${key}`));
  const rows = [...asked, ...others.filter((key) => !isBlank(key))].map(row);
  return blank.length === 0 ? rows : [...rows, [context.words.declared.otherBlanks, context.list(blank)]];
}

/** What a field is called, without the advice the form adds to it. */
export function title(context: ReportContext, path: string): string {
  const label = labelOf(path)[context.language];
  return (label.split(/[（：]|\s\(/)[0] ?? label).trim();
}

function valueText(context: ReportContext, path: string, value: unknown): string | null {
  if (value === undefined || value === null || value === "") return null;
  if (typeof value === "string") return stringText(context, path, value);
  if (typeof value === "number") return quoted(context, String(value));
  if (Array.isArray(value)) {
    const said = value.map((one) => valueText(context, path, one)).filter((text) => text !== null);
    return said.length === 0 ? null : said.join(context.words.listSeparator);
  }
  return partsText(context, path, value as Record<string, unknown>);
}

function partsText(context: ReportContext, path: string, value: Readonly<Record<string, unknown>>): string | null {
  const parts = Object.entries(value).flatMap(([key, part]) => {
    const text = valueText(context, `${path}.${key}`, part);
    return text === null ? [] : [`${partTitle(context, `${path}.${key}`)} ${text}`];
  });
  return parts.length === 0 ? null : parts.join(context.words.declared.partSeparator);
}

/** Names of fields are ours; the ones a person made up are not. */
function partTitle(context: ReportContext, path: string): string {
  return path.includes(".details.") ? quoted(context, path.slice(path.lastIndexOf(".") + 1)) : title(context, path);
}

/** What is declared of other people: their numbers are hidden where that was asked for. */
const OF_OTHERS = /^(?:participants|transcripts|groups)\./;
const ENCLOSED = /(?:^|\.)(?:enclosures|photos|screenshot)$/;

function stringText(context: ReportContext, path: string, value: string): string {
  if (ENCLOSED.test(path)) return enclosureText(context, value);
  const words = choiceWordsOf(path);
  if (words === null) return quoted(context, OF_OTHERS.test(path) ? context.hidden(value) : value);
  return quoted(context, context.language === "zh" ? (words[value] ?? value) : codeText(value));
}

/** A code as English words: `heldByOther` -> `held by other`. */
function codeText(code: string): string {
  return code.replaceAll(/([a-z])([A-Z])/g, "$1 $2").replaceAll("_", " ").toLowerCase(); // prettier-ignore
}

function enclosureText(context: ReportContext, path: string): string {
  const found = enclosureOf(context.dossier.caseFile, path);
  if (found === undefined) return quoted(context, path);
  const digest = found.sha256.slice(0, SHOWN_DIGITS);
  return context.say(context.words.declared.enclosure, { path: quoted(context, path), digest });
}

function enclosureOf(caseFile: CaseFile | null, path: string): Enclosure | undefined {
  return caseFile?.enclosures.find((enclosure) => enclosure.path === path);
}
