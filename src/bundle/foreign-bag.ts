import { createHash } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Watch } from "../model/progress.ts";
import type { Fault, LevelAnswer } from "../model/verdict.ts";
import type { BagView } from "./bag-view.ts";
import { systemCodeOf } from "./faults.ts";
import { bagInfoFaults, fetchFaults } from "./foreign-tags.ts";
import { leadsOut, MANIFEST_NAME, readForeignManifest, type ForeignManifest } from "./foreign-manifest.ts";
import { containerFaultsOf, FaultList, type OnFault } from "./integrity.ts";
import { BAG_INFO, DECLARATION, REQUIRED_TAG_FILES } from "./layout.ts";
import type { OpenedBundle } from "./open.ts";
import { PROFILE_IDENTIFIER } from "./profile.ts";

export { viewOfFolder, viewOfZip, type BagView } from "./bag-view.ts";

/** Answers of BagIt 1.0 (RFC 8493) on a bag that is none of ours, level by level. */
export interface ForeignBag {
  readonly levels: readonly LevelAnswer[];
}

/** Whether a bag was not made as a bundle: it says so nowhere, and has no file that every bundle has. */
export function isForeign(view: BagView): boolean {
  if (!view.paths.includes(DECLARATION) || REQUIRED_TAG_FILES.some((path) => view.paths.includes(path))) return false;
  return !(textFile(view, BAG_INFO)?.includes(PROFILE_IDENTIFIER) ?? false);
}

/**
 * Checks what RFC 8493 defines: the bag is complete (level 1) and every digest agrees (level 2). Nothing is fetched, no
 * link followed, no path leads out of the bag.
 *
 * @param opened the zip the bag lies in; null for a folder
 */
export async function checkForeignBag(
  view: BagView,
  opened: OpenedBundle | null,
  watch: Watch = {},
): Promise<ForeignBag> {
  const container = containerOf(opened);
  const faults = new FaultList(1);
  const { add } = faults;
  const version = declaredVersion(view);
  if (version !== null && version !== "1.0") {
    add({ code: "BAGIT_VERSION", path: DECLARATION, expected: "BagIt-Version: 1.0", found: version });
    const reason = "bagit-version-unsupported";
    return {
      levels: [
        container,
        level(1, "undetermined", reason, faults.all()),
        level(2, "undetermined", reason),
        ...notOurs(),
      ],
    };
  }
  const manifests = readBag(view, add);
  const digests = new FaultList(2);
  const unread = new FaultList(2);
  await digestFaults(view, manifests, digests.add, unread.add, watch);
  for (const { path } of manifests.filter(({ algorithm }) => algorithm === null))
    unread.add({ code: "BAG_ALGORITHM", path, expected: "an algorithm known here", found: path });
  const bag = level(1, faults.count > 0 ? "fail" : "pass", null, faults.all());
  return { levels: [container, bag, digestAnswer(manifests, digests.all(), unread.all()), ...notOurs()] };
}

function digestAnswer(manifests: readonly ForeignManifest[], differing: readonly Fault[], unread: readonly Fault[]) {
  if (differing.length > 0) return level(2, "fail", null, [...differing, ...unread]);
  if (manifests.length === 0) return level(2, "undetermined", "list-missing");
  return unread.length > 0 ? level(2, "undetermined", "not-all-digests", unread) : level(2, "pass", null);
}

const NAMES = ["container", "bag", "digests", "closed-world", "derivation", "signature", "time-stamp"] as const;

function level(
  number: number,
  outcome: LevelAnswer["outcome"],
  reason: string | null,
  faults: readonly Fault[] = [],
): LevelAnswer {
  return { level: number, name: NAMES[number] ?? "bag", outcome, reason, faults };
}

/** What only our format defines. */
function notOurs(): LevelAnswer[] {
  return [3, 4, 5, 6].map((number) => level(number, "undetermined", "foreign-bag"));
}

function containerOf(opened: OpenedBundle | null): LevelAnswer {
  if (opened === null) return level(0, "absent", "folder");
  if (opened.form !== "damaged") return level(0, "undetermined", "foreign-bag");
  const faults = new FaultList(0);
  containerFaultsOf(opened, faults.add);
  return level(0, "fail", null, faults.all());
}

/** Largest tag file that is read; a list of a million files has a tenth of it. */
const TAG_FILE_MAX_BYTES = 256 << 20;

/** A tag file as text of its bytes, one character each; null where there is none or it is too large. */
function textFile(view: BagView, path: string): string | null {
  const size = view.sizeOf(path);
  if (size === undefined || size > TAG_FILE_MAX_BYTES) return null;
  try {
    return Buffer.concat([...view.chunks(path)].map((chunk) => Buffer.from(chunk))).toString("latin1");
  } catch (error) {
    // Bytes that cannot be had are told by whoever needs the file.
    if (error instanceof Error) return null;
    throw error;
  }
}

/** The version as declared, however loosely; null where nothing like one is. */
function declaredVersion(view: BagView): string | null {
  return /BagIt-Version[ \t]*:[ \t]*(\d+\.\d+)/i.exec(textFile(view, DECLARATION) ?? "")?.[1] ?? null;
}

const DECLARED = /^BagIt-Version: 1\.0(?:\r\n|\r|\n)Tag-File-Character-Encoding: (\S+)(?:\r\n|\r|\n)?$/;

