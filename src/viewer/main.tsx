import { render } from "preact";
import type { ViewerOverview } from "../model/viewer.ts";
import { App } from "./app.tsx";
import { loadData } from "./data/script.ts";

/**
 * Replaces the words of `index.html` once the bundle has answered. Where it does not, they stay: they say that the
 * file was opened inside the zip, and what to do.
 */
async function start(): Promise<void> {
  const overview = (await loadData("overview")) as ViewerOverview;
  const root = document.createElement("div");
  root.id = "viewer";
  document.body.replaceChildren(root);
  render(<App overview={overview} />, root);
}

function begin(): void {
  start().catch((error: unknown) => {
    console.error(error);
  });
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
