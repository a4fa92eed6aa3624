import { isBitmap } from "../base/media/bmp.ts";
import { xorPictures } from "../base/media/xor-image.ts";
import type { Source, SourceFile } from "../model/source.ts";

const HEAD_BYTES = 32;

/** A run of bytes at a place in the head of a file, in hex; `..` stands for any byte. */
interface Pattern {
  readonly at: number;
  readonly hex: string;
}

/** @source wechat-databases.md §9.1; the general ones are the registered signatures of their formats */
const MEDIA: readonly Pattern[] = [
  { at: 0, hex: "ffd8ff" }, // JPEG
  { at: 0, hex: "89504e470d0a1a0a" }, // PNG
  { at: 0, hex: "474946383761" }, // GIF87a
  { at: 0, hex: "474946383961" }, // GIF89a
  { at: 0, hex: "49492a00" }, // TIFF
  { at: 0, hex: "4d4d002a" }, // TIFF
  { at: 0, hex: "52494646........57454250" }, // WebP
  { at: 0, hex: "52494646........57415645" }, // WAV
  { at: 0, hex: "52494646........41564920" }, // AVI
  { at: 4, hex: "66747970" }, // HEIC, AVIF, MP4, MOV, M4A, 3GP
  { at: 4, hex: "6d6f6f76" }, // QuickTime without a file type box
  { at: 0, hex: "1a45dfa3" }, // Matroska, WebM
  { at: 0, hex: "3026b2758e66cf11" }, // ASF, WMV
  { at: 0, hex: "464c5601" }, // FLV
  { at: 0, hex: "4f676753" }, // Ogg
  { at: 0, hex: "664c6143" }, // FLAC
  { at: 0, hex: "49443303" }, // MP3 with ID3v2.3
  { at: 0, hex: "49443304" }, // MP3 with ID3v2.4
  { at: 0, hex: "49443302" }, // MP3 with ID3v2.2
  { at: 0, hex: "2321414d52" }, // AMR
  { at: 0, hex: "232153494c4b" }, // SILK
  { at: 0, hex: "02232153494c4b" }, // SILK as the client stores it
  { at: 0, hex: "77786766" }, // WXGF
  { at: 0, hex: "070856310807" }, // image of client 4.x, form V1
  { at: 0, hex: "070856320807" }, // image of client 4.x, form V2
];

/** Known to be something else, whatever the name says. */
const OTHER: readonly Pattern[] = [
  { at: 0, hex: "25504446" }, // PDF
  { at: 0, hex: "504b0304" }, // zip, docx, xlsx
  { at: 0, hex: "504b0506" }, // empty zip
  { at: 0, hex: "d0cf11e0a1b11ae1" }, // old Office, Thumbs.db
  { at: 0, hex: "53514c69746520666f726d6174203300" }, // SQLite
  { at: 0, hex: "00051607" }, // AppleDouble
  { at: 0, hex: "526172211a07" }, // RAR
  { at: 0, hex: "377abcaf271c" }, // 7z
  { at: 0, hex: "1f8b08" }, // gzip
];

const EXTENSION =
  /\.(jpe?g|jfif|png|gif|webp|bmp|tiff?|hei[cf]|avif|wxgf|mp4|m4v|mov|avi|mkv|webm|wmv|flv|3gp|silk|slk|amr|mp3|wav|m4a|aac|ogg|oga|opus|flac|wma|aud)$/i;

/**
 * Whether a file is a picture, a sound or a film: by its first bytes, and by its name only where those are unknown
 * (or the file is empty). Says nothing about whether the content can be decoded.
 */
export function isMediaFile(source: Source, file: SourceFile): boolean {
  const head = source.read(file.path, 0, HEAD_BYTES);
  if (MEDIA.some((pattern) => fits(head, pattern)) || isBitmap(head) || isAudioFrame(head)) return true;
  if (/\.dat$/i.test(file.path)) return xorPictures(head).length > 0;
  if (OTHER.some((pattern) => fits(head, pattern))) return false;
  return EXTENSION.test(file.path);
}

function fits(head: Buffer, { at, hex }: Pattern): boolean {
  if (head.length < at + hex.length / 2) return false;
  for (let index = 0; index < hex.length; index += 2) {
    const wanted = hex.slice(index, index + 2);
    if (wanted !== ".." && head[at + index / 2] !== Number.parseInt(wanted, 16)) return false;
  }
  return true;
}

/** MPEG layer III or ADTS frame. The mark of UTF-16 text (FF FE) is neither. */
function isAudioFrame(head: Buffer): boolean {
  const [first, second, third] = head;
  if (first !== 0xff || second === undefined || third === undefined) return false;
  const layer3 = (second & 0xe6) === 0xe2 && (third & 0xf0) !== 0xf0 && (third & 0x0c) !== 0x0c;
  return layer3 || (second & 0xf6) === 0xf0;
}
