import type { ComponentChild } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ViewerMessage } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import type { ConversationData } from "../data/conversation.ts";
import { Body } from "../message/body.tsx";
import { Foot, Marks } from "../message/message.tsx";
import { messageAddress } from "../place.ts";
import { Said } from "../text/said.tsx";
import { Trouble } from "../trouble.tsx";
import { fill } from "../words/fill.ts";
import { filterText } from "./filter-bar.tsx";
import { isFiltering, type Filter } from "./filter.ts";

/** Messages on one sheet: what a browser prints without complaint. */
const ON_SHEET = 500;

interface Props {
  readonly data: ConversationData;
  readonly list: Uint32Array | null;
  readonly count: number;
  /** Place in the list to begin with: its sheet is shown. */
  readonly at: number;
  readonly filter: Filter;
  readonly found: string;
}

/** Messages as a plain table, sheet by sheet: the form for printing. */
export function Sheet({ data, list, count, at, filter, found }: Props): ComponentChild {
  const { words } = useShown();
  const said = words.sheet;
  const [sheet, setSheet] = useState(Math.floor(at / ON_SHEET));
  useEffect(() => setSheet(Math.floor(at / ON_SHEET)), [at, list]);
  const from = Math.min(sheet, Math.floor((count - 1) / ON_SHEET)) * ON_SHEET;
  const end = Math.min(count, from + ON_SHEET);
  const { messages, error, retry } = useMessages(data, list, from, end);
  const table = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (messages !== null && at > from && at < end)
      table.current?.querySelectorAll("tbody > tr")[at - from]?.scrollIntoView({ block: "center" });
  }, [messages, at, from, end]);
  return (
    <div class="sheet" ref={table}>
      <p class="sheet-bar">
        <button type="button" disabled={from === 0} onClick={() => setSheet(sheet - 1)}>
          {said.before}
        </button>
        <span>{fill(said.part, { from: from + 1, to: end, count })}</span>
        <button type="button" disabled={end >= count} onClick={() => setSheet(sheet + 1)}>
          {said.next}
        </button>
        <button type="button" disabled={messages === null} onClick={() => window.print()}>
          {words.print}
        </button>
      </p>
      <Legend data={data} filter={filter} part={fill(said.part, { from: from + 1, to: end, count })} />
      {error !== null && <Trouble error={error} onRetry={retry} />}
      {messages === null ? <p>{words.loading}</p> : <Table messages={messages} id={data.about.id} found={found} />}
    </div>
  );
}

/** What a printed sheet must say of itself. */
function Legend({ data, filter, part }: Pick<Props, "data" | "filter"> & { readonly part: string }): ComponentChild {
  const { overview, words } = useShown();
  const { id, title } = data.about;
  return (
    <p class="legend small">
      {fill(words.bundle, { stem: overview.stem })} · {id} <Said text={title} /> · {part}
      {isFiltering(filter) &&
        ` · ${words.filter.label}${words.colon}${filterText(filter, data.about, overview.words.kinds, words)}`}
    </p>
  );
}

function useMessages(data: ConversationData, list: Uint32Array | null, from: number, end: number) {
  const [messages, setMessages] = useState<readonly ViewerMessage[] | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let isStale = false;
    setMessages(null);
    setError(null);
    const bring = async () => {
      const brought: ViewerMessage[] = [];
      for (let place = from; place < end && !isStale; place += 1) {
        const message = await data.bring(list === null ? place : (list[place] ?? 0));
        if (message !== undefined) brought.push(message);
      }
      if (!isStale) setMessages(brought);
    };
    bring().catch(setError);
    return () => {
      isStale = true;
    };
  }, [data, list, from, end, tries]);
  return { messages, error, retry: () => setTries(tries + 1) };
}

interface TableProps {
  readonly messages: readonly ViewerMessage[];
  readonly id: string;
  readonly found: string;
}

function Table({ messages, id, found }: TableProps): ComponentChild {
  const { words } = useShown();
  const { number, time, who, kind, content } = words.sheet;
  return (
    <table class="sheet-table">
      <thead>
        <tr>
          {[number, time, who, kind, content].map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {messages.map((message) => (
          <tr key={message.seq} data-seq={message.seq}>
            <td class="number">
              <a href={messageAddress(id, message.seq)}>
                {id}-{message.seq}
              </a>
            </td>
            <td class="time">{message.time ?? message.sentAtText ?? words.message.noTime}</td>
            <td>
              <Said text={message.who} />
            </td>
            <td>
              <Marks message={message} />
            </td>
            <td>
              <Body message={message} conversation={id} found={found} isOnPaper />
              <Foot message={message} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
