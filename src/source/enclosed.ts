import { lstatSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { compareCodePoints } from "../base/order.ts";
import type { Watch } from "../model/progress.ts";
import type { Source } from "../model/source.ts";
import { refusalToOpen } from "./descriptors.ts";
import type { Listed } from "./folder.ts";
import { systemCode } from "./faults.ts";
import { receive } from "./received.ts";

/** Why a file that is named cannot be taken. */
export type NamedProblem = "missing" | "outside" | "not-a-file" | "unreadable" | "link";

/** What is wrong with a relative path below a folder; null where it is a file that can be read. */
export function problemOf(folder: string, path: string): NamedProblem | null {
  const parts = path.split("/");
  if (path.includes("\0") || path.includes("\\") || parts.some((part) => part === "" || part === ".."))
    return "outside";
  const full = join(folder, path);
  try {
    const stats = lstatSync(full);
    if (stats.isSymbolicLink()) return "link";
    if (!stats.isFile()) return "not-a-file";
    const inside = relative(realpathSync(folder), realpathSync(full));
    if (inside === ".." || inside.startsWith(`..${sep}`)) return "outside";
    return refusalToOpen(Buffer.from(full)) === null ? null : "unreadable";
  } catch (error) {
    return systemCode(error) === "ENOENT" || systemCode(error) === "ENOTDIR" ? "missing" : "unreadable";
  }
}

/**
 * Named files of one folder as a source, each read and hashed once; nothing else of the folder is looked at.
 *
 * @param paths relative, with `/`, each without a problem
 * @throws {SourceError} SOURCE_UNREADABLE, or SOURCE_CHANGED when a file is written to meanwhile
 */
export async function readNamed(folder: string, paths: readonly string[], watch: Watch = {}): Promise<Source> {
  const files = [...new Set(paths)].sort(compareCodePoints).map((path): Listed => {
    const { size, mtimeNs } = lstatSync(join(folder, path), { bigint: true });
    return { path, nameHex: null, sizeBytes: Number(size), modifiedNs: mtimeNs };
  });
  const locate = ({ path }: Listed) => Buffer.from(join(folder, path));
  return receive(locate, { files, notTaken: [] }, "", watch);
}
