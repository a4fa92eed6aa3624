import { md5 } from "../../../src/base/digest.ts";

/** Declarations as the Android client writes them, on one line. @source wechat-databases.md §5.1 */
const MESSAGE_COLUMNS =
  "msgId INTEGER PRIMARY KEY, msgSvrId INTEGER , type INT, status INT, isSend INT, isShowTimer INTEGER, createTime INTEGER, talker TEXT, content TEXT, imgPath TEXT, reserved TEXT, lvbuffer BLOB, transContent TEXT,transBrandWording TEXT ,talkerId INTEGER, bizClientMsgId TEXT, bizChatId INTEGER DEFAULT -1, bizChatUserId TEXT, msgSeq INTEGER, flag INT, solitaireFoldInfo BLOB, historyId TEXT";

export const TABLES: Readonly<Record<string, string>> = {
  message: `CREATE TABLE message ( ${MESSAGE_COLUMNS})`,
  qmessage: `CREATE TABLE qmessage ( ${MESSAGE_COLUMNS})`,
  bizchatmessage: `CREATE TABLE bizchatmessage ( ${MESSAGE_COLUMNS})`,
  rcontact: "CREATE TABLE rcontact (  username TEXT default ''  PRIMARY KEY ,  alias TEXT default '' ,  conRemark TEXT default '' ,  domainList TEXT default '' ,  nickname TEXT default '' ,  pyInitial TEXT default '' ,  quanPin TEXT default '' ,  showHead INTEGER default '0' ,  type INTEGER default '0' ,  verifyFlag INTEGER default '0' ,  encryptUsername TEXT default '' ,  chatroomFlag INTEGER,  deleteFlag INTEGER default '0' ,  contactLabelIds TEXT default '' , createTime LONG default '0')",
  rconversation: "CREATE TABLE rconversation (  msgCount INTEGER default '0' ,  username TEXT default ''  PRIMARY KEY ,  unReadCount INTEGER default '0' ,  status INTEGER default '0' ,  isSend INTEGER default '0' ,  conversationTime LONG default '0' ,  content TEXT default '' ,  msgType TEXT default '' ,  flag LONG default '0' ,  digest TEXT default '' ,  digestUser TEXT default '' ,  editingMsg TEXT default '' ,  atCount INTEGER default '0' ,  lastSeq LONG,  UnDeliverCount INTEGER,  UnReadInvite INTEGER,  firstUnDeliverSeq LONG)",
  chatroom: "CREATE TABLE chatroom (  chatroomname TEXT default ''  PRIMARY KEY ,  addtime LONG,  memberlist TEXT,  displayname TEXT,  chatroomnick TEXT,  roomflag INTEGER,  roomowner TEXT,  roomdata BLOB,  isShowname INTEGER,  selfDisplayName TEXT,  style INTEGER,  modifytime LONG,  chatroomnotice TEXT,  chatroomnoticeEditor TEXT,  chatroomnoticePublishTime LONG,  memberCount INTEGER default '-1' )",
  userinfo: "CREATE TABLE userinfo ( id INTEGER PRIMARY KEY, type INT, value TEXT )",
  img_flag: "CREATE TABLE img_flag ( username VARCHAR(40) PRIMARY KEY , imgflag int , lastupdatetime int , reserved1 text ,reserved2 text ,reserved3 int ,reserved4 int )",
  ImgInfo2: "CREATE TABLE ImgInfo2 ( id INTEGER PRIMARY KEY, msgSvrId LONG, offset INT, totalLen INT, bigImgPath TEXT, thumbImgPath TEXT, createtime INT, msglocalid INT, status INT, nettimes INT, reserved1 int  , reserved2 int  , reserved3 text  , reserved4 text, hashdthumb int DEFAULT 0, iscomplete INT DEFAULT 1, origImgMD5 TEXT, compressType INT DEFAULT 0, midImgPath TEXT, forwardType INT DEFAULT 0, hevcPath TEXT, sendImgType INT DEFAULT 0 , originSourceMd5 TEXT, msgTalker TEXT)",
  voiceinfo: "CREATE TABLE voiceinfo ( FileName TEXT PRIMARY KEY, User TEXT, MsgId LONG, NetOffset INT, FileNowSize INT, TotalLen INT, Status INT, CreateTime INT, LastModifyTime INT, ClientId TEXT, VoiceLength INT, MsgLocalId INT, Human TEXT, reserved1 INT, reserved2 TEXT, MsgSource TEXT, MsgFlag INT, MsgSeq INT, MasterBufId LONG, checksum INT, MsgTalker TEXT)",
  videoinfo2: "CREATE TABLE videoinfo2 ( filename text  PRIMARY KEY , clientid text  , msgsvrid int  , netoffset int  , filenowsize int  , totallen int  , thumbnetoffset int  , thumblen int  , status int  , createtime long  , lastmodifytime long  , downloadtime long  , videolength int  , msglocalid int  , nettimes int  , cameratype int  , user text  , human text  , videomd5 text, origin_file_name text, media_id text, video_path text, msg_talker text)",
  appattach: "CREATE TABLE appattach (  appId TEXT,  sdkVer LONG,  mediaSvrId TEXT,  mediaId TEXT,  clientAppDataId TEXT,  type LONG,  totalLen LONG,  offset LONG,  status LONG,  isUpload INTEGER,  createTime LONG,  lastModifyTime LONG,  fileFullPath TEXT,  fullXml TEXT,  msgInfoId LONG,  netTimes LONG,  isUseCdn INTEGER,  signature TEXT, msgInfoTalker TEXT)",
  AppMessage: "CREATE TABLE AppMessage (  msgId LONG default '0'  PRIMARY KEY ,  xml TEXT,  appId TEXT,  title TEXT,  description TEXT,  source TEXT,  type INTEGER, msgSvrId LONG, msgTalker TEXT)",
  FileMsgInfo: "CREATE TABLE FileMsgInfo (  msgSvrId LONG PRIMARY KEY ,  overwriteNewMsgId LONG,  cgi TEXT,  aeskey TEXT,  filePath TEXT)",
  VoiceTransText: "CREATE TABLE VoiceTransText (  msgId LONG default '0'  PRIMARY KEY ,  cmsgId TEXT,  content TEXT default '' )",
  MsgQuote: "CREATE TABLE MsgQuote (  msgId LONG,  msgSvrId LONG,  quotedMsgId LONG,  quotedMsgSvrId LONG,  status INTEGER, quotedMsgTalker TEXT)",
  RemittanceRecord: "CREATE TABLE RemittanceRecord (  transferId TEXT PRIMARY KEY ,  locaMsgId LONG,  receiveStatus INTEGER default '-1' ,  isSend INTEGER,  talker TEXT,  invalidtime LONG,  receiverName TEXT,  hasClicked INTEGER, receiveTime LONG)",
  WalletLuckyMoney: "CREATE TABLE WalletLuckyMoney (  mNativeUrl TEXT PRIMARY KEY ,  hbType INTEGER,  receiveAmount LONG,  receiveTime LONG,  receiveStatus INTEGER,  hbStatus INTEGER,  sender TEXT,  exclusiveUsername TEXT,  sendId TEXT,  invalidtime LONG,  msgSvrId LONG,  msgLocalId LONG)",
  ChatroomMsgSeq: "CREATE TABLE ChatroomMsgSeq (  username TEXT PRIMARY KEY ,  lastPushSeq LONG default '0' ,  lastLocalSeq LONG default '0' ,  lastPushCreateTime LONG default '0' ,  lastLocalCreateTime LONG default '0' ,  seqBlockInfo BLOB)",
  DeletedConversationInfo: "CREATE TABLE DeletedConversationInfo (  userName TEXT default ''  PRIMARY KEY ,  lastSeq LONG default '0' ,  reserved1 INTEGER default '0' ,  reserved2 LONG default '0' ,  reserved3 TEXT default '' )",
  GetSysCmdMsgInfo: "CREATE TABLE GetSysCmdMsgInfo (  originSvrId LONG default '0'  PRIMARY KEY ,  newMsgId LONG default '0' ,  fromUserName TEXT default '' ,  toUserName TEXT default '' ,  createTime LONG default '0' ,  content TEXT default '' ,  msgSource TEXT default '' ,  msgSeq INTEGER default '0' ,  flag INTEGER default '0' )",
  SafeDeviceInfo: "CREATE TABLE SafeDeviceInfo (  uid TEXT default ''  PRIMARY KEY ,  name TEXT default '' ,  devicetype TEXT default '' ,  createtime LONG default '0' ,  online INTEGER default 'false' )",
  BackupMoveTime: "CREATE TABLE BackupMoveTime (  deviceId TEXT default '' ,  sessionName TEXT default '' ,  moveTime BLOB default '' )",
  BackupTempMoveTime: "CREATE TABLE BackupTempMoveTime (  sessionName TEXT default '' ,  startTime LONG default '0' ,  endTime LONG default '0' )",
  BackupRecoverMsgListDataId: "CREATE TABLE BackupRecoverMsgListDataId (  msgListDataId TEXT PRIMARY KEY ,  sessionName TEXT default '' )",
  CleanDeleteItem: "CREATE TABLE CleanDeleteItem (  createTime LONG,  modifyTime LONG,  deleteTime LONG,  id TEXT,  saveTime LONG,  size LONG,  flags INTEGER)",
  TablesVersion: "CREATE TABLE TablesVersion (  tableHash INTEGER PRIMARY KEY ,  tableSQLMD5 TEXT)",
}; // prettier-ignore

