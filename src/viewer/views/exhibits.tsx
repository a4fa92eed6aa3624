import type { ComponentChild } from "preact";
import type { ViewerExhibit } from "../../model/viewer.ts";
import { useShown } from "../bundle.ts";
import { bundlePath } from "../bundle-path.ts";
import { messageAddress } from "../place.ts";
import { Said } from "../text/said.tsx";

/** The exhibits as a person declared them, with the messages they name. */
export function Exhibits(): ComponentChild {
  const { overview, words } = useShown();
  if (overview.exhibits.length === 0) return <p>{words.exhibits.none}</p>;
  return (
    <>
      <p class="note">{words.exhibits.note}</p>
      {overview.exhibits.map((exhibit, place) => (
        <Exhibit key={place} exhibit={exhibit} />
      ))}
    </>
  );
}

function Exhibit({ exhibit }: { readonly exhibit: ViewerExhibit }): ComponentChild {
  const { words } = useShown();
  const { label, title, summary, objectOfProof, conversations, messages, ranges, path } = exhibit;
  const pdf = bundlePath(path);
  const fields: [string, string | undefined][] = [
    [words.exhibits.summary, summary],
    [words.exhibits.object, objectOfProof],
    [words.exhibits.messages, messages],
  ];
  return (
    <section class="entry">
      <h3>
        <Said text={label} /> {title !== undefined && <Said text={title} />}
      </h3>
      <dl class="fields">
        {fields.map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>
                  <Said text={value} />
                </dd>
              </div>
            ),
        )}
      </dl>
      <p>
        {conversations.flatMap((id) =>
          ranges.map(([from, to]) => (
            <a key={`${id}-${from}`} class="jump" href={messageAddress(id, from)}>
              {id}-{from}
              {to > from && ` … ${id}-${to}`}
            </a>
          )),
        )}
        {pdf !== null && (
          <a class="jump" href={pdf} target="_blank" rel="noreferrer">
            {words.exhibits.pdf}
          </a>
        )}
      </p>
    </section>
  );
}
