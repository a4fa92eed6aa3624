/** A stretch of text, found or not. */
export interface Stretch {
  readonly text: string;
  readonly isFound: boolean;
}

/** Text and words asked for in the form they are compared in: full and half width alike, letters of either case alike. */
export function comparable(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** Text cut at each place where the words asked for stand; the whole where they are empty. */
export function stretches(text: string, asked: string): Stretch[] {
  if (asked === "") return [{ text, isFound: false }];
  const [folded, places] = foldedWithPlaces(text);
  const cut: Stretch[] = [];
  let from = 0;
  for (let at = folded.indexOf(asked); at >= 0; at = folded.indexOf(asked, at + asked.length)) {
    const begin = places[at] ?? text.length;
    const end = places[at + asked.length] ?? text.length;
    if (begin < from || end <= begin) continue;
    if (begin > from) cut.push({ text: text.slice(from, begin), isFound: false });
    cut.push({ text: text.slice(begin, end), isFound: true });
    from = end;
  }
  return from < text.length ? [...cut, { text: text.slice(from), isFound: false }] : cut;
}

/** The comparable form, and for each of its units the place in the text where the character it comes from begins. */
function foldedWithPlaces(text: string): [string, number[]] {
  let folded = "";
  const places: number[] = [];
  let at = 0;
  for (const character of text) {
    const form = comparable(character);
    for (let unit = 0; unit < form.length; unit += 1) places.push(at);
    folded += form;
    at += character.length;
  }
  places.push(text.length);
  return [folded, places];
}

/** The words around the first place found, cut to a line. */
export function excerpt(text: string, asked: string, around: number): string {
  const [folded, places] = foldedWithPlaces(text);
  const at = places[Math.max(0, folded.indexOf(asked))] ?? 0;
  const begin = Math.max(0, at - around);
  const end = Math.min(text.length, at + asked.length + around * 2);
  return `${begin > 0 ? "…" : ""}${text.slice(begin, end)}${end < text.length ? "…" : ""}`.replaceAll(/\s+/g, " ");
}
