import type { ConversationContext, Found } from "./check.ts";
import { Largest } from "./largest.ts";
import { placesOfNumbers } from "./number-places.ts";
import type { Numbering, NumberHole } from "./numbering.ts";
import { placesOf } from "./places.ts";
import type { Absence, SharedNumbering } from "./shared-numbering.ts";

/** Numbers of a shared numbering absent between two neighbouring rows of one conversation. */
interface Gap {
  readonly own: NumberHole;
  readonly absent: Absence;
}

/**
 * Holes of a numbering that several conversations draw from, as they lie between the rows of one of them. Whose the
 * absent rows were cannot be told; where both neighbours of a hole are rows of this conversation that is said.
 */
export function* sharedHolesFound(
  { chat, conversation, options }: ConversationContext,
  numbering: Numbering,
  shared: SharedNumbering,
): Generator<Found, void, void> {
  const { scope, lowest, highest } = numbering;
  const { sharers } = shared;
  const largest = new Largest<Gap>(options["listed"] ?? 50);
  for (const own of numbering.holes()) {
    const absent = shared.absentBetween(Number(own.before), Number(own.after));
    if (absent === null) continue;
    largest.add({ own, absent }, absent.missing);
  }
  const gaps = largest.entries();
  const edges = gaps.flatMap(({ own }) => [own.before, own.after]);
  const place = placesOfNumbers(chat, conversation.id, scope, edges);
  for (const { own, absent } of gaps) {
    const [before, after] = [place(own.before), place(own.after)];
    const facts = {
      ...{ scope, sharers, missing: absent.missing, holes: absent.holes, from: absent.from, to: absent.to },
      ...{ before: before.number, beforeSeq: before.seq, beforeAt: before.sentAt },
      ...{ after: after.number, afterSeq: after.seq, afterAt: after.sentAt },
    };
    const word = isBeside({ own, absent }) ? "shared-hole-beside" : "shared-hole";
    yield { word, facts, at: placesOf([before, after]), messages: [before.seq, after.seq], strength: "C" };
  }
  const rest = largest.remainder();
  if (rest) yield { word: "shared-more", facts: { scope, groups: rest.count, missing: rest.size }, at: [], strength: "C" }; // prettier-ignore
  const outside = absentOutside(shared, Number(lowest), Number(highest));
  if (outside === null) return;
  const edge = placesOfNumbers(chat, conversation.id, scope, [lowest, highest]);
  const ends = [edge(lowest), edge(highest)];
  const facts = { scope, sharers, ...outside };
  const messages = ends.map(({ seq }) => seq);
  yield { word: "shared-outside", facts, at: placesOf(ends), messages, level: "note", strength: "C" };
}

/** One hole, with a row of this conversation directly before and after it. */
function isBeside({ own, absent }: Gap): boolean {
  return absent.holes === 1 && absent.missing === own.missing;
}

/** Numbers absent before the first and after the last row of the conversation: the others', or its own beginning or end. */
function absentOutside(shared: SharedNumbering, lowest: number, highest: number) {
  const before = shared.absentBetween(shared.lowest, lowest)?.missing ?? 0;
  const after = shared.absentBetween(highest, shared.highest)?.missing ?? 0;
  return before + after === 0 ? null : { before, after };
}
