import Database from "better-sqlite3";
import { rmSync } from "node:fs";
import { canonicalJson } from "../base/canonical-json.ts";
import type { BillRow } from "../model/bill.ts";
import type { Cell, Chat, Conversation, Export, Participant, Repair, Skipped } from "../model/chat.ts";
import type { Numbering, Trace } from "../model/database.ts";
import type { Kind } from "../model/kind.ts";
import type { Locator } from "../model/locator.ts";
import type { Attachment, Message } from "../model/message.ts";
import { messageText, numbered, type UnnumberedMessage } from "./message-json.ts";

/** Before every real time: where a record without a time stands when nothing came before it. */
const BEFORE_ALL = -8_640_000_000_000_001;

/** The text of a record stands apart from what checks look at, so that they scan a narrow table. */
const SCHEMA = `
  CREATE TABLE message(
    id INTEGER PRIMARY KEY, source TEXT, conversation TEXT, seq INTEGER, position INTEGER, server_id TEXT,
    local_id TEXT, local_id_scope TEXT, exporter_index INTEGER, sort_seq TEXT, sent_at INTEGER, sent_at_text TEXT,
    time_basis TEXT, direction TEXT, sender TEXT, sender_name TEXT, kind TEXT, type_code TEXT, quote_target TEXT,
    quote_sent_at INTEGER, event TEXT, recall_target TEXT, locator TEXT, has_text INTEGER, order_at INTEGER,
    server_seq TEXT) STRICT;
  CREATE TABLE message_text(id INTEGER PRIMARY KEY, head TEXT, tail TEXT) STRICT;
  CREATE TABLE attachment(
    message INTEGER, source TEXT, conversation TEXT, seq INTEGER, ordinal INTEGER, role TEXT, kind TEXT, state TEXT,
    file TEXT, match TEXT, stated_path TEXT, claimed_md5 TEXT, claimed_size INTEGER, claimed_duration_ms INTEGER,
    embedded TEXT) STRICT;
  CREATE TABLE bill(
    source TEXT, row INTEGER, at INTEGER, at_text TEXT, type TEXT, counterparty TEXT, direction TEXT,
    amount_fen INTEGER, amount_text TEXT, status TEXT, transaction_id TEXT, merchant_id TEXT, memo TEXT, locator TEXT,
    line TEXT) STRICT;
  CREATE TABLE warning(message INTEGER, conversation TEXT, seq INTEGER, code TEXT) STRICT;
  CREATE TABLE numbering(
    source TEXT, conversation TEXT, scope TEXT, path TEXT, tbl TEXT, is_shared INTEGER, is_autoincrement INTEGER,
    sequence TEXT, row_count INTEGER, lowest TEXT, highest TEXT, is_table_gone INTEGER) STRICT;
  CREATE TABLE trace(
    id INTEGER PRIMARY KEY, source TEXT, conversation TEXT, kind TEXT, relation TEXT, local_id TEXT,
    local_id_scope TEXT, server_id TEXT, sort_seq TEXT, at INTEGER, text TEXT, type_code TEXT, sender TEXT,
    detail TEXT, locator TEXT) STRICT;
  CREATE TABLE skipped(source TEXT, conversation TEXT, at TEXT, reason TEXT, raw TEXT) STRICT;
  CREATE TABLE repair(source TEXT, at TEXT, code TEXT, detail TEXT) STRICT;`;

const ORDER_INDEX = "CREATE INDEX message_position ON message(conversation, position)";

const INDEXES = `
  CREATE INDEX message_seq ON message(conversation, seq);
  CREATE INDEX message_server_id ON message(conversation, server_id) WHERE server_id IS NOT NULL;
  CREATE INDEX message_quote ON message(conversation, quote_target) WHERE quote_target IS NOT NULL;
  CREATE INDEX warning_code ON warning(conversation, code);
  CREATE INDEX attachment_conversation ON attachment(conversation);
  CREATE INDEX attachment_file ON attachment(file) WHERE file IS NOT NULL;`;

const TRACE_INDEXES = `
  CREATE INDEX message_local_id ON message(conversation, local_id) WHERE local_id IS NOT NULL;
  CREATE INDEX message_source_server_id ON message(source, server_id) WHERE server_id IS NOT NULL;
  CREATE INDEX trace_relation ON trace(conversation, relation);`;

const NUMBERED = /\?\d/;

