import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewerOverview } from "../../model/viewer.ts";
import type { Library } from "../data/library.ts";
import { viewAddress, type Place } from "../place.ts";
import { SearchRun, type SearchState } from "./run.ts";

/** The search of the page: its result stays while other views are looked at. */
export interface SearchHandle {
  readonly state: SearchState | null;
  readonly ask: (asked: string, scope: string) => void;
  readonly stop: () => void;
}

/** Searches for the words asked for, also where the address names them (`#/search/借款`). */
export function useSearch({ conversations }: ViewerOverview, library: Library, place: Place): SearchHandle {
  const [state, setState] = useState<SearchState | null>(null);
  const run = useRef<SearchRun | null>(null);
  const begin = (asked: string, scope: string) => {
    run.current?.stop();
    const looked = conversations.filter(({ id }) => scope === "" || id === scope);
    const all = looked.reduce((sum, { shown }) => sum + shown, 0);
    const search: SearchRun = new SearchRun(asked, scope, all, (told) => {
      if (run.current === search) setState(told);
    });
    run.current = search;
    void search.through(library.through(looked.map(({ id }) => id)));
  };
  const named = place.view === "search" ? place.rest : "";
  useEffect(() => {
    if (named !== "" && state?.asked !== named) begin(named, "");
  }, [named]);
  const ask = (asked: string, scope: string) => {
    begin(asked, scope);
    history.pushState(null, "", viewAddress("search", asked));
  };
  return { state, ask, stop: () => run.current?.stop() };
}
