import type { Kind } from "../../model/kind.ts";
import type { KindBasis } from "../../model/message.ts";
import { kindOfLocalType } from "../wechat/types.ts";

interface WordCard {
  readonly kind: Kind;
  /** Other kinds the exporter is known to put under the same word. */
  readonly also: readonly Kind[];
}

/** Everything that is shown as a card with a title, whatever the card is. */
const CARDS: readonly Kind[] = [
  "music", "channels", "miniProgram", "note", "announcement", "chain", "liveLocation", "card", "forward", "quote",
]; // prettier-ignore

/**
 * `renderType`. `text` is also what the exporter writes for whatever it has no form for, and says nothing.
 *
 * @source documented: export-formats.md §4.4.2; observed: exporter's source @a7092e7
 */
const WORDS: Readonly<Record<string, WordCard>> = {
  text: { kind: "text", also: [] },
  system: { kind: "system", also: ["recall", "pat"] },
  image: { kind: "image", also: [] },
  voice: { kind: "voice", also: [] },
  video: { kind: "video", also: [] },
  emoji: { kind: "sticker", also: [] },
  quote: { kind: "quote", also: [] },
  link: { kind: "link", also: CARDS },
  file: { kind: "file", also: [] },
  transfer: { kind: "transfer", also: [] },
  redPacket: { kind: "redPacket", also: [] },
  location: { kind: "location", also: ["liveLocation"] },
  voip: { kind: "call", also: [] },
  chatHistory: { kind: "forward", also: ["note", "announcement"] },
};

/** Kind of a `renderType`; null for a word that is not the exporter's. */
export function kindOfRenderType(word: string | null): Kind | null {
  return word !== null && Object.hasOwn(WORDS, word) ? (WORDS[word]?.kind ?? null) : null;
}

/** What type code and word make of a row. */
export interface ResolvedKind {
  readonly kind: Kind;
  readonly kindBasis: KindBasis;
  /** Code and word name different kinds; the code stands. */
  readonly disagree: boolean;
  /** The word says nothing that the kind does not say. */
  readonly wordHeld: boolean;
}

/** Kind of a row by its v4 `type` and its `renderType`. A bare 49 says nothing, so that the word decides. */
export function resolveKind(type: string | null, word: string | null): ResolvedKind {
  const byCode = type === null ? "unknown" : kindOfLocalType(type);
  const card = word !== null && Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  if (byCode !== "unknown") {
    const agrees = card === undefined || card.kind === "text" || card.kind === byCode || card.also.includes(byCode);
    return { kind: byCode, kindBasis: "code", disagree: !agrees, wordHeld: card?.kind === byCode };
  }
  // Under a code nobody knows, "text" is only the exporter's fallback.
  if (card && (card.kind !== "text" || type === null)) {
    return { kind: card.kind, kindBasis: "word", disagree: false, wordHeld: true };
  }
  return { kind: "unknown", kindBasis: type === null ? "none" : "code", disagree: false, wordHeld: false };
}
