/**
 * Tables of the working store. What checks look at is a narrow table, quick to fill and to scan: the text of a record
 * stands apart in a file of its own, and what many records share (their file, what their ids count within) stands once.
 * `message` and `message_text` are views that put both back, as `Chat.query` promises them.
 */
export const SCHEMA = `
  CREATE TABLE stored_message(
    id INTEGER PRIMARY KEY, source TEXT, conversation TEXT, seq INTEGER, position INTEGER, server_id TEXT,
    local_id TEXT, scope INTEGER, sort_seq TEXT, sent_at INTEGER, time_basis TEXT, direction TEXT, sender TEXT,
    kind TEXT, type_code TEXT, file INTEGER, place TEXT, has_text INTEGER, order_at INTEGER, server_seq TEXT,
    text_at INTEGER, head_bytes INTEGER, tail_bytes INTEGER, exporter_index INTEGER, sent_at_text TEXT,
    sender_name TEXT, quote_target TEXT, quote_sent_at INTEGER, event TEXT, recall_target TEXT) STRICT;
  CREATE TABLE shared_text(id INTEGER PRIMARY KEY, text TEXT) STRICT;
  CREATE VIEW message AS SELECT
    id, source, conversation, seq, position, server_id, local_id,
    (SELECT text FROM shared_text WHERE shared_text.id = scope) AS local_id_scope,
    exporter_index, sort_seq, sent_at, sent_at_text, time_basis, direction, sender, sender_name, kind, type_code,
    quote_target, quote_sent_at, event, recall_target,
    (SELECT text FROM shared_text WHERE shared_text.id = file) || place AS locator,
    has_text, order_at, server_seq FROM stored_message;
  CREATE VIEW message_text AS SELECT
    id, record_text(text_at, head_bytes) AS head, record_text(text_at + head_bytes, tail_bytes) AS tail
    FROM stored_message;
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

export const ORDER_INDEX = "CREATE INDEX message_position ON stored_message(conversation, position)";

export const INDEXES = `
  CREATE INDEX message_seq ON stored_message(conversation, seq);
  CREATE INDEX message_server_id ON stored_message(conversation, server_id) WHERE server_id IS NOT NULL;
  CREATE INDEX message_quote ON stored_message(conversation, quote_target) WHERE quote_target IS NOT NULL;
  CREATE INDEX warning_code ON warning(conversation, code);
  CREATE INDEX attachment_conversation ON attachment(conversation);
  CREATE INDEX attachment_file ON attachment(file) WHERE file IS NOT NULL;`;

export const TRACE_INDEXES = `
  CREATE INDEX message_local_id ON stored_message(conversation, local_id) WHERE local_id IS NOT NULL;
  CREATE INDEX message_source_server_id ON stored_message(source, server_id) WHERE server_id IS NOT NULL;
  CREATE INDEX trace_relation ON trace(conversation, relation);`;
