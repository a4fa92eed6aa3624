import { md5 } from "../../base/digest.ts";
import type { Kind } from "../../model/kind.ts";
import type { Source } from "../../model/source.ts";
import type { StatedAttachment } from "../importer.ts";
import { baseNameOf } from "../wechat/database/schemas.ts";
import { statedMedia } from "../wechat/payload-parts.ts";
import type { ImageNames, SideTables } from "./side-tables.ts";

/** What of a row leads to its media. */
export interface MediaRow {
  readonly kind: Kind;
  readonly localId: string | null;
  readonly serverId: string | null;
  readonly imgPath: string | null;
}

const THUMBNAIL = /^THUMBNAIL_DIRPATH:\/\/(th_([0-9a-f]{32}))(?:hd)?$/i;
/** How the client marks a big picture that was never fetched. */
const NOT_FETCHED = /^SERVERID:\/\//i;
const PICTURE_ENDINGS = ["", ".jpg", ".png", ".gif"];

/**
 * Files of the media folders beside the database, by the client's naming.
 *
 * @source wechat-databases.md §5.1.3, §9.2
 */
export class MediaFolders {
  private readonly source: Source;
  private readonly folder: string;
  private readonly side: SideTables;

  /** @param folder of the database, with `/` at its end */
  constructor(source: Source, folder: string, side: SideTables) {
    this.source = source;
    this.folder = folder;
    this.side = side;
  }

  /** Media of a row with the places where their files should lie. */
  placed(row: MediaRow, stated: readonly StatedAttachment[]): readonly StatedAttachment[] {
    const [main, ...more] = stated;
    if (main === undefined) return [];
    return [...this.ofKind(row, main), ...more];
  }

  private ofKind(row: MediaRow, main: StatedAttachment): StatedAttachment[] {
    const { imgPath } = row;
    switch (row.kind) {
      case "image":
        return this.pictures(row, main);
      case "voice":
        return imgPath === null ? [main] : [{ ...main, statedPath: imgPath, candidates: this.voice(imgPath) }];
      case "video":
        return imgPath === null ? [main] : this.films(imgPath, main);
      case "sticker":
        return [{ ...main, ...this.sticker(imgPath, main) }];
      case "file":
        return [{ ...main, ...this.file(row, main) }];
      default:
        return [main];
    }
  }

  private pictures(row: MediaRow, main: StatedAttachment): StatedAttachment[] {
    const names = this.side.image(row.localId, row.serverId);
    const [, thumbnail = null, hex = null] = THUMBNAIL.exec(row.imgPath ?? "") ?? [];
    const big = bigNames(names);
    const guessed = hex === null ? [] : PICTURE_ENDINGS.map((ending) => `${hex}${ending}`);
    const candidates = [...big, ...guessed].flatMap((name) => this.inHashFolders("image2", name));
    const picture = { ...main, statedPath: big[0] ?? names?.big ?? main.statedPath, candidates };
    if (thumbnail === null) return [picture];
    const small = [thumbnail, `${thumbnail}hd`].map((name) => ({ name, paths: this.inHashFolders("image2", name) }));
    const [first, better] = small;
    const thumbnails = [first, ...(better?.paths.some((path) => this.source.file(path)) ? [better] : [])];
    return [picture, ...thumbnails.map((one) => thumbnailOf(row.imgPath, one?.paths ?? []))];
  }

  private films(imgPath: string, main: StatedAttachment): StatedAttachment[] {
    const film = { ...main, statedPath: imgPath, candidates: [`${imgPath}origin.mp4`, `${imgPath}.mp4`].map((name) => `${this.folder}video/${name}`) }; // prettier-ignore
    return [film, thumbnailOf(imgPath, [`${this.folder}video/${imgPath}.jpg`])];
  }

  private voice(imgPath: string): string[] {
    const key = md5(imgPath);
    return [`${this.folder}voice2/${key.slice(0, 2)}/${key.slice(2, 4)}/msg_${imgPath}.amr`];
  }

  private sticker(imgPath: string | null, main: StatedAttachment): Partial<StatedAttachment> {
    const key = main.claimedMd5 ?? (imgPath !== null && /^[0-9a-f]{32}$/i.test(imgPath) ? imgPath.toLowerCase() : null);
    if (key === null) return imgPath === null ? {} : { statedPath: imgPath };
    return { statedPath: imgPath, candidates: [`${this.folder}emoji/${key}`] };
  }

  /** The client's table of attachments has the path on the phone; the folder may have been handed over. */
  private file(row: MediaRow, main: StatedAttachment): Partial<StatedAttachment> {
    const path = this.side.attachment(row.localId);
    const names = [...(path === null ? [] : [baseNameOf(path)]), ...(main.name === null ? [] : [main.name])];
    return {
      statedPath: path ?? main.statedPath,
      candidates: names.flatMap((name) => [`${this.folder}attachment/${name}`, `${this.folder}Download/${name}`]),
    };
  }

  /** `image2/ab/cd/th_abcd…`: the folders are the first digits of the hash. */
  private inHashFolders(top: string, name: string): string[] {
    const hash = name.replace(/^th_/, "");
    return [`${this.folder}${top}/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${name}`];
  }
}

/** Names of the big picture, its middle form and its HEVC form; none where it was never fetched. */
function bigNames(names: ImageNames | null): string[] {
  if (names === null) return [];
  return [names.big, names.middle, names.hevc]
    .filter((name): name is string => name !== null && name !== "" && !NOT_FETCHED.test(name))
    .map(baseNameOf);
}

function thumbnailOf(statedPath: string | null, candidates: readonly string[]): StatedAttachment {
  return { ...statedMedia({ statedPath, candidates }), role: "thumbnail" };
}
