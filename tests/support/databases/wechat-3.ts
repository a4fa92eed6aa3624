import type Database from "better-sqlite3";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { film, picture, silk } from "../media.ts";
import { decryptedDatabase, type DecryptedForm } from "./decrypted-file.ts";
import { lz4Block } from "./lz4-writer.ts";
import { protobuf } from "./protobuf-writer.ts";
import {
  FILE_BYTES, FILE_NAME, FIRST_DAY, firstShard, GROUP, HELPER, lateRows, NEWS, OWNER, PICTURE_MD5, SECOND_SHARD,
  secondShard, SUN, VOICE_ID, ZHAO, ZHOU, type ChatRow,
} from "./wechat-3-rows.ts"; // prettier-ignore

/** Folder of the account inside what is received. */
export const ACCOUNT = `WeChat Files/${OWNER}`;
export const MULTI = `${ACCOUNT}/Msg/Multi`;

const RESERVE = 48;

const MSG_DDL =
  "CREATE TABLE MSG (localId INTEGER PRIMARY KEY AUTOINCREMENT,TalkerId INT DEFAULT 0,MsgSvrID INT,Type INT,SubType INT,IsSender INT,CreateTime INT,Sequence INT DEFAULT 0,StatusEx INT DEFAULT 0,FlagEx INT,Status INT,MsgServerSeq INT,MsgSequence INT,StrTalker TEXT,StrContent TEXT,DisplayContent TEXT,Reserved0 INT DEFAULT 0,Reserved1 INT DEFAULT 0,Reserved2 INT DEFAULT 0,Reserved3 INT DEFAULT 0,Reserved4 TEXT,Reserved5 TEXT,Reserved6 TEXT,CompressContent BLOB,BytesExtra BLOB,BytesTrans BLOB)";

const SHARD_DDL = [
  MSG_DDL,
  "CREATE TABLE Name2ID(UsrName TEXT)",
  "CREATE TABLE DBInfo(tableIndex INTEGER PRIMARY KEY,tableVersion INTEGER,tableDesc TEXT)",
];

const CONTACT_DDL = [
  "CREATE TABLE Contact(UserName TEXT PRIMARY KEY,Alias TEXT,EncryptUserName TEXT,DelFlag INTEGER DEFAULT 0,Type INTEGER DEFAULT 0,VerifyFlag INTEGER DEFAULT 0,Reserved1 INTEGER DEFAULT 0,Reserved2 INTEGER DEFAULT 0,Reserved3 TEXT,Reserved4 TEXT,Remark TEXT,NickName TEXT,LabelIDList TEXT,DomainList TEXT,ChatRoomType int,PYInitial TEXT,QuanPin TEXT,RemarkPYInitial TEXT,RemarkQuanPin TEXT,BigHeadImgUrl TEXT,SmallHeadImgUrl TEXT,HeadImgMd5 TEXT,ChatRoomNotify INTEGER DEFAULT 0,Reserved5 INTEGER DEFAULT 0,Reserved6 TEXT,Reserved7 TEXT,ExtraBuf BLOB,Reserved8 INTEGER DEFAULT 0,Reserved9 INTEGER DEFAULT 0,Reserved10 TEXT,Reserved11 TEXT)",
  "CREATE TABLE ContactLabel(LabelId INTEGER PRIMARY KEY,LabelName TEXT,Reserved1 INTEGER,Reserved2 INTEGER,Reserved3 TEXT,Reserved4 TEXT,Reserved5 BLOB,RespData BLOB)",
  "CREATE TABLE ChatRoom(ChatRoomName TEXT PRIMARY KEY,UserNameList TEXT,DisplayNameList TEXT,ChatRoomFlag int Default 0,Owner INTEGER DEFAULT 0,IsShowName INTEGER DEFAULT 0,SelfDisplayName TEXT,Reserved1 INTEGER DEFAULT 0,Reserved2 TEXT,Reserved3 INTEGER DEFAULT 0,Reserved4 TEXT,Reserved5 INTEGER DEFAULT 0,Reserved6 TEXT,RoomData BLOB,Reserved7 INTEGER DEFAULT 0,Reserved8 TEXT)",
  "CREATE TABLE ChatRoomInfo(ChatRoomName TEXT PRIMARY KEY,Announcement TEXT,InfoVersion INTEGER,AnnouncementEditor TEXT,AnnouncementPublishTime INTEGER,ChatRoomStatus INTEGER,Reserved1 INTEGER,Reserved2 TEXT)",
  "CREATE TABLE Session(strUsrName TEXT PRIMARY KEY,nOrder INT DEFAULT 0,nUnReadCount INTEGER DEFAULT 0,parentRef TEXT,Reserved0 INTEGER DEFAULT 0,Reserved1 TEXT,strNickName TEXT,nStatus INTEGER,nIsSend INTEGER,strContent TEXT,nMsgType INTEGER,nMsgLocalID INTEGER,nMsgStatus INTEGER,nTime INTEGER,editContent TEXT,othersAtMe INT,Reserved2 INTEGER DEFAULT 0,Reserved3 TEXT,Reserved4 INTEGER DEFAULT 0,Reserved5 TEXT,bytesXml BLOB)",
  "CREATE TABLE ChatInfo(Username TEXT,LastReadedCreateTime INTEGER DEFAULT 0,LastReadedSvrId INTEGER DEFAULT 0,Reserved1 INTEGER DEFAULT 0,Reserved2 TEXT)",
];

