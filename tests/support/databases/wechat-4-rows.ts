import { md5 } from "../../../src/base/digest.ts";
import * as say from "./payloads.ts";
import { DEPARTED, FOREMAN, OFFICIAL, OWNER, PEER, ROOM, START } from "./people.ts";
import { serverIdOf } from "./write.ts";

/** A message before it gets its numbers. */
export interface ChatRow {
  readonly talker: string;
  readonly from: string;
  /** Epoch seconds. */
  readonly at: number;
  readonly base: number;
  readonly sub?: number;
  readonly content: string;
  /** Name of its files in `packed_info_data`, by the field that holds it. */
  readonly media?: "image" | "video" | "file" | "record";
  readonly mediaName?: string;
  /** Written without the server: no server id. */
  readonly isLocal?: boolean;
  /** Fetched as history. */
  readonly isHistory?: boolean;
  readonly serverId?: bigint;
}

export const PICTURE = md5("装修现场第一张");
export const PICTURE_2 = md5("装修现场第二张");
export const FILM = md5("漏水录像");
export const CONTRACT = "云栖装饰工程合同.pdf";
export const SECOND_START = START + 40 * 86_400;

const DAY = 86_400;
export const serverId = (talker: string, at: number, content: string): bigint => serverIdOf(`${talker}${at}${content}`);

const text = (talker: string, from: string, at: number, content: string, more: Partial<ChatRow> = {}): ChatRow => ({ talker, from, at, base: 1, content, ...more }); // prettier-ignore
const app = (talker: string, from: string, at: number, sub: number, content: string, more: Partial<ChatRow> = {}): ChatRow => ({ talker, from, at, base: 49, sub, content, ...more }); // prettier-ignore

export interface Sizes {
  readonly picture: number;
  readonly film: number;
  readonly voice: number;
  readonly contract: number;
  readonly contractMd5: string;
}

export const QUOTED = "合同金额一共三万二，分三次付，首期三千二百元";
export const QUOTED_AT = START + DAY + 120;

/** Earlier shard: the private conversation from its beginning, and the group. */
export function firstRows(sizes: Sizes): ChatRow[] {
  return [...privateRows(sizes), ...groupRows(), ...helperRows()];
}

function privateRows({ picture, film, voice, contract, contractMd5 }: Sizes): ChatRow[] {
  const sent = (at: number, content: string) => text(PEER, OWNER, at, content);
  const received = (at: number, content: string) => text(PEER, PEER, at, content);
  const d = (day: number, second: number) => START + day * DAY + second;
  return [
    { talker: PEER, from: PEER, at: d(0, 0), base: 10000, content: "你已添加了沈若溪，现在可以开始聊天了。", isLocal: true },
    received(d(0, 2), "我通过了你的朋友验证请求，现在我们可以开始聊天了"),
    sent(d(0, 30), "沈经理您好，我是延安路的业主陈嘉木"),
    received(d(0, 75), "陈先生好，图纸我看过了"),
    sent(d(0, 75), "报价什么时候能出？"),
    received(d(0, 190), `报价单分三部分：\n一、水电改造，按实际米数结算；\n二、墙面和地面，含基层处理；\n三、木作和安装。${"材料品牌以附件清单为准，替换须书面确认。".repeat(6)}`),
    received(d(1, 120), QUOTED),
    app(PEER, OWNER, d(1, 180), 57, say.quote("可以，首期今天转", { serverId: serverId(PEER, QUOTED_AT, QUOTED), from: PEER, name: "沈若溪", seconds: QUOTED_AT, text: QUOTED })),
    app(PEER, OWNER, d(1, 300), 2000, say.transfer(1, d(1, 300), OWNER, PEER)),
    app(PEER, PEER, d(1, 420), 2000, say.transfer(3, d(1, 300), OWNER, PEER)),
    app(PEER, PEER, d(1, 600), 6, say.file(CONTRACT, contract, contractMd5), { media: "file", mediaName: CONTRACT }),
    sent(d(1, 900), "收到合同，我打印后签字"),
    { talker: PEER, from: OWNER, at: d(3, 0), base: 3, content: say.image(PICTURE, picture), media: "image", mediaName: PICTURE },
    { talker: PEER, from: PEER, at: d(3, 60), base: 34, content: say.voice(PEER, 2780, voice) },
    { talker: PEER, from: OWNER, at: d(4, 0), base: 43, content: say.video(OWNER, 12, film, FILM), media: "video", mediaName: FILM },
    { talker: PEER, from: PEER, at: d(4, 40), base: 47, content: say.sticker(PEER, OWNER, md5("辛苦了")) },
    { talker: PEER, from: OWNER, at: d(4, 80), base: 48, content: say.location(OWNER) },
    { talker: PEER, from: PEER, at: d(4, 120), base: 42, content: say.card(FOREMAN, "老周") },
    { talker: PEER, from: OWNER, at: d(5, 0), base: 50, content: say.call("通话时长 03:27") },
    app(PEER, PEER, d(5, 300), 5, say.link("瓷砖选购指南", "https://example.com/tiles")),
    app(PEER, PEER, d(5, 360), 33, say.miniProgram("云栖报价")),
    app(PEER, OWNER, d(6, 0), 19, say.forward(d(-3, 32520)), { media: "record", mediaName: "0a1b2c3d" }),
    app(PEER, PEER, d(6, 60), 2001, say.redPacket("开工大吉")),
    { talker: PEER, from: PEER, at: d(6, 90), base: 10000, content: "你领取了沈若溪的红包", isLocal: true },
    { talker: PEER, from: PEER, at: d(7, 0), base: 10000, content: say.revoke(PEER, serverId(PEER, d(7, 0), "撤回"), '"沈若溪" 撤回了一条消息'), serverId: serverId(PEER, d(7, 0), "撤回") },
    received(d(7, 50), "刚才发错了，请忽略"),
    sent(d(8, 0), "好"),
    { talker: PEER, from: PEER, at: d(9, 0), base: 3, content: say.image(PICTURE_2, picture), media: "image", mediaName: PICTURE_2 },
  ]; // prettier-ignore
}

