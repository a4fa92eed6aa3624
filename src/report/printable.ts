import type { Fonts } from "./fonts.ts";

/** A run of text; `emoji` is set in the emoji font. Between two pieces a line may break. */
export type Piece = string | { readonly emoji: string };

/** Never printed as they are: they show nothing, move what follows, or have no agreed shape. */
const UNSEEN = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const MARK = /\p{M}/u;
/** Text after these may go to the next line anyway. */
const BREAKS_AFTER = /[\s\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]$/u;

const LONGEST_WORD = 24;
const LONGEST_TOKEN = 16;
/** Long tokens (digests, paths, ids) may break after so many characters, or after punctuation. */
const GROUP = 8;
const PUNCTUATION = /[-_./@:\\=&?,;]$/;

const graphemes = new Intl.Segmenter("en", { granularity: "grapheme" });

/**
 * Text as it can be printed: every code point that no font has, and every control, bidi or unseen character, stands
 * there as `[U+XXXX]`; long tokens are cut into pieces so that a narrow column can break them.
 */
export function printable(text: string, fonts: Fonts): Piece[] {
  const pieces: Piece[] = [];
  let run = "";
  let token: string[] = [];
  const endToken = () => {
    const [head = "", ...more] = groupsOf(token);
    run += head;
    for (const group of more) {
      pieces.push(run);
      run = group;
    }
    token = [];
  };
  for (const { segment } of graphemes.segment(text)) {
    const shown = shownGrapheme(segment, fonts);
    if (typeof shown !== "string") {
      endToken();
      if (run !== "") pieces.push(run);
      run = "";
      pieces.push(shown);
      continue;
    }
    token.push(shown);
    if (BREAKS_AFTER.test(segment)) endToken();
  }
  endToken();
  if (run !== "") pieces.push(run);
  return pieces;
}

/** One grapheme as it is printed. */
export function shownGrapheme(grapheme: string, fonts: Fonts): Piece {
  return isEmoji(grapheme, fonts) ? { emoji: grapheme } : visible(grapheme, fonts);
}

/** A token as groups: one if it is short or a word, else groups that a line may be broken between. */
function groupsOf(token: readonly string[]): string[] {
  const whole = token.join("");
  const longest = /^\p{L}+\P{L}?$/u.test(whole) ? LONGEST_WORD : LONGEST_TOKEN;
  if (whole.length <= longest) return [whole];
  const groups: string[] = [];
  let group = "";
  for (const unit of token) {
    if (group !== "" && group.length + unit.length > GROUP) {
      groups.push(group);
      group = "";
    }
    group += unit;
    if (group.length >= GROUP / 2 && PUNCTUATION.test(unit)) {
      groups.push(group);
      group = "";
    }
  }
  if (group !== "") groups.push(group);
  return groups;
}

/** An emoji sequence is printed only where its own font has all of it; the joiners inside belong to it. */
function isEmoji(grapheme: string, fonts: Fonts): boolean {
  const characters = [...grapheme];
  const [first = ""] = characters;
  if (UNSEEN.test(first)) return false;
  if (!characters.every((character) => fonts.emoji.has(pointOf(character)))) return false;
  return characters.length > 1 || !fonts.text.has(pointOf(first));
}

/** One mark on its letter is kept, as names written on a Mac have it; a pile of marks is shown by number. */
function visible(grapheme: string, fonts: Fonts): string {
  let seen = "";
  for (const [index, character] of [...grapheme].entries()) {
    const bareMark = MARK.test(character) && index !== 1;
    const shown = !UNSEEN.test(character) && !bareMark && fonts.text.has(pointOf(character));
    seen += shown ? character : codePointText(pointOf(character));
  }
  return seen;
}

function pointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

function codePointText(point: number): string {
  return `[U+${point.toString(16).toUpperCase().padStart(4, "0")}]`;
}
