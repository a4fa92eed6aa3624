import { bmpStructure, isBitmap } from "./bmp.ts";
import { boxStructure } from "./boxes.ts";
import { gifStructure } from "./gif.ts";
import { isHeif } from "./closed-form.ts";
import { jpegStructure } from "./jpeg.ts";
import { pngStructure } from "./png.ts";
import { riffStructure } from "./riff.ts";
import type { ByteView, Structure } from "./view.ts";

/** A picture every byte of which was XORed with one key, as the Windows client 3.x stores them. */
export interface XorPicture {
  /** 1 to 255. */
  readonly key: number;
  /** Usual extension of the picture below the key. */
  readonly format: string;
}

/** What a file is under its key: a picture whose structure holds, a broken one, or more than one thing. */
export type XorReading =
  (XorPicture & { readonly structure: Structure }) | { readonly structure: "ambiguous"; readonly format: string };

/** Bytes that `xorPictures` wants to see. */
export const XOR_HEAD_BYTES = 32;

/** A picture format: how its plain file begins, what else the head must say, and the walk over its structure. */
interface Plain {
  readonly format: string;
  /** Beginning in hex; `..` stands for any byte. */
  readonly hex: string;
  readonly holds?: (head: Buffer) => boolean;
  readonly structure: (view: ByteView) => Structure;
}

/** Codes that follow the start of a JPEG: tables, frames, application data, comment. */
const isAfterStart = (head: Buffer): boolean => /^(e.|db|c[0-9a-f]|dd|fe)$/.test(head.toString("hex", 3, 4));
/** Told by its head alone: no walk is made where nothing can be shown. */
const headOnly = (): Structure => "sound";

/** @source wechat-databases.md §9.1, media table; the formats' own specifications */
const PLAIN: readonly Plain[] = [
  { format: "jpg", hex: "ffd8ff", holds: isAfterStart, structure: jpegStructure },
  { format: "png", hex: "89504e470d0a1a0a0000000d49484452", structure: pngStructure },
  { format: "gif", hex: "474946383961", structure: gifStructure },
  { format: "gif", hex: "474946383761", structure: gifStructure },
  { format: "bmp", hex: "424d........00000000", holds: isBitmap, structure: bmpStructure },
  { format: "webp", hex: "52494646........57454250565038", structure: riffStructure },
  { format: "tif", hex: "49492a00", structure: headOnly },
  { format: "tif", hex: "4d4d002a", structure: headOnly },
  { format: "wxgf", hex: "77786766", structure: headOnly },
  { format: "heic", hex: "000000..66747970", holds: isHeif, structure: (view) => boxStructure(view, "meta") },
];

/**
 * Every picture a head could be the beginning of, each with the one key that explains all bytes of its header. A key of
 * zero is left out: such a file is a plain picture.
 */
export function xorPictures(head: Buffer): XorPicture[] {
  return candidates(head).map(({ key, format }) => ({ key, format }));
}

function candidates(head: Buffer): (Plain & XorPicture)[] {
  return PLAIN.flatMap((plain) => {
    const key = (head[0] ?? 0) ^ Number.parseInt(plain.hex.slice(0, 2), 16);
    const isIt = key !== 0 && begins(head, plain.hex, key) && (plain.holds?.(xored(head, key)) ?? true);
    return isIt ? [{ ...plain, key }] : [];
  });
}

function begins(head: Buffer, hex: string, key: number): boolean {
  if (head.length < hex.length / 2) return false;
  for (let at = 0; at < hex.length / 2; at += 1) {
    const wanted = hex.slice(2 * at, 2 * at + 2);
    if (wanted !== ".." && head[at] !== (Number.parseInt(wanted, 16) ^ key)) return false;
  }
  return true;
}

/**
 * The picture below a single-byte XOR: one key must explain the whole header, and the structure of the picture must hold
 * under the same key. Null where no key explains the head.
 */
export function readXorImage(view: ByteView): XorReading | null {
  const found = candidates(view.read(0, XOR_HEAD_BYTES)).map(({ key, format, structure }) => ({
    key,
    format,
    structure: structure(xorView(view, key)),
  }));
  const sound = found.filter(({ structure }) => structure === "sound");
  const [first] = sound.length > 0 ? sound : found;
  if (first === undefined) return null;
  const isAmbiguous = sound.length > 1 || (sound.length === 0 && found.length > 1);
  return isAmbiguous ? { structure: "ambiguous", format: first.format } : first;
}

/** The bytes as they are below a key. */
export function xorView(view: ByteView, key: number): ByteView {
  return { sizeBytes: view.sizeBytes, read: (position, length) => xored(view.read(position, length), key) };
}

/** A copy of bytes, each XORed with a key. */
export function xored(bytes: Uint8Array, key: number): Buffer {
  // Memory of its own, so that it can also be seen as words: four bytes at a time.
  const plain = Buffer.allocUnsafeSlow(bytes.length);
  plain.set(bytes);
  const words = new Uint32Array(plain.buffer, 0, bytes.length >>> 2);
  const wide = Math.imul(key, 0x01010101);
  for (let at = 0; at < words.length; at += 1) words[at]! ^= wide;
  for (let at = words.length * 4; at < plain.length; at += 1) plain[at]! ^= key;
  return plain;
}
