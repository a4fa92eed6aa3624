import type Database from "better-sqlite3";
import { md5 } from "../../../src/base/digest.ts";
import { DEPARTED, FOREMAN, OWNER, PEER, ROOM, START } from "./people.ts";
import * as xml from "./payloads.ts";
import { insert, serverIdOf, type Columns } from "./write.ts";

/** Declarations as the iOS client writes them, on one line. @source wechat-databases.md §5.2 */
const chatSql = (name: string, isPacked: boolean): string =>
  `CREATE TABLE ${name}(CreateTime INTEGER DEFAULT 0, Des INTEGER, ImgStatus INTEGER DEFAULT 0, MesLocalID INTEGER PRIMARY KEY AUTOINCREMENT, Message TEXT, MesSvrID INTEGER DEFAULT 0, Status INTEGER DEFAULT 0, TableVer INTEGER DEFAULT 1, Type INTEGER${isPacked ? ", WCDB_CT_Message INTEGER DEFAULT NULL" : ""})`;
const companionSql = (name: string): string =>
  `CREATE TABLE ${name}(ConIntRes1 INTEGER DEFAULT 0, ConIntRes2 INTEGER DEFAULT 0, ConIntRes3 INTEGER DEFAULT 0, ConStrRes1 TEXT, ConStrRes2 TEXT, ConStrRes3 TEXT, MesLocalID INTEGER PRIMARY KEY, msgFlag INTEGER DEFAULT 0, MsgIdentify TEXT, MsgSource TEXT)`;
export const HELLO_SQL = (name: string): string =>
  `CREATE TABLE ${name}(ConIntRes1 INTEGER DEFAULT 0, CreateTime INTEGER DEFAULT 0, Des INTEGER, ImgStatus INTEGER DEFAULT 0, MesLocalID INTEGER PRIMARY KEY AUTOINCREMENT, Message TEXT, MesSvrID INTEGER DEFAULT 0, OpCode INTEGER DEFAULT 0, Status INTEGER DEFAULT 0, TableVer INTEGER DEFAULT 1, Type INTEGER, UsrName TEXT)`;

/** Packs text as the client packs it; null leaves the row plain. */
export type Pack = (text: string) => Buffer;

/** Writes one conversation of one database, and the row that stands beside each. */
export class Chat {
  readonly name: string;
  readonly ids: Map<string, number>;
  private readonly db: Database.Database;
  private readonly pack: Pack | null;
  private at: number;

  constructor(
    db: Database.Database,
    talker: string,
    { at, pack, ids }: { at: number; pack: Pack | null; ids: Map<string, number> },
  ) {
    // prettier-ignore
    this.db = db;
    this.name = `Chat_${md5(talker)}`;
    this.pack = pack;
    this.at = at;
    this.ids = ids;
  }

  create(): this {
    this.db.exec(chatSql(this.name, this.pack !== null));
    this.db.exec(`CREATE INDEX ${this.name}_Index ON ${this.name}(MesSvrID)`);
    this.db.exec(companionSql(this.name.replace("Chat_", "ChatExt2_")));
    return this;
  }

  received(name: string, type: number, content: string, further: Columns = {}): void {
    this.put(name, type, content, { Des: 1, Status: 4, ...further });
  }

  sent(name: string, type: number, content: string, further: Columns = {}): void {
    this.put(name, type, content, { Des: 0, Status: 2, ...further });
  }

  /** Stays in the second of the message before. */
  sameSecond(): this {
    this.at -= 60;
    return this;
  }

  private put(name: string, type: number, content: string, further: Columns): void {
    this.at += 60;
    const base = { CreateTime: this.at, MesSvrID: serverIdOf(name), Type: type, Message: content, ...further };
    const isLong = this.pack !== null && content.length > 120;
    const stored = isLong && this.pack !== null ? { Message: this.pack(content), WCDB_CT_Message: 4 } : {};
    insert(this.db, this.name, { ...base, ...stored });
    const { id } = this.db.prepare("SELECT last_insert_rowid() AS id").get() as { id: number };
    this.ids.set(name, id);
    insert(this.db, this.name.replace("Chat_", "ChatExt2_"), { MesLocalID: id, msgFlag: 0, MsgSource: `<msgsource><signature>v1_${id}</signature></msgsource>` }); // prettier-ignore
  }
}

