import { copyHead, dividerDay, greetingOf, mailHead, type Form, type Greeting } from "./grammar.ts";
import type { Line } from "./line.ts";

/** A line with the ones beside it. */
export interface Place {
  readonly before: Line | null;
  readonly line: Line;
  readonly next: Line | null;
}

/** Each line with its neighbours. */
export function* placesOf(lines: Iterable<Line>): Generator<Place> {
  let before: Line | null = null;
  let line: Line | null = null;
  for (const next of lines) {
    if (line !== null) yield { before, line, next };
    before = line;
    line = next;
  }
  if (line !== null) yield { before, line, next: null };
}

/** What the words of a file are like as a whole; read before its messages, so that one odd line does not decide. */
export interface Survey {
  readonly greeting: Greeting | null;
  readonly dividers: number;
  /** Sign by which this mail marks the line above a message. */
  readonly mark: "bold" | "framed" | "spaced" | "any";
  /** Lines above messages. */
  readonly heads: number;
  /** Of them, those below an empty line or the beginning. */
  readonly headsApart: number;
  /** Name -> how often it stands above a message. */
  readonly names: ReadonlyMap<string, number>;
  /** Lines that are not empty before the first line above a message. */
  readonly linesBefore: number;
  /** Lines between two empty ones, or stretches of lines, in all. */
  readonly blocks: number;
}

const MOST_NAMES = 10_000;

/** Surveys lines read as one form. */
export function survey(form: Form, lines: Iterable<Line>): Survey {
  return form === "mail" ? surveyMail(lines) : surveyCopy(form, lines);
}

function surveyMail(lines: Iterable<Line>): Survey {
  let greeting: Greeting | null = null;
  const counts = { dividers: 0, bold: 0, framed: 0, spaced: 0, any: 0, linesBefore: 0, blocks: 0 };
  const names = new Map<string, number>();
  for (const place of placesOf(lines)) {
    const text = place.line.text.trim();
    if (counts.any === 0) greeting ??= greetingOf(text);
    if (dividerDay(text) !== null) counts.dividers += 1;
    if (isEmpty(place.before) && text !== "") counts.blocks += 1;
    const head = mailHead(text);
    if (head === null) {
      if (counts.any === 0 && text !== "") counts.linesBefore += 1;
      continue;
    }
    counts.any += 1;
    if (place.line.isBold === true) counts.bold += 1;
    if (isFramed(place)) counts.framed += 1;
    if (head.isSpaced) counts.spaced += 1;
    note(names, head.name);
  }
  const mark = counts.bold > 0 ? "bold" : counts.framed > 0 ? "framed" : counts.spaced > 0 ? "spaced" : "any";
  const heads = counts[mark];
  const { dividers, linesBefore, blocks } = counts;
  return { greeting, dividers, mark, heads, headsApart: counts.framed, names, linesBefore, blocks };
}

function surveyCopy(form: Exclude<Form, "mail">, lines: Iterable<Line>): Survey {
  const names = new Map<string, number>();
  const counts = { heads: 0, headsApart: 0, linesBefore: 0, blocks: 0 };
  for (const { before, line, next } of placesOf(lines)) {
    if (isEmpty(before) && line.text.trim() !== "") counts.blocks += 1;
    const head = copyHead(form, line.text, next?.text ?? "");
    if (head === null) {
      if (counts.heads === 0 && line.text.trim() !== "") counts.linesBefore += 1;
      continue;
    }
    counts.heads += 1;
    if (isEmpty(before)) counts.headsApart += 1;
    note(names, head.name);
  }
  return { greeting: null, dividers: 0, mark: "any", names, ...counts };
}

function note(names: Map<string, number>, name: string): void {
  if (names.has(name) || names.size < MOST_NAMES) names.set(name, (names.get(name) ?? 0) + 1);
}

/** No line, or one with nothing on it. */
export function isEmpty(line: Line | null): boolean {
  return line === null || line.text.trim() === "";
}

/** Below an empty line or a rule, and above an empty line: as the mail sets the name and time of a message. */
export function isFramed({ before, next }: Place): boolean {
  const isApart = isEmpty(before) || dividerDay(before?.text ?? "") !== null;
  return isApart && isEmpty(next);
}
