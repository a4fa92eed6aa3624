import type { ComponentChild } from "preact";
import { useState } from "preact/hooks";
import type { ViewerFile } from "../../model/viewer.ts";
import { sizeText } from "../../base/sentence.ts";
import { useShown } from "../bundle.ts";
import { bundlePath } from "../bundle-path.ts";
import { useEntries } from "../data/entries.ts";
import { comparable } from "../text/found.ts";
import { Said } from "../text/said.tsx";
import { Listing } from "./listing.tsx";
import { Grid } from "./grid.tsx";

/** Every file received, with its digest and where it lies in the bundle. */
export function Files(): ComponentChild {
  const { overview, words } = useShown();
  const [typed, setTyped] = useState("");
  const files = useEntries<ViewerFile>("files", overview.pages.files);
  const asked = comparable(typed.trim());
  const isLeft = ({ originalPath, bundlePath: path = "", sha256 = "" }: ViewerFile) =>
    asked === "" || [originalPath, path, sha256].some((text) => comparable(text).includes(asked));
  const { note, filter, received, size, digest, status, open } = words.files;
  return (
    <>
      <p class="note">{note}</p>
      <form class="filters" role="search" onSubmit={(event) => event.preventDefault()}>
        <label>
          {filter}
          <input type="search" value={typed} onInput={(event) => setTyped(event.currentTarget.value)} />
        </label>
      </form>
      <Listing of={files} isLeft={isLeft}>
        {(shown) => (
          <Grid heads={[received, size, digest, status, open]} name="files">
            {shown.map((file, index) => (
              <File key={index} file={file} />
            ))}
          </Grid>
        )}
      </Listing>
    </>
  );
}

function File({ file }: { readonly file: ViewerFile }): ComponentChild {
  const { words } = useShown();
  const { originalPath, bundlePath: lies, container, sizeBytes, sha256, status, reason, modifiedText, view } = file;
  const path = view?.show === "none" ? null : bundlePath(view?.path);
  return (
    <tr>
      <td>
        <Said text={originalPath} />
        <div class="small">
          {container !== undefined && (
            <>
              {words.files.inside}
              {words.colon}
              <Said text={container} />{" "}
            </>
          )}
          {lies !== undefined && lies}
        </div>
        {modifiedText !== undefined && <div class="small">{modifiedText}</div>}
      </td>
      <td class="count">{sizeBytes === undefined ? words.notStated : sizeText(sizeBytes)}</td>
      <td class="digest">{sha256 ?? words.notStated}</td>
      <td>
        {words.files.statuses[status]}
        {reason !== undefined && (
          <div class="small">
            <Said text={reason} />
          </div>
        )}
      </td>
      <td>
        {path !== null && (
          <a class="open" href={path} target="_blank" rel="noreferrer">
            {view?.isCopy === true ? words.message.openCopy : words.message.open}
          </a>
        )}
        {view?.note !== undefined && <div class="small">{view.note}</div>}
      </td>
    </tr>
  );
}
