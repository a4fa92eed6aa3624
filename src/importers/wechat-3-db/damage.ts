import { isDamage } from "../wechat/database/copies.ts";

/**
 * Asks a database that may be damaged.
 *
 * @param otherwise the answer where SQLite refuses because of what is in the file
 */
export function askedOf<Answer>(ask: () => Answer, otherwise: Answer): Answer {
  try {
    return ask();
  } catch (error) {
    if (isDamage(error)) return otherwise;
    throw error;
  }
}
