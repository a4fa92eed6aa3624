import { compress } from "@bokuweb/zstd-wasm";
import type Database from "better-sqlite3";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { md5 } from "../../../src/base/digest.ts";
import { loadZstd } from "../../../src/base/zstd.ts";
import { film, pdf, picture, silk } from "../media.ts";
import { decryptedDatabase, edited } from "./decrypted-file.ts";
import { DEPARTED, FOREMAN, NAMES, OFFICIAL, OWNER, PEER, ROOM, START } from "./people.ts";
import { protobuf } from "./protobuf-writer.ts";
import * as rows from "./wechat-4-rows.ts";
import type { ChatRow } from "./wechat-4-rows.ts";
import * as ddl from "./wechat-4-schema.ts";
import { insert, noise, writeBytes, type Expectation } from "./write.ts";

type Db = Database.Database;

/** Folder of the account inside what is received, and of its databases. */
export const ACCOUNT = `xwechat_files/${OWNER}_3f2a`;
export const STORAGE = `${ACCOUNT}/db_storage`;
export const SHARD_0 = `${STORAGE}/message/message_0.db`;
export const SHARD_1 = `${STORAGE}/message/message_1.db`;
export const RESERVE = 80;
/** Order of first appearance: the numbers of `Name2Id`. The empty name came first in a published copy. */
const NAME_ORDER = [OWNER, PEER, FOREMAN, DEPARTED, ROOM, "filehelper", OFFICIAL];

export interface CleanOptions {
  /** Names of the index and hard-link tables: 3 before 4.1, 4 since. */
  readonly version?: 3 | 4;
  /** Bytes of reserve; 0 as for a file exported by a key-aware engine. */
  readonly reserve?: number;
  /** No log beside the later shard: its last rows are then not there. */
  readonly withoutLog?: boolean;
  /** Only the later shard, alone in the folder. */
  readonly bare?: boolean;
}

export const tableOf = (talker: string): string => `Msg_${md5(talker)}`;

/** Numbers of the rows as they were given, for the companions that repeat them. */
interface Written extends ChatRow {
  readonly localId: number;
  readonly sortSeq: number;
  readonly server: bigint;
}

/** Writes an account folder as client 4.x leaves it, decrypted page by page: two shards, companions, media. */
export async function buildClean(folder: string, options: CleanOptions = {}): Promise<void> {
  await loadZstd();
  const reserve = options.reserve ?? RESERVE;
  const photo = await picture("jpeg", 64, 48);
  const contract = pdf();
  const sizes = { picture: photo.length, film: film().length, voice: silk().length, contract: contract.length, contractMd5: md5(contract) }; // prettier-ignore
  const written: Written[] = [];
  const shard = (path: string, start: number, main: readonly ChatRow[], late: readonly ChatRow[]) => {
    const all = numbered([...main, ...late]);
    written.push(...all);
    const log = late.length === 0 ? {} : { late: (db: Db) => insertRows(db, all.slice(main.length)) };
    const withoutLog = options.withoutLog === true ? { withoutLog: true } : {};
    decryptedDatabase(join(folder, path), { reserve, ...log, ...withoutLog }, (db) => fillShard(db, start, all, main.length)); // prettier-ignore
  };
  if (options.bare === true) {
    shard("message_0.db", rows.SECOND_START, rows.secondRows(), rows.lateRows());
    return;
  }
  shard(SHARD_0, START - 60, rows.firstRows(sizes), []);
  shard(SHARD_1, rows.SECOND_START - 60, rows.secondRows(), rows.lateRows());
  const messages = [...written];
  shard(`${STORAGE}/message/biz_message_0.db`, START - 60, rows.officialRows(), []);
  companions(folder, { reserve }, messages, photo, options.version ?? 4);
  media(folder, photo, contract);
}

function numbered(given: readonly ChatRow[]): Written[] {
  const next = new Map<string, number>();
  const seconds = new Map<string, number>();
  return given.map((row) => {
    const localId = (next.get(row.talker) ?? 0) + 1;
    next.set(row.talker, localId);
    const key = `${row.talker}${row.at}`;
    const counter = seconds.get(key) ?? 0;
    seconds.set(key, counter + 1);
    const server = row.isLocal === true ? 0n : (row.serverId ?? rows.serverId(row.talker, row.at, row.content));
    return { ...row, localId, sortSeq: row.at * 1000 + counter, server };
  });
}

