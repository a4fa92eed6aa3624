import { sha256 } from "./base/digest.ts";
import { Scratch } from "./base/scratch.ts";
import { derive } from "./derive.ts";
import type { Dossier } from "./model/dossier.ts";
import type { Watch } from "./model/progress.ts";
import type { RunSettings } from "./model/settings.ts";
import { readSource } from "./source/read.ts";

/**
 * What an export is and what the checks say of it. The dry run of `pack`: nothing is written.
 *
 * @throws {SourceError} when the source cannot be read
 */
export async function inspect(path: string, settings: RunSettings, watch: Watch = {}): Promise<Dossier> {
  const scratch = new Scratch();
  try {
    const source = await readSource(path, scratch, watch);
    try {
      // There is no bundle, so there is no payload manifest to quote.
      const payload = { files: [], manifestSha256: sha256(""), sizeBytes: 0 };
      const { chat, dossier } = await derive(source, payload, settings, scratch, watch);
      chat.close();
      return dossier;
    } finally {
      source.close();
    }
  } finally {
    scratch.dispose();
  }
}
