import type { ComponentChild } from "preact";
import type { ViewerChapter } from "../../model/viewer.ts";
import { Blocks } from "../blocks.tsx";
import { useShown } from "../bundle.ts";

interface Props {
  readonly ids: readonly ViewerChapter["id"][];
  /** Chapters that stand open; the others open on request. */
  readonly open?: readonly ViewerChapter["id"][];
}

/** Chapters of the cover report, as it says them. */
export function Chapters({ ids, open = ids }: Props): ComponentChild {
  const { overview } = useShown();
  const chapters = ids.flatMap((id) => overview.chapters.filter((chapter) => chapter.id === id));
  return chapters.map(({ id, number, title, blocks }) => (
    <details class="chapter" key={id} open={open.includes(id)}>
      <summary>
        <h3>
          {number !== "" && <span class="number">{number}</span>} {title}
        </h3>
      </summary>
      <Blocks blocks={blocks} />
    </details>
  ));
}
