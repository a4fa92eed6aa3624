import type { Chat } from "../model/chat.ts";

/** The row of a conversation that bears a number of the client's. */
export interface NumberedRow {
  readonly number: string;
  readonly seq: number;
  readonly sentAt: number | null;
  /** Locator as JSON. */
  readonly at: string;
}

const ROWS = `SELECT CAST(CAST(local_id AS INTEGER) AS TEXT) AS number, seq, sent_at AS sentAt, locator AS at FROM message
  WHERE conversation = ? AND local_id_scope IS ? AND CAST(local_id AS INTEGER) IN (SELECT CAST(value AS INTEGER) FROM json_each(?))
    AND local_id NOT GLOB '*[^0-9]*' ORDER BY position`;

/**
 * First row of each of some numbers, read in one pass.
 *
 * @returns looks a number up; throws RangeError for one that no row bears
 */
export function placesOfNumbers(
  chat: Chat,
  conversation: string,
  scope: string | null,
  numbers: readonly bigint[],
): (number: bigint) => NumberedRow {
  const places = new Map<string, NumberedRow>();
  const wanted = JSON.stringify(numbers.map(String));
  for (const row of chat.query<NumberedRow>(ROWS, conversation, scope, wanted)) {
    if (!places.has(row.number)) places.set(row.number, row);
  }
  return (number) => {
    const row = places.get(String(number));
    if (!row) throw new RangeError(`no row bears the local id ${number}`);
    return row;
  };
}
