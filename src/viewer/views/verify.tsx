import type { ComponentChild } from "preact";
import { sizeText } from "../../base/sentence.ts";
import { Blocks } from "../blocks.tsx";
import { useShown } from "../bundle.ts";
import { fill } from "../words/fill.ts";
import { Chapters } from "./chapters.tsx";
import { Grid } from "./grid.tsx";
import { Recompute } from "./recompute.tsx";

/** How to check that no file changed since the lists were made, by hand or on this page. */
export function Verify(): ComponentChild {
  const { overview, words } = useShown();
  const { manifestSha256, payloadFiles, payloadBytes, records, blocks } = overview.verification;
  const said = words.verify;
  return (
    <>
      <section>
        <h3>{said.manifest}</h3>
        <p class="digest big">{manifestSha256}</p>
        <p class="note">{said.manifestNote}</p>
        <p>{fill(said.payload, { files: payloadFiles, size: sizeText(payloadBytes) })}</p>
      </section>
      <Recompute />
      <section>
        <h3>{said.byHand}</h3>
        <Blocks blocks={blocks} />
      </section>
      <details class="chapter">
        <summary>
          <h3>{said.records}</h3>
        </summary>
        <Grid heads={[words.files.received, words.files.size, words.files.digest]}>
          {records.map(({ path, sizeBytes, sha256 }) => (
            <tr key={path}>
              <td>{path}</td>
              <td class="count">{sizeText(sizeBytes)}</td>
              <td class="digest">{sha256}</td>
            </tr>
          ))}
        </Grid>
      </details>
      <Chapters ids={["integrity"]} open={[]} />
    </>
  );
}
