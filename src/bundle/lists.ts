import { BundleError } from "../base/errors.ts";
import type { OnFault } from "./integrity.ts";
import { MANIFEST, TAG_MANIFEST } from "./layout.ts";
import { parseManifest, type ManifestLine } from "./manifest.ts";
import type { OpenedBundle } from "./open.ts";

/** The two lists of a bundle; null where one is missing or cannot be read. */
export interface Lists {
  readonly payload: readonly ManifestLine[] | null;
  readonly tagFiles: readonly ManifestLine[] | null;
}

/** Reads both lists; what is wrong in their form is a fault with its line. */
export function readLists(opened: OpenedBundle, add: OnFault): Lists {
  return { payload: readList(opened, MANIFEST, add), tagFiles: readList(opened, TAG_MANIFEST, add) };
}

function readList(opened: OpenedBundle, path: string, add: OnFault): ManifestLine[] | null {
  const bytes = contentOf(opened, path, add);
  if (!bytes) return null;
  return parseManifest(bytes, ({ code, line, expected, found }) => {
    add({ code, path, expected: `line ${line}: ${expected}`, found });
  });
}

/** Content of a file of the bag; null with a fault where it is missing or cannot be read. */
export function contentOf(opened: OpenedBundle, path: string, add: OnFault): Buffer | null {
  if (!opened.has(path)) {
    add({ code: "REQUIRED_FILE_MISSING", path, expected: "present", found: "missing" });
    return null;
  }
  try {
    return opened.bytes(path);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    const { message: found, says } = error;
    add({ code: "REQUIRED_FILE_UNREADABLE", path, expected: "readable", found, says });
    return null;
  }
}
