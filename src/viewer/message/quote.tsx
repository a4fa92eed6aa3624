import type { ComponentChild } from "preact";
import type { ViewerQuote, ViewerTarget } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { messageAddress } from "../place.ts";
import { LongSaid, Said } from "../text/said.tsx";
import { fill, wordOf } from "../words/fill.ts";

/** A link to the message spoken of, or the reason why there is none. */
export function Target({
  target,
  absent,
  conversation,
}: ViewerTarget & { readonly conversation: string }): ComponentChild {
  const { words } = useShown();
  if (target === undefined) return <span class="small">{absent ?? words.message.notHere}</span>;
  return (
    <a href={messageAddress(conversation, target)}>
      {fill(words.message.jump, { number: `${conversation}-${target}` })}
    </a>
  );
}

interface Props {
  readonly quote: ViewerQuote;
  readonly conversation: string;
  readonly found: string;
}

/** What a message quotes, as it carries it, and where the message quoted stands. */
export function Quote({ quote, conversation, found }: Props): ComponentChild {
  const { overview, words } = useShown();
  const { target, absent, who, time, text, kind } = quote;
  return (
    <blockquote class="quote" aria-label={words.message.quoteOf}>
      <div class="small">
        {words.message.quote}
        {words.colon}
        {who !== undefined && <Said text={who} />}
        {time !== undefined && ` · ${time}`}
        {kind !== undefined && ` 【${wordOf(overview.words.kinds, kind)}】`}
      </div>
      {text !== undefined && (
        <div class="text">
          <LongSaid text={text} found={found} more={words.more} />
        </div>
      )}
      <div>
        <Target
          conversation={conversation}
          {...(target === undefined ? {} : { target })}
          {...(absent === undefined ? {} : { absent })}
        />
      </div>
    </blockquote>
  );
}
