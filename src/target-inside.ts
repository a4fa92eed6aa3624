import { realpathSync, statSync } from "node:fs";
import { basename, dirname, relative, resolve, sep } from "node:path";

/** Whether a file to be written would lie inside the folder that is read; false where what is read is no folder. */
export function isInside(source: string, target: string): boolean {
  let folder: string;
  try {
    if (!statSync(source).isDirectory()) return false;
    folder = realpathSync(source);
  } catch {
    return false;
  }
  const inside = relative(folder, resolve(realFolder(target), basename(target)));
  return !(inside.startsWith(`..${sep}`) || inside === ".." || resolve(inside) === inside);
}

function realFolder(target: string): string {
  try {
    return realpathSync(dirname(resolve(target)));
  } catch {
    return dirname(resolve(target));
  }
}