export interface Sizes {
  readonly contract: number;
  readonly contractMd5: string;
  readonly picture: number;
}

export const CONTRACT = "工程合同-延安路.pdf";

/** The conversation with the contractor, every kind of message in it. */
export function privateRows(chat: Chat, sizes: Sizes): void {
  chat.received("added", 10000, "你已添加了沈若溪，现在可以开始聊天了。", { MesSvrID: 0 });
  chat.received("hello", 1, "陈先生您好，合同我这边改好了，您看下");
  chat.sameSecond().received("hello-2", 1, "重点看付款节点：开工 30%，水电验收 40%");
  chat.sent("answer", 1, "收到，我晚上看。注意:\n第五条违约金要写清楚");
  chat.received("picture", 3, xml.image(md5("picture"), sizes.picture));
  chat.received("unopened", 3, xml.image(md5("unopened"), 81_236));
  chat.received("voice", 34, xml.voice(PEER, 3200, 155));
  chat.received("video", 43, xml.video(PEER, 6, 612, md5("video")));
  chat.received("file", 49, xml.file(CONTRACT, sizes.contract, sizes.contractMd5));
  chat.received("link", 49, xml.link("上海市住宅装饰装修验收标准", "https://example.com/standard"));
  chat.sent("quote", 49, xml.quote("40% 太高，改 30%", { serverId: serverIdOf("hello-2"), from: PEER, name: "沈若溪", seconds: START + 120, text: "重点看付款节点：开工 30%，水电验收 40%" })); // prettier-ignore
  chat.sent("transfer", 49, xml.transfer(1, START + 660, OWNER, PEER));
  chat.received("receipt", 49, xml.transfer(3, START + 660, OWNER, PEER));
  chat.received("red-packet", 49, xml.redPacket("开工大吉"));
  chat.sent("sticker", 47, xml.sticker(OWNER, PEER, md5("sticker")));
  chat.received("location", 48, xml.location(PEER));
  chat.received("card", 42, xml.card(FOREMAN, "老周"));
  chat.sent("call", 50, xml.call("通话时长 00:31"));
  chat.received("recalled", 10002, xml.revoke(PEER, serverIdOf("recalled"), '"沈若溪" 撤回了一条消息'));
  chat.sent("failed", 1, "周五上午我到现场", { MesSvrID: 0, Status: 1 });
  chat.received("forward", 49, xml.forward(START - 3 * 86_400));
}

export function groupRows(chat: Chat): void {
  chat.received("joined", 10000, '"沈若溪"邀请"老周"加入了群聊', { MesSvrID: 0 });
  chat.received("g1", 1, `${PEER}:\n各位，今天开始水电`);
  chat.received("g2", 1, `${FOREMAN}:\n材料已到：线管 120 根`);
  chat.sent("g3", 1, "好的，进场前拍照\n留底");
  chat.received("g4", 1, `${DEPARTED}:\n我下周离职，后面找老周`);
  chat.received("g5", 3, `${FOREMAN}:\n${xml.image(md5("site"), 50_210)}`);
  chat.received("g6", 49, `${PEER}:\n${xml.announcement("每日 18 点前上传现场照片")}`);
}

/** The next database: numbers begin anew, long content is packed. */
export function laterRows(chat: Chat): void {
  chat.received("later-1", 1, "水电验收单我放到文件里了");
  chat.received("later-2", 49, xml.link("水电隐蔽工程验收单", "https://example.com/acceptance"));
  chat.sent("later-3", 1, "收到");
}

export const ROOM_TALKER = ROOM;
