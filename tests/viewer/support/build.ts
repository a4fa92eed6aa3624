import { buildSync } from "esbuild";
import { cpSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";

const APP = resolve(import.meta.dirname, "../../../src/viewer");

/** Writes `viewer/app.js` and `viewer/app.css` into a folder, from the sources as they stand. */
export function buildApp(folder: string): void {
  mkdirSync(join(folder, "viewer"), { recursive: true });
  buildSync({
    entryPoints: [join(APP, "main.tsx")],
    outfile: join(folder, "viewer/app.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    charset: "utf8",
    jsx: "automatic",
    jsxImportSource: "preact",
    logLevel: "error",
  });
  cpSync(join(APP, "app.css"), join(folder, "viewer/app.css"));
}
