import type { CaseFile, Enclosure } from "../model/case.ts";
import type { RunSettings } from "../model/settings.ts";
import type { Source } from "../model/source.ts";
import { namedFiles } from "./enclosures.ts";
import { parseCase } from "./parse.ts";

export { namedFiles } from "./enclosures.ts";
export { refuseUnknownExhibits } from "./exhibits.ts";
export { enclosuresMissing } from "./faults.ts";
export { parseCase } from "./parse.ts";

/**
 * The case file with the files it names, from what is enclosed: the same answer whether it lies in a folder or in a bundle.
 *
 * @param name of the case file in `enclosed`
 * @throws {UsageError} CASE_FILE_TOO_LARGE, CASE_FILE_INVALID
 * @throws RangeError where `enclosed` lacks the case file or a file it names: whoever put it together has looked before
 */
export function readCase(enclosed: Source, name: string): CaseFile {
  const file = known(enclosed, name);
  const declared = parseCase(Buffer.concat([...enclosed.chunks(name)].map((chunk) => Buffer.from(chunk))), name);
  const fields = new Map<string, string[]>();
  for (const { path, field } of namedFiles(declared)) fields.set(path, [...(fields.get(path) ?? []), field]);
  const enclosures = [...fields].map(([path, namedBy]): Enclosure => {
    const { sizeBytes, sha256 } = known(enclosed, path);
    return { path, sizeBytes, sha256, namedBy };
  });
  return { name, sha256: file.sha256, declared, enclosures };
}

function known(enclosed: Source, path: string) {
  const file = enclosed.file(path);
  if (file === undefined) throw new RangeError(`nothing enclosed is called ${path}`);
  return file;
}

/** The zone the case file states, where the operator gave none on the command line. */
export function zoneOf(
  caseFile: CaseFile | null,
  { timeZone, timeZoneBasis }: Pick<RunSettings, "timeZone" | "timeZoneBasis">,
): Pick<RunSettings, "timeZone" | "timeZoneBasis"> {
  const stated = caseFile?.declared.timeZone;
  if (stated === undefined || timeZoneBasis === "zone-declared") return { timeZone, timeZoneBasis };
  return { timeZone: stated, timeZoneBasis: "zone-declared" };
}
