import type Database from "better-sqlite3";
import { sha256 } from "../base/digest.ts";
import { isSilk, SILK_HEAD_BYTES } from "../base/media/silk.ts";
import type { ByteView } from "../base/media/view.ts";
import type { Scratch } from "../base/scratch.ts";
import { copyOut, openCopy, removeCopy } from "../base/sqlite/copy.ts";
import { quoted, type Row } from "../base/sqlite/tables.ts";
import type { Chat } from "../model/chat.ts";
import type { EmbeddedPlace } from "../model/message.ts";
import type { RunSettings } from "../model/settings.ts";
import type { Source } from "../model/source.ts";

/** A recording inside a database, as the record names it. */
export interface EmbeddedVoice {
  readonly at: EmbeddedPlace;
  readonly sha256: string;
  readonly bytes: ByteView;
}

/** How a place inside a database is written in `report/derived/derived.csv`. */
export function embeddedPlaceText({ path, table, rowid, column }: EmbeddedPlace): string {
  return `${path}#${table}/${rowid}/${column}`;
}

const PLACES = `SELECT DISTINCT a.embedded, a.conversation FROM attachment AS a JOIN message AS m ON m.id = a.message
  WHERE a.embedded IS NOT NULL AND (m.sent_at IS NULL OR (m.sent_at >= coalesce(?, m.sent_at) AND (? IS NULL OR m.sent_at < ?)))
  ORDER BY a.embedded, a.conversation`;

/**
 * SILK recordings that lie in databases of the source and belong to messages of the record, in order of their place.
 * Each database is opened as a private copy, one at a time.
 */
export function* embeddedVoices(
  { source, chat, scratch }: { source: Source; chat: Chat; scratch: Scratch },
  { from, until }: Pick<RunSettings, "from" | "until">,
): Generator<EmbeddedVoice> {
  const selected = new Set(chat.conversations.filter((each) => each.selected).map(({ id }) => id));
  const rows = [...chat.query<{ embedded: string; conversation: string }>(PLACES, from, until, until)];
  const places = [...new Set(rows.filter(({ conversation }) => selected.has(conversation)).map((row) => row.embedded))];
  let open: OpenCopy | null = null;
  try {
    for (const text of places) {
      const at = JSON.parse(text) as EmbeddedPlace;
      if (open?.path !== at.path) {
        open?.close();
        open = openedCopy(source, scratch, at.path);
      }
      const bytes = valueAt(open.db, at);
      if (bytes === null || !isSilk(bytes.subarray(0, SILK_HEAD_BYTES))) continue;
      const view = { sizeBytes: bytes.length, read: (start: number, length: number) => bytes.subarray(start, start + length) }; // prettier-ignore
      yield { at, sha256: sha256(bytes), bytes: view };
    }
  } finally {
    open?.close();
  }
}

interface OpenCopy {
  readonly path: string;
  readonly db: Database.Database;
  close(): void;
}

/** With its log, where one was received. */
function openedCopy(source: Source, scratch: Scratch, path: string): OpenCopy {
  const copy = scratch.next("media.db");
  const copied = (from: string, to: string) => {
    const file = source.file(from);
    if (file !== undefined) copyOut({ chunks: () => source.chunks(from), sha256: file.sha256 }, to);
  };
  copied(path, copy);
  copied(`${path}-wal`, `${copy}-wal`);
  const db = openCopy(copy);
  const close = () => {
    db.close();
    removeCopy(copy);
  };
  return { path, db, close };
}

/** Null where there is no such value, or where damage keeps it from being read; the record says so of the database. */
function valueAt(db: Database.Database, { table, rowid, column }: EmbeddedPlace): Buffer | null {
  try {
    const sql = `SELECT ${quoted(column)} AS value FROM ${quoted(table)} WHERE rowid = ?`;
    const value = (db.prepare(sql).get(BigInt(rowid)) as Row | undefined)?.["value"];
    return Buffer.isBuffer(value) ? value : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && String(error.code).startsWith("SQLITE_")) return null;
    throw error;
  }
}
