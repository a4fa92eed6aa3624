import { readFileSync } from "node:fs";
import { thumbnailOf, type Thumbnail } from "../../base/media/picture.ts";
import type { Document } from "../../model/document.ts";
import type { Attachment, Message } from "../../model/message.ts";
import type { Source } from "../../model/source.ts";

/** Longest side, pixels. */
const LONGEST = 240;
/** Larger files are not read for a thumbnail, bytes. */
const MOST_BYTES = 64 << 20;
/** Thumbnails kept for the next message that shows the same file. */
const MOST_KEPT = 256;

/** Formats tried, by their first bytes; what else is in a message has no picture to show. */
const HEADS: readonly Buffer[] = [
  Buffer.from([0xff, 0xd8, 0xff]),
  Buffer.from([0x89, 0x50, 0x4e, 0x47]),
  Buffer.from("GIF8"),
  Buffer.from("RIFF"),
  Buffer.from("II*\0"),
  Buffer.from("MM\0*"),
];
const HEAD_BYTES = 12;

/** A thumbnail with what it is one of; the picture itself is null where it cannot be decoded. */
export interface Shown {
  readonly key: string;
  readonly thumbnail: Thumbnail | null;
}

/** Small pictures of what messages carry, from the received file or from its viewing copy. */
export class Thumbnails {
  private readonly source: Source;
  private readonly copies: ReadonlyMap<string, Document>;
  private readonly kept = new Map<string, Promise<Shown>>();

  /** @param copies viewing copies by path of the received file */
  constructor(source: Source, copies: ReadonlyMap<string, Document>) {
    this.source = source;
    this.copies = copies;
  }

  /** For every attachment of a message its thumbnail, or null where it is not a picture or not there. */
  of({ attachments }: Message): Promise<(Shown | null)[]> {
    return Promise.all(
      attachments.map(async ({ file }: Attachment) => (file === null ? null : await this.ofFile(file))),
    );
  }

  /** The thumbnail of a file of the source, or null where it is not a picture or not there. */
  ofFile(path: string): Promise<Shown> | null {
    const file = this.source.file(path);
    if (file === undefined || file.sizeBytes > MOST_BYTES) return null;
    const kept = this.kept.get(file.sha256);
    if (kept) return kept;
    const copy = this.copies.get(file.path);
    const head = copy
      ? bytesOf(copy).subarray(0, HEAD_BYTES)
      : this.source.read(file.path, 0, Math.min(HEAD_BYTES, file.sizeBytes));
    if (!isPicture(head)) return null;
    const bytes = copy ? bytesOf(copy) : this.source.read(file.path, 0, file.sizeBytes);
    const shown = thumbnailOf(bytes, LONGEST).then((thumbnail) => ({ key: file.sha256, thumbnail }));
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(file.sha256, shown);
    return shown;
  }
}

function isPicture(head: Buffer): boolean {
  if (head.subarray(0, 4).toString("latin1") === "RIFF") return head.subarray(8, 12).toString("latin1") === "WEBP";
  return HEADS.some((begin) => head.subarray(0, begin.length).equals(begin));
}

function bytesOf({ content }: Document): Buffer {
  return Buffer.isBuffer(content) ? content : readFileSync(content.file);
}
