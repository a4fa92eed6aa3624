import type { Kind } from "../../src/model/kind.ts";

/** The people and the room of one invented conversation. */
export const ME = { id: "wxid_limei2020gz", name: "李梅" } as const;
export const PEER = { id: "wxid_wang88jianguo", name: "王建国" } as const;
export const ROOM = { id: "34211098765@chatroom", name: "三号楼施工群" } as const;

/** One record as it happened, before any exporter said it in words of its own. */
export interface Said {
  /** Epoch seconds. */
  readonly at: number;
  /** Null: a notice of the client. */
  readonly by: typeof ME | typeof PEER | null;
  readonly kind: Kind;
  /** The words a person or the client wrote; a title where the record has one. */
  readonly words: string;
  readonly id: string;
  /** What the client stores: the words, or XML. */
  readonly stored: string;
  /** Sub-type of an application message. */
  readonly app: number | null;
}

const START = 1_781_990_060;
const MD5 = "1b0a7c6e5d4f3a2918e7d6c5b4a39281";
const appMessage = (type: number, title: string, more = "") =>
  `<msg><appmsg appid="" sdkver="0"><title>${title}</title><type>${type}</type>${more}</appmsg></msg>`;
const pay = (subtype: number) =>
  `<wcpayinfo><paysubtype>${subtype}</paysubtype><feedesc>￥5000.00</feedesc><transferid>1000050001202606210000000001</transferid><pay_memo>首期</pay_memo></wcpayinfo>`;
const RECORDS =
  '<recorditem><![CDATA[<recordinfo><title>群聊的聊天记录</title><datalist count="1"><dataitem datatype="1"><sourcename>赵会计</sourcename><sourcetime>2026-06-20 09:00:00</sourcetime><datadesc>发票已开</datadesc></dataitem></datalist></recordinfo>]]></recorditem>';

type Line = readonly [by: Said["by"], kind: Kind, words: string, stored?: string, app?: number];
const LINES: readonly Line[] = [
  [null, "system", '"李梅"邀请"王建国"加入了群聊'],
  [null, "system", '"李梅"修改群名为“三号楼施工群”'],
  [PEER, "text", "本周五对账，请带上合同"],
  [ME, "text", "收到，带两份，“合格证”也带上😊"],
  [PEER, "quote", "周五上午可以", appMessage(57, "周五上午可以", `<refermsg><type>1</type><svrid>5520013399120045513</svrid><fromusr>${ME.id}</fromusr><displayname>李梅</displayname><content>收到</content></refermsg>`), 57],
  [PEER, "image", "", `<msg><img length="51234" md5="${MD5}"/></msg>`],
  [ME, "voice", "", `<msg><voicemsg voicelength="3480" length="5120" fromusername="${ME.id}"/></msg>`],
  [PEER, "video", "", `<msg><videomsg length="901234" playlength="12" md5="${MD5}" fromusername="${PEER.id}"/></msg>`],
  [ME, "sticker", "", `<msg><emoji fromusername="${ME.id}" md5="${MD5}" len="2048" cdnurl="http://emoji.example/1"/></msg>`],
  [PEER, "location", "三号楼工地", '<msg><location x="31.230416" y="121.473701" scale="16" label="上海市青浦区示例路" poiname="三号楼工地"/></msg>'],
  [PEER, "card", "赵会计", '<msg username="wxid_zhao7788kj" nickname="赵会计" alias=""/>'],
  [ME, "link", "钢筋行情周报", appMessage(5, "钢筋行情周报", "<url>https://example.com/a</url>"), 5],
  [PEER, "file", "钢筋采购合同.pdf", appMessage(6, "钢筋采购合同.pdf", "<appattach><totallen>18</totallen><fileext>pdf</fileext></appattach>"), 6],
  [PEER, "miniProgram", "货运快车", appMessage(33, "货运快车"), 33],
  [PEER, "transfer", "首期", appMessage(2000, "微信转账", pay(1)), 2000],
  [ME, "transfer", "首期", appMessage(2000, "微信转账", pay(3)), 2000],
  [PEER, "redPacket", "恭喜发财", appMessage(2001, "恭喜发财", "<wcpayinfo><sendertitle>恭喜发财</sendertitle></wcpayinfo>"), 2001],
  [ME, "call", "03:21", '<voipmsg type="VoIPBubbleMsg"><VoIPBubbleMsg><msg><![CDATA[通话时长 03:21]]></msg><room_type>1</room_type></VoIPBubbleMsg></voipmsg>'],
  [PEER, "forward", "群聊的聊天记录", appMessage(19, "群聊的聊天记录", RECORDS), 19],
  [null, "pat", '"王建国" 拍了拍 "李梅"', appMessage(62, '"王建国" 拍了拍 "李梅"'), 62],
  [null, "recall", '"王建国" 撤回了一条消息'],
  [null, "system", '"李梅"将"王建国"移出了群聊'],
]; // prettier-ignore

/** One conversation with every kind of record that an exporter is known to write. */
export const CONVERSATION: readonly Said[] = LINES.map(([by, kind, words, stored = words, app = null], index) => ({
  at: START + index * 65,
  by,
  kind,
  words,
  id: String(5_520_013_399_120_045_511n + BigInt(index)),
  stored,
  app,
}));

/** Base type numbers of the client's database. */
const BASE: Partial<Record<Kind, number>> = {
  text: 1, image: 3, voice: 34, card: 42, video: 43, sticker: 47, location: 48, call: 50, system: 10000, recall: 10000,
}; // prettier-ignore

/** Type number, with the sub-type beside it. */
export const baseType = ({ kind }: Said): number => BASE[kind] ?? 49;
/** Type number of the newer client: the sub-type in the upper half. */
export const wideType = (said: Said): number => baseType(said) + (said.app ?? 0) * 2 ** 32;

/** What the clock of the exporting computer showed, `2026-06-21 05:14:20`. */
export function wallClock({ at }: Pick<Said, "at">, zone = "Asia/Shanghai"): string {
  return new Date(at * 1000).toLocaleString("sv-SE", { timeZone: zone });
}
