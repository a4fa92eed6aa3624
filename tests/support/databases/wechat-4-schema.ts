import type Database from "better-sqlite3";

/** DDL in the client's form: one line each. @source wechat-databases.md §3 */
export function messageTable(hash: string): string[] {
  const table = `Msg_${hash}`;
  return [
    `CREATE TABLE ${table}(local_id INTEGER PRIMARY KEY AUTOINCREMENT, server_id INTEGER, local_type INTEGER, sort_seq INTEGER, real_sender_id INTEGER, create_time INTEGER, status INTEGER, upload_status INTEGER, download_status INTEGER, server_seq INTEGER, origin_source INTEGER, source TEXT, message_content TEXT, compress_content TEXT, packed_info_data BLOB, WCDB_CT_message_content INTEGER DEFAULT NULL, WCDB_CT_source INTEGER DEFAULT NULL)`,
    `CREATE INDEX ${table}_SENDERID ON ${table}(real_sender_id)`,
    `CREATE INDEX ${table}_SERVERID ON ${table}(server_id)`,
    `CREATE INDEX ${table}_SORTSEQ ON ${table}(sort_seq)`,
    `CREATE INDEX ${table}_TYPE_SEQ ON ${table}(local_type, sort_seq)`,
  ];
}

export const SHARD = [
  "CREATE TABLE Name2Id(user_name TEXT PRIMARY KEY, is_session INTEGER)",
  "CREATE TABLE TimeStamp(timestamp INTEGER)",
  "CREATE TABLE SendInfo(chat_name_id INTEGER, msg_local_id INTEGER, UNIQUE(chat_name_id, msg_local_id))",
  "CREATE TABLE DeleteInfo(chat_name_id INTEGER, delete_table_name TEXT, UNIQUE(chat_name_id, delete_table_name))",
  "CREATE TABLE DeleteResInfo(local_id INTEGER PRIMARY KEY AUTOINCREMENT, session_name_id INTEGER, msg_create_time INTEGER, msg_local_id INTEGER, res_path TEXT)",
  "CREATE TABLE HistoryAddMsgInfo(session_name_id INTEGER, history_id INTEGER, server_id INTEGER, is_revoke INTEGER, PRIMARY KEY(session_name_id, history_id, server_id))",
  "CREATE TABLE HistorySysMsgInfo(session_name_id INTEGER, history_id INTEGER, server_id INTEGER, is_revoke INTEGER, PRIMARY KEY(session_name_id, history_id, server_id))",
  "CREATE TABLE MessageGroupTimeInfo(chatname_id INTEGER, group_id TEXT, create_time INTEGER, initial_sort_seq INTEGER, birth_time INTEGER)",
  "CREATE TABLE wcdb_builtin_compression_record(tableName TEXT PRIMARY KEY, columns TEXT, rowid INTEGER) WITHOUT ROWID",
];

const CONTACT_COLUMNS =
  "(id INTEGER PRIMARY KEY, username TEXT, local_type INTEGER, alias TEXT, encrypt_username TEXT, flag INTEGER, delete_flag INTEGER, verify_flag INTEGER, remark TEXT, remark_quan_pin TEXT, remark_pin_yin_initial TEXT, nick_name TEXT, pin_yin_initial TEXT, quan_pin TEXT, big_head_url TEXT, small_head_url TEXT, head_img_md5 TEXT, chat_room_notify INTEGER, is_in_chat_room INTEGER, description TEXT, extra_buffer BLOB, chat_room_type INTEGER)";

export const CONTACT = [
  `CREATE TABLE contact${CONTACT_COLUMNS}`,
  `CREATE TABLE stranger${CONTACT_COLUMNS}`,
  "CREATE TABLE name2id(username TEXT PRIMARY KEY)",
  "CREATE TABLE chat_room(id INTEGER PRIMARY KEY, username TEXT, owner TEXT, ext_buffer BLOB)",
  "CREATE TABLE chatroom_member(room_id INTEGER, member_id INTEGER, UNIQUE(room_id, member_id))",
  "CREATE TABLE chat_room_info_detail(room_id_ INTEGER PRIMARY KEY, username_ TEXT, announcement_ TEXT, announcement_editor_ TEXT, announcement_publish_time_ INTEGER, chat_room_status_ INTEGER, xml_announcement_ TEXT, ext_buffer_ BLOB)",
];

