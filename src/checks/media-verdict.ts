import { amrStructure, silkStructure } from "../base/media/speech.ts";
import { boxStructure } from "../base/media/boxes.ts";
import { FORMAT_HEAD_BYTES, formatOf, type MediaFamily, type MediaFormat } from "../base/media/format.ts";
import { gifStructure } from "../base/media/gif.ts";
import { jpegStructure } from "../base/media/jpeg.ts";
import { pdfStructure, zipStructure } from "../base/media/paper.ts";
import { DECODABLE, decodePicture } from "../base/media/picture.ts";
import { pngStructure } from "../base/media/png.ts";
import { riffStructure } from "../base/media/riff.ts";
import type { ByteView, Structure } from "../base/media/view.ts";
import { readXorImage } from "../base/media/xor-image.ts";
import type { Kind } from "../model/kind.ts";
import type { Attachment } from "../model/message.ts";

/** A file of the source and how messages use it. */
export interface MediaFile {
  readonly path: string;
  readonly kind: Kind;
  readonly role: Attachment["role"];
  readonly bytes: ByteView;
}

/** Why a file does not hold what it should. */
export type MediaFault =
  "empty" | "zeros" | "not-what-named" | "unrecognised" | "truncated" | "damaged" | "undecodable" | "faulty";

/** How far a file was looked at: pixels, structure, or only its first bytes. */
export type MediaDepth = "decoded" | "structure" | "not-judged";

export interface MediaVerdict {
  readonly fault: MediaFault | null;
  readonly depth: MediaDepth;
  /** Format by content, null where unknown. */
  readonly found: string | null;
  /** Format by name, or the kind of message where the name says nothing. */
  readonly expected: string;
  /** Right sort of content in another format than the name says, such as a PNG named `.jpg`. */
  readonly isOtherFormat: boolean;
  readonly hasTooManyPixels: boolean;
}

const EXTENSIONS: Readonly<Record<Exclude<MediaFamily, "other">, readonly string[]>> = {
  image: "jpg jpeg jfif png gif webp bmp tif tiff heic heif avif wxgf".split(" "),
  audio: "silk slk aud amr mp3 wav m4a aac ogg oga opus flac wma".split(" "),
  video: "mp4 m4v mov avi mkv webm wmv flv 3gp mpg mpeg".split(" "),
  document: "pdf docx xlsx pptx zip".split(" "),
};

/** Extensions that mean one format. */
const SAME: Readonly<Record<string, string>> = {
  jpeg: "jpg", jfif: "jpg", tiff: "tif", heif: "heic", slk: "silk", aud: "silk", oga: "ogg", m4v: "mp4",
}; // prettier-ignore

/** What a kind of message holds where the name of its file says nothing. */
const BY_KIND: Readonly<Partial<Record<Kind, readonly MediaFamily[]>>> = {
  image: ["image"],
  sticker: ["image", "video"],
  voice: ["audio", "video"],
  video: ["video"],
};

const STRUCTURES: Readonly<Record<string, (bytes: ByteView) => Structure>> = {
  jpg: jpegStructure,
  png: pngStructure,
  gif: gifStructure,
  webp: riffStructure,
  wav: riffStructure,
  avi: riffStructure,
  silk: silkStructure,
  amr: amrStructure,
  pdf: pdfStructure,
  zip: zipStructure,
  docx: zipStructure,
  xlsx: zipStructure,
  pptx: zipStructure,
  mp4: (bytes) => boxStructure(bytes, "moov"),
  m4a: (bytes) => boxStructure(bytes, "moov"),
  mov: (bytes) => boxStructure(bytes, "moov"),
  "3gp": (bytes) => boxStructure(bytes, "moov"),
  heic: (bytes) => boxStructure(bytes, "meta"),
  avif: (bytes) => boxStructure(bytes, "meta"),
};

/** Formats whose content cannot be shown here: encoded by the client, or without a decoder. */
const NOT_JUDGED: readonly string[] = ["wxgf", "wechat-dat"];

/** Whether the pixels of a file may be decoded here, by its first bytes. */
export function isDecodablePicture(head: Buffer): boolean {
  const hex = head.toString("hex", 0, 12);
  return /^(ffd8ff|89504e470d0a1a0a|474946383[79]61|49492a00|4d4d002a|52494646.{8}57454250)/.test(hex);
}

