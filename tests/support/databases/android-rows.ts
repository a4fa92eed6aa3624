import type Database from "better-sqlite3";
import { md5 } from "../../../src/base/digest.ts";
import { DEPARTED, ENTERPRISE, FOREMAN, OFFICIAL, OWNER, PEER, ROOM, START } from "./people.ts";
import * as xml from "./payloads.ts";
import { insert, serverIdOf, type Columns } from "./write.ts";

export const THUMB = "4d2f6a80c1b35e97a0f4d8c26b1e7359";
export const UNOPENED = "7c90e1b4d62f38a5c7e0914db2f6835a";
export const SITE = "1f83b6a29d50c7e41f83b6a29d50c7e4";
export const VOICE = "4116030209140012345678";
export const VIDEO = "0302091620a1b2c3";
export const STICKER = "b6f1d0c93e5a7428f1c0d6b93a5e7824";
export const CONTRACT = "工程合同-延安路.pdf";

type Row = Omit<Partial<Columns>, "msgId"> & { readonly talker: string; readonly at: number; readonly type: number };

/** Writes rows as the client does: numbers from a counter, times by its rules. @source wechat-databases.md §5.1.1, §5.1.2 */
export class Phone {
  readonly ids = new Map<string, number>();
  private readonly db: Database.Database;
  private next: number;
  private readonly last = new Map<string, number>();
  private sequence = 700;

  constructor(db: Database.Database, first: number) {
    this.db = db;
    this.next = first;
  }

  /** Goes on in another step, on the same database. */
  received(name: string, row: Row, content: string): void {
    const before = this.last.get(row.talker);
    this.add(name, row, Math.max((before ?? 0) + 1, row.at * 1000), { isSend: 0, status: 3, content });
  }

  sent(name: string, row: Row, content: string, milliseconds: number): void {
    const before = this.last.get(row.talker);
    this.add(name, row, Math.max((before ?? 0) + 1, row.at * 1000 + milliseconds), { isSend: 1, status: 2, content });
  }

  /** Fetched later from the server: older than its number. */
  history(name: string, row: Row, content: string): void {
    this.put(name, row, row.at * 1000, { isSend: 0, status: 3, flag: 2, content });
  }

  private add(name: string, row: Row, createTime: number, further: Columns): void {
    this.last.set(row.talker, createTime);
    this.put(name, row, createTime, further);
  }

  private put(name: string, { at: _at, ...row }: Row, createTime: number, further: Columns): void {
    if (this.next > 1_000_000 && this.next < 10_000_000) this.next = 10_000_000;
    const msgSeq = row.talker === ROOM ? (this.sequence += 1) : null;
    const msgId = this.next;
    this.next += 1;
    this.ids.set(name, msgId);
    const given = Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
    const base = { msgId, msgSvrId: serverIdOf(name), isShowTimer: 0, createTime, talkerId: 5, bizChatId: -1, msgSeq };
    insert(this.db, "message", { flag: 0, ...base, ...further, ...given });
  }
}

const MINUTE = 60;
const DAY = 86_400;

/** The conversation with the contractor, every kind of message in it. */
export function privateRows(phone: Phone, sizes: { contract: number; contractMd5: string; picture: number }): void {
  const talker = PEER;
  let at = START;
  const row = (type: number, further: Partial<Columns> = {}) => ({ talker, at: (at += MINUTE), type, ...further });
  phone.received("added", row(10000, { msgSvrId: 0 }), "你已添加了沈若溪，现在可以开始聊天了。");
  phone.received("hello", row(1), "陈先生您好，合同我这边改好了，您看下");
  // The same second twice: the second is one millisecond later.
  at -= MINUTE;
  phone.received("hello-2", row(1), "重点看付款节点：开工 30%，水电验收 40%");
  phone.sent("answer", row(1), "收到，我晚上看。注意:\n第五条违约金要写清楚", 437);
  const hash = md5("picture");
  phone.received("picture", row(3, { imgPath: `THUMBNAIL_DIRPATH://th_${THUMB}` }), xml.image(hash, sizes.picture));
  phone.received(
    "unopened",
    row(3, { imgPath: `THUMBNAIL_DIRPATH://th_${UNOPENED}` }),
    xml.image(md5("unopened"), 81_236),
  );
  phone.received("voice", row(34, { imgPath: VOICE }), `${PEER}:3200:0:\n`);
  phone.received("video", row(43, { imgPath: VIDEO }), xml.video(PEER, 6, 612, md5("video")));
  phone.received("file", row(1090519089), xml.file(CONTRACT, sizes.contract, sizes.contractMd5));
  phone.received("link", row(49), xml.link("上海市住宅装饰装修验收标准", "https://example.com/standard"));
  phone.sent("quote", row(822083633), xml.quote("40% 太高，改 30%", { serverId: serverIdOf("hello-2"), from: PEER, name: "沈若溪", seconds: START + 2 * MINUTE, text: "重点看付款节点：开工 30%，水电验收 40%" }), 902); // prettier-ignore
  at += MINUTE;
  phone.sent("transfer", row(419430449), xml.transfer(1, at + MINUTE, OWNER, PEER), 118);
  phone.received("receipt", row(419430449), xml.transfer(3, at - MINUTE, OWNER, PEER));
  phone.received("red-packet", row(436207665), xml.redPacket("开工大吉"));
  phone.sent("sticker", row(47, { imgPath: STICKER }), xml.sticker(OWNER, PEER, STICKER), 640);
  phone.received("location", row(48), xml.location(PEER));
  phone.received("card", row(42), xml.card(FOREMAN, "老周"));
  phone.sent("call", row(50), xml.call("通话时长 00:31"), 55);
  phone.received("recalled", row(268445456), '"沈若溪" 撤回了一条消息');
  phone.sent("failed", row(1, { msgSvrId: 0, status: 5 }), "周五上午我到现场", 871);
  phone.received("forward", row(49), xml.forward(START - 3 * DAY));
  phone.received("sharing", row(-1879048186), "我发起了位置共享");
  phone.received("mini-program", row(49), xml.miniProgram("延安路 302 室报价单"));
  phone.received("unsupported", row(922746929), "当前版本不支持展示该内容，请升级至最新版本。");
}

