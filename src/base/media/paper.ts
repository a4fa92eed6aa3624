import type { ByteView, Structure } from "./view.ts";

const HEAD_BYTES = 1024;
const TAIL_BYTES = 1 << 16;
const END_OF_DIRECTORY = Buffer.from("504b0506", "hex");
const DIRECTORY_END_BYTES = 22;

/**
 * First and last mark of a PDF. Readers accept bytes before and after them.
 *
 * @source documented: ISO 32000-1 §7.5.2, §7.5.5
 */
export function pdfStructure(view: ByteView): Structure {
  if (!view.read(0, HEAD_BYTES).includes("%PDF-")) return "damaged";
  return tailOf(view, TAIL_BYTES).includes("%%EOF") ? "sound" : "truncated";
}

/**
 * Directory at the end of a zip, which DOCX, XLSX and PPTX are too.
 *
 * @source documented: APPNOTE 4.3.16
 */
export function zipStructure(view: ByteView): Structure {
  const tail = tailOf(view, TAIL_BYTES + DIRECTORY_END_BYTES);
  const at = tail.lastIndexOf(END_OF_DIRECTORY);
  if (at < 0 || at + DIRECTORY_END_BYTES > tail.length) return "truncated";
  const directoryBytes = tail.readUInt32LE(at + 12);
  // All ones: the size stands in the zip64 record, which is not read here.
  if (directoryBytes === 0xffffffff) return "sound";
  return directoryBytes > view.sizeBytes - (tail.length - at) ? "damaged" : "sound";
}

function tailOf(view: ByteView, length: number): Buffer {
  return view.read(Math.max(0, view.sizeBytes - length), length);
}