/** How the rows of one conversation came in: decides whether and how they are put in order of time. */
interface Order {
  rows: number;
  falls: number;
  rises: number;
  lastTime: number;
}

/** Writer of the scratch database. Call `finish` once to number the records and get the `Chat` to read. */
export class ChatStore {
  private readonly path: string;
  private readonly db: Database.Database;
  private readonly insertMessage: Database.Statement;
  private readonly insertText: Database.Statement;
  private readonly insertAttachment: Database.Statement;
  private readonly insertBillRow: Database.Statement;
  private readonly insertWarning: Database.Statement;
  private readonly insertNumbering: Database.Statement;
  private readonly insertTrace: Database.Statement;
  private readonly insertSkipped: Database.Statement;
  private readonly insertRepair: Database.Statement;
  private readonly orders = new Map<string, Order>();
  private messageRows = 0;
  private traceRows = 0;

  constructor(path: string) {
    this.path = path;
    this.db = new Database(path);
    // Records are about a kilobyte long: in pages of the usual size they leave much empty.
    this.db.pragma("page_size = 16384");
    this.db.pragma("journal_mode = OFF");
    this.db.pragma("synchronous = OFF");
    this.db.pragma("cache_size = -32000");
    this.db.pragma("temp_store = FILE");
    this.db.exec(SCHEMA);
    this.insertMessage = this.db.prepare(`INSERT INTO message VALUES (${placeholders(26)})`);
    this.insertText = this.db.prepare("INSERT INTO message_text VALUES (?,?,?)");
    this.insertAttachment = this.db.prepare(`INSERT INTO attachment VALUES (${placeholders(15)})`);
    this.insertBillRow = this.db.prepare(`INSERT INTO bill VALUES (${placeholders(15)})`);
    this.insertWarning = this.db.prepare("INSERT INTO warning VALUES (?,?,?,?)");
    this.insertNumbering = this.db.prepare(`INSERT INTO numbering VALUES (${placeholders(12)})`);
    this.insertTrace = this.db.prepare(`INSERT INTO trace VALUES (${placeholders(15)})`);
    this.insertSkipped = this.db.prepare(`INSERT INTO skipped VALUES (${placeholders(5)})`);
    this.insertRepair = this.db.prepare(`INSERT INTO repair VALUES (${placeholders(4)})`);
    this.db.exec("BEGIN");
  }

  /** Position the next message of the conversation gets. */
  nextPosition(conversation: string): number {
    return this.orders.get(conversation)?.rows ?? 0;
  }

  /** @param serverSeq number in the server's sequence, which no record holds but as a column of the source */
  addMessage(m: UnnumberedMessage, serverSeq: string | null = null): void {
    const order = this.orders.get(m.conversation) ?? { rows: 0, falls: 0, rises: 0, lastTime: BEFORE_ALL };
    this.orders.set(m.conversation, order);
    const orderAt = m.sentAt ?? order.lastTime;
    if (orderAt < order.lastTime) order.falls += 1;
    if (orderAt > order.lastTime && order.lastTime !== BEFORE_ALL) order.rises += 1;
    order.lastTime = orderAt;
    order.rows += 1;
    this.messageRows += 1;
    this.insertMessage.run(
      this.messageRows, m.source, m.conversation, m.position + 1, m.position, m.serverId,
      m.localId, m.localIdScope, smallInteger(m.exporterIndex), m.sortSeq, m.sentAt, m.sentAtText,
      m.timeBasis, m.direction, m.sender, m.senderName, m.kind, m.typeCode, m.quote?.targetServerId ?? null,
      m.quote?.sentAt ?? null, m.system?.event ?? null, m.recall?.targetServerId ?? null, JSON.stringify(m.locator),
      m.text === null || m.text === "" ? 0 : 1, orderAt,
      serverSeq,
    ); // prettier-ignore
    const { head, tail } = messageText(m);
    this.insertText.run(this.messageRows, head, tail);
    for (const code of m.warnings) this.insertWarning.run(this.messageRows, m.conversation, m.position + 1, code);
    for (const [ordinal, a] of m.attachments.entries()) this.addAttachment(m, ordinal, a);
  }

  addBillRow(b: BillRow): void {
    this.insertBillRow.run(
      b.source, b.row, b.at, b.atText, b.type, b.counterparty, b.direction,
      b.amountFen, b.amountText, b.status, b.transactionId, b.merchantId, b.memo, JSON.stringify(b.locator),
      canonicalJson(b),
    ); // prettier-ignore
  }

