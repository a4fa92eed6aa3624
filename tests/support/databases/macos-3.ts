import type Database from "better-sqlite3";
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { decryptedDatabase, type DecryptedForm } from "./decrypted-file.ts";
import { FILE_BYTES, FILE_NAME, firstShard, GROUP, lateRows, NEWS, OWNER, secondShard, SUN, ZHAO, ZHOU, type ChatRow } from "./wechat-3-rows.ts"; // prettier-ignore

/** Folder of the account inside what is received. */
export const ACCOUNT = "2.0b4.0.9/9e7f1c0a4b5d6e8f90a1b2c3d4e5f607";

const md5 = (text: string | Buffer) => createHash("md5").update(text).digest("hex");

/** Name of the table of a conversation. */
export function chatTable(talker: string): string {
  return `Chat_${md5(talker)}`;
}

const chatDdl = (talker: string) =>
  `CREATE TABLE ${chatTable(talker)}(mesLocalID INTEGER PRIMARY KEY AUTOINCREMENT,mesSvrID INTEGER,msgCreateTime INTEGER,msgContent TEXT,msgStatus INTEGER,msgImgStatus INTEGER,messageType INTEGER,mesDes INTEGER,msgSource TEXT,IntRes1 INTEGER,IntRes2 INTEGER,StrRes1 TEXT,StrRes2 TEXT,msgVoiceText TEXT,msgSeq INTEGER,CompressContent BLOB,ConBlob BLOB)`;

const CONTACT_COLUMNS =
  "m_nsUsrName TEXT PRIMARY KEY,m_uiSex INTEGER,m_uiType INTEGER,nickname TEXT,m_nsRemark TEXT,m_nsAliasName TEXT,m_nsHeadImgUrl TEXT";

/** Writes an account folder as macOS 3.x leaves it, page-wise decrypted: two shards, contacts, groups, sessions, links, one file. The official account is in none of the lists. */
export function buildClean(folder: string): void {
  const at = (path: string) => join(folder, ACCOUNT, path);
  const form: DecryptedForm = { reserve: 48 };
  const ids = new Ids();
  writeShard(at("Message/msg_0.db"), firstShard(), [], ids, form);
  writeShard(at("Message/msg_1.db"), secondShard(), lateRows(), ids, form);
  writeContacts(at("Contact/wccontact_new2.db"), form);
  writeGroups(at("Group/group_new.db"), form);
  decryptedDatabase(at("Session/session_new.db"), form, (db) => {
    db.exec("CREATE TABLE SessionAbstract(m_nsUserName TEXT PRIMARY KEY,m_uUnReadCount INTEGER,m_bShowUnReadAsRedDot INTEGER,m_bMarkUnread INTEGER,m_uLastTime INTEGER,_packed_MMSessionInfo BLOB)"); // prettier-ignore
    const listed = [...ids.last].filter(([talker]) => talker !== NEWS);
    for (const [talker, time] of listed)
      db.prepare("INSERT INTO SessionAbstract VALUES (?,0,0,0,?,NULL)").run(talker, time);
  });
  decryptedDatabase(at("MediaInfo/hldata.db"), form, (db) => {
    db.exec("CREATE TABLE HlinkMediaRecord(mediaMd5 TEXT,mediaSize INTEGER,inodeNumber INTEGER,modifyTime INTEGER,CONSTRAINT _Md5AndSize UNIQUE (mediaMd5,mediaSize))"); // prettier-ignore
    db.exec("CREATE TABLE HlinkMediaDetail(localId INTEGER PRIMARY KEY AUTOINCREMENT,inodeNumber INTEGER,relativePath TEXT,fileName TEXT)"); // prettier-ignore
    db.prepare("INSERT INTO HlinkMediaRecord VALUES (?,?,71,0)").run(md5(FILE_BYTES), FILE_BYTES.length);
    db.prepare("INSERT INTO HlinkMediaDetail(inodeNumber,relativePath,fileName) VALUES (71,?,?)").run(`${md5(ZHAO)}/File`, FILE_NAME); // prettier-ignore
  });
  const file = at(`Message/MessageTemp/${md5(ZHAO)}/File/${FILE_NAME}`);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, FILE_BYTES);
}

class Ids {
  private next = 7_310_400_000_000_000_100n;
  readonly last = new Map<string, number>();

  of(row: ChatRow): bigint {
    this.last.set(row.talker, row.at);
    if (row.local === true) return 0n;
    this.next += 1_003n;
    return row.serverId ?? this.next;
  }
}

function writeShard(
  path: string,
  rows: readonly ChatRow[],
  late: readonly ChatRow[],
  ids: Ids,
  form: DecryptedForm,
): void {
  const insert = (db: Database.Database, some: readonly ChatRow[]) => {
    for (const row of some) insertRow(db, row, ids);
  };
  const log = late.length === 0 ? {} : { late: (db: Database.Database) => insert(db, late) };
  decryptedDatabase(path, { ...form, ...log }, (db) => {
    for (const talker of new Set([...rows, ...late].map((row) => row.talker))) db.exec(chatDdl(talker));
    insert(db, rows);
  });
}

function insertRow(db: Database.Database, row: ChatRow, ids: Ids): void {
  const { talker, at, from, type, text, packed } = row;
  const prefix = talker.endsWith("@chatroom") && from !== null && from !== OWNER && type !== 10000 ? `${from}:\n` : "";
  db.prepare(
    `INSERT INTO ${chatTable(talker)}(mesSvrID,msgCreateTime,msgContent,msgStatus,msgImgStatus,messageType,mesDes,msgSource,msgSeq) VALUES (?,?,?,?,1,?,?,'',0)`,
  ).run(ids.of(row), at, `${prefix}${packed ?? text ?? ""}`, from === OWNER ? 3 : 4, type, from === OWNER ? 0 : 1);
}

function writeContacts(path: string, form: DecryptedForm): void {
  decryptedDatabase(path, form, (db) => {
    db.exec(`CREATE TABLE WCContact(${CONTACT_COLUMNS})`);
    const insert = db.prepare("INSERT INTO WCContact(m_nsUsrName,m_uiSex,m_uiType,nickname,m_nsRemark,m_nsAliasName) VALUES (?,?,?,?,?,?)"); // prettier-ignore
    insert.run(OWNER, 1, 1, "林桥", "", "linqiao_sh");
    insert.run(ZHAO, 1, 3, "赵记建材", "老赵", "zhaojc");
    insert.run("filehelper", 0, 3, "文件传输助手", "", "");
  });
}

function writeGroups(path: string, form: DecryptedForm): void {
  decryptedDatabase(path, form, (db) => {
    db.exec(`CREATE TABLE GroupContact(${CONTACT_COLUMNS},m_nsChatRoomMemList TEXT,m_nsChatRoomAdminList TEXT)`);
    db.exec("CREATE TABLE GroupMember(m_nsUsrName TEXT PRIMARY KEY,nickname TEXT)");
    db.prepare("INSERT INTO GroupContact(m_nsUsrName,m_uiType,nickname,m_nsChatRoomMemList,m_nsChatRoomAdminList) VALUES (?,2,?,?,?)").run(GROUP, "三号楼项目群", [OWNER, ZHOU, SUN].join(";"), ZHOU); // prettier-ignore
    db.prepare("INSERT INTO GroupMember VALUES (?,?)").run(ZHOU, "周敏");
    db.prepare("INSERT INTO GroupMember VALUES (?,?)").run(SUN, "孙工");
  });
}
