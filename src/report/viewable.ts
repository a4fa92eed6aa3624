import { CLOSED_HEAD_BYTES, closedFormOf } from "../base/media/closed-form.ts";
import { isSilk, SILK_HEAD_BYTES } from "../base/media/silk.ts";
import type { ByteView } from "../base/media/view.ts";
import { readXorImage, XOR_HEAD_BYTES } from "../base/media/xor-image.ts";
import type { Source, SourceFile } from "../model/source.ts";

/** What can be done so that a person can look at or listen to a received file. */
export type Viewable =
  | { readonly way: "xor"; readonly key: number; readonly format: string }
  | { readonly way: "silk" }
  | { readonly way: "none"; readonly form: string }
  | { readonly way: "failed"; readonly format: string; readonly reason: "truncated" | "damaged" | "ambiguous" };

const HEAD_BYTES = Math.max(CLOSED_HEAD_BYTES, SILK_HEAD_BYTES, XOR_HEAD_BYTES);

/** Pictures that usual viewers and browsers open; others below a key are named and left. */
const COPIED: readonly string[] = ["jpg", "png", "gif", "bmp", "webp"];

/** A file of a source as bytes that can be read at any place. */
export function viewOf(source: Source, { path, sizeBytes }: SourceFile): ByteView {
  return { sizeBytes, read: (position, length) => source.read(path, position, length) };
}

/** What a received file is, by its first bytes; null, after reading no more than those, where it opens as it is. */
export function viewableOf(source: Source, file: SourceFile): Viewable | null {
  const head = source.read(file.path, 0, Math.min(HEAD_BYTES, file.sizeBytes));
  const form = closedFormOf(head);
  if (form) return { way: "none", form };
  if (isSilk(head)) return { way: "silk" };
  return /\.dat$/i.test(file.path) ? pictureBelow(viewOf(source, file)) : null;
}

function pictureBelow(view: ByteView): Viewable | null {
  const reading = readXorImage(view);
  if (reading === null) return null;
  const { structure, format } = reading;
  if (structure !== "sound") return { way: "failed", format, reason: structure };
  return COPIED.includes(format) ? { way: "xor", key: reading.key, format } : { way: "none", form: format };
}
