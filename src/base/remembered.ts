/**
 * The same function with its latest answers kept: for what is asked of row after row with few different words. At most
 * `most` are kept, so that words that never come again cost no memory.
 */
export function remembered<Key, Answer>(ask: (key: Key) => Answer, most: number): (key: Key) => Answer {
  const known = new Map<Key, { readonly answer: Answer }>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before.answer;
    if (known.size === most) known.clear();
    const answer = ask(key);
    known.set(key, { answer });
    return answer;
  };
}
