import type { ComponentChild } from "preact";
import { useEffect } from "preact/hooks";
import type { ConversationData } from "../data/conversation.ts";
import { Bubble } from "../message/message.tsx";
import { useShown } from "../bundle.ts";
import { fill } from "../words/fill.ts";

interface Props {
  readonly data: ConversationData;
  readonly row: number;
  /** Place in the list, from 0, and how long the list is. */
  readonly index: number;
  readonly count: number;
  /** The day, where it begins here. */
  readonly day: string | null;
  readonly isAimed: boolean;
  readonly found: string;
}

/** One row of the list: a message, under its day where that begins; a blank of its size until it has come. */
export function Row({ data, row, index, count, day, isAimed, found }: Props): ComponentChild {
  const { words } = useShown();
  const message = data.peek(row);
  const isHere = message !== undefined;
  useEffect(() => (isHere ? undefined : data.want(row)), [data, row, isHere]);
  const number = `${data.about.id}-${message?.seq ?? ""}`;
  return (
    <article
      class={`row${isAimed ? " aimed" : ""}`}
      key={row}
      data-index={index}
      data-seq={message?.seq}
      tabIndex={-1}
      aria-posinset={index + 1}
      aria-setsize={count}
      aria-label={fill(words.conversation.message, { number })}
    >
      {day !== null && (
        <h3 class="day">
          <span>{day}</span>
        </h3>
      )}
      {message === undefined ? (
        <div class="blank" aria-busy="true">
          {words.loading}
        </div>
      ) : (
        <Bubble message={message} conversation={data.about.id} found={found} />
      )}
    </article>
  );
}
