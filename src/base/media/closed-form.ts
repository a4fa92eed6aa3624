/** Forms that can be told but whose pixels cannot be shown here: encrypted by the client, or HEVC, for which no decoder may be shipped. */
export type ClosedForm = "dat-v1" | "dat-v2" | "wxgf" | "heic" | "hevc";

/** Bytes that `closedFormOf` wants to see. */
export const CLOSED_HEAD_BYTES = 32;

/** Brands of still pictures coded with HEVC, and the general ones such files begin with. @source documented: ISO/IEC 23008-12 §10, annex B */
const HEIF_BRANDS = new Set(["heic", "heix", "heim", "heis", "hevc", "hevx", "hevm", "hevs", "mif1", "msf1"]);
const AVIF_BRANDS = /av(if|is)/;

/** Bare HEVC stream: start code and a parameter set. @source documented: ITU-T H.265 §7.3.1.2, annex B */
const HEVC_START = /^(00)?000001(40|42|44)01/;

/** @source wechat-databases.md §9.1 */
const MARKS: readonly (readonly [hex: string, ClosedForm])[] = [
  ["070856310807", "dat-v1"],
  ["070856320807", "dat-v2"],
  ["77786766", "wxgf"],
];

/** The form a head announces, null for every other file. */
export function closedFormOf(head: Buffer): ClosedForm | null {
  const hex = head.toString("hex", 0, 16);
  const marked = MARKS.find(([mark]) => hex.startsWith(mark));
  if (marked) return marked[1];
  if (isHeif(head)) return "heic";
  return HEVC_START.test(hex) ? "hevc" : null;
}

/** Whether a head is that of a HEIF picture. One that says it holds AV1 is none of these. */
export function isHeif(head: Buffer): boolean {
  if (head.length < 12 || head.toString("latin1", 4, 8) !== "ftyp" || !HEIF_BRANDS.has(head.toString("latin1", 8, 12)))
    return false;
  const end = Math.min(head.length, head.readUInt32BE(0));
  return !AVIF_BRANDS.test(head.toString("latin1", 16, end));
}
