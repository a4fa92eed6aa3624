import { createContext } from "preact";
import { useContext } from "preact/hooks";
import type { Language } from "../base/bilingual.ts";
import type { ViewerOverview } from "../model/viewer.ts";
import type { Words } from "./words/words.ts";

/** What every view is given: the bundle, and the language of the page. */
export interface Shown {
  readonly overview: ViewerOverview;
  readonly words: Words;
  readonly language: Language;
}

/** Provided once, by the app. */
export const ShownContext = createContext<Shown | null>(null);

/** The bundle and the words of the page. @throws RangeError outside the app */
export function useShown(): Shown {
  const shown = useContext(ShownContext);
  if (shown === null) throw new RangeError("a view outside the app");
  return shown;
}