const INDEX_DDL = [
  "CREATE TABLE FTSChatMsg2_content(docid INTEGER PRIMARY KEY,c0content TEXT,c1entityId INTEGER)",
  "CREATE TABLE FTSChatMsg2_MetaData(docid INTEGER PRIMARY KEY,msgId INTEGER,entityId INTEGER,type INTEGER,sortSequence INTEGER)",
];

export interface CleanOptions {
  /** Bytes of reserve; 0 as for a file exported by a key-aware engine. */
  readonly reserve?: number;
  /** Leave the rows of the log out of it: written before the last checkpoint, no log beside. */
  readonly settled?: boolean;
  /** The log is not given, though rows were in it. */
  readonly withoutLog?: boolean;
  /** Further rows of the first shard. */
  readonly more?: readonly ChatRow[];
}

/** Writes an account folder as Windows 3.x leaves it, page-wise decrypted: two shards, companions, media. */
export async function buildClean(folder: string, options: CleanOptions = {}): Promise<void> {
  const at = (path: string) => join(folder, ACCOUNT, path);
  const form: DecryptedForm = { reserve: options.reserve ?? RESERVE };
  const counter = new Counter();
  const first = [...firstShard(), ...(options.more ?? [])];
  const second = secondShard();
  writeShard(at("Msg/Multi/MSG0.db"), FIRST_DAY, first, [], counter, form, options);
  writeShard(at("Msg/Multi/MSG1.db"), SECOND_SHARD, second, lateRows(), counter, form, options);
  writeIndex(at("Msg/Multi/FTSMSG0.db"), first, form);
  writeIndex(at("Msg/Multi/FTSMSG1.db"), [...second, ...lateRows()], form);
  writeMedia(at("Msg/Multi/MediaMSG0.db"), form);
  writeContacts(at("Msg/MicroMsg.db"), counter, second.length, form);
  writeHardLinks(at("Msg"), form);
  writeAvatars(at("Msg/Misc.db"), form);
  await writeFiles(at("FileStorage"));
}

/** Gives out server ids, and remembers the last row of each talker for the conversation list. */
class Counter {
  private next = 7_310_400_000_000_000_100n;
  private serverSeq = 801_000_000;
  readonly last = new Map<string, { row: ChatRow; localId: number; serverId: bigint }>();

  serverId(row: ChatRow): bigint {
    if (row.local === true) return 0n;
    this.next += 1_003n;
    return row.serverId ?? this.next;
  }

