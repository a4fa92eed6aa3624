import { createHash } from "node:crypto";
import { film, silk } from "../media.ts";

export const OWNER = "wxid_linqiao8812ab22";
export const ZHAO = "wxid_zhaodg6601cd33";
export const ZHOU = "wxid_zhoumin5507ef44";
export const SUN = "wxid_sungong7703gh55";
export const LEFT = "wxid_qianlikai9902kk";
export const GROUP = "58800123456@chatroom";
export const NEWS = "gh_4f1c2ab37d90";
export const HELPER = "filehelper";

/** A row of a chat, before it is put into the columns of a client. */
export interface ChatRow {
  readonly talker: string;
  /** Epoch seconds. */
  readonly at: number;
  /** Account that sent it; null for rows of the client itself. */
  readonly from: string | null;
  readonly type: number;
  readonly sub?: number;
  readonly text?: string;
  /** XML that Windows packs with LZ4. */
  readonly packed?: string;
  readonly display?: string;
  readonly thumbnail?: string;
  readonly original?: string;
  /** The row never got a server id. */
  readonly local?: boolean;
  /** Server id of its own; one is counted up where none is given. */
  readonly serverId?: bigint;
}

/** 2023-03-01 09:00:00 +08:00. */
export const FIRST_DAY = 1_677_632_400;
/** 2023-09-04 09:00:00 +08:00: the second shard begins. */
export const SECOND_SHARD = 1_693_789_200;
const DAY = 86_400;

export const FILE_BYTES = Buffer.concat([Buffer.from("%PDF-1.4\n"), Buffer.from("采购合同（打印稿）\n".repeat(20)), Buffer.from("%%EOF\n")]); // prettier-ignore
export const FILE_NAME = "采购合同-赵记建材.pdf";
export const PICTURE_MD5 = "6f1c0b1d5a7e4f3c9a2b8d7e6f5a4c3b";
export const VOICE_ID = 7_310_400_000_000_000_021n;
export const QUOTED_ID = 7_310_400_000_000_000_055n;

function md5(bytes: Buffer): string {
  return createHash("md5").update(bytes).digest("hex");
}

function app(type: number, title: string, inner = ""): string {
  return `<?xml version="1.0"?><msg><appmsg appid="" sdkver="0"><title>${title}</title><des></des><type>${type}</type>${inner}</appmsg><fromusername></fromusername><scene>0</scene></msg>`;
}

function transfer(subtype: number, at: number): string {
  return app(
    2000,
    "微信转账",
    `<wcpayinfo><paysubtype>${subtype}</paysubtype><feedesc>￥38600.00</feedesc><transcationid>53010001236498202303070128845561</transcationid><transferid>1000050001202303070019284610382</transferid><invalidtime>${at + DAY}</invalidtime><begintransfertime>${at}</begintransfertime><pay_memo>三月水泥款</pay_memo><receiver_username>${ZHAO}</receiver_username><payer_username>${OWNER}</payer_username></wcpayinfo>`,
  );
}

const file = app(
  6,
  FILE_NAME,
  `<appattach><totallen>${FILE_BYTES.length}</totallen><fileext>pdf</fileext></appattach><md5>${md5(FILE_BYTES)}</md5>`,
);

const quote = (at: number) =>
  app(
    57,
    "可以，按这个数结",
    `<refermsg><type>1</type><svrid>${QUOTED_ID}</svrid><fromusr>${ZHAO}</fromusr><chatusr>${ZHAO}</chatusr><displayname>老赵</displayname><content>三月份一共 386 吨，每吨一百</content><createtime>${at}</createtime></refermsg>`,
  );

const forward = app(
  19,
  "群聊的聊天记录",
  `<recorditem><![CDATA[<recordinfo><title>群聊的聊天记录</title><datalist count="2"><dataitem datatype="1" dataid="a1"><sourcename>周敏</sourcename><sourcetime>2023-03-06 10:00</sourcetime><datadesc>周五送到三号门</datadesc></dataitem><dataitem datatype="1" dataid="a2"><sourcename>孙工</sourcename><sourcetime>2023-03-06 10:01</sourcetime><datadesc>好，我在</datadesc></dataitem></datalist></recordinfo>]]></recorditem>`,
);

