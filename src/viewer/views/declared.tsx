import type { ComponentChild } from "preact";
import { useShown } from "../bundle.ts";
import { Chapters } from "./chapters.tsx";

/** Device, collection, acquisition and custody: what a person typed into the case file. */
export function Declared(): ComponentChild {
  const { words } = useShown();
  return (
    <>
      <p class="note">{words.declared.note}</p>
      <Chapters ids={["devices", "collection", "acquisition", "custody"]} />
    </>
  );
}