/** Level 1: what must be there is there, every list names every file, and no path leads out. */
function readBag(view: BagView, add: OnFault): ForeignManifest[] {
  for (const path of view.special)
    add({ code: "BAG_LINK", path, expected: "a regular file", found: "a link or device" });
  for (const path of view.paths.filter(leadsOut))
    add({ code: "BAG_PATH_ESCAPES", path, expected: "a path inside the bag", found: path });
  const declaration = textFile(view, DECLARATION) ?? "";
  const encoding = DECLARED.exec(declaration)?.[1];
  if (encoding === undefined)
    add({ code: "BAGIT_TXT", path: DECLARATION, expected: "the two lines of RFC 8493 2.1.1", found: JSON.stringify(declaration.slice(0, 200)) }); // prettier-ignore
  if (!view.hasDataFolder) add({ code: "PAYLOAD_MISSING", path: "data/", expected: "present", found: "missing" });
  const text = (path: string): string | null => decodedText(view, path, encoding ?? "UTF-8", add);
  bagInfoFaults(view, text, add);
  fetchFaults(view, text, add);
  const manifests = view.paths.filter((path) => MANIFEST_NAME.test(path)).flatMap((path) => {
    const content = text(path);
    return content === null ? [] : readForeignManifest(view, path, content, add);
  }); // prettier-ignore
  listFaults(view, manifests, add);
  return manifests;
}

/** A tag file in the declared encoding; null with a fault where it cannot be read so. */
function decodedText(view: BagView, path: string, encoding: string, add: OnFault): string | null {
  const bytes = textFile(view, path);
  if (bytes === null) {
    add({ code: "REQUIRED_FILE_UNREADABLE", path, expected: "readable", found: "bytes that cannot be unpacked" });
    return null;
  }
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(Buffer.from(bytes, "latin1"));
    if (!text.startsWith("\ufeff") || !/^utf-?8$/i.test(encoding)) return text;
    add({ code: "MANIFEST_BOM", path, expected: "no byte order mark", found: "EF BB BF" });
    return text.slice(1);
  } catch {
    add({ code: "BAG_ENCODING", path, expected: `text in ${encoding}`, found: "bytes that are not" });
    return null;
  }
}

function listFaults(view: BagView, manifests: readonly ForeignManifest[], add: OnFault): void {
  const isTagList = ({ path }: ForeignManifest): boolean => path.startsWith("tag");
  const lists = manifests.filter((manifest) => !isTagList(manifest));
  if (!view.paths.some((path) => /^manifest-[a-z0-9]+\.txt$/i.test(path)))
    add({ code: "BAG_MANIFEST_MISSING", path: null, expected: "at least one manifest-*.txt", found: "none" });
  for (const manifest of manifests) {
    const { path: list, digests } = manifest;
    for (const path of digests.keys()) {
      const isPayload = path.startsWith("data/");
      if (isTagList(manifest) && (isPayload || /^tagmanifest-/i.test(path)))
        add({ code: "TAG_MANIFEST_LISTS", path, expected: "tag files only", found: path });
      if (!isTagList(manifest) && !isPayload)
        add({ code: "MANIFEST_OUTSIDE_DATA", path, expected: "a path under data/", found: path });
      if (view.sizeOf(path) === undefined)
        add({ code: "LISTED_FILE_MISSING", path, expected: `listed in ${list}`, found: "missing" });
    }
    const required = isTagList(manifest) ? lists.map(({ path }) => path) : view.paths.filter((path) => path.startsWith("data/")); // prettier-ignore
    for (const path of required.filter((path) => !digests.has(path)))
      add({ code: "UNLISTED_FILE", path, expected: `listed in ${list}`, found: "not listed" });
  }
}

/** Level 2: every listed file that is there, read once for all algorithms. */
async function digestFaults(
  view: BagView,
  manifests: readonly ForeignManifest[],
  add: OnFault,
  addUnread: OnFault,
  watch: Watch,
): Promise<void> {
  for (const path of view.paths) {
    const listed = manifests.flatMap(({ algorithm, digests }) => {
      const expected = digests.get(path);
      return expected === undefined || algorithm === null ? [] : [{ algorithm, expected }];
    });
    if (listed.length === 0) continue;
    try {
      const found = await digestsOf(view, path, new Set(listed.map(({ algorithm }) => algorithm)), watch);
      for (const { algorithm, expected } of listed) {
        if (found.get(algorithm) === expected) continue;
        add({ code: "DIGEST_DIFFERS", path, expected, found: found.get(algorithm) ?? "missing" });
      }
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") throw error;
      if (systemCodeOf(error) === "") throw error;
      addUnread({ code: "FILE_UNREADABLE", path, expected: "readable", found: systemCodeOf(error) });
    }
  }
}

async function digestsOf(
  view: BagView,
  path: string,
  algorithms: ReadonlySet<string>,
  watch: Watch,
): Promise<Map<string, string>> {
  const known = view.sha256(path);
  if (known !== undefined && algorithms.size === 1 && algorithms.has("sha256")) return new Map([["sha256", known]]);
  const hashes = [...algorithms].map((algorithm) => [algorithm, createHash(algorithm)] as const);
  for (const chunk of view.chunks(path)) {
    for (const [, hash] of hashes) hash.update(chunk);
    await setImmediate();
    watch.signal?.throwIfAborted();
  }
  return new Map(hashes.map(([algorithm, hash]) => [algorithm, hash.digest("hex")]));
}