function fillShard(db: Db, start: number, all: readonly Written[], early: number): void {
  for (const sql of ddl.SHARD) db.exec(sql);
  db.prepare("INSERT INTO Name2Id(user_name, is_session) VALUES ('', 0)").run();
  for (const name of NAME_ORDER) insert(db, "Name2Id", { user_name: name, is_session: 1 });
  insert(db, "TimeStamp", { timestamp: start });
  for (const talker of new Set(all.map((row) => row.talker))) for (const sql of ddl.messageTable(md5(talker))) db.exec(sql); // prettier-ignore
  insertRows(db, all.slice(0, early));
  for (const row of all.filter(({ isHistory }) => isHistory === true)) {
    insert(db, "HistoryAddMsgInfo", { session_name_id: nameId(row.talker), history_id: 1, server_id: row.server, is_revoke: 0 }); // prettier-ignore
  }
}

const nameId = (name: string): number => NAME_ORDER.indexOf(name) + 2;

/** Bytes from which the client packs a column. */
const PACKED_FROM = 200;

export function packed(text: string): { value: string | Buffer; tag: number } {
  const bytes = Buffer.from(text);
  return bytes.length < PACKED_FROM ? { value: text, tag: 0 } : { value: Buffer.from(compress(bytes, 3)), tag: 4 };
}

function insertRows(db: Db, written: readonly Written[]): void {
  for (const row of written) {
    const isNotice = row.base === 10000;
    const isOthers = row.talker === ROOM && row.from !== OWNER && !isNotice;
    const content = packed(isOthers ? `${row.from}:\n${row.content}` : row.content);
    const source = packed(`<msgsource><signature>V1_${md5(row.content).slice(0, 8)}</signature><tmp_node><publisher-id></publisher-id></tmp_node></msgsource>`); // prettier-ignore
    insert(db, tableOf(row.talker), {
      server_id: row.server,
      local_type: (BigInt(row.sub ?? 0) << 32n) | BigInt(row.base),
      sort_seq: row.sortSeq,
      real_sender_id: isNotice && row.talker === ROOM ? nameId(ROOM) : nameId(row.from),
      create_time: row.at,
      status: row.from === OWNER ? 2 : 3,
      upload_status: 0,
      download_status: 0,
      server_seq: row.isLocal === true ? 0 : 700_000_000 + row.localId * 3,
      origin_source: row.from === OWNER ? 1 : 2,
      source: isNotice ? null : source.value,
      message_content: content.value,
      compress_content: null,
      packed_info_data: packedInfo(row),
      WCDB_CT_message_content: content.tag,
      WCDB_CT_source: isNotice ? null : source.tag,
    });
  }
}

function packedInfo({ media: sort, mediaName = "" }: ChatRow): Buffer {
  const head: [number, number][] = [
    [1, 106],
    [2, 14],
  ];
  if (sort === "image") return protobuf(...head, [3, protobuf([1, 240], [2, 320], [4, mediaName])]);
  if (sort === "video") return protobuf(...head, [4, protobuf([4, 480], [5, 640], [8, mediaName])]);
  if (sort === "file") return protobuf(...head, [7, protobuf([1, protobuf([2, mediaName])])]);
  if (sort === "record") return protobuf(...head, [9, protobuf([1, mediaName])]);
  return protobuf(...head);
}

function companions(folder: string, form: { reserve: number }, all: readonly Written[], photo: Buffer, version: 3 | 4) {
  const at = (path: string) => join(folder, STORAGE, path);
  decryptedDatabase(at("contact/contact.db"), form, fillContact);
  decryptedDatabase(at("session/session.db"), form, (db) => fillSession(db, all));
  decryptedDatabase(at("message/message_resource.db"), form, (db) => fillResource(db, all));
  decryptedDatabase(at("message/message_fts.db"), form, (db) => fillIndex(db, all, version));
  decryptedDatabase(at("message/media_0.db"), form, (db) => fillMedia(db, all));
  decryptedDatabase(at("hardlink/hardlink.db"), form, (db) => fillLinks(db, version));
  decryptedDatabase(at("head_image/head_image.db"), form, (db) => {
    for (const sql of ddl.HEAD_IMAGE) db.exec(sql);
    insert(db, "head_image", { username: PEER, md5: md5(photo), image_buffer: photo, update_time: START });
  });
  decryptedDatabase(at("general/general.db"), form, (db) => fillGeneral(db, all));
  decryptedDatabase(at("favorite/favorite.db"), form, (db) => {
    for (const sql of ddl.FAVORITE) db.exec(sql);
    insert(db, "fav_db_item", { server_id: 12, type: 1, update_seq: 4, flag: 0, update_time: START + 90_000, content: `<favitem type="1"><desc>${rows.QUOTED}</desc></favitem>`, fromusr: PEER, realchatname: null }); // prettier-ignore
  });
}

