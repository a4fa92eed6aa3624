import type { ComponentChild } from "preact";
import type { Language } from "../base/bilingual.ts";
import { useShown } from "./bundle.ts";
import { VIEWS, viewAddress, type Place, type ViewName } from "./place.ts";
import { Said } from "./text/said.tsx";
import { fill } from "./words/fill.ts";

interface Props {
  readonly place: Place;
  readonly onLanguage: (language: Language) => void;
}

/** Name of the bundle, the views, and the language of the page. */
export function Menu({ place, onLanguage }: Props): ComponentChild {
  const { overview, words, language } = useShown();
  const current: ViewName = place.view === "conversation" || place.view === "choice" ? "conversations" : place.view === "unknown" ? "facts" : place.view; // prettier-ignore
  return (
    <header class="menu">
      <h1>{overview.title}</h1>
      <p class="small stem">
        <Said text={overview.stem} />
      </p>
      <p class="small">{fill(words.packed, { date: overview.date })}</p>
      <nav aria-label={words.menu}>
        <ul>
          {VIEWS.map((view) => (
            <li key={view}>
              <a href={viewAddress(view)} aria-current={view === current ? "page" : undefined}>
                {words.views[view]} <Count view={view} />
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <p class="languages" role="group" aria-label={words.language}>
        <button type="button" lang="zh-CN" aria-pressed={language === "zh"} onClick={() => onLanguage("zh")}>
          中文
        </button>
        <button type="button" lang="en" aria-pressed={language === "en"} onClick={() => onLanguage("en")}>
          English
        </button>
      </p>
      <p class="small">{words.offline}</p>
    </header>
  );
}

function Count({ view }: { readonly view: ViewName }): ComponentChild {
  const { overview } = useShown();
  const { conversations, exhibits, pages } = overview;
  const counts: Partial<Record<ViewName, number>> = {
    conversations: conversations.length,
    findings: pages.findings.entries,
    people: pages.participants.entries,
    files: pages.files.entries,
    exhibits: exhibits.length,
  };
  const count = counts[view];
  return count === undefined ? null : <span class="tally">{fill("{count}", { count })}</span>;
}