  sequence(): number {
    this.serverSeq += 1;
    return this.serverSeq;
  }
}

function writeShard(
  path: string,
  start: number,
  rows: readonly ChatRow[],
  late: readonly ChatRow[],
  counter: Counter,
  form: DecryptedForm,
  options: CleanOptions,
): void {
  const names: string[] = [];
  const seconds = new Map<string, number>();
  const insertAll = (db: Database.Database, some: readonly ChatRow[]) => {
    for (const row of some) insertRow(db, row, names, seconds, counter);
  };
  const isSettled = options.settled === true || late.length === 0;
  decryptedDatabase(
    path,
    { ...form, ...(isSettled ? {} : { late: (db) => insertAll(db, late) }), withoutLog: options.withoutLog === true },
    (db) => {
      for (const ddl of SHARD_DDL) db.exec(ddl);
      db.prepare("INSERT INTO DBInfo VALUES (1, ?, 'Start Time')").run(start * 1000);
      insertAll(db, isSettled ? [...rows, ...late] : rows);
    },
  );
}

/** Inserts a row as the client does: numbers by AUTOINCREMENT, Sequence from the second, the group's sender in BytesExtra. */
export function insertRow(
  db: Database.Database,
  row: ChatRow,
  names: string[],
  seconds: Map<string, number>,
  counter: { serverId(row: ChatRow): bigint; sequence(): number; readonly last: Counter["last"] },
): void {
  if (!names.includes(row.talker)) {
    names.push(row.talker);
    db.prepare("INSERT INTO Name2ID(UsrName) VALUES (?)").run(row.talker);
  }
  const key = `${row.talker}:${row.at}`;
  const nth = seconds.get(key) ?? 0;
  seconds.set(key, nth + 1);
  const serverId = counter.serverId(row);
  const { lastInsertRowid } = db
    .prepare(
      "INSERT INTO MSG(TalkerId,MsgSvrID,Type,SubType,IsSender,CreateTime,Sequence,FlagEx,Status,MsgServerSeq,MsgSequence,StrTalker,StrContent,DisplayContent,CompressContent,BytesExtra) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    )
    .run(
      names.indexOf(row.talker) + 1, serverId, row.type, row.sub ?? 0, row.from === OWNER ? 1 : 0, row.at,
      row.at * 1000 + nth, 0, row.from === OWNER ? 2 : 0, row.local === true ? 0 : counter.sequence(), 0, row.talker,
      row.text ?? "", row.display ?? "", row.packed === undefined ? null : packed(row.packed), bytesExtra(row),
    ); // prettier-ignore
  counter.last.set(row.talker, { row, localId: Number(lastInsertRowid), serverId });
}

/** The client's writers pad the text with a zero byte before packing. */
function packed(xml: string): Buffer {
  return lz4Block(Buffer.from(`${xml}\0`));
}

export function bytesExtra({ talker, from, thumbnail, original }: ChatRow): Buffer {
  const item = (type: number, value: string) => [3, protobuf([1, type], [2, value])] as const;
  const inAccount = (path: string) => `${OWNER}\\${path}`;
  return protobuf(
    [1, protobuf([1, 16], [2, 0])],
    ...(talker.endsWith("@chatroom") && from !== null && from !== OWNER ? [item(1, from)] : []),
    ...(thumbnail === undefined ? [] : [item(3, inAccount(thumbnail))]),
    ...(original === undefined ? [] : [item(4, inAccount(original))]),
    item(7, "<msgsource><bizflag>0</bizflag></msgsource>"),
  );
}

function writeIndex(path: string, rows: readonly ChatRow[], form: DecryptedForm): void {
  const entities = [...new Set(rows.map(({ talker }) => talker))];
  decryptedDatabase(path, form, (db) => {
    for (const ddl of INDEX_DDL) db.exec(ddl);
    let docid = 0;
    for (const [index, { type, text, talker, at }] of rows.entries()) {
      if (type !== 1) continue;
      docid += 1;
      const entity = entities.indexOf(talker) + 1;
      db.prepare("INSERT INTO FTSChatMsg2_content VALUES (?,?,?)").run(docid, text ?? "", entity);
      db.prepare("INSERT INTO FTSChatMsg2_MetaData VALUES (?,?,?,?,?)").run(docid, index + 1, entity, 1, at * 1000);
    }
  });
}

function writeMedia(path: string, form: DecryptedForm): void {
  decryptedDatabase(path, form, (db) => {
    db.exec("CREATE TABLE Media(Key TEXT,Reserved0 INT,Buf BLOB,Reserved1 INT,Reserved2 TEXT)");
    db.prepare("INSERT INTO Media(Key,Reserved0,Buf) VALUES (?,?,?)").run("voice-1", VOICE_ID, silk());
  });
}

const PEOPLE: readonly (readonly [account: string, nickname: string, remark: string, alias: string])[] = [
  [OWNER, "林桥", "", "linqiao_sh"],
  [ZHAO, "赵记建材", "老赵", "zhaojc"],
  [ZHOU, "周敏", "", "zhoumin_gc"],
  [SUN, "孙工", "孙工（监理）", ""],
  [GROUP, "三号楼项目群", "", ""],
  [NEWS, "建材行情", "", "jchq"],
  [HELPER, "文件传输助手", "", ""],
  ["wxid_moshengren0011", "陌生人", "", ""],
];

function writeContacts(path: string, counter: Counter, settledRows: number, form: DecryptedForm): void {
  decryptedDatabase(path, form, (db) => {
    for (const ddl of CONTACT_DDL) db.exec(ddl);
    const contact = db.prepare("INSERT INTO Contact(UserName,Alias,EncryptUserName,Type,VerifyFlag,Reserved1,Remark,NickName,LabelIDList,ExtraBuf) VALUES (?,?,?,?,?,?,?,?,?,?)"); // prettier-ignore
    for (const [account, nickname, remark, alias] of PEOPLE) {
      const extra = account === ZHAO ? extraBuf() : null;
      contact.run(account, alias, `v3_${account}@stranger`, 3, account === NEWS ? 24 : 0, 1, remark, nickname, account === ZHAO ? "1" : "", extra); // prettier-ignore
    }
    db.prepare("INSERT INTO ContactLabel(LabelId,LabelName) VALUES (1,'供应商')").run();
    const members = [OWNER, ZHOU, SUN];
    const room = protobuf(
      [1, protobuf([1, OWNER], [2, "林桥（甲方）"], [3, 1], [4, ZHOU])],
      [1, protobuf([1, ZHOU], [2, "周敏"], [3, 1])],
      [1, protobuf([1, SUN], [2, ""], [3, 1], [4, ZHOU])],
      [5, 500],
    );
    db.prepare("INSERT INTO ChatRoom(ChatRoomName,UserNameList,DisplayNameList,Owner,SelfDisplayName,Reserved2,RoomData) VALUES (?,?,?,?,?,?,?)").run(GROUP, members.join("^G"), "林桥（甲方）^G周敏^G", 0, "林桥（甲方）", ZHOU, room); // prettier-ignore
    db.prepare("INSERT INTO ChatRoomInfo(ChatRoomName,Announcement,AnnouncementEditor,AnnouncementPublishTime) VALUES (?,?,?,?)").run(GROUP, "九月三十日放假，工地留人值班", ZHOU, SECOND_SHARD); // prettier-ignore
    const session = db.prepare("INSERT INTO Session(strUsrName,nOrder,nUnReadCount,strNickName,nIsSend,strContent,nMsgType,nMsgLocalID,nTime,editContent) VALUES (?,?,?,?,?,?,?,?,?,?)"); // prettier-ignore
    const read = db.prepare("INSERT INTO ChatInfo(Username,LastReadedCreateTime,LastReadedSvrId) VALUES (?,?,?)");
    for (const [talker, { row, localId, serverId }] of counter.last) {
      session.run(talker, row.at, 0, talker, row.from === OWNER ? 1 : 0, row.text ?? "", row.type, localId, row.at, "");
      if (serverId !== 0n) read.run(talker, row.at * 1000, serverId);
    }
    session.run("@publicUser", SECOND_SHARD, 0, "", 0, "", 0, settledRows, SECOND_SHARD, "");
  });
}

function extraBuf(): Buffer {
  const field = (tag: string, text: string) => {
    const bytes = Buffer.from(text, "utf16le");
    const head = Buffer.alloc(9);
    Buffer.from(tag, "hex").copy(head);
    head[4] = 0x18;
    head.writeUInt32LE(bytes.length, 5);
    return Buffer.concat([head, bytes]);
  };
  return Buffer.concat([Buffer.from("74752C060401000000", "hex"), field("46CF10C4", "诚信经营"), field("759378AD", "13800000000")]); // prettier-ignore
}

function writeHardLinks(folder: string, form: DecryptedForm): void {
  decryptedDatabase(join(folder, "HardLinkImage.db"), form, (db) => {
    db.exec("CREATE TABLE HardLinkImageAttribute(Md5Hash INTEGER PRIMARY KEY,Md5 BLOB,DirID1 INTEGER,DirID2 INTEGER,FileName TEXT,ModifyTime INTEGER)"); // prettier-ignore
    db.exec("CREATE TABLE HardLinkImageID(DirId INTEGER PRIMARY KEY,Dir TEXT)");
    db.exec("INSERT INTO HardLinkImageID VALUES (1,'9d3c'),(2,'2023-03')");
    db.prepare("INSERT INTO HardLinkImageAttribute VALUES (1,?,1,2,'p01.dat',0)").run(Buffer.from(PICTURE_MD5, "hex"));
  });
  for (const sort of ["Video", "File"]) {
    decryptedDatabase(join(folder, `HardLink${sort}.db`), form, (db) => {
      db.exec(`CREATE TABLE HardLink${sort}Attribute(Md5Hash INTEGER PRIMARY KEY,Md5 BLOB,DirID1 INTEGER,DirID2 INTEGER,FileName TEXT,ModifyTime INTEGER)`); // prettier-ignore
      db.exec(`CREATE TABLE HardLink${sort}ID(DirId INTEGER PRIMARY KEY,Dir TEXT)`);
    });
  }
}

/** Bytes of the avatar of 老赵. */
export const AVATAR = Buffer.from("\xff\xd8\xff\xe0avatar of somebody invented", "latin1");

function writeAvatars(path: string, form: DecryptedForm): void {
  decryptedDatabase(path, form, (db) => {
    db.exec("CREATE TABLE ContactHeadImg1(usrName TEXT PRIMARY KEY,createTime INTEGER,smallHeadBuf BLOB,m_headImgMD5 TEXT)"); // prettier-ignore
    db.prepare("INSERT INTO ContactHeadImg1 VALUES (?,?,?,'')").run(ZHAO, FIRST_DAY, AVATAR);
  });
}

/** Pictures as the client keeps them on disk, each byte under one key; the second picture was never opened. */
async function writeFiles(storage: string): Promise<void> {
  const hidden = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0x5a));
  const jpeg = hidden(await picture("jpeg", 24, 16));
  const files: Record<string, Buffer> = {
    "MsgAttach/9d3c/Image/2023-03/p01.dat": jpeg,
    "MsgAttach/9d3c/Thumb/2023-03/t01.dat": jpeg,
    "MsgAttach/9d3c/Thumb/2023-09/t02.dat": jpeg,
    "Video/2023-09/v01.mp4": film(),
    "Video/2023-09/v01.jpg": await picture("jpeg", 24, 16),
    [`File/2023-03/${FILE_NAME}`]: FILE_BYTES,
  };
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(storage, path)), { recursive: true });
    writeFileSync(join(storage, path), bytes);
  }
}
