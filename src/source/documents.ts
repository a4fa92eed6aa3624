import type { DirectoryEntry } from "./zip-directory.ts";

/** Files that are zips inside and one document to everybody else; nobody looks for a chat among their parts. */
const DOCUMENT_EXTENSIONS =
  /\.(?:xls[xmb]|xlt[xm]|doc[xm]|dot[xm]|ppt[xm]|pps[xm]|vsdx|xps|od[tspg]|epub|apk|aab|jar|aar|war|ipa|xmind|pages|numbers|key)$/i;

/** By its name this is such a document. */
export function isDocumentName(path: string): boolean {
  return DOCUMENT_EXTENSIONS.test(path);
}

/**
 * By its parts this is such a document, whatever its name.
 *
 * @source documented: ECMA-376 part 2 (`[Content_Types].xml`, `_rels/.rels`), OpenDocument 1.3 part 2 and OCF 3.3
 *   (`mimetype` first), JAR (`META-INF/MANIFEST.MF` among the first two), Android (`AndroidManifest.xml`)
 */
export function isDocument(entries: readonly DirectoryEntry[]): boolean {
  const names = entries.map(({ rawName }) => rawName.toString("latin1"));
  const has = (name: string) => names.includes(name);
  if (names[0] === "mimetype" || names.slice(0, 2).includes("META-INF/MANIFEST.MF")) return true;
  return (has("[Content_Types].xml") && has("_rels/.rels")) || (has("AndroidManifest.xml") && has("resources.arsc"));
}
