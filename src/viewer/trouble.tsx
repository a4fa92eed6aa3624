import type { ComponentChild } from "preact";
import { useShown } from "./bundle.ts";
import { DataMissing } from "./data/script.ts";
import { visibleText } from "./text/visible.ts";
import { fill } from "./words/fill.ts";

/** What could not be read, what to do about it, and a way to try again. */
export function Trouble({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ComponentChild {
  const { words } = useShown();
  const text =
    error instanceof DataMissing ? fill(words.dataMissing, { path: error.path }) : visibleText(String(error));
  return (
    <p class="trouble" role="alert">
      {text}{" "}
      <button type="button" onClick={onRetry}>
        {words.retry}
      </button>
    </p>
  );
}