  addNumbering(source: string, conversation: string | null, n: Numbering): void {
    this.insertNumbering.run(
      source, conversation, n.scope, n.path, n.table, n.isShared ? 1 : 0, n.isAutoincrement ? 1 : 0,
      n.sequence, n.rows, n.lowest, n.highest, n.isTableGone === true ? 1 : 0,
    ); // prettier-ignore
  }

  /** @param sender participant id of who the trace says has sent the message */
  addTrace(source: string, conversation: string | null, at: Locator, sender: string | null, t: Trace): void {
    this.traceRows += 1;
    this.insertTrace.run(
      this.traceRows, source, conversation, t.kind, t.relation, t.localId, t.localIdScope, t.serverId, t.sortSeq,
      t.at, t.text, t.typeCode, sender, JSON.stringify(t.detail), JSON.stringify(at),
    ); // prettier-ignore
  }

  addSkipped(s: Skipped): void {
    this.insertSkipped.run(s.source, s.conversation, JSON.stringify(s.at), s.reason, s.raw);
  }

  addRepair(r: Repair): void {
    this.insertRepair.run(r.source, JSON.stringify(r.at), r.code, r.detail);
  }

  /** Numbers the records in order of time (ties and records without a time in the source's own order). */
  finish(described: Described): StoredChat {
    this.db.exec("COMMIT");
    this.db.exec(ORDER_INDEX);
    for (const [conversation, order] of this.orders) if (order.falls > 0) this.renumber(conversation, order);
    this.db.exec(INDEXES);
    if (this.traceRows > 0) this.db.exec(TRACE_INDEXES);
    this.db.pragma("query_only = ON");
    // Nested reads are safe: nothing writes any more.
    this.db.unsafeMode(true);
    return new StoredChat(this.db, this.path, described);
  }

  /** Gives up the scratch file; for the case that reading failed. */
  discard(): void {
    this.db.close();
    rmSync(this.path, { force: true });
  }

  private addAttachment(m: UnnumberedMessage, ordinal: number, a: Attachment): void {
    this.insertAttachment.run(
      this.messageRows, m.source, m.conversation, m.position + 1, ordinal, a.role, m.kind, a.state,
      a.file, a.match, a.statedPath, a.claimedMd5, a.claimedSizeBytes, a.claimedDurationMs,
      a.embedded === undefined ? null : JSON.stringify(a.embedded),
    ); // prettier-ignore
  }

  /**
   * A source that runs newest first is turned round as a whole, so that rows of one second keep their true order.
   * Every number was that of the position so far; what hangs on a message follows its new one.
   */
  private renumber(conversation: string, order: Order): void {
    const direction = order.falls > order.rises ? "DESC" : "ASC";
    this.db
      .prepare(
        `UPDATE message SET seq = ranked.n FROM (
           SELECT id, row_number() OVER (ORDER BY order_at, position ${direction}) AS n FROM message WHERE conversation = ?
         ) AS ranked WHERE ranked.id = message.id`,
      )
      .run(conversation);
    for (const table of ["warning", "attachment"]) {
      const sql = `UPDATE ${table} SET seq = (SELECT seq FROM message WHERE id = ${table}.message) WHERE conversation = ?`;
      this.db.prepare(sql).run(conversation);
    }
  }
}

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
  private readonly path: string;

  constructor(db: Database.Database, path: string, described: Described) {
    this.db = db;
    this.path = path;
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
    const ofKinds = kinds === undefined ? "" : `AND kind IN (${placeholders(kinds.length)}) `;
    return this.linesWhere(`conversation = ? ${ofKinds}ORDER BY seq`, conversation, ...(kinds ?? []));
  }

  close(): void {
    this.db.close();
    rmSync(this.path, { force: true });
  }

  private *linesWhere(where: string, ...parameters: Cell[]) {
    type Row = { seq: number; sentAt: number | null; head: string; tail: string };
    const rows = this.query<Row>(
      `SELECT seq, sent_at AS sentAt, head, tail FROM message CROSS JOIN message_text USING (id) WHERE ${where}`,
      ...parameters,
    );
    for (const { seq, sentAt, head, tail } of rows) yield { seq, sentAt, line: numbered({ head, tail }, seq) };
  }
}

function placeholders(count: number): string {
  return Array.from({ length: count }, () => "?").join(",");
}

function smallInteger(text: string | null): number | null {
  if (text === null || !/^-?\d{1,15}$/.test(text)) return null;
  return Number(text);
}
