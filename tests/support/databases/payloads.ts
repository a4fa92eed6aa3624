/** XML of messages in the client's words, with invented content. @source wechat-databases.md §7 */

export const image = (md5: string, bytes: number): string =>
  `<?xml version="1.0"?>\n<msg>\n\t<img aeskey="6b1f" encryver="1" cdnthumburl="3057" cdnthumblength="3021" cdnmidimgurl="3057" length="${bytes}" md5="${md5}" />\n</msg>\n`;

export const voice = (from: string, milliseconds: number, bytes: number): string =>
  `<msg><voicemsg endflag="1" cancelflag="0" forwardflag="0" voiceformat="4" voicelength="${milliseconds}" length="${bytes}" bufid="0" clientmsgid="41626" fromusername="${from}" /></msg>`;

export const video = (from: string, seconds: number, bytes: number, md5: string): string =>
  `<?xml version="1.0"?>\n<msg>\n\t<videomsg aeskey="4f2c" cdnvideourl="3057" length="${bytes}" playlength="${seconds}" cdnthumblength="2970" fromusername="${from}" md5="${md5}" />\n</msg>\n`;

export const sticker = (from: string, to: string, md5: string): string =>
  `<msg><emoji fromusername="${from}" tousername="${to}" type="2" md5="${md5}" len="18236" productid="" cdnurl="http://emoji.example/${md5}" width="240" height="240"></emoji></msg>`;

export const location = (from: string): string =>
  `<?xml version="1.0"?>\n<msg>\n\t<location x="31.224361" y="121.469170" scale="16" label="上海市黄浦区延安东路100号" poiname="联谊大厦" fromusername="${from}" />\n</msg>\n`;

export const card = (account: string, nickname: string): string =>
  `<?xml version="1.0"?>\n<msg username="${account}" nickname="${nickname}" alias="laozhou_gz" province="上海" city="黄浦" sex="1" certflag="0" />\n`;

export const call = (words: string): string =>
  `<voipmsg type="VoIPBubbleMsg"><VoIPBubbleMsg><msg><![CDATA[${words}]]></msg><room_type>1</room_type><roomid>0</roomid><duration>0</duration></VoIPBubbleMsg></voipmsg>`;

const app = (type: number, title: string, body: string, from = ""): string =>
  `<?xml version="1.0"?>\n<msg>\n\t<appmsg appid="" sdkver="0">\n\t\t<title>${title}</title>\n\t\t<des></des>\n\t\t<type>${type}</type>\n${body}\n\t</appmsg>\n\t<fromusername>${from}</fromusername>\n\t<scene>0</scene>\n</msg>\n`;

export const file = (name: string, bytes: number, md5: string, type = 6): string =>
  app(type, name, `\t\t<appattach><totallen>${bytes}</totallen><attachid>@cdn</attachid><fileext>pdf</fileext></appattach>\n\t\t<md5>${md5}</md5>`); // prettier-ignore

export const link = (title: string, url: string): string => app(5, title, `\t\t<url>${url}</url>`);

export const miniProgram = (title: string): string =>
  app(33, title, "\t\t<sourcedisplayname>报价单</sourcedisplayname>\n\t\t<weappinfo><username>gh_71c0e2a9@app</username><appid>wx51</appid><pagepath>pages/quote.html</pagepath></weappinfo>"); // prettier-ignore

/** What a quoting message says of the one it quotes. */
export interface Quoted {
  readonly serverId: bigint;
  readonly from: string;
  readonly name: string;
  readonly seconds: number;
  readonly text: string;
}

export const quote = (title: string, { serverId, from, name, seconds, text }: Quoted): string =>
  app(57, title, `\t\t<refermsg><type>1</type><svrid>${serverId}</svrid><fromusr>${from}</fromusr><chatusr>${from}</chatusr><displayname>${name}</displayname><content>${text}</content><createtime>${seconds}</createtime></refermsg>`); // prettier-ignore

export const transfer = (subtype: number, seconds: number, payer: string, receiver: string): string =>
  app(2000, "微信转账", `\t\t<wcpayinfo><paysubtype>${subtype}</paysubtype><feedesc><![CDATA[￥3200.00]]></feedesc><transcationid><![CDATA[53010001207788]]></transcationid><transferid><![CDATA[1000050001202603022116]]></transferid><invalidtime>${seconds + 86_400}</invalidtime><begintransfertime>${seconds}</begintransfertime><pay_memo><![CDATA[首期工程款]]></pay_memo><payer_username>${payer}</payer_username><receiver_username>${receiver}</receiver_username></wcpayinfo>`); // prettier-ignore

export const redPacket = (greeting: string): string =>
  app(2001, "微信红包", `\t\t<wcpayinfo><sendertitle><![CDATA[${greeting}]]></sendertitle><receivertitle><![CDATA[${greeting}]]></receivertitle><nativeurl><![CDATA[wxpay://c2cbizmessagehandler/hongbao/receivehongbao?sendid=10000394]]></nativeurl><paymsgid><![CDATA[1000039401202603]]></paymsgid></wcpayinfo>`); // prettier-ignore

export const announcement = (text: string): string =>
  app(87, "群公告", `\t\t<textannouncement>${text}</textannouncement>`);

export const forward = (seconds: number): string =>
  app(19, "沈若溪和老周的聊天记录", `\t\t<recorditem><![CDATA[<recordinfo><title>沈若溪和老周的聊天记录</title><datalist count="2"><dataitem datatype="1" dataid="a1"><sourcename>沈若溪</sourcename><sourcetime>2026-02-27 18:02</sourcetime><datadesc>水电验收改到周五</datadesc><srcMsgCreateTime>${seconds}</srcMsgCreateTime></dataitem><dataitem datatype="1" dataid="a2"><sourcename>老周</sourcename><sourcetime>2026-02-27 18:05</sourcetime><datadesc>收到</datadesc></dataitem></datalist></recordinfo>]]></recorditem>`); // prettier-ignore

export const joinNotice = (inviter: string, inviterName: string, invitee: string, inviteeName: string): string =>
  `<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template type="tmpl_type_profile"><plain><![CDATA[]]></plain><template><![CDATA["$username$"邀请"$names$"加入了群聊]]></template><link_list><link name="username" type="link_profile"><memberlist><member><username><![CDATA[${inviter}]]></username><nickname><![CDATA[${inviterName}]]></nickname></member></memberlist></link><link name="names" type="link_profile"><memberlist><member><username><![CDATA[${invitee}]]></username><nickname><![CDATA[${inviteeName}]]></nickname></member></memberlist><separator><![CDATA[、]]></separator></link></link_list></content_template></sysmsgtemplate></sysmsg>`;

export const revoke = (room: string, serverId: bigint, words: string): string =>
  `<sysmsg type="revokemsg"><revokemsg><session>${room}</session><msgid>1064</msgid><newmsgid>${serverId}</newmsgid><replacemsg><![CDATA[${words}]]></replacemsg></revokemsg></sysmsg>`;
