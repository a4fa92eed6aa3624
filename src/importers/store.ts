import Database from "better-sqlite3";
import { canonicalJson } from "../base/canonical-json.ts";
import type { BillRow } from "../model/bill.ts";
import type { Repair, Skipped } from "../model/chat.ts";
import type { Numbering, Trace } from "../model/database.ts";
import type { Locator } from "../model/locator.ts";
import type { Attachment } from "../model/message.ts";
import { fileOf, placeOf } from "./locator-text.ts";
import { messageText, type UnnumberedMessage } from "./message-json.ts";
import { MessageTable } from "./message-table.ts";
import { RecordFile } from "./record-file.ts";
import { closeStore, StoredChat, type Described } from "./stored-chat.ts";
import { INDEXES, ORDER_INDEX, SCHEMA, TRACE_INDEXES } from "./store-schema.ts";

/** Before every real time: where a record without a time stands when nothing came before it. */
const BEFORE_ALL = -8_640_000_000_000_001;

/** How the rows of one conversation came in: decides whether and how they are put in order of time. */
interface Order {
  rows: number;
  falls: number;
  rises: number;
  lastTime: number;
}

/** Writer of the scratch database. Call `finish` once to number the records and get the `Chat` to read. */
export class ChatStore {
  private readonly db: Database.Database;
  private readonly texts: RecordFile;
  private readonly messages: MessageTable;
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
    this.db = new Database(path);
    this.db.pragma("page_size = 16384");
    this.db.pragma("journal_mode = OFF");
    this.db.pragma("synchronous = OFF");
    this.db.pragma("locking_mode = EXCLUSIVE");
    this.db.pragma("cache_size = -32000");
    this.db.pragma("temp_store = FILE");
    this.texts = new RecordFile(`${path}.records`);
    this.db.function("record_text", (at, bytes) => this.texts.read(Number(at), Number(bytes)));
    this.db.exec(SCHEMA);
    this.messages = new MessageTable(this.db);
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
    const order = this.orderOf(m.conversation);
    const orderAt = m.sentAt ?? order.lastTime;
    if (orderAt < order.lastTime) order.falls += 1;
    if (orderAt > order.lastTime && order.lastTime !== BEFORE_ALL) order.rises += 1;
    order.lastTime = orderAt;
    order.rows += 1;
    this.messageRows += 1;
    const { head, tail } = messageText(m);
    const textAt = this.texts.end;
    const headBytes = this.texts.append(head);
    const tailBytes = this.texts.append(tail);
    this.messages.add(m, { id: this.messageRows, orderAt, serverSeq, textAt, headBytes, tailBytes });
    for (const code of m.warnings) this.insertWarning.run(this.messageRows, m.conversation, m.position + 1, code);
    m.attachments.forEach((attachment, ordinal) => this.addAttachment(m, ordinal, attachment));
  }

  addBillRow(b: BillRow): void {
    this.insertBillRow.run(
      b.source, b.row, b.at, b.atText, b.type, b.counterparty, b.direction,
      b.amountFen, b.amountText, b.status, b.transactionId, b.merchantId, b.memo, jsonOf(b.locator),
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
      t.at, t.text, t.typeCode, sender, JSON.stringify(t.detail), jsonOf(at),
    ); // prettier-ignore
  }

  addSkipped(s: Skipped): void {
    this.insertSkipped.run(s.source, s.conversation, jsonOf(s.at), s.reason, s.raw);
  }

  addRepair(r: Repair): void {
    this.insertRepair.run(r.source, jsonOf(r.at), r.code, r.detail);
  }

  /** Numbers the records in order of time (ties and records without a time in the source's own order). */
  finish(described: Described): StoredChat {
    this.texts.flush();
    this.db.exec("COMMIT");
    this.db.exec(ORDER_INDEX);
    for (const [conversation, order] of this.orders) if (order.falls > 0) this.renumber(conversation, order);
    this.db.exec(INDEXES);
    if (this.traceRows > 0) this.db.exec(TRACE_INDEXES);
    this.db.pragma("query_only = ON");
    // Nested reads are safe: nothing writes any more.
    this.db.unsafeMode(true);
    return new StoredChat(this.db, this.texts, described);
  }

  /** Gives up the scratch file; for the case that reading failed. */
  discard(): void {
    this.texts.close();
    closeStore(this.db);
  }

  private orderOf(conversation: string): Order {
    const known = this.orders.get(conversation);
    if (known !== undefined) return known;
    const order = { rows: 0, falls: 0, rises: 0, lastTime: BEFORE_ALL };
    this.orders.set(conversation, order);
    return order;
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
        `UPDATE stored_message SET seq = ranked.n FROM (
           SELECT id, row_number() OVER (ORDER BY order_at, position ${direction}) AS n FROM stored_message WHERE conversation = ?
         ) AS ranked WHERE ranked.id = stored_message.id`,
      )
      .run(conversation);
    for (const table of ["warning", "attachment"]) {
      const sql = `UPDATE ${table} SET seq = (SELECT seq FROM stored_message WHERE id = ${table}.message) WHERE conversation = ?`;
      this.db.prepare(sql).run(conversation);
    }
  }
}

function placeholders(count: number): string {
  return Array.from({ length: count }, () => "?").join(",");
}

function jsonOf(locator: Locator): string {
  return `${fileOf(locator)}${placeOf(locator)}`;
}
