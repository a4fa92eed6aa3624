import { compress } from "@bokuweb/zstd-wasm";
import type Database from "better-sqlite3";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { md5 } from "../../../src/base/digest.ts";
import { loadZstd } from "../../../src/base/zstd.ts";
import { film, pdf, picture } from "../media.ts";
import { recording } from "../recording.ts";
import * as rows from "./ios-rows.ts";
import { DEPARTED, FOREMAN, NAMES, OFFICIAL, OWNER, PEER, ROOM, START } from "./people.ts";
import { protobuf } from "./protobuf-writer.ts";
import { changeDatabase, insert, noise, removeLog, serverIdOf, writeBytes, writeDatabase, type Expectation } from "./write.ts"; // prettier-ignore

/** Folder of the account in a backup. */
export const ACCOUNT = join("Documents", md5(OWNER));
export const PEER_TABLE = `Chat_${md5(PEER)}`;
export const ROOM_TABLE = `Chat_${md5(ROOM)}`;

/** Where things are, and which number each named row of `ios-rows.ts` got. */
export interface Built {
  readonly root: string;
  /** `message_1.sqlite`. */
  readonly first: string;
  /** `message_2.sqlite`, whose newest rows lie in its log. */
  readonly second: string;
  readonly ids: ReadonlyMap<string, number>;
}

/** An account folder as a lawful copy of a backup holds it; everything in it is invented. */
export async function buildClean(folder: string): Promise<Built> {
  // The module is one for the whole process: set up a second time it loses what the first unpacks.
  await loadZstd();
  const root = join(folder, ACCOUNT);
  const [first, second] = ["message_1.sqlite", "message_2.sqlite"].map((name) => join(root, "DB", name)) as [string, string]; // prettier-ignore
  const media = await mediaBytes();
  const ids = new Map<string, number>();
  const sizes = { contract: media.contract.length, contractMd5: md5(media.contract), picture: media.big.length };
  writeDatabase(join(root, "DB", "MM.sqlite"), mainDatabase);
  writeDatabase(first, (db) => {
    rows.privateRows(new rows.Chat(db, PEER, { at: START, pack: null, ids }).create(), sizes);
    rows.groupRows(new rows.Chat(db, ROOM, { at: START + 86_400, pack: null, ids }).create());
  });
  const pack = (text: string) => Buffer.from(compress(Buffer.from(text), 3));
  let chat: rows.Chat | null = null;
  writeDatabase(
    second,
    (db) => {
      chat = new rows.Chat(db, PEER, { at: START + 2 * 86_400, pack, ids }).create();
      rows.laterRows(chat);
      chat.received("dictionary", 1, "", { Message: dictionaryFrame(), WCDB_CT_Message: 2 });
    },
    () => chat?.received("late-1", 1, "水电已验收，请安排二期款"),
  );
  writeDatabase(join(root, "DB", "WCDB_Contact.sqlite"), contacts);
  writeDatabase(join(root, "session", "session.db"), sessions);
  writeMedia(root, media, ids);
  return { root, first, second, ids };
}

/** A frame that needs the client's dictionary: magic, descriptor, dictionary 5, size, and what nobody can read. */
function dictionaryFrame(): Buffer {
  return Buffer.concat([Buffer.from("28b52ffd21051e", "hex"), noise(24)]);
}

function mainDatabase(db: Database.Database): void {
  db.exec("CREATE TABLE RevokeMsgTable(MSG_REVOKE_COL_SVRID bigint default 0 primary key, MSG_REVOKE_COL_CONTENT text, MSG_REVOKE_COL_INTRES1 integer default 0, MSG_REVOKE_COL_STRRES1 text, _packed_RevokeMessage blob)"); // prettier-ignore
  insert(db, "RevokeMsgTable", { MSG_REVOKE_COL_SVRID: serverIdOf("recalled"), MSG_REVOKE_COL_CONTENT: '"沈若溪" 撤回了一条消息' }); // prettier-ignore
  const hello = `Hello_${md5("fmessage")}`;
  db.exec(rows.HELLO_SQL(hello));
  insert(db, hello, { CreateTime: START - 60, Des: 1, Message: '<msg fromusername="wxid_hz3n8p5r6t22" encryptusername="v3_0c" fromnickname="沈若溪" content="我是云栖装饰沈若溪" scene="30" />', MesSvrID: serverIdOf("greeting"), Status: 4, Type: 37, OpCode: 2, UsrName: PEER }); // prettier-ignore
}

