/** Pictures with more pixels are not decoded: some forms of them need memory for every pixel at once. */
export const MOST_PIXELS = 64_000_000;

/** `faulty`: decoded, but the decoder met something it should not have. */
export type Decoding = "decoded" | "faulty" | "undecodable" | "too-many-pixels";

/** Formats whose pixels can be decoded here. HEIC and AVIF pixels are not: no decoder may be shipped for the first. */
export const DECODABLE: readonly string[] = ["jpg", "png", "gif", "webp", "tif"];

/** Decodes every pixel of a picture (of an animation: the first frame) and keeps none of them. */
export async function decodePicture(bytes: Buffer): Promise<Decoding> {
  const strict = await attempt(bytes, "warning");
  if (strict !== "undecodable") return strict;
  return (await attempt(bytes, "error")) === "decoded" ? "faulty" : "undecodable";
}

type Decoder = (typeof import("sharp"))["default"];

let loading: Promise<Decoder> | undefined;

/** Loaded when the first picture comes; one thread a picture, several pictures at a time, nothing cached. */
function decoder(): Promise<Decoder> {
  loading ??= import("sharp").then(({ default: sharp }) => {
    sharp.cache(false);
    sharp.concurrency(1);
    return sharp;
  });
  return loading;
}

async function attempt(bytes: Buffer, failOn: "warning" | "error"): Promise<Decoding> {
  const sharp = await decoder();
  try {
    const picture = sharp(bytes, { failOn, limitInputPixels: MOST_PIXELS, sequentialRead: true });
    // Shrinking reads every row, in flat memory.
    await picture.resize(16, 16, { fit: "fill" }).raw().toBuffer();
    return "decoded";
  } catch (error) {
    // Only this one message is read: others may mix when several pictures fail at once.
    const isLarge = error instanceof Error && error.message.includes("exceeds pixel limit");
    return isLarge ? "too-many-pixels" : "undecodable";
  }
}

/** What the header of a picture says of it. */
export interface PictureFacts {
  /** Pixels as stored, before any rotation. */
  readonly width: number;
  readonly height: number;
  /** Exif data as found. */
  readonly exif: Buffer | null;
}

/** Reads the header of a picture and no pixel; null where it cannot be read. */
export async function pictureFacts(bytes: Buffer): Promise<PictureFacts | null> {
  const sharp = await decoder();
  try {
    const { width, height, exif } = await sharp(bytes, { failOn: "none", limitInputPixels: false }).metadata();
    return { width, height, exif: exif ?? null };
  } catch {
    return null;
  }
}

/** A small copy of a picture for recognition. */
export interface Thumbnail {
  /** JPEG in sRGB on white, upright. */
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

/** A copy no wider or higher than `longest` pixels (of an animation: its first frame); null where it cannot be decoded. */
export async function thumbnailOf(bytes: Buffer, longest: number): Promise<Thumbnail | null> {
  const sharp = await decoder();
  try {
    const { data, info } = await sharp(bytes, { failOn: "error", limitInputPixels: MOST_PIXELS, sequentialRead: true })
      .autoOrient()
      .resize({ width: longest, height: longest, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .jpeg({ quality: 60 })
      .toBuffer({ resolveWithObject: true });
    return { jpeg: data, width: info.width, height: info.height };
  } catch {
    return null;
  }
}
