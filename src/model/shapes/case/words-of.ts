import * as z from "zod";
import { CHOICE_WORDS } from "./fields.ts";
import { caseKept } from "./sections.ts";

/**
 * What the form shows for the codes of a choice: code -> Chinese words; null for a field that is no choice.
 *
 * @param path keys from the top without places in lists, such as `devices.availability`
 */
export function choiceWordsOf(path: string): Readonly<Record<string, string>> | null {
  let shape: z.core.$ZodType = caseKept;
  for (const key of path.split(".")) {
    const inside = unwrapped(shape);
    const next = inside instanceof z.ZodObject ? (inside.shape as Record<string, z.core.$ZodType>)[key] : undefined;
    if (next === undefined) return null;
    shape = next;
  }
  return CHOICE_WORDS.get(unwrapped(shape)) ?? null;
}

/** The shape inside what may be left out, or stand several times. */
function unwrapped(shape: z.core.$ZodType): z.core.$ZodType {
  if (shape instanceof z.ZodOptional) return unwrapped(shape.unwrap());
  return shape instanceof z.ZodArray ? unwrapped(shape.element) : shape;
}
