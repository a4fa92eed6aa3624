import { closeSync, linkSync, openSync, renameSync, unlinkSync } from "node:fs";

const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EINVAL", "EACCES"]);

/**
 * Gives a file its final name. A hard link never replaces a file, where renaming silently does.
 *
 * @throws EEXIST when that name is taken
 */
export function publish(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (!NO_LINKS.has((error as NodeJS.ErrnoException).code ?? "")) throw error;
    publishWithoutLinks(from, to);
  }
}

/** FAT and some network drives know no hard links: the name is taken by an empty file of ours, then replaced. */
export function publishWithoutLinks(from: string, to: string): void {
  closeSync(openSync(to, "wx", 0o666));
  try {
    renameSync(from, to);
  } catch (error) {
    unlinkSync(to);
    throw error;
  }
}
