import { posix } from "node:path";
import type { StatedAttachment } from "../importer.ts";
import { digest, statedMedia } from "../wechat/payload-parts.ts";

/**
 * Media as the server names them. It copies none: `path` is a place in the client's folder, addresses lead to the
 * computer on which the program ran. Where the files were handed over too, they are found.
 *
 * @source documented: export-formats.md §3.1, §3.2
 */
export function serverMedia(
  known: Partial<Pick<StatedAttachment, "role" | "statedPath" | "remoteUrl" | "name" | "claimedMd5">>,
  folder: string,
): StatedAttachment {
  const { statedPath = null, claimedMd5 = null } = known;
  return statedMedia({
    ...known,
    statedPath,
    claimedMd5: digest(claimedMd5),
    candidates: statedPath === null ? [] : placesOf(statedPath, folder),
    notExported: true,
  });
}

function placesOf(stated: string, folder: string): string[] {
  const path = stated.replaceAll("\\", "/").replace(/^\/+/, "");
  const places = [posix.join(folder, path), posix.normalize(path)];
  return [...new Set(places)].filter((place) => place !== ".." && !place.startsWith("../"));
}

/** Media with an address on the net, such as a sticker. It is never called. */
export function remoteMedia(url: string): StatedAttachment {
  return statedMedia({ remoteUrl: url });
}
