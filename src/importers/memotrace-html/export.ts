import type { Source } from "../../model/source.ts";
import type { ExportFacts, Yielded } from "../importer.ts";

/** What an export of MemoTrace says of itself, which is little: no tool, no version, no owner, no range. */
export function exportOf(
  known: Pick<ExportFacts, "variant" | "encoding" | "provides" | "serverIdOrigin">,
): ExportFacts {
  return {
    claimedTool: null,
    claimedVersion: null,
    exportedAt: null,
    exportedAtText: null,
    owner: null,
    ownerBasis: null,
    statedRange: null,
    localIdOrigin: "none",
    ...known,
  };
}

/** Pictures that a page shows around its messages: icons and portraits. */
export function* furnitureOf(source: Source, folder: string): Generator<Yielded> {
  for (const { path } of source.files) {
    if (path.startsWith(`${folder}icon/`) || path.startsWith(`${folder}avatar/`)) yield { type: "used", path };
  }
}
