import { printCsvRecord } from "../../base/csv-print.ts";
import { FILES_COLUMNS, FILES_MARK } from "../../model/files-table.ts";
import type { Export } from "../../model/chat.ts";
import type { Material } from "../../model/material.ts";
import type { PayloadFile } from "../../model/payload.ts";

/**
 * `record/files.csv`: every file received, unpacked or left, with its place in the bundle and who read it; then what the
 * operator enclosed.
 */
export function filesTable(material: Material, payload: readonly PayloadFile[], exports: readonly Export[]): string {
  return FILES_MARK + [FILES_COLUMNS, ...fileRows(material, payload, exports)].map(printCsvRecord).join("");
}

/** Its rows without the heading, cell by cell. */
export function fileRows(
  { source, enclosed }: Material,
  payload: readonly PayloadFile[],
  exports: readonly Export[],
): string[][] {
  const placesOf = (isEnclosed: boolean) =>
    new Map(payload.filter((file) => file.enclosed === isEnclosed).map(({ path, bundlePath }) => [path, bundlePath]));
  const bundlePaths = placesOf(false);
  const users = usersByPath(exports);
  const rows = source.files.map((file) => [
    bundlePaths.get(file.path) ?? "",
    file.path,
    file.nameHex ?? "",
    file.container ?? "",
    String(file.sizeBytes),
    file.sha256,
    file.modifiedText ?? "",
    "taken",
    "",
    users.get(file.path) ?? "",
  ]);
  const left = source.notTaken.map(({ path, nameHex, reason, detail }) => [
    "", path, nameHex ?? "", "", "", "", "", "not-taken", `${reason}: ${detail}`, "",
  ]); // prettier-ignore
  const enclosedPaths = placesOf(true);
  const beside = (enclosed?.files ?? []).map(({ path, nameHex, sizeBytes, sha256 }) => [
    enclosedPaths.get(path) ?? "", path, nameHex ?? "", "", String(sizeBytes), sha256, "", "enclosed", "", "",
  ]); // prettier-ignore
  return [...rows, ...left, ...beside];
}

/** `s1 weflow-json; s2 …` for each path an export read. */
function usersByPath(exports: readonly Export[]): Map<string, string> {
  const users = new Map<string, string>();
  for (const { id, importer, filesUsed } of exports) {
    for (const path of filesUsed) {
      const before = users.get(path);
      const mine = `${id} ${importer}`;
      users.set(path, before === undefined ? mine : `${before}; ${mine}`);
    }
  }
  return users;
}
