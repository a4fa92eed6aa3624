import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ViewerOverview } from "../model/viewer.ts";
import { ShownContext } from "./bundle.ts";
import { Conversations } from "./views/conversations.tsx";
import { fill } from "./words/fill.ts";
import { WORDS } from "./words/words.ts";

/** The whole page. */
export function App({ overview }: { readonly overview: ViewerOverview }): ComponentChild {
  const [language] = useState(overview.language);
  const words = WORDS[language];
  useEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = fill(words.documentTitle, { stem: overview.stem });
  }, [language, overview, words]);
  return (
    <ShownContext.Provider value={{ overview, words, language }}>
      <header class="top">
        <h1>{overview.title}</h1>
      </header>
      <main>
        <h2>{words.views.conversations}</h2>
        <Conversations />
      </main>
    </ShownContext.Provider>
  );
}
