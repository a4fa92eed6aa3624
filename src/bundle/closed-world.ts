import type { OnFault } from "./integrity.ts";
import {
  BAG_INFO,
  DECLARATION,
  isIn,
  MANIFEST,
  PAYLOAD_PLACES,
  SEAL_FILES,
  TAG_FILE_PLACES,
  TAG_MANIFEST,
} from "./layout.ts";
import type { Lists } from "./lists.ts";
import type { OpenedBundle } from "./open.ts";
import { isSafePath, isSafeSegment, PathSet } from "./safe-path.ts";

/** Level 3: one folder, nothing that no list names, nothing out of place, and names that mean the same everywhere. */
export function closedWorldFaults(opened: OpenedBundle, lists: Lists, add: OnFault): void {
  for (const path of opened.outside) {
    add({ code: "OUTSIDE_BAG_FOLDER", path, expected: `below ${opened.stem}/`, found: path });
  }
  if (!isSafeSegment(opened.stem)) {
    add({ code: "UNSAFE_NAME", path: opened.stem, expected: "a safe folder name", found: opened.stem });
  }
  const listed = {
    payload: lists.payload && new Set(lists.payload.map(({ path }) => path)),
    tagFiles: lists.tagFiles && new Set(lists.tagFiles.map(({ path }) => path)),
  };
  const paths = new PathSet();
  for (const path of opened.paths) {
    const isPayload = path.startsWith("data/");
    const isNamed = (isPayload ? listed.payload : listed.tagFiles)?.has(path) ?? true;
    nameFaults(path, paths, add);
    if (isOutOfPlace(path, isPayload, add) || path === TAG_MANIFEST || path.startsWith("seal/") || isNamed) continue;
    add({
      code: "UNLISTED_FILE",
      path,
      expected: `listed in ${isPayload ? MANIFEST : TAG_MANIFEST}`,
      found: "not listed",
    });
  }
}

function nameFaults(path: string, paths: PathSet, add: OnFault): void {
  if (!isSafePath(path)) add({ code: "UNSAFE_NAME", path, expected: "a path of the safe set", found: path });
  const collision = paths.add(path);
  if (!collision) return;
  const code = collision.how === "same-name" ? "NAME_COLLISION" : "FILE_AND_FOLDER";
  add({ code, path, expected: "names that differ in more than case", found: collision.other });
}

const BAG_FILES: readonly string[] = [DECLARATION, BAG_INFO, MANIFEST, TAG_MANIFEST];

/** Files that format 1 does not know, each kind by its own code. */
function isOutOfPlace(path: string, isPayload: boolean, add: OnFault): boolean {
  if (path === "fetch.txt") {
    add({ code: "FETCH_FILE", path, expected: "no fetch.txt", found: "present" });
  } else if (/^(?:tag)?manifest-[^/]*\.txt$/i.test(path) && !BAG_FILES.includes(path)) {
    add({ code: "EXTRA_MANIFEST", path, expected: `${MANIFEST} and ${TAG_MANIFEST} only`, found: path });
  } else if (path.startsWith("seal/")) {
    if (SEAL_FILES.has(path)) return false;
    add({ code: "UNKNOWN_SEAL_FILE", path, expected: [...SEAL_FILES].join(", "), found: path });
  } else if (!isIn(isPayload ? PAYLOAD_PLACES : [...BAG_FILES, ...TAG_FILE_PLACES], path)) {
    const places = isPayload ? PAYLOAD_PLACES : TAG_FILE_PLACES;
    add({ code: "FILE_OUT_OF_PLACE", path, expected: places.join(", "), found: path });
  } else return false;
  return true;
}
