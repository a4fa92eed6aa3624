import { basename } from "node:path";
import { sha256 } from "./base/digest.ts";
import { Scratch } from "./base/scratch.ts";
import { derive } from "./derive.ts";
import { readEnclosed } from "./enclosed.ts";
import type { Dossier } from "./model/dossier.ts";
import type { Watch } from "./model/progress.ts";
import type { RunSettings } from "./model/settings.ts";
import type { PackInput } from "./pack.ts";
import { readSource } from "./source/read.ts";

/**
 * What an export is and what the checks say of it. The dry run of `pack`: nothing is written.
 *
 * @throws {SourceError} when the source cannot be read
 */
export async function inspect(input: PackInput, asked: RunSettings, watch: Watch = {}): Promise<Dossier> {
  const scratch = new Scratch();
  const enclosed = input.caseFile === null ? null : await readEnclosed(input.caseFile, watch);
  const settings = { ...asked, caseFile: input.caseFile === null ? null : basename(input.caseFile) };
  try {
    const source = await readSource(input.source, scratch, watch);
    try {
      // There is no bundle, so there is no payload manifest to quote.
      const payload = { files: [], manifestSha256: sha256(""), sizeBytes: 0 };
      const { chat, dossier } = await derive({ source, enclosed }, payload, settings, scratch, watch);
      chat.close();
      return dossier;
    } finally {
      source.close();
    }
  } finally {
    enclosed?.close();
    scratch.dispose();
  }
}
