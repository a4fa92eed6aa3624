import type { ComponentChild } from "preact";
import { useEffect, useState } from "preact/hooks";
import { useShown } from "../bundle.ts";
import type { Entries } from "../data/entries.ts";
import { Trouble } from "../trouble.tsx";
import { fill } from "../words/fill.ts";

const AT_ONCE = 100;

interface Props<Entry> {
  readonly of: Entries<Entry>;
  /** Whether an entry is to be seen. */
  readonly isLeft: (entry: Entry) => boolean;
  /** Entry that must be among those shown from the start. */
  readonly aimed?: (entry: Entry) => boolean;
  readonly children: (shown: readonly Entry[]) => ComponentChild;
}

/** Entries that a filter leaves, some at once; the count of both is always told. */
export function Listing<Entry>({ of, isLeft, aimed, children }: Props<Entry>): ComponentChild {
  const { words } = useShown();
  const [most, setMost] = useState(AT_ONCE);
  const left = of.entries.filter(isLeft);
  const place = aimed === undefined ? -1 : left.findIndex(aimed);
  useEffect(() => {
    if (place >= 0) document.querySelector(".aimed")?.scrollIntoView({ block: "start" });
  }, [place]);
  const shown = left.slice(0, Math.max(most, place + 1));
  return (
    <>
      <p class="status" role="status">
        <strong>{fill(words.filter.counts, { left: left.length, all: of.all })}</strong>
        {!of.isWhole && of.error === null && <span>{words.loading}</span>}
      </p>
      {of.error !== null && <Trouble error={of.error} onRetry={() => of.retry()} />}
      {children(shown)}
      {shown.length < left.length && (
        <p>
          <button type="button" onClick={() => setMost(shown.length + AT_ONCE)}>
            {fill(words.listing.more, {
              count: Math.min(AT_ONCE, left.length - shown.length),
              rest: left.length - shown.length,
            })}
          </button>
        </p>
      )}
    </>
  );
}
