import type { ComponentChild } from "preact";
import { Blocks } from "../blocks.tsx";
import { useShown } from "../bundle.ts";
import { bundlePath } from "../bundle-path.ts";
import { Chapters } from "./chapters.tsx";

/** What the cover report says of the bundle, its summary first. */
export function Facts(): ComponentChild {
  const { overview, words } = useShown();
  return (
    <>
      <section class="identification">
        <Blocks blocks={overview.identification} />
      </section>
      <Chapters ids={["summary"]} />
      {overview.notes.length > 0 && (
        <section>
          <h3>{words.facts.reading}</h3>
          <ul>
            {overview.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </section>
      )}
      <Documents />
      <Chapters
        ids={["parties", "scope", "attachments", "classes", "factors", "voice", "privacy", "limits"]}
        open={["parties", "limits"]}
      />
    </>
  );
}

function Documents(): ComponentChild {
  const { overview, words } = useShown();
  const documents = overview.documents.filter(({ path }) => bundlePath(path) !== null);
  if (documents.length === 0) return null;
  return (
    <section>
      <h3>{words.facts.documents}</h3>
      <ul>
        {documents.map(({ path, title }) => (
          <li key={path}>
            <a href={path} target="_blank" rel="noreferrer">
              {title}
            </a>{" "}
            <span class="small">{path}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
