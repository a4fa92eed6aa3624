import type Database from "better-sqlite3";
import { readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { md5 } from "../../../src/base/digest.ts";
import { film, pdf, picture } from "../media.ts";
import { recording } from "../recording.ts";
import * as rows from "./android-rows.ts";
import { FILE_INDEX, INDEXES, TABLES, tableDigests } from "./android-schema.ts";
import { DEPARTED, ENTERPRISE, FOREMAN, NAMES, OFFICIAL, OWNER, PEER, ROOM, START } from "./people.ts";
import { changeDatabase, insert, noise, removeLog, serverIdOf, writeBytes, writeDatabase, type Expectation } from "./write.ts"; // prettier-ignore

export const MAIN = "EnMicroMsg.db";

export interface AndroidOptions {
  /** Number of the first message: near the end of the first range, so that the jump to the second lies within. */
  readonly firstId?: number;
}

/** A phone's account folder as a lawful copy of it holds it; everything in it is invented. */
export async function buildClean(folder: string, { firstId = 999_985 }: AndroidOptions = {}): Promise<Built> {
  const contract = pdf();
  const big = await picture("jpeg", 24, 16);
  const small = await picture("jpeg", 8, 6);
  let ids: ReadonlyMap<string, number> = new Map();
  let phone: rows.Phone | null = null;
  const fill = (db: Database.Database) => {
    for (const sql of [...Object.values(TABLES), ...INDEXES]) db.exec(sql);
    phone = new rows.Phone(db, firstId);
    rows.privateRows(phone, { contract: contract.length, contractMd5: md5(contract), picture: big.length });
    rows.groupRows(phone);
    rows.otherRows(phone);
    rows.enterpriseRow(db);
    ids = phone.ids;
    people(db);
    sideTables(db, ids);
  };
  const path = join(folder, MAIN);
  writeDatabase(path, fill, (db) => {
    if (phone !== null) rows.recentRows(phone);
    sessions(db);
  });
  writeDatabase(join(folder, "WxFileIndex.db"), (db) => fileIndex(db, ids));
  media(folder, { contract, big, small, gif: await picture("gif", 8, 8), voice: await recording(3200) });
  return { path, ids };
}

/** Where the database is and which number each named row of `android-rows.ts` got. */
export interface Built {
  readonly path: string;
  readonly ids: ReadonlyMap<string, number>;
}

function people(db: Database.Database): void {
  const types: Readonly<Record<string, number>> = { [PEER]: 3, [FOREMAN]: 3, [ROOM]: 2, [DEPARTED]: 4 };
  for (const [username, { nickname, alias = "", remark = "" }] of Object.entries(NAMES)) {
    const further = {
      type: types[username] ?? 1,
      verifyFlag: username === OFFICIAL ? 24 : 0,
      createTime: START - 86_400,
    };
    insert(db, "rcontact", { username, nickname, alias, conRemark: remark, ...further });
  }
  insert(db, "userinfo", { id: 2, type: 3, value: OWNER });
  insert(db, "userinfo", { id: 4, type: 3, value: NAMES[OWNER]?.nickname ?? "" });
  insert(db, "img_flag", { username: PEER, imgflag: 1, lastupdatetime: START, reserved1: "http://avatar.example/0", reserved2: "http://avatar.example/132" }); // prettier-ignore
  const memberlist = [OWNER, PEER, FOREMAN].join(";");
  insert(db, "chatroom", { chatroomname: ROOM, addtime: START * 1000, memberlist, displayname: "陈嘉木、沈若溪、老周", roomowner: PEER, roomdata: roomData(), chatroomnotice: "每日 18 点前上传现场照片", chatroomnoticeEditor: PEER, chatroomnoticePublishTime: START + 90_000, memberCount: 3 }); // prettier-ignore
  insert(db, "SafeDeviceInfo", { uid: "A8C1", name: "嘉木的手机", devicetype: "Xiaomi-2312DRA50C", createtime: START - 9_000_000, online: 1 }); // prettier-ignore
  for (const { hash, digest } of tableDigests()) insert(db, "TablesVersion", { tableHash: hash, tableSQLMD5: digest });
}

/** Members with nickname and inviter, and the capacity. */
function roomData(): Buffer {
  const text = (field: number, value: string) => Buffer.concat([Buffer.from([(field << 3) | 2, Buffer.byteLength(value)]), Buffer.from(value)]); // prettier-ignore
  const member = (account: string, nickname: string, inviter: string) => {
    const body = Buffer.concat([text(1, account), text(2, nickname), Buffer.from([0x18, 1]), text(4, inviter)]);
    return Buffer.concat([Buffer.from([0x0a, body.length]), body]);
  };
  const members = [member(OWNER, "陈先生（业主）", PEER), member(PEER, "沈-云栖", ""), member(FOREMAN, "", PEER)];
  return Buffer.concat([...members, Buffer.from([0x28, 0xf4, 0x03])]);
}

function sideTables(db: Database.Database, ids: ReadonlyMap<string, number>): void {
  const id = (name: string) => ids.get(name) ?? 0;
  const seconds = START + 300;
  insert(db, "ImgInfo2", { id: 1, msgSvrId: serverIdOf("picture"), totalLen: 4096, bigImgPath: `${rows.THUMB.slice(0, 30)}9f.jpg`, thumbImgPath: `THUMBNAIL_DIRPATH://th_${rows.THUMB}`, createtime: seconds, msglocalid: id("picture"), msgTalker: PEER }); // prettier-ignore
  insert(db, "ImgInfo2", { id: 2, msgSvrId: serverIdOf("unopened"), totalLen: 81_236, bigImgPath: "SERVERID://4152", thumbImgPath: `THUMBNAIL_DIRPATH://th_${rows.UNOPENED}`, createtime: seconds, msglocalid: id("unopened"), iscomplete: 0, msgTalker: PEER }); // prettier-ignore
  insert(db, "voiceinfo", { FileName: rows.VOICE, User: PEER, MsgId: serverIdOf("voice"), TotalLen: 155, CreateTime: seconds + 60, VoiceLength: 3200, MsgLocalId: id("voice"), Human: PEER, MsgTalker: PEER }); // prettier-ignore
  insert(db, "videoinfo2", { filename: rows.VIDEO, msgsvrid: serverIdOf("video"), totallen: 612, createtime: seconds + 120, videolength: 6, msglocalid: id("video"), user: PEER, human: PEER, msg_talker: PEER }); // prettier-ignore
  insert(db, "appattach", { mediaId: "m1", totalLen: 66, createTime: (seconds + 180) * 1000, fileFullPath: `/storage/emulated/0/Download/WeiXin/${rows.CONTRACT}`, msgInfoId: id("file"), msgInfoTalker: PEER }); // prettier-ignore
  insert(db, "AppMessage", { msgId: id("link"), title: "上海市住宅装饰装修验收标准", type: 5, msgSvrId: serverIdOf("link"), msgTalker: PEER }); // prettier-ignore
  insert(db, "FileMsgInfo", {
    msgSvrId: serverIdOf("file"),
    overwriteNewMsgId: serverIdOf("placeholder"),
    filePath: "",
  });
  insert(db, "VoiceTransText", { msgId: id("voice"), cmsgId: rows.VOICE, content: "周五上午水电验收您能到吗" });
  insert(db, "MsgQuote", { msgId: id("quote"), msgSvrId: serverIdOf("quote"), quotedMsgId: id("hello-2"), quotedMsgSvrId: serverIdOf("hello-2"), status: 0, quotedMsgTalker: PEER }); // prettier-ignore
  insert(db, "RemittanceRecord", { transferId: "1000050001202603022116", locaMsgId: id("transfer"), receiveStatus: 1, isSend: 1, talker: PEER, invalidtime: START + 90_000 }); // prettier-ignore
  insert(db, "WalletLuckyMoney", { mNativeUrl: "wxpay://hongbao?sendid=10000394", hbType: 1, receiveAmount: 888, receiveTime: START + 1_000, receiveStatus: 2, hbStatus: 4, sender: PEER, sendId: "10000394", msgSvrId: serverIdOf("red-packet"), msgLocalId: id("red-packet") }); // prettier-ignore
  insert(db, "ChatroomMsgSeq", { username: ROOM, lastPushSeq: 712, lastLocalSeq: 712 });
}

/** The list of conversations, brought up to date with each message. */
function sessions(db: Database.Database): void {
  const last = db.prepare("SELECT msgId, talker, max(createTime) AS at, content, type, isSend, count(*) AS n FROM message GROUP BY talker").all() as { talker: string; at: number; content: string; type: number; isSend: number; n: number }[]; // prettier-ignore
  for (const { talker, at, content, type, isSend, n } of last) {
    insert(db, "rconversation", { username: talker, msgCount: n, conversationTime: at, content, digest: content.slice(0, 20), msgType: String(type), isSend, UnDeliverCount: 0 }); // prettier-ignore
  }
  insert(db, "rconversation", { username: ENTERPRISE, msgCount: 1, conversationTime: (START + 172_800) * 1000, content: "您好，瓷砖已发货", digest: "您好，瓷砖已发货", msgType: "1", isSend: 0 }); // prettier-ignore
}

function fileIndex(db: Database.Database, ids: ReadonlyMap<string, number>): void {
  db.exec(FILE_INDEX);
  for (const [name, msgType] of [
    ["picture", 3],
    ["voice", 34],
    ["video", 43],
    ["file", 49],
  ] as const) {
    insert(db, "WxFileIndex3", { msgId: ids.get(name) ?? 0, username: PEER, msgType, msgSubType: 1, path: `wcf://${name}`, size: 66, msgtime: (START + 400) * 1000 }); // prettier-ignore
  }
}

interface Media {
  readonly contract: Buffer;
  readonly big: Buffer;
  readonly small: Buffer;
  readonly voice: Buffer;
  readonly gif: Buffer;
}

function media(folder: string, { contract, big, small, gif, voice }: Media): void {
  const inHash = (name: string) => { const hash = name.replace("th_", ""); return join(folder, "image2", hash.slice(0, 2), hash.slice(2, 4), name); }; // prettier-ignore
  writeBytes(inHash(`th_${rows.THUMB}`), small);
  writeBytes(inHash(`${rows.THUMB.slice(0, 30)}9f.jpg`), big);
  writeBytes(inHash(`th_${rows.UNOPENED}`), small);
  writeBytes(inHash(`th_${rows.SITE}`), small);
  writeBytes(inHash(rows.SITE), big);
  writeBytes(join(folder, "emoji", rows.STICKER), gif);
  const key = md5(rows.VOICE);
  writeBytes(join(folder, "voice2", key.slice(0, 2), key.slice(2, 4), `msg_${rows.VOICE}.amr`), voice);
  writeBytes(join(folder, "video", `${rows.VIDEO}.mp4`), film());
  writeBytes(join(folder, "video", `${rows.VIDEO}.jpg`), small);
  writeBytes(join(folder, "attachment", rows.CONTRACT), contract);
  const avatar = md5(PEER);
  writeBytes(join(folder, "avatar", avatar.slice(0, 2), avatar.slice(2, 4), `user_${avatar}.png`), small);
}

type Variant = (folder: string) => Promise<Expectation>;

/** A clean copy that plain SQLite then changed. */
function changed(
  did: string,
  talker: string | null,
  names: readonly string[],
  change: (db: Database.Database, id: (name: string) => number) => void,
): Variant {
  // prettier-ignore
  return async (folder) => {
    const { path, ids } = await buildClean(folder);
    const id = (name: string) => ids.get(name) ?? 0;
    changeDatabase(path, (db) => change(db, id));
    return { did, talker, localIds: names.map((name) => String(id(name))) };
  };
}

/** A clean copy whose file was then treated. */
function treated(did: string, treat: (path: string) => void): Variant {
  return async (folder) => {
    const { path } = await buildClean(folder);
    treat(path);
    return { did, talker: null, localIds: [] };
  };
}

/** Every manipulation this platform can have. @source wechat-databases.md §10 */
export const VARIANTS: Readonly<Record<string, Variant>> = {
  "delete-interior": changed("a received picture was deleted", PEER, ["picture"], (db, id) => {
    db.prepare("DELETE FROM message WHERE msgId = ?").run(id("picture"));
  }),
  "delete-predecessor": changed("the first of two messages of one second was deleted", PEER, ["hello"], (db, id) => {
    db.prepare("DELETE FROM message WHERE msgId = ?").run(id("hello"));
  }),
  "delete-tail": changed("the newest message was deleted", PEER, ["late-2"], (db) => {
    db.exec("DELETE FROM message WHERE msgId = (SELECT max(msgId) FROM message WHERE talker = '" + PEER + "')");
  }),
  clear: changed("the whole conversation was deleted", PEER, [], (db) => {
    db.prepare("DELETE FROM message WHERE talker = ?").run(PEER);
  }),
  "client-deleted-conversation": changed("the client booked the deletion of a conversation", FOREMAN, [], (db) => {
    insert(db, "DeletedConversationInfo", { userName: FOREMAN, lastSeq: 0, reserved2: START * 1000 });
  }),
  "edit-text": changed("the words of a message were changed", PEER, ["hello-2"], (db, id) => {
    db.prepare("UPDATE message SET content = ? WHERE msgId = ?").run(
      "重点看付款节点：开工 50%，水电验收 40%",
      id("hello-2"),
    );
  }),
  "edit-time": changed("the time of a received message was changed", PEER, ["link"], (db, id) => {
    db.prepare("UPDATE message SET createTime = createTime + 3600417 WHERE msgId = ?").run(id("link"));
  }),
  "edit-id": changed("the number of a message was changed", PEER, ["link"], (db, id) => {
    db.prepare("UPDATE message SET msgId = 5000000 WHERE msgId = ?").run(id("link"));
  }),
  "insert-row": changed("a received message was made up", PEER, [], (db) => {
    insert(db, "message", { msgId: 10_000_900, msgSvrId: 0, type: 1, status: 3, isSend: 0, createTime: (START + 7_000) * 1000 + 612, talker: PEER, content: "我们口头约定过可以延期", flag: 0 }); // prettier-ignore
  }),
  "swap-sender": changed("a member's message was made the account's own", ROOM, ["g2"], (db, id) => {
    db.prepare("UPDATE message SET isSend = 1, status = 2 WHERE msgId = ?").run(id("g2"));
  }),
  "anti-revoke-trigger": changed("a trigger keeps recalled messages", null, [], (db) => {
    db.exec("CREATE TRIGGER keep_revoked BEFORE UPDATE OF type ON message WHEN NEW.type = 268445456 BEGIN SELECT RAISE(IGNORE); END"); // prettier-ignore
  }),
  "viewer-indexes": changed("a viewer added an index", null, [], (db) => {
    db.exec("CREATE INDEX idx_message_talker_time ON message(talker, createTime)");
  }),
  rebuilt: changed("the table was created anew", null, [], (db) => {
    db.exec("CREATE TABLE copy AS SELECT * FROM message; DROP TABLE message; ALTER TABLE copy RENAME TO message");
  }),
  vacuum: changed("the file was vacuumed", null, [], (db) => {
    db.exec("DELETE FROM message WHERE talker = 'filehelper'; VACUUM");
  }),
  backlog: changed("the group has messages that the phone never fetched", ROOM, [], (db) => {
    db.prepare("UPDATE ChatroomMsgSeq SET lastPushSeq = 730 WHERE username = ?").run(ROOM);
    db.prepare("UPDATE rconversation SET UnDeliverCount = 18, firstUnDeliverSeq = 713 WHERE username = ?").run(ROOM);
  }),
  restored: changed("the conversation was moved from another phone", PEER, [], (db) => {
    insert(db, "BackupTempMoveTime", { sessionName: PEER, startTime: START, endTime: START + 86_400 });
  }),
  "recalled-unseen": changed("a recall came for a message the phone never had", PEER, [], (db) => {
    insert(db, "GetSysCmdMsgInfo", { originSvrId: serverIdOf("never"), newMsgId: serverIdOf("never-2"), fromUserName: PEER, toUserName: OWNER, createTime: START + 500, content: "" }); // prettier-ignore
  }),
  "no-wal": treated("the log was left behind", removeLog),
  truncated: treated("the file is cut off", (path) => {
    removeLog(path);
    truncateSync(path, readFileSync(path).length - 8 * 4096);
  }),
  encrypted: treated("the database is still encrypted", (path) => {
    removeLog(path);
    writeFileSync(path, noise(65_536));
  }),
  empty: treated("the database has no bytes", (path) => {
    removeLog(path);
    writeFileSync(path, "");
  }),
  "file-index-missing": treated("the index of files was not given", (path) => {
    rmSync(path.replace(MAIN, "WxFileIndex.db"));
  }),
};
