import type { ComponentChild } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Language } from "../base/bilingual.ts";
import type { ViewerOverview } from "../model/viewer.ts";
import { ShownContext } from "./bundle.ts";
import { Library } from "./data/library.ts";
import { useKeys } from "./keys.ts";
import { Menu } from "./menu.tsx";
import { placeOf, type Place } from "./place.ts";
import { useSearch } from "./search/use-search.ts";
import { View } from "./view.tsx";
import { fill } from "./words/fill.ts";
import { WORDS } from "./words/words.ts";

/** The whole page: the menu, and the view that the address asks for. */
export function App({ overview }: { readonly overview: ViewerOverview }): ComponentChild {
  const [language, setLanguage] = useState<Language>(overview.language);
  const words = WORDS[language];
  const shown = useMemo(() => ({ overview, words, language }), [overview, words, language]);
  const library = useMemo(() => new Library(), []);
  const place = useAddress(overview);
  const search = useSearch(overview, library, place);
  useKeys();
  useArrival(place);
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = fill(words.documentTitle, { stem: overview.stem });
  }, [language, overview, words]);
  return (
    <ShownContext.Provider value={shown}>
      <a class="skip" href="#content" onClick={focusContent}>
        {words.skip}
      </a>
      <div class="page">
        <Menu place={place} onLanguage={setLanguage} />
        <main id="content" tabIndex={-1} class={place.view}>
          <View place={place} library={library} search={search} />
        </main>
      </div>
    </ShownContext.Provider>
  );
}

/** A view that is come to is read from its top: by the eye, by the keys, and by who listens. */
function useArrival(place: Place): void {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    const content = document.getElementById("content");
    if (content) content.scrollTop = 0;
    (document.getElementById("search-words") ?? content)?.focus({ preventScroll: true });
  }, [place]);
}

/** Without changing the address, which names a place in the bundle. */
function focusContent(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}

/** The place that the address asks for, a new one each time it changes. */
function useAddress(overview: ViewerOverview): Place {
  const [place, setPlace] = useState(() => placeOf(location.hash, overview));
  useEffect(() => {
    const read = () => setPlace(placeOf(location.hash, overview));
    window.addEventListener("hashchange", read);
    return () => window.removeEventListener("hashchange", read);
  }, [overview]);
  return place;
}