export const INDEXES: readonly string[] = [
  "CREATE INDEX messageIdIndex ON message ( msgId )",
  "CREATE INDEX messageSvrIdIndex ON message ( msgSvrId )",
  "CREATE INDEX messageSendCreateTimeIndex ON message ( status,isSend,createTime )",
  "CREATE INDEX messageCreateTimeIndex ON message ( createTime )",
  "CREATE INDEX messageCreateTaklerTimeIndex ON message ( talker,createTime )",
  "CREATE INDEX messageTalkerSvrIdIndex ON message ( talker,msgSvrId )",
  "CREATE INDEX messagemessageTalkerMsgSeqIndex ON message ( talker,msgSeq )",
  "CREATE INDEX bizmessageTalkerIndex ON bizchatmessage ( talker )",
  "CREATE INDEX msgLocalIdIndex ON ImgInfo2 ( msglocalid )",
];

export const FILE_INDEX =
  "CREATE TABLE WxFileIndex3 (msgId LONG, username TEXT, msgType INTEGER, msgSubType INTEGER, path TEXT, size LONG, msgtime LONG, hash BLOB, diskSpace LONG, linkUUID BLOB)";

/** Digests the client notes of its own declarations. */
export function tableDigests(): { hash: number; digest: string }[] {
  return Object.values(TABLES).map((sql, index) => ({ hash: 1000 + index, digest: md5(sql) }));
}