function contacts(db: Database.Database): void {
  db.exec("CREATE TABLE Friend(userName TEXT PRIMARY KEY, type INTEGER DEFAULT 0, certificationFlag INTEGER DEFAULT 0, imgStatus INTEGER DEFAULT 0, encodeUserName TEXT, dbContactLocal BLOB, dbContactOther BLOB, dbContactRemark BLOB, dbContactHeadImage BLOB, dbContactProfile BLOB, dbContactSocial BLOB, dbContactChatRoom BLOB, dbContactBrand BLOB, _packed_DBContactTable BLOB)"); // prettier-ignore
  for (const [userName, { nickname, alias = "", remark = "" }] of Object.entries(NAMES)) {
    const dbContactRemark = protobuf([1, nickname], [2, alias], [3, remark]);
    const dbContactHeadImage = protobuf([2, `http://avatar.example/${userName}/132`], [3, `http://avatar.example/${userName}/0`]); // prettier-ignore
    const further = userName === ROOM ? { dbContactChatRoom: room() } : {};
    const type = userName === DEPARTED ? 4 : 3;
    insert(db, "Friend", { userName, type, certificationFlag: userName === OFFICIAL ? 24 : 0, dbContactRemark, dbContactHeadImage, ...further }); // prettier-ignore
  }
}

function room(): Buffer {
  const member = (account: string, nickname: string, inviter: string) =>
    `<Member UserName="${account}"><DisplayName>${nickname}</DisplayName><InviterUserName>${inviter}</InviterUserName></Member>`;
  const details = `<RoomData>${member(OWNER, "陈先生（业主）", PEER)}${member(PEER, "沈-云栖", "")}${member(FOREMAN, "", PEER)}</RoomData>`;
  return protobuf([1, [OWNER, PEER, FOREMAN].join(";")], [2, PEER], [4, 500], [5, 700_012], [6, details]);
}

function sessions(db: Database.Database): void {
  db.exec("CREATE TABLE SessionAbstract(UsrName TEXT PRIMARY KEY, CreateTime INTEGER DEFAULT 0, unreadcount INTEGER DEFAULT 0, ConIntRes1 INTEGER DEFAULT 0, ConStrRes1 TEXT, ConStrRes2 TEXT)"); // prettier-ignore
  const last = START + 2 * 86_400 + 5 * 60;
  insert(db, "SessionAbstract", { UsrName: PEER, CreateTime: last, ConStrRes1: `${md5(OWNER)}/session/data/5a/1` });
  insert(db, "SessionAbstract", { UsrName: ROOM, CreateTime: START + 86_400 + 7 * 60 });
}

interface Media {
  readonly contract: Buffer;
  readonly big: Buffer;
  readonly small: Buffer;
  readonly voice: Buffer;
}

async function mediaBytes(): Promise<Media> {
  const contract = pdf();
  return {
    contract,
    big: await picture("jpeg", 24, 16),
    small: await picture("jpeg", 8, 6),
    voice: await recording(3200),
  };
}

function writeMedia(root: string, { contract, big, small, voice }: Media, ids: ReadonlyMap<string, number>): void {
  const at = (top: string, talker: string, name: string, ending: string) => join(root, top, md5(talker), `${ids.get(name) ?? 0}${ending}`); // prettier-ignore
  writeBytes(at("Img", PEER, "picture", ".pic"), big);
  writeBytes(at("Img", PEER, "picture", ".pic_thum"), small);
  writeBytes(at("Img", PEER, "unopened", ".pic_thum"), small);
  writeBytes(at("Img", ROOM, "g5", ".pic"), big);
  writeBytes(at("Img", ROOM, "g5", ".pic_thum"), small);
  writeBytes(at("Audio", PEER, "voice", ".aud"), voice);
  writeBytes(at("Video", PEER, "video", ".mp4"), film());
  writeBytes(at("Video", PEER, "video", ".video_thum"), small);
  writeBytes(at("OpenData", PEER, "file", ".pdf"), contract);
}

type Variant = (folder: string) => Promise<Expectation>;
type Change = (db: Database.Database, id: (name: string) => number) => void;

/** A clean copy whose first message database plain SQLite then changed. */
function changed(
  did: string,
  talker: string | null,
  names: readonly string[],
  change: Change,
  which: "first" | "second" = "first",
): Variant {
  // prettier-ignore
  return async (folder) => {
    const built = await buildClean(folder);
    const id = (name: string) => built.ids.get(name) ?? 0;
    changeDatabase(built[which], (db) => change(db, id));
    return { did, talker, localIds: names.map((name) => String(id(name))) };
  };
}

/** A clean copy of which files were then treated. */
function treated(did: string, treat: (built: Built) => void): Variant {
  return async (folder) => {
    treat(await buildClean(folder));
    return { did, talker: null, localIds: [] };
  };
}

const byId = (table: string, sql: string) => (db: Database.Database, id: number) =>
  db.prepare(`${sql.replace("$T", table)} WHERE MesLocalID = ?`).run(id);
const remove = byId(PEER_TABLE, "DELETE FROM $T");