function groupRows(): ChatRow[] {
  const d = (day: number, second: number) => START + day * DAY + second;
  const lines: [string, number, string][] = [
    [FOREMAN, d(10, 0), "明天上午进场，麻烦开门"],
    [OWNER, d(10, 60), "门卫已经说好"],
    [DEPARTED, d(10, 120), "材料清单我发在群里"],
    [PEER, d(10, 180), "辛苦各位"],
    [FOREMAN, d(11, 0), "10:30开会"],
    [FOREMAN, d(11, 0), "地点在工地"],
    [PEER, d(11, 90), "可以"],
    [OWNER, d(11, 200), "收到"],
    [DEPARTED, d(12, 0), "我下周换岗，后面由老周跟进"],
    [FOREMAN, d(12, 30), "好的"],
    [PEER, d(12, 60), "@所有人 本周五下午验收水电"],
    [OWNER, d(12, 90), "周五我在"],
  ];
  return [
    { talker: ROOM, from: ROOM, at: d(9, 86_000), base: 10000, content: say.joinNotice(OWNER, "陈嘉木", FOREMAN, "老周"), isLocal: true },
    ...lines.map(([from, at, content], index) => text(ROOM, from, at, content, index < 2 ? { isHistory: true } : {})),
    { talker: ROOM, from: FOREMAN, at: d(13, 0), base: 47, content: say.sticker(FOREMAN, ROOM, md5("收到")) },
    app(ROOM, PEER, d(13, 60), 87, say.announcement("验收时间：周五下午两点")),
    text(ROOM, FOREMAN, d(14, 0), "水管试压已经做完，压力表照片稍后补"),
    text(ROOM, OWNER, d(14, 60), "请保留照片"),
  ]; // prettier-ignore
}

function helperRows(): ChatRow[] {
  return [
    text("filehelper", OWNER, START + 100, "身份证复印件放在家里"),
    text("filehelper", OWNER, START + 5000, "记得带合同"),
  ];
}

/** Later shard: numbering begins again. The last rows stay in the log. */
export function secondRows(): ChatRow[] {
  const d = (day: number, second: number) => SECOND_START + day * DAY + second;
  return [
    text(PEER, OWNER, d(0, 0), "主卧墙面有渗水，请派人来看"),
    text(PEER, PEER, d(0, 300), "明天上午九点安排师傅过去"),
    text(PEER, OWNER, d(1, 0), "师傅没有来"),
    text(PEER, PEER, d(1, 3600), "抱歉，改到下午"),
    text(ROOM, FOREMAN, d(2, 0), "渗水原因是窗边密封胶"),
    text(ROOM, OWNER, d(2, 60), "请出一份书面说明"),
    text(ROOM, PEER, d(2, 90), "说明会发到群里"),
  ];
}

export function lateRows(): ChatRow[] {
  const d = (day: number, second: number) => SECOND_START + day * DAY + second;
  return [
    text(PEER, PEER, d(5, 0), "尾款请在验收后七日内付清"),
    text(PEER, OWNER, d(5, 40), "渗水修好再付"),
    text(ROOM, FOREMAN, d(6, 0), "密封胶已经重打"),
  ];
}

export function officialRows(): ChatRow[] {
  return [
    app(OFFICIAL, OFFICIAL, START + 3600, 5, say.link("春季家装补贴说明", "https://example.com/subsidy")),
    app(OFFICIAL, OFFICIAL, START + 90_000, 5, say.link("防水施工验收要点", "https://example.com/waterproof")),
  ];
}
