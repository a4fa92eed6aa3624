import { FILES_COLUMNS } from "../../model/files-table.ts";
import { VIEWER_PAGE, type ViewerFile } from "../../model/viewer.ts";
import { fileRows } from "../record/files-table.ts";
import type { Given } from "./given.ts";
import { stated } from "./stated.ts";

const COLUMN = Object.fromEntries(FILES_COLUMNS.map((name, place) => [name, place])) as Readonly<
  Record<(typeof FILES_COLUMNS)[number], number>
>;

/** The rows of `record/files.csv`, page by page in their order. */
export function* filePages(given: Given): Generator<ViewerFile[]> {
  const { dossier } = given.context;
  const rows = fileRows(given.material, dossier.payload.files, dossier.exports);
  for (let from = 0; from < rows.length; from += VIEWER_PAGE.entries)
    yield rows.slice(from, from + VIEWER_PAGE.entries).map((row) => fileOf(given, row));
}

function fileOf({ views }: Given, row: readonly string[]): ViewerFile {
  const cell = (name: keyof typeof COLUMN): string | null => row[COLUMN[name]] || null;
  const originalPath = row[COLUMN.original_path] ?? "";
  const status = row[COLUMN.status] as ViewerFile["status"];
  const size = cell("size_bytes");
  return stated<ViewerFile>({
    bundlePath: cell("bundle_path"),
    originalPath,
    container: cell("container"),
    sizeBytes: size === null ? null : Number(size),
    sha256: cell("sha256"),
    modifiedText: cell("modified_text"),
    status,
    reason: cell("reason"),
    usedBy: cell("used_by"),
    view: status === "taken" ? views.ofFile(originalPath).view : null,
  });
}