function fillContact(db: Db): void {
  for (const sql of ddl.CONTACT) db.exec(sql);
  const people = Object.entries(NAMES);
  for (const [index, [username, { nickname, alias, remark }]] of people.entries()) {
    const isStranger = username === FOREMAN || username === DEPARTED;
    insert(db, isStranger ? "stranger" : "contact", { id: index + 1, username, local_type: isStranger ? 3 : 1, alias: alias ?? "", flag: 3, delete_flag: 0, verify_flag: username === OFFICIAL ? 24 : 0, remark: remark ?? "", nick_name: nickname, is_in_chat_room: 1, extra_buffer: username === PEER ? protobuf([2, 2], [4, "认真做好每一个家"], [5, "CN"]) : null }); // prettier-ignore
    insert(db, "name2id", { username });
  }
  const id = (name: string) => people.findIndex(([username]) => username === name) + 1;
  const member = (account: string, nickname: string, inviter: string) => protobuf([1, account], [2, nickname], [3, 0], [4, inviter]); // prettier-ignore
  const data = protobuf([1, member(OWNER, "业主陈", "")], [1, member(PEER, "", OWNER)], [1, member(FOREMAN, "周师傅", OWNER)], [5, 500]); // prettier-ignore
  insert(db, "chat_room", { id: id(ROOM), username: ROOM, owner: OWNER, ext_buffer: data });
  for (const name of [OWNER, PEER, FOREMAN]) insert(db, "chatroom_member", { room_id: id(ROOM), member_id: id(name) });
  insert(db, "chat_room_info_detail", { room_id_: id(ROOM), username_: ROOM, announcement_: "验收时间：周五下午两点", announcement_editor_: PEER, announcement_publish_time_: START + 13 * 86_400 + 60, chat_room_status_: 0 }); // prettier-ignore
}

function fillSession(db: Db, all: readonly Written[]): void {
  for (const sql of ddl.SESSION) db.exec(sql);
  for (const name of NAME_ORDER) insert(db, "Name2Id", { user_name: name });
  for (const talker of new Set(all.map((row) => row.talker))) {
    const last = all.filter((row) => row.talker === talker).reduce((a, b) => (b.sortSeq > a.sortSeq ? b : a));
    insert(db, "SessionTable", { username: talker, type: 0, unread_count: 0, unread_first_msg_srv_id: 0, is_hidden: 0, summary: last.content, draft: "", status: 0, last_timestamp: last.at, sort_timestamp: last.at, last_clear_unread_timestamp: last.at, last_msg_locald_id: last.localId, last_msg_type: last.base, last_msg_sub_type: last.sub ?? 0, last_msg_sender: last.from, last_sender_display_name: "" }); // prettier-ignore
  }
  // Synchronized to the list, never opened on this machine.
  insert(db, "SessionTable", { username: "wxid_nv8t4k2m6q55", type: 0, unread_count: 0, unread_first_msg_srv_id: 0, is_hidden: 0, summary: "", last_timestamp: START, sort_timestamp: START, last_msg_locald_id: 0, last_msg_type: 0 }); // prettier-ignore
}

const MEDIA_TYPES = new Set([3, 34, 43]);