export const SESSION = [
  "CREATE TABLE SessionTable(username TEXT PRIMARY KEY, type INTEGER, unread_count INTEGER, unread_first_msg_srv_id INTEGER, is_hidden INTEGER, summary TEXT, draft TEXT, status INTEGER, last_timestamp INTEGER, sort_timestamp INTEGER, last_clear_unread_timestamp INTEGER, last_msg_locald_id INTEGER, last_msg_type INTEGER, last_msg_sub_type INTEGER, last_msg_sender TEXT, last_sender_display_name TEXT)",
  "CREATE TABLE SessionDeleteTable(username TEXT PRIMARY KEY, delete_time INTEGER)",
  "CREATE TABLE SessionUnreadListTable_1(username_id INTEGER, server_id INTEGER, create_time INTEGER, local_id INTEGER, PRIMARY KEY(username_id, server_id))",
  "CREATE TABLE Name2Id(user_name TEXT PRIMARY KEY)",
];

export const RESOURCE = [
  "CREATE TABLE MessageResourceInfo(message_id INTEGER PRIMARY KEY AUTOINCREMENT, chat_id INTEGER, sender_id INTEGER, message_local_type INTEGER, message_create_time INTEGER, message_local_id INTEGER, message_svr_id INTEGER, message_origin_source INTEGER, packed_info BLOB)",
  "CREATE TABLE MessageResourceDetail(resource_id INTEGER PRIMARY KEY AUTOINCREMENT, message_id INTEGER, type INTEGER, size INTEGER, create_time INTEGER, access_time INTEGER, status INTEGER, data_index TEXT, packed_info BLOB)",
  "CREATE TABLE ChatName2Id(user_name TEXT PRIMARY KEY, update_time INTEGER)",
  "CREATE TABLE SenderName2Id(user_name TEXT PRIMARY KEY, update_time INTEGER)",
  "CREATE TABLE FtsRange(session_id INTEGER, db_time_stamp INTEGER, start_local_id INTEGER, end_local_id INTEGER, range_type INTEGER)",
  "CREATE TABLE FtsDeleteInfo(session_id INTEGER, max_message_id INTEGER)",
];

/** Tables of the search index; `version` 3 before 4.1, 4 since. */
export function index(version: 3 | 4): string[] {
  const stem = `message_fts_v${version}`;
  return [
    `CREATE TABLE '${stem}_0_content'(id INTEGER PRIMARY KEY, c0, c1, c2, c3, c4, c5)`,
    `CREATE TABLE ${stem}_aux_0(message_local_id INTEGER, sort_seq INTEGER, session_id INTEGER, PRIMARY KEY(session_id, message_local_id, sort_seq))`,
    `CREATE TABLE ${stem}_range(db_time_stamp INTEGER, start_local_id INTEGER, end_local_id INTEGER, session_id INTEGER, PRIMARY KEY(session_id, db_time_stamp))`,
    `CREATE TABLE ${stem}_session_delete_info(session_id INTEGER, start_local_id INTEGER, end_local_id INTEGER, db_time_stamp INTEGER)`,
    "CREATE TABLE name2id(username TEXT PRIMARY KEY)",
    "CREATE TABLE table_info(key TEXT PRIMARY KEY, value TEXT)",
  ];
}

/** The virtual table above them, whose tokenizer nobody else has: only its row in the schema. */
export function virtualIndex(db: Database.Database, version: 3 | 4): void {
  const name = `message_fts_v${version}_0`;
  const sql = `CREATE VIRTUAL TABLE ${name} USING fts5(acontent, message_local_id UNINDEXED, sort_seq UNINDEXED, local_type UNINDEXED, session_id UNINDEXED, sender_id UNINDEXED, tokenize = 'MMFtsTokenizer')`;
  db.unsafeMode(true);
  db.pragma("writable_schema = ON");
  db.prepare("INSERT INTO sqlite_master(type, name, tbl_name, rootpage, sql) VALUES ('table', ?, ?, 0, ?)").run(name, name, sql); // prettier-ignore
  db.pragma("writable_schema = OFF");
  db.unsafeMode(false);
}

