/** What sort of content a format holds. */
export type MediaFamily = "image" | "audio" | "video" | "document" | "other";

/** A format told by its first bytes. */
export interface MediaFormat {
  /** Usual extension, such as `jpg`; `text`, `silk`, `wxgf` and `wechat-dat` are ours. */
  readonly name: string;
  readonly family: MediaFamily;
}

/** Bytes that `formatOf` wants to see. */
export const FORMAT_HEAD_BYTES = 4100;

/** Formats of the client that no general list knows. @source wechat-databases.md §9.1 */
const OWN: readonly (MediaFormat & { readonly hex: string })[] = [
  { hex: "02232153494c4b5f5633", name: "silk", family: "audio" },
  { hex: "232153494c4b5f5633", name: "silk", family: "audio" },
  { hex: "2321414d522d57420a", name: "amr", family: "audio" },
  { hex: "77786766", name: "wxgf", family: "image" },
  { hex: "070856310807", name: "wechat-dat", family: "image" },
  { hex: "070856320807", name: "wechat-dat", family: "image" },
];

const DOCUMENTS: readonly string[] = ["pdf", "docx", "xlsx", "pptx", "cfb", "rtf", "zip", "rar", "7z", "gz"];

/** Format of a file by its first bytes; null where nothing knows them. */
export async function formatOf(head: Buffer): Promise<MediaFormat | null> {
  const own = OWN.find(({ hex }) => head.subarray(0, hex.length / 2).toString("hex") === hex);
  if (own) return { name: own.name, family: own.family };
  const known = await generalFormat(head);
  if (known) return known;
  return looksLikeText(head) ? { name: "text", family: "other" } : null;
}

async function generalFormat(head: Buffer): Promise<MediaFormat | null> {
  // Loaded when first asked for: most runs of the program look at no media.
  const { fileTypeFromBuffer } = await import("file-type");
  try {
    const type = await fileTypeFromBuffer(head);
    return type ? { name: type.ext, family: familyOf(type.ext, type.mime) } : null;
  } catch {
    // A head that ends in the middle of what the detector wanted to read is not known by it.
    return null;
  }
}

function familyOf(name: string, mime: string): MediaFamily {
  const [family] = mime.split("/");
  if (family === "image" || family === "audio" || family === "video") return family;
  return DOCUMENTS.includes(name) ? "document" : "other";
}

/** No control characters but blanks, and UTF-8 up to a character cut off at the end. */
function looksLikeText(head: Buffer): boolean {
  if (head.length === 0 || head.some((byte) => byte < 0x20 && byte !== 9 && byte !== 10 && byte !== 13)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return true;
  } catch {
    return false;
  }
}
