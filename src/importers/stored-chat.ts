import type Database from "better-sqlite3";
import { rmSync } from "node:fs";
import type { Cell, Chat, Conversation, Export, Participant } from "../model/chat.ts";
import type { Kind } from "../model/kind.ts";
import type { Message } from "../model/message.ts";
import { numbered } from "./message-json.ts";
import type { RecordFile } from "./record-file.ts";

const NUMBERED = /\?\d/;

/** What the importing stage knows beside the rows. */
export interface Described {
  readonly exports: readonly Export[];
  readonly conversations: readonly Conversation[];
  readonly participants: readonly Participant[];
}

/** The finished record, read only. */
export class StoredChat implements Chat {
  readonly exports: readonly Export[];
  readonly conversations: readonly Conversation[];
  readonly participants: readonly Participant[];
  private readonly db: Database.Database;
  private readonly texts: RecordFile;

  constructor(db: Database.Database, texts: RecordFile, described: Described) {
    this.db = db;
    this.texts = texts;
    this.exports = described.exports;
    this.conversations = described.conversations;
    this.participants = described.participants;
  }

  query<Row>(sql: string, ...parameters: Cell[]): IterableIterator<Row> {
    const statement = this.db.prepare(sql);
    if (!NUMBERED.test(sql)) return statement.iterate(...parameters) as IterableIterator<Row>;
    // The driver takes `?1` for a parameter named 1.
    const byNumber = Object.fromEntries(parameters.map((value, index) => [index + 1, value]));
    return statement.iterate(byNumber) as IterableIterator<Row>;
  }

  message(conversation: string, seq: number): Message {
    for (const { line } of this.linesWhere("conversation = ? AND seq = ?", conversation, seq)) {
      return JSON.parse(line) as Message;
    }
    throw new RangeError(`no message ${conversation}-${seq}`);
  }

  *messages(conversation: string): IterableIterator<Message> {
    for (const { line } of this.lines(conversation)) yield JSON.parse(line) as Message;
  }

  lines(
    conversation: string,
    kinds?: readonly Kind[],
  ): IterableIterator<{ seq: number; sentAt: number | null; line: string }> {
    const ofKinds = kinds === undefined ? "" : `AND kind IN (${kinds.map(() => "?").join(",")}) `;
    return this.linesWhere(`conversation = ? ${ofKinds}ORDER BY seq`, conversation, ...(kinds ?? []));
  }

  close(): void {
    this.texts.close();
    closeStore(this.db);
  }

  private *linesWhere(where: string, ...parameters: Cell[]) {
    type Row = { seq: number; sentAt: number | null; at: number; headBytes: number; tailBytes: number };
    const columns = "seq, sent_at AS sentAt, text_at AS at, head_bytes AS headBytes, tail_bytes AS tailBytes";
    for (const row of this.query<Row>(`SELECT ${columns} FROM stored_message WHERE ${where}`, ...parameters)) {
      const head = this.texts.read(row.at, row.headBytes);
      const tail = this.texts.read(row.at + row.headBytes, row.tailBytes);
      yield { seq: row.seq, sentAt: row.sentAt, line: numbered({ head, tail }, row.seq) };
    }
  }
}

/** Closes a scratch database and removes it. */
export function closeStore(db: Database.Database): void {
  db.close();
  rmSync(db.name, { force: true });
}
