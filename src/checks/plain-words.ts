/** Entities that a payload escapes once more when it is put into another. */
const ENTITIES: Readonly<Record<string, string>> = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&#39;": "'", "&amp;": "&" }; // prettier-ignore
const ENTITY = /&(?:lt|gt|quot|apos|#39|amp);/g;
/** Emoji by name, which a client writes in the language it is set to, such as `[微笑]` or `[Smile]`. */
const EMOJI_NAME = /\[[\p{Script=Han}A-Za-z]{1,12}\]/gu;
const EMOJI = /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\uFE0F|\u20E3/gu;
/** Spaces of every sort, and characters without a width. */
const UNSEEN = /[\s\p{Zs}\p{Cf}\p{Cc}]+/gu;
/** Account in front of a group message, as the client stores it. */
const ACCOUNT_LINE = /^[\w@.-]{1,64}:\n/;
const ELLIPSIS = /(?:…|\.\.\.|。。。)$/;
const MARKUP = /^\s*<(?:\?xml|msg\b|sysmsg\b|appmsg\b|voipmsg\b)/i;

/** Words without what the client or an exporter itself changes: spaces, emoji, escapes, the account in front. */
export function plainWords(text: string): string {
  const bare = text.replace(ACCOUNT_LINE, "").replace(ENTITY, (entity) => ENTITIES[entity] ?? entity);
  return bare.replace(EMOJI_NAME, "").replace(EMOJI, "").replace(UNSEEN, "").normalize("NFC");
}

/** Whether a text is XML of a kind that is not text. */
export function isMarkup(text: string): boolean {
  return MARKUP.test(text);
}

/** `beginning`: the copy stops early without saying so. Null where one of both has no words to compare. */
export type Agreement = "same" | "beginning" | "differs" | null;

/** How a copy of a text agrees with the text as stored. */
export function agreement(stored: string | null, copy: string | null): Agreement {
  if (stored === null || copy === null || isMarkup(stored) || isMarkup(copy)) return null;
  const [own, other] = [plainWords(stored), plainWords(copy)];
  if (own === "" || other === "") return null;
  if (own === other) return "same";
  const cut = other.replace(ELLIPSIS, "");
  if (cut === "" || !own.startsWith(cut)) return "differs";
  return cut.length < other.length ? "same" : "beginning";
}

/** Both texts from shortly before the place where they part, so that a sentence shows the difference. */
export function whereTheyPart(stored: string, copy: string): { readonly stored: string; readonly copy: string } {
  const [own, other] = [Array.from(stored), Array.from(copy)];
  let same = 0;
  while (same < own.length && same < other.length && own[same] === other[same]) same += 1;
  const from = same > SHOWN_BEFORE * 2 ? same - SHOWN_BEFORE : 0;
  return { stored: excerpt(own, from), copy: excerpt(other, from) };
}

const SHOWN_BEFORE = 20;
const SHOWN = 80;

function excerpt(characters: readonly string[], from: number): string {
  const shown = characters.slice(from, from + SHOWN).join("");
  return `${from > 0 ? "…" : ""}${shown}${characters.length > from + SHOWN ? "…" : ""}`;
}
