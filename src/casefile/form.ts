import * as z from "zod";
import { caseDeclared } from "../model/shapes/case/sections.ts";
import { chosenWords } from "./choice-words.ts";

/** What a field of the form takes. `sections` is a list of sections, `list` a list of texts, `names` items named freely. */
export type FieldKind =
  | "section"
  | "sections"
  | "list"
  | "names"
  | "choice"
  | "choices"
  | "text"
  | "day"
  | "moment"
  | "count"
  | "seconds"
  | "messages"
  | "digest";

/** One field of the case file, as a form shows it. */
export interface FormField {
  readonly key: string;
  /** Keys from the top, without places in lists: `devices.clock.device`. */
  readonly path: string;
  readonly kind: FieldKind;
  /** Codes and Chinese words that may be chosen; empty where anything may be typed. */
  readonly choices: readonly string[];
  /** Fields of a section, or of one section of a list. */
  readonly fields: readonly FormField[];
  /** The field's own shape; of a list, that of one entry. */
  readonly shape: z.core.$ZodType;
}

/** What is under the word “may be left out”. */
export function bareShape(shape: z.core.$ZodType): z.core.$ZodType {
  return shape instanceof z.ZodOptional ? bareShape(shape.unwrap()) : shape;
}

function fieldsOf(shape: z.core.$ZodType, prefix: string): FormField[] {
  const section = bareShape(shape);
  if (!(section instanceof z.ZodObject)) return [];
  const shapes: Readonly<Record<string, z.core.$ZodType>> = section.shape;
  return Object.entries(shapes).map(([key, of]) => fieldOf(key, `${prefix}${key}`, bareShape(of)));
}

function fieldOf(key: string, path: string, shape: z.core.$ZodType): FormField {
  const plain = { key, path, shape, choices: [], fields: [] };
  if (shape instanceof z.ZodObject) return { ...plain, kind: "section", fields: fieldsOf(shape, `${path}.`) };
  if (shape instanceof z.ZodRecord) return { ...plain, kind: "names" };
  if (shape instanceof z.ZodArray) {
    const entry = fieldOf(key, path, shape.element);
    if (entry.kind === "section") return { ...entry, kind: "sections" };
    return { ...entry, kind: entry.kind === "choice" ? "choices" : "list" };
  }
  const choices = chosenWords(shape);
  return choices.length > 0 ? { ...plain, kind: "choice", choices } : { ...plain, kind: kindOf(shape) };
}

/** Values that only one kind of field takes. */
const TELLTALES: readonly (readonly [FieldKind, string])[] = [
  ["moment", "2024-05-01 09:30"],
  ["day", "2024-05-01"],
  ["messages", "5-30"],
  ["seconds", "+12"],
  ["count", "12"],
  ["digest", "0".repeat(64)],
];

/** Told by what a field takes, so that the form cannot disagree with the reading of it. */
function kindOf(shape: z.core.$ZodType): FieldKind {
  const takes = (value: string) => z.safeParse(shape, value).success;
  if (takes("文字")) return "text";
  return TELLTALES.find(([, value]) => takes(value))?.[0] ?? "text";
}

/** Every field of the case file, in the order of its sections. */
export const FORM: readonly FormField[] = fieldsOf(caseDeclared, "");
