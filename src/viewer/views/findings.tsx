import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { ViewerFinding } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { useEntries } from "../data/entries.ts";
import { messageAddress } from "../place.ts";
import { Said } from "../text/said.tsx";
import { visibleText } from "../text/visible.ts";
import { fill, wordOf } from "../words/fill.ts";
import { Chapters } from "./chapters.tsx";
import { Listing } from "./listing.tsx";

const MOST_LINKS = 40;

/** Everything the checks list, with rule, innocent causes, and the way to the place. */
export function Findings({ rest }: { readonly rest: string }): ComponentChild {
  const { overview, words } = useShown();
  const [level, setLevel] = useState("");
  const [check, setCheck] = useState("");
  const [scope, setScope] = useState("");
  const found = useEntries<ViewerFinding>("findings", overview.pages.findings);
  const asked = Number(rest);
  const isLeft = (one: ViewerFinding) =>
    one.number === asked ||
    ((level === "" || one.level === level) &&
      (check === "" || one.check === check) &&
      (scope === "" || one.scope === scope));
  const said = words.findings;
  const withFindings = overview.checks.filter(({ outcomes }) => outcomes.some(({ findings }) => findings > 0));
  return (
    <>
      <p class="note">{said.note}</p>
      <form class="filters" onSubmit={(event) => event.preventDefault()}>
        <Choice label={said.level} any={said.any} value={level} onChange={setLevel} options={overview.words.levels} />
        <Choice
          label={said.check}
          any={said.any}
          value={check}
          onChange={setCheck}
          options={withFindings.map(({ id, title }) => [id, title] as const)}
        />
        <Choice
          label={said.scope}
          any={said.any}
          value={scope}
          onChange={setScope}
          options={overview.conversations.map(({ id, title }) => [id, `${id} ${visibleText(title)}`] as const)}
        />
      </form>
      <Listing of={found} isLeft={isLeft} aimed={(one) => one.number === asked}>
        {(shown) => shown.map((one) => <Finding key={one.number} finding={one} isAimed={one.number === asked} />)}
      </Listing>
      <Chapters ids={["checks"]} open={[]} />
    </>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly any: string;
  readonly value: string;
  readonly options: readonly (readonly [code: string, word: string])[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, any, value, options, onChange }: ChoiceProps): ComponentChild {
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{any}</option>
        {options.map(([code, word]) => (
          <option key={code} value={code}>
            {word}
          </option>
        ))}
      </select>
    </label>
  );
}

function Finding({ finding, isAimed }: { finding: ViewerFinding; isAimed: boolean }): ComponentChild {
  const { overview, words } = useShown();
  const { number, check, level, strength, sentence, scope, messages, notShown, places } = finding;
  const said = words.findings;
  const card = overview.checks.find(({ id }) => id === check);
  return (
    <section class={`entry finding ${level}${isAimed ? " aimed" : ""}`}>
      <h3>
        <span class="level">{wordOf(overview.words.levels, level)}</span> {card?.title ?? check}{" "}
        <span class="small">
          {fill(words.message.finding, { number })} · {check} · {scope ?? said.whole} ·{" "}
          {fill(said.strength, { strength })}
        </span>
      </h3>
      <p>
        <Said text={sentence} />
      </p>
      <p class="jumps">
        {messages.slice(0, MOST_LINKS).map((seq) => (
          <a key={seq} class="jump" href={messageAddress(scope ?? "", seq)}>
            {scope}-{seq}
          </a>
        ))}
        {messages.length > MOST_LINKS && (
          <span class="small">{fill(said.moreMessages, { count: messages.length - MOST_LINKS })}</span>
        )}
        {notShown !== undefined && <span class="small">{fill(said.notShown, { count: notShown })}</span>}
      </p>
      <details class="small">
        <summary>{said.why}</summary>
        {card !== undefined && (
          <>
            <p>
              {said.rule}
              {words.colon}
              {card.rule}
            </p>
            <p>{said.innocent}</p>
            <ul>
              {card.innocent.map((cause) => (
                <li key={cause}>{cause}</li>
              ))}
            </ul>
          </>
        )}
        {places.length > 0 && (
          <>
            <p>{said.places}</p>
            <ul>
              {places.map((place) => (
                <li key={place}>
                  <Said text={place} />
                </li>
              ))}
            </ul>
          </>
        )}
      </details>
    </section>
  );
}
