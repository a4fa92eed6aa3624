import type { Chat, Conversation } from "../model/chat.ts";

/** What the database itself says of the numbering of one table. Numbers of up to 18 digits, null where not stated. */
export interface TableNumbering {
  /** Conversation the table is of; null where several share it or none is known. */
  readonly conversation: string | null;
  readonly scope: string;
  readonly path: string;
  readonly table: string;
  readonly isShared: boolean;
  readonly isAutoincrement: boolean;
  readonly isTableGone: boolean;
  /** Highest number ever handed out. */
  readonly sequence: bigint | null;
  readonly rows: number;
  readonly lowest: bigint | null;
  readonly highest: bigint | null;
}

interface Stored {
  readonly conversation: string | null;
  readonly scope: string;
  readonly path: string;
  readonly tbl: string;
  readonly is_shared: number;
  readonly is_autoincrement: number;
  readonly is_table_gone: number;
  readonly sequence: string | null;
  readonly row_count: number;
  readonly lowest: string | null;
  readonly highest: string | null;
}

/** Every numbering of a source, in the order the tables were read. */
export function tableNumberings(chat: Chat, source: string): TableNumbering[] {
  const rows = chat.query<Stored>("SELECT * FROM numbering WHERE source = ? ORDER BY rowid", source);
  return Array.from(rows, numberingOf);
}

/** Numberings that rows of this conversation are drawn from: its own tables, and shared ones it has rows in. */
export function numberingsConcerning(chat: Chat, { id, source }: Conversation): TableNumbering[] {
  const own = Array.from(chat.query<Stored>("SELECT * FROM numbering WHERE conversation = ? ORDER BY rowid", id), numberingOf); // prettier-ignore
  const sql = "SELECT * FROM numbering WHERE source = ? AND is_shared = 1 ORDER BY rowid";
  const shared = Array.from(chat.query<Stored>(sql, source), numberingOf);
  if (shared.length === 0) return own;
  const used = new Set<string | null>();
  const scopes = "SELECT DISTINCT local_id_scope AS scope FROM message WHERE conversation = ?";
  for (const { scope } of chat.query<{ scope: string | null }>(scopes, id)) used.add(scope);
  return [...own, ...shared.filter(({ scope, conversation }) => conversation !== id && used.has(scope))];
}

function numberingOf(row: Stored): TableNumbering {
  return {
    conversation: row.conversation,
    scope: row.scope,
    path: row.path,
    table: row.tbl,
    isShared: row.is_shared === 1,
    isAutoincrement: row.is_autoincrement === 1,
    isTableGone: row.is_table_gone === 1,
    sequence: wholeNumber(row.sequence),
    rows: row.row_count,
    lowest: wholeNumber(row.lowest),
    highest: wholeNumber(row.highest),
  };
}

function wholeNumber(text: string | null): bigint | null {
  return text !== null && /^\d{1,18}$/.test(text) ? BigInt(text) : null;
}
