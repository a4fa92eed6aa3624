import type { Source } from "../../model/source.ts";
import type { StatedAttachment } from "../importer.ts";
import { statedMedia } from "../wechat/payload-parts.ts";
import type { Kind } from "../../model/kind.ts";

/** Files of one message in one of the media folders. */
export interface MediaFiles {
  readonly top: string;
  readonly digest: string;
  readonly localId: string;
  readonly paths: readonly string[];
}

const MEDIA_PATH = /^(Img|Audio|Video|OpenData)\/([0-9a-f]{32})\/(\d{1,18})(?=[./_])/i;

/**
 * The media folders of an account. Names repeat from conversation to conversation, so that a path alone leads to a file.
 *
 * @source wechat-databases.md §5.2, §9.2
 */
export class MediaTree {
  private readonly root: string;
  private readonly byMessage = new Map<string, { top: string; digest: string; localId: string; paths: string[] }>();

  constructor(source: Source, root: string) {
    this.root = root;
    for (const { path } of source.files) {
      const found = path.startsWith(root) ? MEDIA_PATH.exec(path.slice(root.length)) : null;
      if (found === null) continue;
      const [, top = "", digest = "", localId = ""] = found;
      const key = keyOf(top, digest, localId);
      const known = this.byMessage.get(key) ?? { top, digest: digest.toLowerCase(), localId, paths: [] };
      known.paths.push(path);
      this.byMessage.set(key, known);
    }
  }

  /** Every message that files are named after. */
  messages(): Iterable<MediaFiles> {
    return this.byMessage.values();
  }

  hasFolder(top: string): string | null {
    for (const files of this.byMessage.values()) {
      if (files.top.toLowerCase() === top.toLowerCase()) return files.paths[0] ?? null;
    }
    return null;
  }

  /** Media of a message with the places where their files should lie. */
  placed(kind: Kind, digest: string, localId: string, stated: readonly StatedAttachment[]): StatedAttachment[] {
    const [first, ...more] = stated;
    const at = (top: string, ...endings: readonly string[]) => endings.map((ending) => `${this.root}${top}/${digest}/${localId}${ending}`); // prettier-ignore
    const main = (candidates: readonly string[]) => (first === undefined ? [] : [{ ...first, candidates, pathOnly: true }, ...more]); // prettier-ignore
    switch (kind) {
      case "image":
        return [...main(at("Img", ".pic_hd", ".pic")), thumbnail(at("Img", ".pic_thum"))];
      case "voice":
        return main(at("Audio", ".aud"));
      case "video":
        return [...main(at("Video", "_raw.mp4", ".mp4")), thumbnail(at("Video", ".video_thum"))];
      case "file":
        return main(this.opened(digest, localId, first?.name ?? null));
      case "forward":
      case "note":
        return [...stated, ...this.forwarded(digest, localId)];
      default:
        return [...stated, ...this.shownAbove(digest, localId)];
    }
  }

  /** The file bears the number of the message and the ending of its own name. */
  private opened(digest: string, localId: string, name: string | null): string[] {
    const ending = /\.([^./]{1,12})$/.exec(name ?? "")?.[1];
    const own = this.files("OpenData", digest, localId).filter((path) => !/\.pic_thum$|\/\d+\//i.test(path));
    const named = ending === undefined ? [] : [`${this.root}OpenData/${digest}/${localId}.${ending}`];
    return [...named, ...own];
  }

  /** Pictures and files of merged records, in a folder of the message's number. */
  private forwarded(digest: string, localId: string): StatedAttachment[] {
    const folder = `${this.root}OpenData/${digest}/${localId}/`;
    const inside = this.files("OpenData", digest, localId).filter((path) => path.startsWith(folder));
    return inside.map((path) => {
      const role = path.endsWith(".record_thumb") ? "thumbnail" : "main";
      return { ...statedMedia({ candidates: [path] }), role, pathOnly: true };
    });
  }

  /** Preview of a card, where there is one. */
  private shownAbove(digest: string, localId: string): StatedAttachment[] {
    const paths = this.files("OpenData", digest, localId).filter((path) => path.endsWith(".pic_thum"));
    return paths.map((path) => thumbnail([path]));
  }

  private files(top: string, digest: string, localId: string): readonly string[] {
    return this.byMessage.get(keyOf(top, digest, localId))?.paths ?? [];
  }
}

function keyOf(top: string, digest: string, localId: string): string {
  return `${top}/${digest}/${localId}`.toLowerCase();
}

function thumbnail(candidates: readonly string[]): StatedAttachment {
  return { ...statedMedia({ candidates }), role: "thumbnail", pathOnly: true };
}