/** Rows of the first shard, in the order in which they arrived. All people, firms and words are invented. */
export function firstShard(): ChatRow[] {
  const at = (day: number, seconds: number) => FIRST_DAY + day * DAY + seconds;
  return [
    { talker: ZHAO, at: at(0, 0), from: null, type: 10000, text: "你已添加了老赵，现在可以开始聊天了。", local: true },
    { talker: ZHAO, at: at(0, 5), from: ZHAO, type: 1, text: "林总您好，我是赵记建材的老赵" },
    { talker: ZHAO, at: at(0, 65), from: OWNER, type: 1, text: "赵老板好，水泥的单价发我看看" },
    { talker: GROUP, at: at(1, 0), from: null, type: 10000, sub: 8000, text: '"周敏"邀请你加入了群聊，群聊参与人还有：孙工、钱立凯', local: true },
    { talker: GROUP, at: at(1, 60), from: ZHOU, type: 1, text: "各位，三号楼下周封顶" },
    { talker: GROUP, at: at(1, 60), from: SUN, type: 1, text: "收到" },
    { talker: ZHAO, at: at(1, 120), from: ZHAO, type: 3, text: `<?xml version="1.0"?><msg><img aeskey="a0" cdnthumblength="2210" length="5120" md5="${PICTURE_MD5}"/></msg>`, thumbnail: "FileStorage\\MsgAttach\\9d3c\\Thumb\\2023-03\\t01.dat", original: "FileStorage\\MsgAttach\\9d3c\\Image\\2023-03\\p01.dat" },
    { talker: ZHAO, at: at(2, 0), from: ZHAO, type: 34, text: `<msg><voicemsg endflag="1" length="${silk().length}" voicelength="3480" clientmsgid="4a" fromusername="${ZHAO}" voiceformat="4"/></msg>`, serverId: VOICE_ID },
    { talker: ZHAO, at: at(2, 40), from: OWNER, type: 1, text: "听到了，先按这个送" },
    { talker: GROUP, at: at(3, 0), from: LEFT, type: 1, text: "我下个月调走，资料交给孙工" },
    { talker: GROUP, at: at(3, 30), from: OWNER, type: 1, text: "好的，辛苦" },
    { talker: GROUP, at: at(4, 0), from: ZHOU, type: 10000, sub: 57, text: '"周敏" 撤回了一条消息' },
    { talker: GROUP, at: at(4, 20), from: null, type: 10000, sub: 4, text: '"孙工" 拍了拍 "周敏"', display: `${SUN} ${ZHOU}`, local: true },
    { talker: ZHAO, at: at(5, 0), from: OWNER, type: 49, sub: 6, packed: file, original: `FileStorage\\File\\2023-03\\${FILE_NAME}` },
    { talker: ZHAO, at: at(5, 30), from: ZHAO, type: 1, text: "合同收到，我盖章寄回" },
    { talker: ZHAO, at: at(5, 90), from: ZHAO, type: 1, text: "三月份一共 386 吨，每吨一百", serverId: QUOTED_ID },
    { talker: ZHAO, at: at(5, 150), from: OWNER, type: 49, sub: 57, packed: quote(at(5, 90)) },
    { talker: ZHAO, at: at(6, 0), from: OWNER, type: 49, sub: 2000, packed: transfer(1, at(6, 0)) },
    { talker: ZHAO, at: at(6, 300), from: ZHAO, type: 49, sub: 2000, packed: transfer(3, at(6, 0)) },
    { talker: ZHAO, at: at(6, 400), from: ZHAO, type: 47, text: `<msg><emoji fromusername="${ZHAO}" tousername="${OWNER}" type="2" md5="7a21aa3f5b604d1e8a6b25c1b9c1a901" len="8821" cdnurl="http://emoji.example/1"/></msg>` },
    { talker: GROUP, at: at(7, 0), from: SUN, type: 49, sub: 19, packed: forward },
    { talker: GROUP, at: at(7, 60), from: SUN, type: 48, text: `<msg><location x="31.230416" y="121.473701" scale="16" label="浦东新区建材路 18 号" poiname="三号门" fromusername="${SUN}"/></msg>` },
    { talker: HELPER, at: at(8, 0), from: OWNER, type: 1, text: "对账单存档" },
  ]; // prettier-ignore
}

/** Rows of the second shard up to its last checkpoint. */
export function secondShard(): ChatRow[] {
  const at = (day: number, seconds: number) => SECOND_SHARD + day * DAY + seconds;
  return [
    { talker: GROUP, at: at(0, 10), from: ZHOU, type: 1, text: "九月进度款的表发了，大家核对" },
    { talker: ZHAO, at: at(0, 600), from: ZHAO, type: 43, text: `<?xml version="1.0"?><msg><videomsg length="${film().length}" playlength="6" md5="aa21aa3f5b604d1e8a6b25c1b9c1a902" fromusername="${ZHAO}"/></msg>`, thumbnail: "FileStorage\\Video\\2023-09\\v01.jpg", original: "FileStorage\\Video\\2023-09\\v01.mp4" },
    { talker: ZHAO, at: at(0, 660), from: ZHAO, type: 3, text: `<?xml version="1.0"?><msg><img aeskey="a1" cdnthumblength="2210" length="9120" md5="8f1c0b1d5a7e4f3c9a2b8d7e6f5a4c30"/></msg>`, thumbnail: "FileStorage\\MsgAttach\\9d3c\\Thumb\\2023-09\\t02.dat" },
    { talker: ZHAO, at: at(1, 0), from: OWNER, type: 50, text: `<voipmsg type="VoIPBubbleMsg"><VoIPBubbleMsg><msg><![CDATA[通话时长 02:31]]></msg><room_type>1</room_type><roomid>7</roomid></VoIPBubbleMsg></voipmsg>` },
    { talker: ZHAO, at: at(1, 200), from: OWNER, type: 42, text: `<?xml version="1.0"?><msg username="${ZHOU}" nickname="周敏" alias="zhoumin_gc" sex="2"/>` },
    { talker: NEWS, at: at(2, 0), from: NEWS, type: 49, sub: 5, packed: app(5, "九月建材行情周报", "<url>https://news.example/w36</url>") },
    { talker: GROUP, at: at(2, 50), from: OWNER, type: 49, sub: 33, packed: app(33, "工程打卡", "<sourcedisplayname>工程打卡</sourcedisplayname><weappinfo><username>gh_app@app</username><appid>wx1</appid></weappinfo>") },
    { talker: ZHAO, at: at(3, 0), from: ZHAO, type: 49, sub: 2001, packed: app(2001, "微信红包", "<wcpayinfo><sendertitle>中秋快乐</sendertitle><paymsgid>1000039801</paymsgid></wcpayinfo>") },
  ]; // prettier-ignore
}

/** Rows that are only in the log of the second shard. */
export function lateRows(): ChatRow[] {
  const at = (seconds: number) => SECOND_SHARD + 4 * DAY + seconds;
  return [
    { talker: ZHAO, at: at(0), from: OWNER, type: 1, text: "余款国庆前结清" },
    { talker: ZHAO, at: at(45), from: ZHAO, type: 1, text: "好，说定了" },
    { talker: GROUP, at: at(90), from: SUN, type: 1, text: "放假通知看公告" },
  ];
}
