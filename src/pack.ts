import { basename, dirname, relative, resolve, sep } from "node:path";
import { existsSync, realpathSync, statSync } from "node:fs";
import { UsageError } from "./base/errors.ts";
import { Scratch } from "./base/scratch.ts";
import { layOut, refuseTakenTarget } from "./bundle/layout.ts";
import { payloadOf } from "./bundle/manifest.ts";
import { seal, type Sealed } from "./bundle/seal.ts";
import { derive, facts, views } from "./derive.ts";
import type { Dossier } from "./model/dossier.ts";
import type { Watch } from "./model/progress.ts";
import type { RunSettings } from "./model/settings.ts";
import { readSource } from "./source/read.ts";

export interface Packed {
  readonly bundle: Sealed;
  readonly dossier: Dossier;
}

/**
 * Reads an export, checks it, and seals it with its record and report.
 *
 * @param path folder, file or zip as received; never written to
 * @param target the bundle to write, ending in `.zip`; must not exist
 * @throws {SourceError} SourceError when the export cannot be read or changed meanwhile
 * @throws {OutputError} OutputError when the bundle cannot be written; nothing is left behind
 */
export async function pack(path: string, target: string, settings: RunSettings, watch: Watch = {}): Promise<Packed> {
  refuseTargetInside(path, target);
  // Before hours of reading; but a source that is not there is the first thing to say.
  if (existsSync(path)) refuseTakenTarget(target);
  const scratch = new Scratch();
  try {
    const source = await readSource(path, scratch, watch);
    try {
      const payload = payloadOf(layOut(source), source);
      const derived = await derive(source, payload, settings, scratch, watch);
      try {
        const documents = [
          ...facts(derived, source, scratch),
          ...(await views(derived, { source, scratch, stem: basename(target, ".zip") }, watch)),
        ];
        const bundle = await seal({
          target,
          source,
          payload,
          documents,
          settings: derived.dossier.settings,

          ...watch,
        });
        return { bundle, dossier: derived.dossier };
      } finally {
        derived.chat.close();
      }
    } finally {
      source.close();
    }
  } finally {
    scratch.dispose();
  }
}

/** A bundle inside the folder it packs would be part of the next packing, and the folder is not ours to write to. */
function refuseTargetInside(path: string, target: string): void {
  let folder: string;
  try {
    if (!statSync(path).isDirectory()) return;
    folder = realpathSync(path);
  } catch {
    return;
  }
  const inside = relative(folder, resolve(realFolder(target), basename(target)));
  if (inside.startsWith(`..${sep}`) || inside === ".." || resolve(inside) === inside) return;
  throw new UsageError(
    "OUTPUT_INSIDE_SOURCE",
    {
      zh: `证据包“${target}”会写进导出文件夹“${path}”里面；导出文件夹只读，不写入任何文件。`,
      en: `The bundle "${target}" would be written inside the export folder "${path}", which is never written to.`,
    },
    {
      hint: { zh: "请用 -o 指定导出文件夹之外的位置。", en: "Choose a place outside the export folder with -o." },
      facts: { target, source: path },
    },
  );
}

function realFolder(target: string): string {
  try {
    return realpathSync(dirname(resolve(target)));
  } catch {
    return dirname(resolve(target));
  }
}
