import type { Locator } from "../model/locator.ts";

/** Places shown with one finding. How many there are is one of its facts. */
export const PLACES_SHOWN = 20;

/** Locators of rows as the tables keep them (JSON). */
export function placesOf(rows: Iterable<{ readonly at: string }>): Locator[] {
  return Array.from(rows, ({ at }) => JSON.parse(at) as Locator);
}

/** The beginning of a text of the source, cut between characters. */
export function beginning(text: string, length = 80): string {
  const characters = Array.from(text.slice(0, length * 2 + 2));
  return characters.length > length ? `${characters.slice(0, length).join("")}…` : text;
}
