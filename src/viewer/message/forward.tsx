import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { ViewerForward } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { LongSaid, Said } from "../text/said.tsx";
import { fill, wordOf } from "../words/fill.ts";

const DEEPEST = 5;

interface Props {
  readonly forward: ViewerForward;
  readonly found: string;
  /** Unfolded from the start, as on paper. */
  readonly isOpen: boolean;
}

/** Messages forwarded as one: folded, and said to be copies. */
export function Forward({ forward, found, isOpen }: Props): ComponentChild {
  const { words } = useShown();
  const [isUnfolded, setUnfolded] = useState(isOpen);
  const { title, items, statedCount } = forward;
  return (
    <details class="forward" open={isUnfolded} onToggle={(event) => setUnfolded(event.currentTarget.open)}>
      <summary>
        <strong>{words.message.forward}</strong> {fill(words.message.forwardCount, { count: items.length })}
        {statedCount !== undefined && `（${fill(words.message.forwardStated, { count: statedCount })}）`}
        {title !== undefined && (
          <div class="text">
            <Said text={title} found={found} />
          </div>
        )}
        <div class="derived">{words.message.forwardNote}</div>
      </summary>
      {isUnfolded && (
        <ol>
          {items.map((item, index) => (
            <Item key={index} item={item} number={index + 1} found={found} />
          ))}
        </ol>
      )}
    </details>
  );
}

interface ItemProps {
  readonly item: ViewerForward["items"][number];
  readonly number: number;
  readonly found: string;
}

function Item({ item, number, found }: ItemProps): ComponentChild {
  const { overview, words } = useShown();
  const { sender, sentAtText, time, kind, text, depth = 0 } = item;
  return (
    <li class={`depth-${Math.min(depth, DEEPEST)}`}>
      <div class="small">
        {fill(words.message.forwardItem, { number })} · <Said text={sender ?? words.notStated} /> ·{" "}
        <Said text={sentAtText ?? time ?? words.message.noTime} />
        {kind !== undefined && ` 【${wordOf(overview.words.kinds, kind)}】`}
      </div>
      {text !== undefined && (
        <div class="text">
          <LongSaid text={text} found={found} more={words.more} />
        </div>
      )}
    </li>
  );
}