/** Every manipulation this platform can have. @source wechat-databases.md §10 */
export const VARIANTS: Readonly<Record<string, Variant>> = {
  "delete-interior": changed("a picture was deleted, the row beside it too", PEER, ["picture"], (db, id) => {
    remove(db, id("picture"));
    byId(PEER_TABLE.replace("Chat_", "ChatExt2_"), "DELETE FROM $T")(db, id("picture"));
  }),
  "delete-row-only": changed("a link was deleted, the row beside it was not", PEER, ["link"], (db, id) => {
    remove(db, id("link"));
  }),
  "delete-tail": changed("the newest message of the first database was deleted", PEER, ["forward"], (db, id) => {
    remove(db, id("forward"));
    byId(PEER_TABLE.replace("Chat_", "ChatExt2_"), "DELETE FROM $T")(db, id("forward"));
  }),
  clear: changed("the group was emptied", ROOM, [], (db) => {
    db.exec(`DELETE FROM ${ROOM_TABLE}; DELETE FROM ${ROOM_TABLE.replace("Chat_", "ChatExt2_")}`);
  }),
  "drop-with-sequence": changed("the group's table was removed behind SQLite's back", ROOM, [], (db) => {
    db.exec(`ALTER TABLE ${ROOM_TABLE} RENAME TO gone; DROP TABLE gone`);
    insert(db, "sqlite_sequence", { name: ROOM_TABLE, seq: 7 });
  }),
  "edit-text": changed("the words of a message were changed", PEER, ["hello-2"], (db, id) => {
    db.prepare(`UPDATE ${PEER_TABLE} SET Message = ? WHERE MesLocalID = ?`).run("重点看付款节点：开工 50%，水电验收 40%", id("hello-2")); // prettier-ignore
  }),
  "edit-packed-text": changed("words were written over a packed message, its tag was not", PEER, ["later-2"], (db, id) => {
    db.prepare(`UPDATE ${PEER_TABLE} SET Message = ? WHERE MesLocalID = ?`).run("作废，以口头约定为准", id("later-2"));
  }, "second"), // prettier-ignore
  "edit-time": changed("the time of a message was changed", PEER, ["link"], (db, id) => {
    byId(PEER_TABLE, "UPDATE $T SET CreateTime = CreateTime + 3600")(db, id("link"));
  }),
  "edit-id": changed("the number of a message was changed", PEER, ["link"], (db, id) => {
    byId(PEER_TABLE, "UPDATE $T SET MesLocalID = 900")(db, id("link"));
  }),
  "insert-row": changed("a received message was made up", PEER, [], (db) => {
    insert(db, PEER_TABLE, { CreateTime: START + 400, Des: 1, Message: "我们口头约定过可以延期", MesSvrID: 0, Status: 4, Type: 1 });
  }), // prettier-ignore
  "swap-sender": changed("a member's message was made the account's own", ROOM, ["g2"], (db, id) => {
    db.prepare(`UPDATE ${ROOM_TABLE} SET Des = 0 WHERE MesLocalID = ?`).run(id("g2"));
  }),
  "anti-revoke-trigger": changed("a trigger keeps recalled messages", null, [], (db) => {
    db.exec(`CREATE TRIGGER keep_revoked BEFORE UPDATE OF Type ON ${PEER_TABLE} BEGIN SELECT RAISE(IGNORE); END`);
  }),
  "viewer-indexes": changed("a viewer added an index", null, [], (db) => {
    db.exec(`CREATE INDEX idx_time ON ${PEER_TABLE}(CreateTime)`);
  }),
  rebuilt: changed("the table was created anew by an exporter", null, [], (db) => {
    const columns = "CreateTime, Des, MesLocalID, Message, MesSvrID, Status, TableVer, Type";
    db.exec(`CREATE TABLE copy(CreateTime INTEGER, Des INTEGER, MesLocalID INTEGER PRIMARY KEY, Message TEXT, MesSvrID INTEGER, Status INTEGER, TableVer INTEGER, Type INTEGER); INSERT INTO copy SELECT ${columns} FROM ${PEER_TABLE}; DROP TABLE ${PEER_TABLE}; ALTER TABLE copy RENAME TO ${PEER_TABLE}`); // prettier-ignore
  }),
  vacuum: changed("the file was vacuumed", null, [], (db) => {
    db.exec("VACUUM");
  }),
  "missing-shard": treated("the first message database was not given", ({ first }) => rmSync(first)),
  "missing-contacts": treated("the contact database was not given", ({ root }) => rmSync(join(root, "DB", "WCDB_Contact.sqlite"))), // prettier-ignore
  "no-wal": treated("the log was left behind", ({ second }) => removeLog(second)),
  "deleted-file-remains": treated("a picture remains of a message that is not there", ({ root }) => {
    writeBytes(join(root, "Img", md5(PEER), "77.pic"), Buffer.from("ffd8ffe0", "hex"));
  }),
  truncated: treated("a database is cut off", ({ first }) => {
    truncateSync(first, readFileSync(first).length - 3 * 4096);
  }),
  encrypted: treated("a database is still encrypted", ({ first }) => writeFileSync(first, noise(65_536))),
  empty: treated("a database has no bytes", ({ first }) => writeFileSync(first, "")),
};

/** One database alone, under a name of its own. */
export async function buildBare(folder: string): Promise<void> {
  const built = await buildClean(join(folder, "away"));
  writeBytes(join(folder, "chat.db"), readFileSync(built.first));
  rmSync(join(folder, "away"), { recursive: true });
}
