import { existsSync } from "node:fs";
import { basename } from "node:path";
import { UsageError } from "./base/errors.ts";
import { Scratch } from "./base/scratch.ts";
import { layOut, refuseTakenTarget } from "./bundle/layout.ts";
import { payloadOf } from "./bundle/manifest.ts";
import { seal, type Sealed } from "./bundle/seal.ts";
import { derive, facts, views } from "./derive.ts";
import { readEnclosed } from "./enclosed.ts";
import type { Dossier } from "./model/dossier.ts";
import type { Material } from "./model/material.ts";
import type { Watch } from "./model/progress.ts";
import type { RunSettings } from "./model/settings.ts";
import { readSource } from "./source/read.ts";
import { isInside } from "./target-inside.ts";

export interface Packed {
  readonly bundle: Sealed;
  readonly dossier: Dossier;
}

/** What goes into one bundle. */
export interface PackInput {
  /** Folder, file or zip as received; never written to. */
  readonly source: string;
  /** Case file to enclose with what it names; null for none. */
  readonly caseFile: string | null;
}

/**
 * Reads an export, checks it, and seals it with its record, its case file and its report.
 *
 * @param target the bundle to write, ending in `.zip`; must not exist
 * @throws {UsageError} UsageError when the case file cannot be read, or names a file that is not there
 * @throws {SourceError} SourceError when the export cannot be read or changed meanwhile
 * @throws {OutputError} OutputError when the bundle cannot be written; nothing is left behind
 */
export async function pack(input: PackInput, target: string, asked: RunSettings, watch: Watch = {}): Promise<Packed> {
  const path = input.source;
  refuseTargetInside(path, target);
  // Before hours of reading; but a source that is not there is the first thing to say.
  if (existsSync(path)) refuseTakenTarget(target);
  const scratch = new Scratch();
  // A case file with a slip of the pen is told before hours of reading, too.
  const enclosed = input.caseFile === null ? null : await readEnclosed(input.caseFile, watch);
  const settings = { ...asked, caseFile: input.caseFile === null ? null : basename(input.caseFile) };
  try {
    const source = await readSource(path, scratch, watch);
    try {
      return await packMaterial({ source, enclosed }, target, settings, scratch, watch);
    } finally {
      source.close();
    }
  } finally {
    enclosed?.close();
    scratch.dispose();
  }
}

async function packMaterial(
  material: Material,
  target: string,
  settings: RunSettings,
  scratch: Scratch,
  watch: Watch,
): Promise<Packed> {
  const { source, enclosed } = material;
  const payload = payloadOf(layOut(source, enclosed), source, enclosed);
  const derived = await derive(material, payload, settings, scratch, watch);
  try {
    const records = facts(derived, material, scratch);
    const place = { ...material, scratch, stem: basename(target, ".zip") };
    const documents = [...records, ...(await views(derived, records, place, watch))];
    const { dossier } = derived;
    const bundle = await seal({ target, ...material, payload, documents, settings: dossier.settings, ...watch });
    return { bundle, dossier };
  } finally {
    derived.chat.close();
  }
}

/** A bundle inside the folder it packs would be part of the next packing, and the folder is not ours to write to. */
function refuseTargetInside(path: string, target: string): void {
  if (!isInside(path, target)) return;
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
