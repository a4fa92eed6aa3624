import type { Source } from "../../model/source.ts";
import type { StatedAttachment } from "../importer.ts";
import { candidatePaths } from "../wechat/memotrace-place.ts";
import { statedMedia, UNNAMED_MEDIA } from "../wechat/payload-parts.ts";

/** Finds media of one export by the paths its messages state. */
export class MediaPlaces {
  private readonly folder: string;
  private readonly byStem = new Map<string, string[]>();

  constructor(source: Source, folder: string) {
    this.folder = folder;
    for (const { path } of source.files) {
      if (!path.startsWith(folder)) continue;
      const stem = stemOf(path);
      const known = this.byStem.get(stem);
      if (known) known.push(path);
      else this.byStem.set(stem, [path]);
    }
  }

  /**
   * One medium by its stated path, which in 3.x lacks the extension. A path of the exporting computer was never copied
   * unless the file is here all the same; an address is only an address.
   */
  stated(path: string | null, known: Partial<StatedAttachment> = {}): StatedAttachment {
    if (path === null || path.startsWith(":")) return { ...UNNAMED_MEDIA, ...known, statedPath: path };
    if (/^https?:/i.test(path)) return statedMedia({ ...known, remoteUrl: path });
    const exact = candidatePaths(path, this.folder);
    const candidates = [...exact, ...exact.flatMap((candidate) => this.byStem.get(openStem(candidate) ?? "") ?? [])];
    return statedMedia({ ...known, statedPath: path, candidates: [...new Set(candidates)] });
  }

  /** A small picture; one that the exporter left where it was, is not part of the export. */
  thumbnail(path: string | null): StatedAttachment[] {
    if (path === null || /^https?:/i.test(path)) return [];
    const stated = this.stated(path, { role: "thumbnail" });
    return [path.startsWith(".") ? stated : { ...stated, notExported: true }];
  }
}

/** Path without extension, as file systems compare it. */
function stemOf(path: string): string {
  const slash = path.lastIndexOf("/");
  const dot = path.lastIndexOf(".");
  return (dot > slash + 1 ? path.slice(0, dot) : path).normalize("NFC").toLowerCase();
}

/**
 * Stem of a stated path whose extension is open: 3.x states none for pictures, a bare dot for films it did not find, and
 * `.mp3` for voice that was left as it was recorded. Null for any other, which means the very file it names.
 */
function openStem(path: string): string | null {
  const isVoice = /(?:^|\/)voice\/[^?]*\.mp3$/i.test(path);
  return isVoice || !/\.\w{1,5}$/.test(path) ? stemOf(path.replace(/\.$/, "")) : null;
}