function fillResource(db: Db, all: readonly Written[]): void {
  for (const sql of ddl.RESOURCE) db.exec(sql);
  for (const name of NAME_ORDER) {
    insert(db, "ChatName2Id", { user_name: name, update_time: START });
    insert(db, "SenderName2Id", { user_name: name, update_time: START });
  }
  for (const row of all.filter(({ base, sub }) => MEDIA_TYPES.has(base) || sub === 6)) {
    insert(db, "MessageResourceInfo", { chat_id: nameId(row.talker) - 1, sender_id: nameId(row.from) - 1, message_local_type: (BigInt(row.sub ?? 0) << 32n) | BigInt(row.base), message_create_time: row.at, message_local_id: row.localId, message_svr_id: row.server, message_origin_source: row.from === OWNER ? 1 : 2, packed_info: packedInfo(row) }); // prettier-ignore
  }
}

function fillIndex(db: Db, all: readonly Written[], version: 3 | 4): void {
  for (const sql of ddl.index(version)) db.exec(sql);
  const stem = `message_fts_v${version}`;
  for (const name of NAME_ORDER) insert(db, "name2id", { username: name });
  const spans = new Map<string, { low: number; high: number }>();
  for (const row of all) {
    const session = nameId(row.talker) - 1;
    const start = row.at >= rows.SECOND_START ? rows.SECOND_START - 60 : START - 60;
    const span = spans.get(`${session} ${start}`) ?? { low: row.localId, high: row.localId };
    spans.set(`${session} ${start}`, { low: Math.min(span.low, row.localId), high: Math.max(span.high, row.localId) });
    if (row.base !== 1) continue;
    insert(db, `${stem}_0_content`, { c0: row.content, c1: BigInt(row.localId), c2: BigInt(row.sortSeq), c3: BigInt(row.base), c4: BigInt(session), c5: BigInt(nameId(row.from) - 1) }); // prettier-ignore
    insert(db, `${stem}_aux_0`, { message_local_id: row.localId, sort_seq: row.sortSeq, session_id: session });
  }
  for (const [key, { low, high }] of spans) {
    const [session, start] = key.split(" ").map(Number);
    insert(db, `${stem}_range`, { db_time_stamp: start ?? 0, start_local_id: low, end_local_id: high, session_id: session ?? 0 }); // prettier-ignore
  }
  ddl.virtualIndex(db, version);
}

function fillMedia(db: Db, all: readonly Written[]): void {
  for (const sql of ddl.MEDIA) db.exec(sql);
  for (const name of NAME_ORDER) insert(db, "Name2Id", { user_name: name });
  insert(db, "TimeStamp", { timestamp: START - 60 });
  for (const row of all.filter(({ base }) => base === 34)) {
    insert(db, "VoiceInfo", { chat_name_id: nameId(row.talker) - 1, create_time: row.at, local_id: row.localId, svr_id: row.server, voice_data: silk(), data_index: "0" }); // prettier-ignore
  }
}

const MONTH = new Date((START + 8 * 3600) * 1000).toISOString().slice(0, 7);

function fillLinks(db: Db, version: 3 | 4): void {
  for (const sql of ddl.hardLink(version)) db.exec(sql);
  for (const name of [md5(PEER), MONTH]) insert(db, "dir2id", { username: name });
  insert(db, `image_hardlink_info_v${version}`, { md5_hash: 7, md5: rows.PICTURE, type: 3, file_name: `${rows.PICTURE}.dat`, file_size: 900, modify_time: START, dir1: 1, dir2: 2 }); // prettier-ignore
  insert(db, `video_hardlink_info_v${version}`, { md5_hash: 8, md5: rows.FILM, type: 4, file_name: `${rows.FILM}.mp4`, file_size: 900, modify_time: START, dir1: 2, dir2: 0 }); // prettier-ignore
  insert(db, `file_hardlink_info_v${version}`, { md5_hash: 9, md5: md5(pdf()), type: 6, file_name: rows.CONTRACT, file_size: pdf().length, modify_time: START, dir1: 2, dir2: 0 }); // prettier-ignore
}

