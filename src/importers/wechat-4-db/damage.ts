import { isDamage } from "../wechat/database/copies.ts";

/** Words of an error. */
export function messageOfError(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Rows up to the first that damage keeps from being read. */
export function* quietly<Item>(items: Iterable<Item>): Generator<Item> {
  try {
    yield* items;
  } catch (error) {
    if (!isDamage(error)) throw error;
  }
}

/** The answer; null where damage keeps it from being found. */
export function attempt<Answer>(ask: () => Answer): Answer | null {
  try {
    return ask();
  } catch (error) {
    if (isDamage(error)) return null;
    throw error;
  }
}
