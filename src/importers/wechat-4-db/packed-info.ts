import {
  bytesField,
  integerField,
  messageFields,
  protobufFields,
  textField,
  type ProtobufField,
} from "../../base/protobuf.ts";

/** What `packed_info_data` says of a message. @source documented: wechat-databases.md §3.3 */
export interface PackedInfo {
  /** Fields 1 and 2, whose meaning is disputed. */
  readonly first: string | null;
  readonly second: string | null;
  /** Name of the picture's files without ending: 32 hex digits. */
  readonly imageName: string | null;
  readonly videoName: string | null;
  readonly fileName: string | null;
  /** Folder of a merged forward under `Rec`. */
  readonly recordFolder: string | null;
  readonly voiceText: string | null;
  /** `width×height` as written. */
  readonly dimensions: string | null;
}

/** Hex digits up to which the same bytes are likely to come again: those of nearly all texts are. */
const LIKELY_AGAIN = 32;
const MOST_KEPT = 500;

/** Reads `packed_info_data`, whose bytes come as hex digits; the same short ones only once. */
export class PackedInfos {
  private readonly known = new Map<string, PackedInfo | null>();

  /** Null where there are no bytes, or bytes that are no such message. */
  of(hex: unknown): PackedInfo | null {
    if (typeof hex !== "string" || hex === "") return null;
    if (hex.length > LIKELY_AGAIN) return packedInfo(Buffer.from(hex, "hex"));
    const before = this.known.get(hex);
    if (before !== undefined) return before;
    if (this.known.size === MOST_KEPT) this.known.clear();
    const info = packedInfo(Buffer.from(hex, "hex"));
    this.known.set(hex, info);
    return info;
  }
}

function packedInfo(bytes: Buffer): PackedInfo | null {
  const fields = protobufFields(bytes);
  if (fields === null) return null;
  const [image] = messageFields(fields, 3);
  const [video] = messageFields(fields, 4);
  const [voice] = messageFields(fields, 5);
  const [file] = messageFields(fields, 7);
  const [record] = messageFields(fields, 9);
  const [inner] = file ? messageFields(file, 1) : [];
  return {
    first: integerText(fields, 1),
    second: integerText(fields, 2),
    imageName: (image && named(textField(image, 4))) ?? directName(fields),
    videoName: video ? named(textField(video, 8)) : null,
    fileName: inner ? named(textField(inner, 2)) : null,
    recordFolder: record ? named(textField(record, 1)) : null,
    voiceText: voice ? textField(voice, 2) : null,
    dimensions: (image && sides(image, 2, 1)) ?? (video && sides(video, 5, 4)) ?? null,
  };
}

function integerText(fields: readonly ProtobufField[], number: number): string | null {
  return integerField(fields, number)?.toString() ?? null;
}

/** An intermediate build put the name where others have a message. */
function directName(fields: readonly ProtobufField[]): string | null {
  const text = bytesField(fields, 3)?.toString("latin1") ?? "";
  return /^[0-9a-f]{32}$/i.test(text) ? text : null;
}

/** A name that stays in its folder. */
function named(text: string | null): string | null {
  return text === null || text === "" || /[/\\\0]|^\.\.?$/.test(text) ? null : text;
}

function sides(fields: readonly ProtobufField[], width: number, height: number): string | null {
  const [w, h] = [integerField(fields, width), integerField(fields, height)];
  return w === null || h === null ? null : `${w}×${h}`;
}
