import { createRequire } from "node:module";
import { canonicalJson } from "../base/canonical-json.ts";
import type { Cover } from "./block.ts";
import { loadFonts } from "./fonts.ts";
import { laidOut } from "./layout.ts";
import { TEMPLATE } from "./template.ts";

const require = createRequire(import.meta.url);

/** Folder that exists only in the typesetter's memory. */
const WORKSPACE = process.platform === "win32" ? "C:\\evidence-report" : "/evidence-report";
const SEPARATOR = process.platform === "win32" ? "\\" : "/";

/**
 * The report as PDF/A-2b: selectable text, embedded fonts, no clock. Equal values give equal bytes.
 *
 * @throws {Error} a bug of ours: every text has been made printable before
 */
export function typeset(cover: Cover): Buffer {
  // Loaded here, not at the top: only runs that print pay for the native module.
  const { NodeCompiler } =
    require("@myriaddreamin/typst-ts-node-compiler") as typeof import("@myriaddreamin/typst-ts-node-compiler");
  const fonts = loadFonts();
  const compiler = NodeCompiler.create({ workspace: WORKSPACE, fontArgs: [{ fontBlobs: [...fonts.blobs] }] });
  compiler.mapShadow(`${WORKSPACE}${SEPARATOR}report.json`, Buffer.from(canonicalJson(laidOut(cover, fonts))));
  const compiled = compiler.compile({ mainFileContent: TEMPLATE });
  if (compiled.result === null) {
    throw new Error(`report cannot be typeset: ${JSON.stringify(compiled.takeError()?.shortDiagnostics)}`);
  }
  return compiler.pdf(compiled.result, {
    pdfStandard: "a-2b",
    creationTimestamp: Date.parse(`${cover.date}T00:00:00Z`) / 1000,
  });
}
