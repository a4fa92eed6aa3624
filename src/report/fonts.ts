import { create } from "fontkit";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/**
 * Fonts of the report, by path. The typesetter also sees the fonts of the machine and takes the first of a name, so
 * each family gets a name of ours in memory: a machine with its own Noto Sans then prints the same bytes.
 * Names have equal length, so that no offset in the font moves.
 */
const TEXT_FONT = { family: "EvidenceSans", packaged: "Noto Sans SC" };
const EMOJI_FONT = { family: "EvidenceEm", packaged: "Noto Emoji" };

const FILES = [
  { font: TEXT_FONT, file: "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf" },
  { font: TEXT_FONT, file: "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf" },
  { font: EMOJI_FONT, file: "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf" },
  { font: EMOJI_FONT, file: "@expo-google-fonts/noto-emoji/700Bold/NotoEmoji_700Bold.ttf" },
] as const;

/** What the report prints with. */
export interface Fonts {
  readonly textFamily: string;
  readonly emojiFamily: string;
  readonly blobs: readonly Buffer[];
  /** Code points every weight of the text font has. */
  readonly text: ReadonlySet<number>;
  /** Code points every weight of the emoji font has. */
  readonly emoji: ReadonlySet<number>;
}

let loaded: Fonts | undefined;

/** The fonts, read once. */
export function loadFonts(): Fonts {
  loaded ??= readFonts();
  return loaded;
}

function readFonts(): Fonts {
  const read = FILES.map(({ font, file }) => ({ font, bytes: readFileSync(require.resolve(file)) }));
  const coverage = (family: string) =>
    shared(read.filter(({ font }) => font.family === family).map(({ bytes }) => create(bytes).characterSet));
  const text = coverage(TEXT_FONT.family);
  const emoji = coverage(EMOJI_FONT.family);
  return {
    textFamily: TEXT_FONT.family,
    emojiFamily: EMOJI_FONT.family,
    blobs: read.map(({ font, bytes }) => renamed(bytes, font.packaged, font.family)),
    text,
    emoji,
  };
}

function shared(sets: readonly (readonly number[])[]): ReadonlySet<number> {
  const [first = [], ...others] = sets.map((set) => new Set(set));
  return new Set([...first].filter((point) => others.every((other) => other.has(point))));
}

/**
 * The font under another family name.
 *
 * @source documented: OpenType 1.9, table directory (12 bytes, then 16 a table) and `name` table
 */
function renamed(font: Buffer, from: string, to: string): Buffer {
  const bytes = Buffer.from(font);
  const { offset, length } = nameTable(bytes);
  const table = bytes.subarray(offset, offset + length);
  // Windows names are UTF-16BE, Macintosh names one byte a character.
  for (const encode of [utf16be, (text: string) => Buffer.from(text, "latin1")]) {
    const found = encode(from);
    for (let at = table.indexOf(found); at >= 0; at = table.indexOf(found, at + 1)) encode(to).copy(table, at);
  }
  return bytes;
}

function nameTable(font: Buffer): { offset: number; length: number } {
  for (let index = 0; index < font.readUInt16BE(4); index += 1) {
    const entry = 12 + index * 16;
    if (font.toString("latin1", entry, entry + 4) !== "name") continue;
    return { offset: font.readUInt32BE(entry + 8), length: font.readUInt32BE(entry + 12) };
  }
  throw new RangeError("font has no name table");
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, "utf16le").swap16();
}
