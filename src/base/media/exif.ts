const ASCII = 2;
const LONG = 4;
const SUB_IFD = 0x8769;
const MOST_ENTRIES = 1000;

/** Tags of a date with the tag of its offset, the date of taking before the date of change. @source documented: Exif 2.32 §4.6.4, §4.6.5 */
const DATES = [
  { date: 0x9003, offset: 0x9011 },
  { date: 0x9004, offset: 0x9012 },
  { date: 0x0132, offset: 0x9010 },
] as const;

/**
 * Date of taking as Exif data write it, such as `2026:03:02 09:00:11 +08:00`; null where there is none.
 *
 * @param exif the data, with or without the mark `Exif\0\0` before them
 * @source documented: Exif 2.32 §4.5 (TIFF structure)
 */
export function exifDate(exif: Buffer): string | null {
  const tags = tagsOf(exif.toString("latin1", 0, 6) === "Exif\0\0" ? exif.subarray(6) : exif);
  for (const { date, offset } of DATES) {
    const text = tags.get(date);
    if (text === undefined || !/^\d{4}:\d\d:\d\d \d\d:\d\d:\d\d$/.test(text) || text.startsWith("0000")) continue;
    const zone = tags.get(offset);
    return zone !== undefined && /^[+-]\d\d:\d\d$/.test(zone) ? `${text} ${zone}` : text;
  }
  return null;
}

/** Texts of the first directory and of the one it names for Exif. Whatever points outside the data is left out. */
function tagsOf(tiff: Buffer): Map<number, string> {
  const tags = new Map<number, string>();
  const order = tiff.toString("latin1", 0, 4);
  if (order !== "II*\0" && order !== "MM\0*") return tags;
  const isLittle = order === "II*\0";
  const at16 = (at: number): number =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const at32 = (at: number): number =>
    at + 4 > tiff.length ? 0 : isLittle ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at);
  const directory = (start: number, isFirst: boolean): void => {
    const entries = Math.min(at16(start), MOST_ENTRIES);
    for (let entry = start + 2; entry < start + 2 + entries * 12; entry += 12) {
      const [tag, type, count] = [at16(entry), at16(entry + 2), at32(entry + 4)];
      if (tag === SUB_IFD && type === LONG && isFirst) directory(at32(entry + 8), false);
      if (type !== ASCII || count === 0 || count > 64) continue;
      const from = count <= 4 ? entry + 8 : at32(entry + 8);
      const text = tiff
        .toString("latin1", from, from + count)
        .replace(/\0.*$/s, "")
        .trim();
      if (text !== "" && !tags.has(tag)) tags.set(tag, text);
    }
  };
  directory(at32(4), true);
  return tags;
}
