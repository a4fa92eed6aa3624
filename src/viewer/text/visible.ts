/** A stretch of text as it is shown: as it stands, or as the number of a character that nobody would see. */
export interface Piece {
  readonly text: string;
  readonly isUnseen: boolean;
}

/** Joiners and selectors inside an emoji belong to it. */
const EMOJI = String.raw`(?:[0-9#*]\uFE0F?\u20E3|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?(?:\u200D\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)*)`;
/** Controls (line feed and tab are layout), bidi and other formatting characters, private and half characters, and whatever shows nothing. */
const UNSEEN = String.raw`(?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]`;
/** More than three marks on one letter climb over the lines above. */
const PILE = String.raw`(?<=\p{M}{3})\p{M}`;
const TOKEN = new RegExp(`(?<emoji>${EMOJI})|(?<unseen>${UNSEEN}|${PILE})`, "gu");

/** Hostile text in pieces: each control, bidi or invisible character stands as `⟦U+202E⟧`. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.replaceAll("\r\n", "\n").matchAll(TOKEN)) {
    if (match.groups?.["unseen"] === undefined) continue;
    if (match.index > from) pieces.push({ text: match.input.slice(from, match.index), isUnseen: false });
    pieces.push({ text: codePointText(match[0]), isUnseen: true });
    from = match.index + match[0].length;
  }
  const rest = text.replaceAll("\r\n", "\n").slice(from);
  return rest === "" ? pieces : [...pieces, { text: rest, isUnseen: false }];
}

/** The same as one string, for titles and labels. */
export function visibleText(text: string): string {
  return visiblePieces(text)
    .map((piece) => piece.text)
    .join("");
}

function codePointText(character: string): string {
  return `⟦U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟧`;
}