/** The group: members with a prefix, the account without, a block fetched later, a member who left. */
export function groupRows(phone: Phone): void {
  const talker = ROOM;
  let at = START + DAY;
  const row = (type: number, further: Partial<Columns> = {}) => ({ talker, at: (at += MINUTE), type, ...further });
  phone.received("joined", row(570425393, { msgSvrId: 0 }), xml.joinNotice(PEER, "沈若溪", FOREMAN, "老周"));
  phone.received("g1", row(1), `${PEER}:\n各位，今天开始水电`);
  phone.received("g2", row(1), `${FOREMAN}:\n材料已到：线管 120 根`);
  phone.sent("g3", row(1), "好的，进场前拍照\n留底", 266);
  phone.received("g4", row(1), `${DEPARTED}:\n我下周离职，后面找老周`);
  phone.received(
    "g5",
    row(3, { imgPath: `THUMBNAIL_DIRPATH://th_${SITE}` }),
    `${FOREMAN}:\n${xml.image(md5("site"), 50_210)}`,
  );
  const older = START + DAY - 3_600;
  phone.history("h1", { talker, at: older, type: 1 }, `${PEER}:\n先拉个群，方便对接`);
  phone.history("h2", { talker, at: older + 30, type: 1 }, `${FOREMAN}:\n收到`);
  phone.received("g6", row(1107296305), `${PEER}:\n${xml.announcement("每日 18 点前上传现场照片")}`);
  phone.received("pat", row(10000, { msgSvrId: 0 }), '"老周" 拍了拍 我');
  phone.sent("g7", row(47, { imgPath: STICKER }), xml.sticker(OWNER, ROOM, STICKER), 711);
}

/** Other conversations, which draw from the same counter. */
export function otherRows(phone: Phone): void {
  const at = START + 2 * DAY;
  phone.received(
    "news",
    { talker: OFFICIAL, at, type: 285212721 },
    xml.link("三月施工须知", "https://example.com/notice"),
  );
  phone.sent("note", { talker: "filehelper", at: at + 40, type: 1 }, "合同第五条：违约金按日万分之五", 93);
}

/** What the client wrote last, and what of it lies in the log. */
export function recentRows(phone: Phone): void {
  const at = START + 3 * DAY;
  phone.received("late-1", { talker: PEER, at, type: 1 }, "水电已验收，请安排二期款");
  phone.sent("late-2", { talker: PEER, at: at + 65, type: 1 }, "周一转", 318);
  phone.received("late-3", { talker: ROOM, at: at + 90, type: 1 }, `${FOREMAN}:\n明天贴砖`);
}

/** A customer service of an enterprise, in a table of its own. */
export function enterpriseRow(db: Database.Database): void {
  const at = (START + 2 * DAY) * 1000;
  const further = { isSend: 0, status: 3, talker: ENTERPRISE, content: "您好，瓷砖已发货", bizChatId: -1, flag: 0 };
  insert(db, "bizchatmessage", { msgId: 2_500_001, msgSvrId: serverIdOf("biz"), type: 1, createTime: at, ...further });
}
