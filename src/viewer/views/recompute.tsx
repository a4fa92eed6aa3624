import type { ComponentChild } from "preact";
import { useRef, useState } from "preact/hooks";
import { sizeText } from "../../base/sentence.ts";
import { useShown } from "../bundle.ts";
import { chosenFiles, droppedFiles, type ChosenFile } from "../digest/chosen.ts";
import { bundleFolder, compareFolder, type FolderAnswer } from "../digest/folder.ts";
import { Said } from "../text/said.tsx";
import { fill } from "../words/fill.ts";

type State =
  | { readonly at: "start" }
  | { readonly at: "not-a-bundle" }
  | { readonly at: "reading"; readonly done: number; readonly all: number }
  | { readonly at: "end"; readonly answer: FolderAnswer };

/** Computes the digests of the folder a person hands to the page, and compares them with the lists in it. */
export function Recompute(): ComponentChild {
  const { words } = useShown();
  const said = words.verify;
  const [state, setState] = useState<State>({ at: "start" });
  const stop = useRef(new AbortController());
  const take = async (files: readonly ChosenFile[]) => {
    const folder = bundleFolder(files);
    if (folder === null) {
      setState({ at: "not-a-bundle" });
      return;
    }
    stop.current = new AbortController();
    const answer = await compareFolder(folder, stop.current.signal, (done, all) =>
      setState({ at: "reading", done, all }),
    );
    setState(answer === null ? { at: "start" } : { at: "end", answer });
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    if (event.dataTransfer) void droppedFiles(event.dataTransfer.items).then(take);
  };
  return (
    <section class="recompute" onDragOver={(event) => event.preventDefault()} onDrop={drop}>
      <h3>{said.here}</h3>
      <p>{said.hereNote}</p>
      <label class="choose">
        {said.choose}
        <input
          type="file"
          multiple
          ref={(input) => input?.setAttribute("webkitdirectory", "")}
          onChange={(event) => {
            const { files } = event.currentTarget;
            if (files !== null && files.length > 0) void take(chosenFiles(files));
          }}
        />
      </label>
      {state.at === "not-a-bundle" && (
        <p class="notice" role="alert">
          {said.notBundle}
        </p>
      )}
      {state.at === "reading" && (
        <p role="status">
          <progress value={state.done} max={Math.max(1, state.all)} />{" "}
          {fill(said.reading, { done: sizeText(state.done), all: sizeText(state.all) })}{" "}
          <button type="button" onClick={() => stop.current.abort()}>
            {words.search.cancel}
          </button>
        </p>
      )}
      {state.at === "end" && <Answer answer={state.answer} />}
    </section>
  );
}

function Answer({ answer }: { readonly answer: FolderAnswer }): ComponentChild {
  const { overview, words } = useShown();
  const said = words.verify;
  const { agree, differ, missing, extra, unreadable, manifestSha256, fingerprint } = answer;
  const isSame = manifestSha256 === overview.verification.manifestSha256;
  return (
    <div class="answer" role="status">
      <p>
        <strong>
          {fill(said.counts, {
            agree,
            differ: differ.length,
            missing: missing.length,
            extra: extra.length,
            unreadable: unreadable.length,
          })}
        </strong>
      </p>
      <p>{isSame ? said.sameManifest : said.otherManifest}</p>
      <p>
        {said.fingerprint}
        {words.colon}
        <span class="digest">{fingerprint ?? words.notStated}</span>
      </p>
      <Paths title={said.differ} paths={differ} />
      <Paths title={said.missing} paths={missing} />
      <Paths title={said.extra} paths={extra} />
      <Paths title={said.unreadable} paths={unreadable} />
      <p class="small">{said.limit}</p>
    </div>
  );
}

function Paths({ title, paths }: { readonly title: string; readonly paths: readonly string[] }): ComponentChild {
  if (paths.length === 0) return null;
  return (
    <>
      <h4>{title}</h4>
      <ul class="digest">
        {paths.map((path) => (
          <li key={path}>
            <Said text={path} />
          </li>
        ))}
      </ul>
    </>
  );
}