function fillGeneral(db: Db, all: readonly Written[]): void {
  for (const sql of ddl.GENERAL) db.exec(sql);
  const [offer, receipt] = all.filter(({ sub }) => sub === 2000);
  const packet = all.find(({ sub }) => sub === 2001);
  insert(db, "transferTable", { transfer_id: "1000050001202603022116", transcation_id: "53010001207788", message_server_id: offer?.server ?? 0n, second_message_server_id: receipt?.server ?? 0n, session_name: PEER, pay_sub_type: 3, pay_receiver: PEER, pay_payer: OWNER, begin_transfer_time: offer?.at ?? 0, last_modified_time: receipt?.at ?? 0, invalid_time: (offer?.at ?? 0) + 86_400 }); // prettier-ignore
  insert(db, "redEnvelopeTable", { message_server_id: packet?.server ?? 0n, session_name: PEER, sender_user_name: PEER, native_url: "wxpay://c2cbizmessagehandler", send_id: "10000394", scene_id: 1002, hb_status: 4, hb_type: 0, receive_status: 2 }); // prettier-ignore
  insert(db, "FMessageTable", { user_name_: PEER, type_: 1, timestamp_: START - 40, content_: "我是云栖装饰沈若溪", is_sender_: 0, scene_: 30 }); // prettier-ignore
}

/** One-byte XOR, as pictures lay before the packed forms. */
const XOR = 0x5a;
const xored = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ XOR));

function media(folder: string, photo: Buffer, contract: Buffer): void {
  const at = (path: string) => join(folder, ACCOUNT, "msg", path);
  const images = `attach/${md5(PEER)}/${MONTH}/Img`;
  writeBytes(at(`${images}/${rows.PICTURE}.dat`), xored(photo));
  writeBytes(at(`${images}/${rows.PICTURE}_t.dat`), xored(photo));
  // Received and never opened: only the thumbnail is there.
  writeBytes(at(`${images}/${rows.PICTURE_2}_t.dat`), xored(photo));
  writeBytes(at(`video/${MONTH}/${rows.FILM}.mp4`), film());
  writeBytes(at(`video/${MONTH}/${rows.FILM}.jpg`), photo);
  writeBytes(at(`file/${MONTH}/${rows.CONTRACT}`), contract);
}

type Variant = (folder: string) => Promise<Expectation>;

/** Builds the clean folder and changes one database of it. */
function changed(
  path: string,
  change: (db: Db) => void,
  expectation: Expectation,
  options: CleanOptions = {},
): Variant {
  return async (folder) => {
    await buildClean(folder, options);
    edited(join(folder, path), change);
    return expectation;
  };
}

function afterwards(act: (folder: string) => void, expectation: Expectation, options: CleanOptions = {}): Variant {
  return async (folder) => {
    await buildClean(folder, options);
    act(folder);
    return expectation;
  };
}

const T = tableOf(PEER);
const G = tableOf(ROOM);

