import type { Chat } from "../model/chat.ts";
import { onlyRow } from "./row.ts";
import { plainWords } from "./plain-words.ts";

/**
 * What an index keeps of the words of a message, learnt from the rows themselves: `words` all but spaces and emoji;
 * `letters` letters and digits only; `subset` some of the letters in their order. `none`: nothing that can be compared.
 */
export type Fidelity = "words" | "letters" | "subset" | "none";

/** A row whose words the index does not keep letter for letter. */
export interface IndexPair {
  readonly seq: number;
  /** Words in the index. */
  readonly text: string;
  readonly kind: string;
  /** Locator of the trace as the tables keep it (JSON). */
  readonly locator: string;
}

/**
 * Index entries with their rows: by local id where it is known what that counts within, else where sort sequence or
 * time agree. The record holds its text as JSON, so that equal words need not be read.
 */
const MATCHED = `FROM trace AS t CROSS JOIN message AS m ON m.conversation = t.conversation AND m.local_id = t.local_id
    AND CASE WHEN t.local_id_scope IS NOT NULL THEN m.local_id_scope = t.local_id_scope
      WHEN t.sort_seq IS NOT NULL THEN m.sort_seq = t.sort_seq
      ELSE t.at IS NOT NULL AND abs(m.sent_at - t.at) < 1000 END
  CROSS JOIN message_text AS x ON x.id = m.id
  WHERE t.conversation = ?1 AND t.relation = 'holds' AND t.kind IN ('fts', 'fts-aux') AND t.text <> ''
    AND m.kind = 'text' AND m.has_text = 1`;
const IS_SAME = `instr(x.tail, '"text":' || json_quote(t.text)) > 0`;

const TALLY = `SELECT count(*) AS compared, coalesce(sum(${IS_SAME}), 0) AS same ${MATCHED}`;
const OTHERS = `SELECT m.seq AS seq, t.text AS text, t.kind AS kind, t.locator AS locator ${MATCHED} AND NOT (${IS_SAME}) ORDER BY m.seq`;

/** How many words of the index were held against their row, and how many are the same letter for letter. */
export interface IndexTally {
  readonly compared: number;
  readonly same: number;
}

export function indexTally(chat: Chat, conversation: string): IndexTally {
  return onlyRow(chat.query<IndexTally>(TALLY, conversation));
}

/** Rows whose words are not those of the index letter for letter, in printed order. */
export function unequalPairs(chat: Chat, conversation: string): IterableIterator<IndexPair> {
  return chat.query<IndexPair>(OTHERS, conversation);
}

/** Letters, digits and signs of script alone. */
export const lettersOf = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "");

/** Whether the words of the index agree with those stored, as far as the index keeps them. Null: nothing to compare. */
export function indexAgrees(stored: string, indexed: string, fidelity: Fidelity): boolean | null {
  if (fidelity === "none") return null;
  if (fidelity === "words") return agreesAs(plainWords(stored), plainWords(indexed), false);
  // The names of emoji may be gone from the index, or may have lost their brackets.
  const [own, bare, other] = [lettersOf(stored), lettersOf(plainWords(stored)), lettersOf(indexed)];
  const agrees = agreesAs(own, other, fidelity === "subset");
  return agrees === false ? agreesAs(bare, other, fidelity === "subset") : agrees;
}

function agreesAs(own: string, other: string, isSubset: boolean): boolean | null {
  if (own === "" || other === "") return null;
  return own === other || (isSubset && isWithin(other, own));
}

/** Whether the characters of `part` stand in `whole` in the same order. */
function isWithin(part: string, whole: string): boolean {
  let at = 0;
  for (const character of part) {
    const found = whole.indexOf(character, at);
    if (found < 0) return false;
    at = found + character.length;
  }
  return true;
}

const remembered = new WeakMap<Chat, Map<string, Fidelity>>();

/** Rows that may differ, at most, in an index that keeps words so: a few, or a small share. */
const FEW = 3;
const SHARE = 0.05;
/** Unequal rows looked at to learn what an index keeps. */
const LEARNT_FROM = 2000;

/** What the index of a source keeps, over all its conversations; read once. */
export function indexFidelity(chat: Chat, source: string): Fidelity {
  const known = remembered.get(chat) ?? new Map<string, Fidelity>();
  remembered.set(chat, known);
  const fidelity = known.get(source) ?? learn(chat, source);
  known.set(source, fidelity);
  return fidelity;
}

function learn(chat: Chat, source: string): Fidelity {
  const conversations = chat.conversations.filter((each) => each.selected && each.source === source);
  let [compared, same] = [0, 0];
  for (const { id } of conversations) {
    const tally = indexTally(chat, id);
    compared += tally.compared;
    same += tally.same;
  }
  if (compared === 0) return "none";
  const looked = [...sampled(chat, conversations.map(({ id }) => id))]; // prettier-ignore
  const scale = looked.length === 0 ? 0 : (compared - same) / looked.length;
  for (const fidelity of ["words", "letters", "subset"] as const) {
    const differing =
      looked.filter(({ stored, indexed }) => indexAgrees(stored, indexed, fidelity) === false).length * scale;
    const agreeing = compared - differing;
    if (agreeing > differing && (differing <= FEW || differing <= SHARE * compared)) return fidelity;
  }
  return "none";
}

function* sampled(chat: Chat, conversations: readonly string[]) {
  let count = 0;
  for (const id of conversations) {
    for (const { seq, text } of unequalPairs(chat, id)) {
      if (count === LEARNT_FROM) return;
      count += 1;
      yield { stored: chat.message(id, seq).text ?? "", indexed: text };
    }
  }
}
