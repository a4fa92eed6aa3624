import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { ViewerName, ViewerParticipant } from "../../model/viewer.ts";
import { Blocks } from "../blocks.tsx";
import { useShown } from "../bundle.ts";
import { useEntries } from "../data/entries.ts";
import { comparable } from "../text/found.ts";
import { Said } from "../text/said.tsx";
import { fill, wordOf } from "../words/fill.ts";
import { Listing } from "./listing.tsx";
import { Grid } from "./grid.tsx";

/** Every account with every name it was seen under, and when. */
export function People(): ComponentChild {
  const { overview, words } = useShown();
  const [typed, setTyped] = useState("");
  const people = useEntries<ViewerParticipant>("participants", overview.pages.participants);
  const asked = comparable(typed.trim());
  const isLeft = ({ name, accountId = "", names }: ViewerParticipant) =>
    asked === "" ||
    [name, accountId, ...names.map(({ text }) => text)].some((text) => comparable(text).includes(asked));
  return (
    <>
      <p class="note">{words.people.note}</p>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <label>
          {words.people.filter}
          <input type="search" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        </label>
      </form>
      <Listing of={people} isLeft={isLeft}>
        {(shown) => shown.map((one) => <Person key={one.id} person={one} />)}
      </Listing>
    </>
  );
}

function Person({ person }: { readonly person: ViewerParticipant }): ComponentChild {
  const { overview, words } = useShown();
  const { name, accountId, source, isOwner, names, messageCount, conversations, declared } = person;
  const said = words.people;
  return (
    <section class="entry">
      <h3>
        <Said text={name} />{" "}
        {isOwner === true && <span class="marks">【{wordOf(overview.words.sides, "owner")}】</span>}
      </h3>
      <p class="small">
        {said.account}
        {words.colon}
        <Said text={accountId ?? said.noAccount} /> · {source} · {fill(said.messages, { count: messageCount })}
      </p>
      {names.length > 0 && <Names names={names} />}
      {conversations.length > 0 && (
        <p class="jumps">
          {conversations.map(([id, side, messages]) => (
            <a key={id} class="jump" href={`#${id}`}>
              {id} 【{wordOf(overview.words.sides, side)}】 {fill(said.messages, { count: messages })}
            </a>
          ))}
        </p>
      )}
      {declared !== undefined && <Blocks blocks={declared} />}
    </section>
  );
}

function Names({ names }: { readonly names: readonly ViewerName[] }): ComponentChild {
  const { overview, words } = useShown();
  const { kind, name, first, last } = words.people;
  return (
    <Grid heads={[kind, name, first, last]}>
      {names.map((one, index) => (
        <tr key={index}>
          <td>{wordOf(overview.words.nameKinds, one.kind)}</td>
          <td>
            <Said text={one.text} />
          </td>
          <td>{one.first ?? words.notStated}</td>
          <td>{one.last ?? words.notStated}</td>
        </tr>
      ))}
    </Grid>
  );
}
