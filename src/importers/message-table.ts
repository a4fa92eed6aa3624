import type Database from "better-sqlite3";
import type { Locator } from "../model/locator.ts";
import { fileOf, placeOf } from "./locator-text.ts";
import type { UnnumberedMessage } from "./message-json.ts";
import { SharedTexts } from "./shared-texts.ts";

/** Columns of every message, in the order they are filled. */
const USUAL = [
  "id", "source", "conversation", "seq", "position", "server_id", "local_id", "scope", "sort_seq", "sent_at",
  "time_basis", "direction", "sender", "kind", "type_code", "file", "place", "has_text", "order_at", "server_seq",
  "text_at", "head_bytes", "tail_bytes",
] as const; // prettier-ignore
/** Columns that are null in most messages: to bind a null takes as long as a number. */
const RARE = ["exporter_index", "sent_at_text", "sender_name", "quote_target", "quote_sent_at", "event", "recall_target"] as const; // prettier-ignore

/** What the store knows of a message beside its record. */
export interface StoredPlace {
  readonly id: number;
  readonly orderAt: number;
  readonly serverSeq: string | null;
  /** Where its text lies in the file of records. */
  readonly textAt: number;
  readonly headBytes: number;
  readonly tailBytes: number;
}

/** Fills the table of messages. */
export class MessageTable {
  private readonly shared: SharedTexts;
  private readonly insertUsual: Database.Statement;
  private readonly insertWhole: Database.Statement;
  private file: { readonly path: string; readonly sheet: string | undefined; readonly table: string | undefined; readonly id: number } | null = null; // prettier-ignore

  constructor(db: Database.Database) {
    const into = (columns: readonly string[]) => db.prepare(`INSERT INTO stored_message(${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`); // prettier-ignore
    this.shared = new SharedTexts(db.prepare("INSERT INTO shared_text VALUES (?, ?)"));
    this.insertUsual = into(USUAL);
    this.insertWhole = into([...USUAL, ...RARE]);
  }

  add(m: UnnumberedMessage, at: StoredPlace): void {
    const isUsual = m.exporterIndex === null && m.sentAtText === null && m.senderName === null && m.quote === null && m.system === null && m.recall === null; // prettier-ignore
    const scope = m.localIdScope === null ? null : this.shared.idOf(m.localIdScope);
    const [file, place] = [this.fileId(m.locator), placeOf(m.locator)];
    const hasText = m.text === null || m.text === "" ? 0 : 1;
    if (isUsual) {
      this.insertUsual.run(
        at.id, m.source, m.conversation, m.position + 1, m.position, m.serverId, m.localId, scope, m.sortSeq, m.sentAt,
        m.timeBasis, m.direction, m.sender, m.kind, m.typeCode, file, place, hasText, at.orderAt, at.serverSeq,
        at.textAt, at.headBytes, at.tailBytes,
      ); // prettier-ignore
      return;
    }
    this.insertWhole.run(
      at.id, m.source, m.conversation, m.position + 1, m.position, m.serverId, m.localId, scope, m.sortSeq, m.sentAt,
      m.timeBasis, m.direction, m.sender, m.kind, m.typeCode, file, place, hasText, at.orderAt, at.serverSeq,
      at.textAt, at.headBytes, at.tailBytes,
      smallInteger(m.exporterIndex), m.sentAtText, m.senderName, m.quote?.targetServerId ?? null,
      m.quote?.sentAt ?? null, m.system?.event ?? null, m.recall?.targetServerId ?? null,
    ); // prettier-ignore
  }

  /** Most records lie in the same file as the one before. */
  private fileId(locator: Locator): number {
    const { path, sheet, table } = locator;
    const { file } = this;
    if (file !== null && file.path === path && file.table === table && file.sheet === sheet) return file.id;
    const id = this.shared.idOf(fileOf(locator));
    this.file = { path, sheet, table, id };
    return id;
  }
}

function smallInteger(text: string | null): number | null {
  if (text === null || !/^-?\d{1,15}$/.test(text)) return null;
  return Number(text);
}
