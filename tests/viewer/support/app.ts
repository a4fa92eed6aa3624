import { cpSync } from "node:fs";
import { join, resolve } from "node:path";

const BUILT = resolve(import.meta.dirname, "../../../dist/viewer");

/** Puts the viewer as `npm run build` made it into a folder, as a bundle has it. */
export function copyApp(folder: string): void {
  cpSync(BUILT, join(folder, "viewer"), { recursive: true });
}
