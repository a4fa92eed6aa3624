import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { useShown } from "../bundle.ts";
import { messageAddress } from "../place.ts";
import { comparable } from "../text/found.ts";
import { Said } from "../text/said.tsx";
import { visibleText } from "../text/visible.ts";
import { Trouble } from "../trouble.tsx";
import { fill } from "../words/fill.ts";
import type { Hit, SearchState } from "./run.ts";

const AT_ONCE = 100;

interface Props {
  /** Words the address names. */
  readonly named: string;
  readonly state: SearchState | null;
  readonly onSearch: (asked: string, scope: string) => void;
  readonly onStop: () => void;
}

/** Words looked for through all messages, and where they stand. */
export function Search({ named, state, onSearch, onStop }: Props): ComponentChild {
  const { overview, words } = useShown();
  const said = words.search;
  const [typed, setTyped] = useState(named === "" ? (state?.asked ?? "") : named);
  const [scope, setScope] = useState(state?.scope ?? "");
  return (
    <>
      <p class="note">{said.note}</p>
      <form
        class="filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (typed.trim() !== "") onSearch(typed.trim(), scope);
        }}
      >
        <label>
          {said.words}
          <input
            id="search-words"
            type="search"
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </label>
        <label>
          {said.where}
          <select value={scope} onChange={(event) => setScope(event.currentTarget.value)}>
            <option value="">{said.everywhere}</option>
            {overview.conversations.map(({ id, title }) => (
              <option key={id} value={id}>
                {id} {visibleText(title)}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{said.search}</button>
      </form>
      {state !== null && <Result state={state} onStop={onStop} onRetry={() => onSearch(state.asked, state.scope)} />}
    </>
  );
}

function Result({
  state,
  onStop,
  onRetry,
}: {
  state: SearchState;
  onStop: () => void;
  onRetry: () => void;
}): ComponentChild {
  const { words } = useShown();
  const said = words.search;
  const [most, setMost] = useState(AT_ONCE);
  const { asked, hits, found, read, all, at, error } = state;
  return (
    <>
      <p class="status" role="status">
        <strong>
          <Said text={fill(said.found, { asked, count: found })} />
        </strong>
        <span>{fill(words.filter.counts, { left: found, all })}</span>
        <span>{fill(said.read, { read, all })}</span>
        {at === "running" && (
          <>
            <progress value={read} max={Math.max(1, all)} aria-label={said.progress} />
            <button type="button" onClick={onStop}>
              {said.cancel}
            </button>
          </>
        )}
        {at === "stopped" && <span>{said.stopped}</span>}
      </p>
      {at === "failed" && <Trouble error={error} onRetry={onRetry} />}
      <ol class="hits">
        {hits.slice(0, most).map((hit) => (
          <Found key={`${hit.conversation}-${hit.seq}`} hit={hit} asked={comparable(asked)} />
        ))}
      </ol>
      {hits.length > most && (
        <button type="button" onClick={() => setMost(most + AT_ONCE)}>
          {fill(words.listing.more, { count: Math.min(AT_ONCE, hits.length - most), rest: hits.length - most })}
        </button>
      )}
      {found > hits.length && <p class="note">{fill(said.bounded, { shown: hits.length })}</p>}
    </>
  );
}

function Found({ hit, asked }: { readonly hit: Hit; readonly asked: string }): ComponentChild {
  const { words } = useShown();
  const { conversation, seq, time, who, excerpt } = hit;
  return (
    <li>
      <a href={messageAddress(conversation, seq)}>
        <span class="number">
          {conversation}-{seq}
        </span>{" "}
        <span class="time">{time ?? words.message.noTime}</span> <Said text={who} />
        <span class="excerpt">
          <Said text={excerpt} found={asked} />
        </span>
      </a>
    </li>
  );
}
