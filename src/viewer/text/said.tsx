import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import { stretches } from "./found.ts";
import { visiblePieces } from "./visible.ts";

/** Longest text shown unasked: one message can hold a book. */
const LONGEST = 4000;

interface Props {
  /** Words of a source or of a person: text, never markup. */
  readonly text: string;
  /** Words asked for, in comparable form, to be marked. */
  readonly found?: string;
}

/** Words of others as text: what cannot be seen is shown by number, and its direction moves nothing around it. */
export function Said({ text, found = "" }: Props): ComponentChild {
  return (
    <bdi>
      {stretches(text, found).map(({ text: part, isFound }) => (isFound ? <mark>{pieces(part)}</mark> : pieces(part)))}
    </bdi>
  );
}

function pieces(text: string): ComponentChild[] {
  return visiblePieces(text).map((piece) => (piece.isUnseen ? <span class="unseen">{piece.text}</span> : piece.text));
}

/** The same for what may be very long: its beginning, and the rest on request. */
export function LongSaid({ text, found = "", more }: Props & { readonly more: string }): ComponentChild {
  const [isWhole, setWhole] = useState(false);
  if (isWhole || text.length <= LONGEST) return <Said text={text} found={found} />;
  return (
    <>
      <Said text={`${text.slice(0, LONGEST)}…`} found={found} />{" "}
      <button type="button" class="plain" onClick={() => setWhole(true)}>
        {more}
      </button>
    </>
  );
}