/** Manipulations of §10.1 and §10.2 that databases of 4.x can have suffered. */
export const VARIANTS: Readonly<Record<string, Variant>> = {
  "delete-tail": changed(SHARD_1, (db) => db.exec(`DELETE FROM ${T} WHERE local_id >= 5`), { did: "the last two messages deleted", talker: PEER, localIds: ["5", "6"] }), // prettier-ignore
  "delete-interior": changed(SHARD_0, (db) => db.exec(`DELETE FROM ${T} WHERE local_id IN (9, 10)`), { did: "the transfer and its receipt deleted", talker: PEER, localIds: ["9", "10"] }), // prettier-ignore
  "clear-conversation": changed(SHARD_0, (db) => db.exec(`DELETE FROM ${G}`), { did: "every message of the group in the first shard deleted", talker: ROOM, localIds: [] }), // prettier-ignore
  "drop-table": changed(SHARD_0, (db) => dropKeepingSequence(db), { did: "table of the group dropped, its sequence row put back", talker: ROOM, localIds: [] }), // prettier-ignore
  "edit-text": changed(SHARD_0, (db) => db.exec(`UPDATE ${T} SET message_content = '合同金额一共两万三，分三次付', WCDB_CT_message_content = 0 WHERE local_id = 7`), { did: "words of a message replaced", talker: PEER, localIds: ["7"] }), // prettier-ignore
  "edit-text-keeping-tag": changed(SHARD_0, (db) => db.exec(`UPDATE ${T} SET message_content = '报价单已经口头确认', compress_content = NULL WHERE local_id = 6`), { did: "packed words replaced by plain ones, the tag left", talker: PEER, localIds: ["6"] }), // prettier-ignore
  "edit-time": changed(SHARD_0, (db) => db.exec(`UPDATE ${T} SET create_time = create_time - 172800 WHERE local_id = 12`), { did: "time of a message moved back two days", talker: PEER, localIds: ["12"] }), // prettier-ignore
  "edit-transfer-time": changed(SHARD_0, (db) => db.exec(`UPDATE ${T} SET create_time = create_time + 86400, sort_seq = sort_seq + 86400000 WHERE local_id = 9`), { did: "both times of a transfer moved a day on", talker: PEER, localIds: ["9"] }), // prettier-ignore
  "edit-id": changed(SHARD_1, (db) => db.exec(`UPDATE ${T} SET local_id = 900 WHERE local_id = 6`), { did: "local id set above the sequence", talker: PEER, localIds: ["900"] }), // prettier-ignore
  "edit-type": changed(SHARD_0, (db) => db.exec(`UPDATE ${T} SET local_type = (5 << 32) | 49 WHERE local_id = 9`), { did: "a transfer marked as a link", talker: PEER, localIds: ["9"] }), // prettier-ignore
  "insert-row": changed(SHARD_1, (db) => db.exec(`INSERT INTO ${T}(server_id, local_type, sort_seq, real_sender_id, create_time, status, message_content) VALUES (0, 1, ${rows.SECOND_START * 1000 + 5000}, 3, ${rows.SECOND_START + 5}, 3, '我同意全额退款')`), { did: "a received message put in", talker: PEER, localIds: ["7"] }), // prettier-ignore
  "swap-sender": changed(SHARD_0, (db) => db.exec(`UPDATE ${G} SET real_sender_id = 3 WHERE local_id = 6`), { did: "a message of the group put down to somebody else", talker: ROOM, localIds: ["6"] }), // prettier-ignore
  "anti-revoke-trigger": changed(SHARD_0, (db) => db.exec(`CREATE TRIGGER anti_revoke_${md5(PEER)} BEFORE UPDATE ON ${T} WHEN NEW.local_type = 10000 BEGIN SELECT RAISE(IGNORE); END`), { did: "a trigger that keeps recalls from being applied", talker: PEER, localIds: [] }), // prettier-ignore
  "viewer-index": changed(SHARD_0, (db) => db.exec(`CREATE INDEX idx_${T}_create_time ON ${T}(create_time)`), { did: "an index the client does not make", talker: null, localIds: [] }), // prettier-ignore
  "renumbered-names": changed(SHARD_0, (db) => renumberNames(db), { did: "Name2Id written anew: every sender shifted", talker: null, localIds: [] }), // prettier-ignore
  vacuum: changed(SHARD_0, (db) => db.exec("VACUUM"), { did: "file rebuilt by VACUUM", talker: null, localIds: [] }),
  "live-copy": changed(SHARD_0, (db) => liveCopy(db), { did: "Name2Id as a copying program makes it", talker: null, localIds: [] }), // prettier-ignore
  rebuilt: changed(SHARD_0, (db) => rebuild(db), { did: "message table made anew without AUTOINCREMENT", talker: PEER, localIds: [] }), // prettier-ignore
  "edited-with-journal": afterwards((folder) => editWithJournal(folder), { did: "a message edited by a program that keeps a journal", talker: PEER, localIds: ["7"] }), // prettier-ignore
  "witnesses-left": changed(SHARD_0, (db) => db.exec(`DELETE FROM ${T} WHERE local_id IN (13, 14)`), { did: "a picture and a voice deleted; index, resource and recording left", talker: PEER, localIds: ["13", "14"] }), // prettier-ignore
  "deletion-booked": changed(SHARD_0, (db) => bookDeletion(db), { did: "a picture deleted in the client, its file waiting to be removed", talker: PEER, localIds: ["13"] }), // prettier-ignore
  "session-deleted": changed(`${STORAGE}/session/session.db`, (db) => db.exec(`INSERT INTO SessionDeleteTable VALUES ('wxid_bq5w1e7r9t66', ${START + 900000})`), { did: "a conversation removed from the list", talker: "wxid_bq5w1e7r9t66", localIds: [] }), // prettier-ignore
  "missing-shard": afterwards((folder) => rmSync(join(folder, SHARD_0)), { did: "first shard left out", talker: null, localIds: [] }), // prettier-ignore
  "missing-log": async (folder) => {
    await buildClean(folder, { withoutLog: true });
    return { did: "log of the second shard left out", talker: null, localIds: [] };
  },
  encrypted: afterwards((folder) => writeFileSync(join(folder, SHARD_0), noise(16_384)), { did: "first shard still encrypted", talker: null, localIds: [] }), // prettier-ignore
  truncated: afterwards((folder) => truncateSync(join(folder, SHARD_0), 40_960), { did: "first shard cut off", talker: null, localIds: [] }), // prettier-ignore
  "zero-byte": afterwards((folder) => writeFileSync(join(folder, SHARD_0), ""), { did: "first shard empty", talker: null, localIds: [] }), // prettier-ignore
  "page-overwritten": afterwards((folder) => overwritePage(folder), { did: "pages of the first shard overwritten", talker: null, localIds: [] }), // prettier-ignore
};

