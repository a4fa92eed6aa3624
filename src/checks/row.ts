import type { Chat } from "../model/chat.ts";
import type { Locator } from "../model/locator.ts";

/** What a sentence says of one message: its number, its time and its place. */
export interface RowPlace {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly at: Locator;
}

interface StoredPlace {
  readonly seq: number;
  readonly sentAt: number | null;
  readonly locator: string;
}

/** Number, time and place of the message with this key of the `message` table. @throws RangeError when there is none */
export function rowPlace(chat: Chat, id: number): RowPlace {
  const sql = "SELECT seq, sent_at AS sentAt, locator FROM message WHERE id = ?";
  for (const { seq, sentAt, locator } of chat.query<StoredPlace>(sql, id)) {
    return { seq, sentAt, at: JSON.parse(locator) as Locator };
  }
  throw new RangeError(`no message row ${id}`);
}

/** The one row of an aggregate, such as `SELECT count(*) AS rows …`. */
export function onlyRow<Row>(rows: Iterable<Row>): Row {
  for (const row of rows) return row;
  throw new RangeError("an aggregate without a row");
}