export const MEDIA = [
  "CREATE TABLE VoiceInfo(chat_name_id INTEGER, create_time INTEGER, local_id INTEGER, svr_id INTEGER, voice_data BLOB, data_index TEXT DEFAULT '0', UNIQUE(chat_name_id, create_time, local_id, data_index))",
  "CREATE INDEX VoiceInfo_SVRID ON VoiceInfo(chat_name_id, svr_id)",
  "CREATE TABLE Name2Id(user_name TEXT PRIMARY KEY)",
  "CREATE TABLE TimeStamp(timestamp INTEGER)",
];

export function hardLink(version: 3 | 4): string[] {
  const tables = ["image", "video", "file"].map(
    (sort) =>
      `CREATE TABLE ${sort}_hardlink_info_v${version}(md5_hash INTEGER, md5 TEXT, type INTEGER, file_name TEXT, file_size INTEGER, modify_time INTEGER, dir1 INTEGER, dir2 INTEGER, _rowid_ INTEGER PRIMARY KEY, extra_buffer BLOB)`,
  );
  return [...tables, "CREATE TABLE dir2id(username TEXT PRIMARY KEY)"];
}

export const HEAD_IMAGE = ["CREATE TABLE head_image(username TEXT PRIMARY KEY, md5 TEXT, image_buffer BLOB, update_time INTEGER)"]; // prettier-ignore

export const REVOKE = [
  "CREATE TABLE revokemessage(to_user_name TEXT, svr_id INTEGER, message_type INTEGER, revoke_time INTEGER, content TEXT, at_user_list TEXT, UNIQUE(svr_id, to_user_name))",
];

export const GENERAL = [
  ...REVOKE,
  "CREATE TABLE revokebatchmessage(local_id INTEGER PRIMARY KEY AUTOINCREMENT, batch_id TEXT, msg_unique_id TEXT, session_name TEXT, msg_local_id INTEGER, msg_create_time INTEGER)",
  "CREATE TABLE transferTable(transfer_id TEXT PRIMARY KEY, transcation_id TEXT, message_server_id INTEGER, second_message_server_id INTEGER, session_name TEXT, pay_sub_type INTEGER, pay_receiver TEXT, pay_payer TEXT, begin_transfer_time INTEGER, last_modified_time INTEGER, invalid_time INTEGER, last_update_time INTEGER, delay_confirm_flag INTEGER, bubble_clicked_flag INTEGER)",
  "CREATE TABLE redEnvelopeTable(message_server_id INTEGER PRIMARY KEY, session_name TEXT, sender_user_name TEXT, native_url TEXT, send_id TEXT, scene_id INTEGER, hb_status INTEGER, hb_type INTEGER, receive_status INTEGER)",
  "CREATE TABLE FMessageTable(user_name_ TEXT, type_ INTEGER, timestamp_ INTEGER, encrypt_user_name_ TEXT, content_ TEXT, is_sender_ INTEGER, ticket_ TEXT, scene_ INTEGER, fmessage_detail_buf_ BLOB)",
];

export const FAVORITE = [
  "CREATE TABLE fav_db_item(local_id INTEGER PRIMARY KEY AUTOINCREMENT, server_id INTEGER, type INTEGER, update_seq INTEGER, flag INTEGER, update_time INTEGER, version INTEGER, content TEXT, source_id TEXT, sync_status INTEGER, upload_status INTEGER, fromusr TEXT, fromusr_id INTEGER, realchatname TEXT, realchatname_id INTEGER, ext_buf BLOB)",
];

/** The journal of a program that edits messages. */
export const EDITS = [
  "CREATE TABLE IF NOT EXISTS message_edits (\n  account TEXT NOT NULL,\n  session_id TEXT NOT NULL,\n  db TEXT NOT NULL,\n  table_name TEXT NOT NULL,\n  local_id INTEGER NOT NULL,\n  first_edited_at INTEGER NOT NULL,\n  last_edited_at INTEGER NOT NULL,\n  edit_count INTEGER NOT NULL,\n  original_msg_json TEXT NOT NULL,\n  original_resource_json TEXT,\n  edited_cols_json TEXT\n)",
];
