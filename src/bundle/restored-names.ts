import { basename } from "node:path/posix";
import type { NameProblem, NameRules, ReceivedName } from "./name-rules.ts";
import { PathSet } from "./safe-path.ts";

/** A received file and the name it gets when it is taken out of the bundle. */
export interface RestoredName<T> {
  readonly file: T;
  /** Path below the folder for its kind, as bytes. */
  readonly path: Buffer;
  /** Why that is not the name it was received under; null where it is. */
  readonly problem: NameProblem | null;
}

/**
 * Names for received files under the rules of a system: the one each was received under, or, where it cannot bear that,
 * the one it has in the bundle. Of two files that the system takes for one, the first keeps its name.
 *
 * @param rootLength length of the folder they go into, for limits on whole paths
 */
export function restoredNames<T extends ReceivedName & { readonly bundlePath: string }>(
  files: readonly T[],
  rules: NameRules,
  rootLength: number,
): RestoredName<T>[] {
  const taken = new PathSet((path) => rules.key(Buffer.from(path, "latin1")));
  const first = files.map((file) => {
    const path = rules.bytes(file);
    const problem = rules.problem(path, rootLength) ?? (taken.add(path.toString("latin1")) === null ? null : "taken");
    return { file, path, problem };
  });
  // Only after all that keep their names, so that no stand-in takes one of them.
  return first.map((one) => (one.problem === null ? one : { ...one, path: standIn(one.file.bundlePath, taken) }));
}

/** The last part of the bundle's own name, which is safe everywhere; with `~2`, `~3` … where that is taken too. */
function standIn(bundlePath: string, taken: PathSet): Buffer {
  const name = basename(bundlePath);
  const dot = name.indexOf(".", 1);
  const cut = dot < 0 ? name.length : dot;
  for (let count = 1; ; count += 1) {
    const path = count === 1 ? name : `${name.slice(0, cut)}~${count}${name.slice(cut)}`;
    if (taken.add(path) === null) return Buffer.from(path);
  }
}
