import type { Bilingual, Language } from "../base/bilingual.ts";
import { wordsIn } from "./choice-words.ts";
import type { FieldKind, FormField } from "./form.ts";
import { labelOf } from "../model/shapes/case/labels.ts";

const STEP = "  ";

/** How a value is written, where the label does not say so. */
const HINTS: Readonly<Partial<Record<FieldKind, Bilingual>>> = {
  day: { zh: "例如 2024-05-01", en: "such as 2024-05-01" },
  moment: { zh: "例如 2024-05-01 09:30", en: "such as 2024-05-01 09:30" },
  count: { zh: "只写数字", en: "digits only" },
  seconds: { zh: "设备快 12 秒写 +12，慢写 -12", en: "+12 where the device is 12 seconds ahead" },
  messages: { zh: "例如 12 或 5-30、41", en: "such as 12 or 5-30, 41" },
  digest: { zh: "64 位十六进制", en: "64 hexadecimal digits" },
  list: { zh: "每项另起一行，以“- ”开头", en: "each on its own line, beginning with “- ”" },
  choices: { zh: "每项另起一行，以“- ”开头", en: "each on its own line, beginning with “- ”" },
  names: { zh: "另起一行缩进写“名称: 内容”", en: "indented lines “name: value”" },
};

const FILES: Bilingual = {
  zh: "文件，每个另起一行，例如 - photos/手机.jpg",
  en: "files, each on its own line, such as - photos/phone.jpg",
};

const HOLDS_FILES: ReadonlySet<string> = new Set(["enclosures", "photos", "screenshot"]);

/** What is written above a field: its label, how a value looks, and what may be chosen. */
export function captionOf(field: FormField, language: Language): string[] {
  const hint = field.kind === "list" && HOLDS_FILES.has(field.key) ? FILES : HINTS[field.kind];
  const label = labelOf(field.path)[language];
  const [open, close] = language === "zh" ? ["（", "）"] : [" (", ")"];
  const caption = [hint === undefined ? label : `${label}${open}${hint[language]}${close}`];
  const words = wordsIn(field.choices, language);
  if (words.length > 0) caption.push(`${language === "zh" ? "可填：" : "One of: "}${words.join(" · ")}`);
  return caption;
}

/** Lines of a comment. */
export function commented(lines: readonly string[], indent: string): string[] {
  return lines.map((line) => `${indent}# ${line}`.trimEnd());
}

/** What the export shows beside a field, by the path of the field. */
export type Notes = (path: string) => readonly string[];

const NO_NOTES: Notes = () => [];

/** A field with its caption, blank, with everything below it; a list of sections begins with one blank section. */
export function blankField(field: FormField, indent: string, language: Language, notes: Notes = NO_NOTES): string[] {
  const caption = commented([...captionOf(field, language), ...notes(field.path)], indent);
  if (field.kind === "section") {
    const below = field.fields.flatMap((inner) => blankField(inner, indent + STEP, language, notes));
    return [...caption, `${indent}${field.key}:`, ...below];
  }
  if (field.kind !== "sections") return [...caption, `${indent}${field.key}: `];
  return [...caption, `${indent}${field.key}:`, ...blankEntry(field, indent + STEP, language, notes)];
}

/** One blank section of a list of sections, captions and all. */
export function blankEntry(field: FormField, indent: string, language: Language, notes: Notes = NO_NOTES): string[] {
  const below = field.fields.flatMap((inner) => blankField(inner, indent + STEP, language, notes));
  return [`${indent}-`, ...below];
}

/** One section of a list without captions; `filled` are the values of its own fields, the rest is blank. */
export function bareEntry(field: FormField, indent: string, filled: Readonly<Record<string, string>>): string[] {
  const below = field.fields.flatMap((inner) => bareField(inner, indent + STEP, filled[inner.key]));
  const [first = "", ...rest] = below;
  return [`${indent}- ${first.trimStart()}`, ...rest];
}

function bareField(field: FormField, indent: string, value: string | undefined): string[] {
  if (field.kind !== "section") return [`${indent}${field.key}: ${value === undefined ? "" : scalar(value)}`];
  const below = field.fields.flatMap((inner) => bareField(inner, indent + STEP, undefined));
  return [`${indent}${field.key}:`, ...below];
}

const PLAIN = /^[A-Za-z0-9_][A-Za-z0-9_@.-]*$/;
/** Line ends of other alphabets, marks of direction and controls, which JSON leaves as they are. */
const ESCAPED = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd-\uffff]/g;

/** Text as one YAML value that reads back as itself. */
export function scalar(text: string): string {
  if (PLAIN.test(text)) return text;
  return JSON.stringify(text).replace(ESCAPED, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