/** Looks at one file: first bytes against name and kind, then structure, then pixels where asked for. Never throws on content. */
export async function judgeMedia(file: MediaFile, decode: boolean): Promise<MediaVerdict> {
  const head = file.bytes.read(0, FORMAT_HEAD_BYTES);
  const expected = expectationOf(file);
  const base = { found: null, expected: expected.name, isOtherFormat: false, hasTooManyPixels: false };
  if (head.length === 0) return { ...base, fault: "empty", depth: "structure" };
  if (head.every((byte) => byte === 0)) return { ...base, fault: "zeros", depth: "structure" };
  if (/\.dat$/i.test(file.path)) return { ...base, ...storedPicture(file.bytes) };
  const format = await formatOf(head);
  const named = { ...base, found: format?.name ?? null };
  const misnamed = misnaming(expected, format);
  if (misnamed) return { ...named, fault: misnamed, depth: "structure" };
  const isOtherFormat = expected.extension !== null && format !== null && !isSameFormat(expected.extension, format);
  return { ...named, isOtherFormat, ...(await contentOf(file.bytes, format, decode)) };
}

/**
 * The client's own store: every picture is encoded, the older ones by a single-byte XOR that can be undone, the newer ones
 * encrypted and not judged.
 */
function storedPicture(bytes: ByteView): Pick<MediaVerdict, "fault" | "depth" | "found"> {
  const reading = readXorImage(bytes);
  if (reading === null || reading.structure === "ambiguous") return { fault: null, depth: "not-judged", found: null };
  const { structure, format } = reading;
  if (NOT_JUDGED.includes(format)) return { fault: null, depth: "not-judged", found: format };
  return { fault: structure === "sound" ? null : structure, depth: "structure", found: format };
}

interface Expectation {
  readonly name: string;
  /** Normalised extension where it names a format we know. */
  readonly extension: string | null;
  /** Null: anything may be inside. */
  readonly families: readonly MediaFamily[] | null;
}

function expectationOf({ path, kind, role }: MediaFile): Expectation {
  const written = /\.([a-z0-9]{1,5})$/i.exec(path)?.[1]?.toLowerCase() ?? "";
  const families = (Object.keys(EXTENSIONS) as (keyof typeof EXTENSIONS)[]).filter((f) =>
    EXTENSIONS[f].includes(written),
  );
  if (families.length > 0) {
    // A sticker may be a short film whatever its name; sound and film share their containers.
    const shared: MediaFamily[] = kind === "sticker" || families.includes("audio") ? ["video"] : [];
    return { name: written, extension: SAME[written] ?? written, families: [...families, ...shared] };
  }
  const byKind = role === "thumbnail" ? (["image"] as const) : (BY_KIND[kind] ?? null);
  return { name: kind, extension: null, families: written === "" || written === "bin" ? byKind : null };
}

function misnaming({ families, extension }: Expectation, format: MediaFormat | null): MediaFault | null {
  if (families === null) return null;
  if (format === null) return "unrecognised";
  const isPaper = extension === "pdf" || (format.name === "pdf" && families.includes("document"));
  if (isPaper) return format.name === extension ? null : "not-what-named";
  if (families.includes(format.family)) return null;
  return "not-what-named";
}

/** Documents of one container are told apart by their content only deep inside, so a zip passes for each of them. */
function isSameFormat(extension: string, { name }: MediaFormat): boolean {
  const found = SAME[name] ?? name;
  const isContainer = /^(docx|xlsx|pptx|zip|cfb)$/.test(found) && /^(docx|xlsx|pptx|zip)$/.test(extension);
  return (
    found === extension ||
    isContainer ||
    (/^(mp4|mov|m4a|3gp)$/.test(found) && /^(mp4|mov|m4a|3gp|aac)$/.test(extension))
  );
}

type Content = Pick<MediaVerdict, "fault" | "depth" | "hasTooManyPixels">;

async function contentOf(bytes: ByteView, format: MediaFormat | null, decode: boolean): Promise<Content> {
  const judged = { hasTooManyPixels: false };
  if (format === null || NOT_JUDGED.includes(format.name)) return { ...judged, fault: null, depth: "not-judged" };
  const structure = STRUCTURES[format.name]?.(bytes);
  if (structure === "truncated" || structure === "damaged") return { ...judged, fault: structure, depth: "structure" };
  if (!decode || !DECODABLE.includes(format.name)) {
    const isPartly = format.name === "heic" || format.name === "avif" || structure === undefined;
    return { ...judged, fault: null, depth: isPartly ? "not-judged" : "structure" };
  }
  const decoding = await decodePicture(bytes.read(0, bytes.sizeBytes));
  if (decoding === "decoded") return { ...judged, fault: null, depth: "decoded" };
  if (decoding === "too-many-pixels") return { fault: null, depth: "structure", hasTooManyPixels: true };
  return { ...judged, fault: decoding, depth: "decoded" };
}
