/** One segment: ASCII letters, digits, `.`, `_` and `-`, beginning with none of `.` and `-`, at most 64 long. @source bundle-standards.md §1.3 */
const SEGMENT = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;
/** Device names of Windows; it ignores case and whatever follows the first dot. */
const RESERVED = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** Longest path inside a bundle, so that it unpacks under Windows too. */
export const PATH_BYTES_MAX = 180;

/** Whether a segment means the same to every program and system. */
export function isSafeSegment(segment: string): boolean {
  return SEGMENT.test(segment) && !segment.endsWith(".") && !RESERVED.test(segment);
}

/** Whether each segment and the length of a path are safe. Whether it collides with others is the business of `PathSet`. */
export function isSafePath(path: string): boolean {
  return path.length <= PATH_BYTES_MAX && path.split("/").every(isSafeSegment);
}

/** What a path collides with in a set: the path that holds the place, and how. */
export interface Collision {
  readonly how: "same-name" | "file-and-folder";
  readonly other: string;
}

/**
 * Paths that can lie in one folder together: no two are one, none is another's folder. Which paths are one is said by
 * `key`; unless told otherwise, those that differ in case only.
 */
export class PathSet {
  private readonly files = new Map<string, string>();
  private readonly folders = new Map<string, string>();
  private readonly key: (path: string) => string;

  constructor(key: (path: string) => string = (path) => path.toLowerCase()) {
    this.key = key;
  }

  /** Adds a path unless it collides; then says with what. */
  add(path: string): Collision | null {
    const collision = this.collision(path);
    if (collision) return collision;
    const folded = this.key(path);
    this.files.set(folded, path);
    for (const folder of foldersOf(folded)) this.folders.set(folder, path);
    return null;
  }

  private collision(path: string): Collision | null {
    const folded = this.key(path);
    const same = this.files.get(folded);
    if (same !== undefined) return { how: "same-name", other: same };
    const inside = this.folders.get(folded);
    if (inside !== undefined) return { how: "file-and-folder", other: inside };
    for (const folder of foldersOf(folded)) {
      const file = this.files.get(folder);
      if (file !== undefined) return { how: "file-and-folder", other: file };
    }
    return null;
  }
}

/** Every folder a path lies in: `a/b/c` gives `a` and `a/b`. */
function* foldersOf(path: string): Generator<string> {
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1)) yield path.slice(0, slash);
}
