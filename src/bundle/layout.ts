import { accessSync, constants, existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { compareCodePoints } from "../base/order.ts";
import { TOOL } from "../base/tool.ts";
import type { PayloadFile } from "../model/payload.ts";
import type { Source } from "../model/source.ts";
import { asOutputError, folderMissing, targetExists, targetNameUnsafe } from "./faults.ts";
import { isSafePath, isSafeSegment, PathSet } from "./safe-path.ts";
import { SEAL_NAMES } from "./seals/names.ts";
import { clearUnfinished } from "./unfinished.ts";

/** Version of the layout described in docs/bundle-format.md. */
export const FORMAT_VERSION = TOOL.format;

export const DECLARATION = "bagit.txt";
export const BAG_INFO = "bag-info.txt";
export const MANIFEST = "manifest-sha256.txt";
export const TAG_MANIFEST = "tagmanifest-sha256.txt";
export const PROFILE = "meta/profile.json";
export const INSTRUCTIONS = "meta/VERIFY.txt";
export const FILES_TABLE = "record/files.csv";

/** Files of ours that every bundle of format 1 has. */
export const REQUIRED_TAG_FILES: readonly string[] = [
  PROFILE,
  INSTRUCTIONS,
  "meta/custody.jsonl",
  "meta/tool.json",
  "record/attachments.jsonl",
  "record/bills.jsonl",
  "record/case.json",
  "record/checks.json",
  "record/conversations.json",
  FILES_TABLE,
  "record/messages.jsonl",
  "record/participants.json",
  "record/skipped.jsonl",
];

/** Files that the bundle stage itself writes. */
export const OWN_TAG_FILES: readonly string[] = [DECLARATION, BAG_INFO, MANIFEST, TAG_MANIFEST, PROFILE, INSTRUCTIONS];

/** Where files of ours may lie; a glob ending in `*` takes in folders below. */
export const TAG_FILE_PLACES: readonly string[] = [
  "index.html",
  "meta/*",
  "record/*",
  "report/*",
  "seal/*",
  "viewer/*",
];

/** Where received files may lie. */
export const PAYLOAD_PLACES: readonly string[] = ["data/enclosed/*", "data/source/*"];

/** The only files that no list names, because they are made after it: signatures and time stamps over the tag manifest. */
export const SEAL_FILES: ReadonlySet<string> = new Set(SEAL_NAMES);

/** Whether one of the globs takes in a path. */
export function isIn(places: readonly string[], path: string): boolean {
  return places.some((place) => (place.endsWith("*") ? path.startsWith(place.slice(0, -1)) : path === place));
}

/** Where the export lies. */
export const SOURCE_FOLDER = "data/source/";
/** Where the case file lies, with what it names. */
export const ENCLOSED_FOLDER = "data/enclosed/";
const NUMBER_DIGITS = 6;
const SAFE_EXTENSION = /\.([A-Za-z0-9]{1,10})$/;

/**
 * Where every received file lies in the bundle, in code-point order of its own path: the export, then what is enclosed.
 * A path that is safe everywhere is kept under its folder; any other gets the next free number and its extension. Of two
 * paths that differ only in case, or of which one is the other's folder, the first is kept.
 */
export function layOut(source: Source, enclosed: Source | null = null): PayloadFile[] {
  const received = placesIn(source, SOURCE_FOLDER).map((file) => ({ ...file, enclosed: false }));
  if (enclosed === null) return received;
  return [...received, ...placesIn(enclosed, ENCLOSED_FOLDER).map((file) => ({ ...file, enclosed: true }))];
}

function placesIn(source: Source, folder: string): { path: string; bundlePath: string }[] {
  const paths = source.files.filter(({ container }) => container === null).map(({ path }) => path);
  paths.sort(compareCodePoints);
  const taken = new PathSet();
  const kept = new Map<string, string>();
  for (const path of paths) {
    const bundlePath = folder + path;
    if (isSafePath(bundlePath) && taken.add(bundlePath) === null) kept.set(path, bundlePath);
  }
  let number = 0;
  const numbered = (path: string): string => {
    for (;;) {
      number += 1;
      const bundlePath = `${folder}${String(number).padStart(NUMBER_DIGITS, "0")}${extensionOf(path)}`;
      if (taken.add(bundlePath) === null) return bundlePath;
    }
  };
  return paths.map((path) => ({ path, bundlePath: kept.get(path) ?? numbered(path) }));
}

function extensionOf(path: string): string {
  return SAFE_EXTENSION.exec(path)?.[0] ?? "";
}

/** Everything that is written for one bundle, with the name of the folder inside it. */
export interface Target {
  readonly stem: string;
  readonly folder: string;
  readonly zip: string;
  readonly digestFile: string;
  readonly fingerprintFile: string;
}

/**
 * The files that a target stands for.
 *
 * @throws {UsageError} TARGET_NAME_UNSAFE when the name does not end in `.zip` or cannot be a folder name everywhere
 */
export function targetOf(target: string): Target {
  const name = basename(target);
  const stem = name.endsWith(".zip") ? name.slice(0, -".zip".length) : "";
  if (!isSafeSegment(stem)) throw targetNameUnsafe(name, suggestedName(name));
  const folder = dirname(resolve(target));
  const at = (ending: string): string => join(folder, `${stem}${ending}`);
  return { stem, folder, zip: at(".zip"), digestFile: at(".zip.sha256"), fingerprintFile: at(".fingerprint.txt") };
}

/**
 * Stops before any work is done for a target that cannot be written. What killed runs left beside it is cleared away first.
 *
 * @throws {UsageError} TARGET_NAME_UNSAFE
 * @throws {OutputError} TARGET_EXISTS when the bundle or a file beside it is already there; OUTPUT_FOLDER_MISSING;
 *   CANNOT_WRITE where the folder may not be written to
 */
export function refuseTakenTarget(target: string): void {
  const { folder, zip, digestFile, fingerprintFile } = targetOf(target);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) throw folderMissing(folder);
  refuseReadOnly(folder);
  clearUnfinished(folder);
  const taken = [zip, digestFile, fingerprintFile].find((path) => existsSync(path));
  if (taken !== undefined) throw targetExists(taken);
}

function refuseReadOnly(folder: string): void {
  try {
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw asOutputError(error, folder);
  }
}

/** A name that would do: what is safe of the one given, or a plain one. */
function suggestedName(name: string): string {
  const safe = name
    .replace(/\.zip$/i, "")
    .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
    .replace(/^[.-]+/, "")
    .slice(0, 60)
    .replace(/[.-]+$/, "");
  return `${isSafeSegment(safe) ? safe : "bundle"}.zip`;
}
