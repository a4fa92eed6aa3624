import type { Found } from "./check.ts";

/**
 * The first findings one by one, the rest as one of the word `more` that says how many and from which message on.
 *
 * @returns how many there were
 */
export function* listedFound(found: Iterable<Found>, listed: number): Generator<Found, number, void> {
  let [count, notes] = [0, 0];
  let next: Found | null = null;
  for (const each of found) {
    count += 1;
    if (count <= listed) {
      yield each;
      continue;
    }
    next ??= each;
    if (each.level === "note") notes += 1;
  }
  if (next === null) return count;
  const rest = count - listed;
  const facts = { count: rest, seq: next.messages?.[0] ?? null };
  yield {
    word: "more",
    facts,
    at: [],
    messages: next.messages ?? [],
    strength: "C",
    ...(notes === rest ? { level: "note" } : {}),
  };
  return count;
}
