import type { ComponentChild } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { useShown } from "./bundle.ts";
import { Conversation } from "./conversation/conversation.tsx";
import type { ConversationData } from "./data/conversation.ts";
import type { Library } from "./data/library.ts";
import { messageAddress, type Place } from "./place.ts";
import { Search } from "./search/search.tsx";
import type { SearchHandle } from "./search/use-search.ts";
import { comparable } from "./text/found.ts";
import { Said } from "./text/said.tsx";
import { Trouble } from "./trouble.tsx";
import { Conversations } from "./views/conversations.tsx";
import { Declared } from "./views/declared.tsx";
import { Exhibits } from "./views/exhibits.tsx";
import { Facts } from "./views/facts.tsx";
import { Files } from "./views/files.tsx";
import { Findings } from "./views/findings.tsx";
import { Groups } from "./views/groups.tsx";
import { People } from "./views/people.tsx";
import { Verify } from "./views/verify.tsx";
import { fill } from "./words/fill.ts";

interface Props {
  readonly place: Place;
  readonly library: Library;
  readonly search: SearchHandle;
}

/** The view that a place names. */
export function View({ place, library, search }: Props): ComponentChild {
  const { words } = useShown();
  switch (place.view) {
    case "conversation":
      return (
        <Opened
          key={place.conversation}
          place={place}
          library={library}
          found={comparable(search.state?.asked ?? "")}
        />
      );
    case "choice":
      return <Choice seq={place.seq} conversations={place.conversations} />;
    case "unknown":
      return (
        <p class="notice">
          <Said text={fill(words.unknownPlace, { asked: place.asked })} />
        </p>
      );
    default:
      return (
        <>
          <h2>{words.views[place.view]}</h2>
          {place.view === "search" ? (
            <Search
              key={place.rest}
              named={place.rest}
              state={search.state}
              onSearch={search.ask}
              onStop={search.stop}
            />
          ) : (
            <Named view={place.view} rest={place.rest} />
          )}
        </>
      );
  }
}

function Named({
  view,
  rest,
}: {
  readonly view: Exclude<Place["view"], "conversation" | "choice" | "unknown" | "search">;
  readonly rest: string;
}): ComponentChild {
  switch (view) {
    case "facts":
      return <Facts />;
    case "conversations":
      return <Conversations />;
    case "findings":
      return <Findings rest={rest} />;
    case "people":
      return <People />;
    case "groups":
      return <Groups />;
    case "declared":
      return <Declared />;
    case "files":
      return <Files />;
    case "exhibits":
      return <Exhibits />;
    case "verify":
      return <Verify />;
  }
}

interface OpenedProps {
  readonly place: Extract<Place, { view: "conversation" }>;
  readonly library: Library;
  readonly found: string;
}

function Opened({ place, library, found }: OpenedProps): ComponentChild {
  const { words } = useShown();
  const [data, setData] = useState<ConversationData | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  const { conversation, seq } = place;
  useEffect(() => {
    setError(null);
    library.conversation(conversation).then(setData, setError);
  }, [library, conversation, tries]);
  const asked = useMemo(() => ({ seq }), [place]);
  if (error !== null) return <Trouble error={error} onRetry={() => setTries(tries + 1)} />;
  return data === null ? <p>{words.loading}</p> : <Conversation data={data} asked={asked} found={found} />;
}

function Choice({
  seq,
  conversations,
}: {
  readonly seq: number;
  readonly conversations: readonly string[];
}): ComponentChild {
  const { overview, words } = useShown();
  return (
    <>
      <h2>{fill(words.choice, { number: seq })}</h2>
      <ul>
        {overview.conversations
          .filter(({ id }) => conversations.includes(id))
          .map(({ id, title }) => (
            <li key={id}>
              <a href={messageAddress(id, seq)}>
                {id}-{seq} <Said text={title} />
              </a>
            </li>
          ))}
      </ul>
    </>
  );
}
