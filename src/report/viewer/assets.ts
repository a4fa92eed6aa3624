import { existsSync, readFileSync } from "node:fs";
import { assetFile } from "../../base/tool.ts";
import type { Document } from "../../model/document.ts";
import { documentOf } from "../document.ts";

let read: Document[] | undefined;

/**
 * `viewer/app.js` and `viewer/app.css` as this program hands them out.
 *
 * @throws Error where the program was not built
 */
export function assets(): Document[] {
  read ??= [asset("app.css"), asset("app.js")];
  return read;
}

function asset(name: Parameters<typeof assetFile>[0]): Document {
  const file = assetFile(name);
  if (!existsSync(file)) throw new Error(`the program is not built: ${file} is missing; run "npm run build"`);
  return documentOf(`viewer/${name}`, "view", readFileSync(file));
}