function dropKeepingSequence(db: Db): void {
  const { seq } = db.prepare("SELECT seq FROM sqlite_sequence WHERE name = ?").get(G) as { seq: bigint };
  db.exec(`DROP TABLE ${G}`);
  db.prepare("INSERT INTO sqlite_sequence(name, seq) VALUES (?, ?)").run(G, seq);
}

/** As `.dump` does with a table whose key is text: numbers are given anew, and a hole closes up. */
function renumberNames(db: Db): void {
  db.exec("CREATE TABLE kept AS SELECT user_name, is_session FROM Name2Id WHERE user_name <> '' ORDER BY rowid");
  db.exec("DELETE FROM Name2Id; INSERT INTO Name2Id SELECT * FROM kept; DROP TABLE kept");
}

function liveCopy(db: Db): void {
  db.exec("ALTER TABLE Name2Id RENAME TO old");
  db.exec("CREATE TABLE Name2Id(\n  user_name TEXT,\n  is_session INTEGER DEFAULT 1\n)");
  db.exec("INSERT INTO Name2Id(rowid, user_name) SELECT rowid, user_name FROM old; DROP TABLE old");
  db.exec("CREATE TABLE session_last_message(username TEXT PRIMARY KEY, sort_seq INTEGER)");
}

function rebuild(db: Db): void {
  db.exec(`CREATE TABLE made AS SELECT * FROM ${T}; DROP TABLE ${T}; ALTER TABLE made RENAME TO ${T}`);
}

function editWithJournal(folder: string): void {
  const path = join(folder, SHARD_0);
  edited(path, (db) => {
    const row = db.prepare(`SELECT local_id, create_time, message_content FROM ${T} WHERE local_id = 7`).get() as Record<string, unknown>; // prettier-ignore
    const json = JSON.stringify({ ...row, local_id: Number(row["local_id"]), create_time: Number(row["create_time"]) });
    db.exec(`UPDATE ${T} SET message_content = '合同金额一共两万三，分三次付' WHERE local_id = 7`);
    decryptedDatabase(join(folder, "output/message_edits.db"), { reserve: 0 }, (journal) => {
      for (const sql of ddl.EDITS) journal.exec(sql);
      insert(journal, "message_edits", { account: OWNER, session_id: PEER, db: "message_0", table_name: T, local_id: 7, first_edited_at: rows.SECOND_START + 900_000, last_edited_at: rows.SECOND_START + 900_000, edit_count: 1, original_msg_json: json, original_resource_json: null, edited_cols_json: '["message_content"]' }); // prettier-ignore
    });
  });
}

function bookDeletion(db: Db): void {
  const { create_time: at } = db.prepare(`SELECT create_time FROM ${T} WHERE local_id = 13`).get() as { create_time: bigint }; // prettier-ignore
  db.exec(`DELETE FROM ${T} WHERE local_id = 13`);
  insert(db, "DeleteResInfo", { session_name_id: nameId(PEER), msg_create_time: at, msg_local_id: 13, res_path: `msg/attach/${md5(PEER)}/${MONTH}/Img/${rows.PICTURE}.dat` }); // prettier-ignore
}

function overwritePage(folder: string): void {
  const path = join(folder, SHARD_0);
  const bytes = readFileSync(path);
  noise(8192).copy(bytes, bytes.length - 12_288);
  writeFileSync(path, bytes);
}
