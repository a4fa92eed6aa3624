import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fenOf } from "../../../src/importers/wechat/money.ts";
import { plainNotice } from "../../../src/importers/wechat/payload-system.ts";
import { readPayload, voiceDurationOf } from "../../../src/importers/wechat/payload.ts";

const MD5 = "0123456789abcdef0123456789abcdef";

function app(type: number, inside: string, message = ""): string {
  return `wxid_peer:\n<?xml version="1.0"?><msg><appmsg appid="" sdkver="0"><title>标题</title><des>说明</des><type>${type}</type>${inside}</appmsg>${message}</msg>`;
}

function escaped(xml: string): string {
  return xml.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

describe("the XML of a message", () => {
  test("states digest, size and length of media", () => {
    expect(
      readPayload(`<msg><img aeskey="k" length="51234" hdlength="901234" md5="${MD5.toUpperCase()}"/></msg>`),
    ).toMatchObject({
      kind: "image",
      attachments: [{ role: "main", claimedMd5: MD5, claimedSizeBytes: 51234, candidates: [] }],
      extra: { "payload.hdlength": "901234" },
      isDamaged: false,
    });
    expect(
      readPayload(`<msg><videomsg length="10" playlength="12" md5="${MD5}" fromusername="wxid_a"/></msg>`),
    ).toMatchObject({
      kind: "video",
      attachments: [{ claimedDurationMs: 12000, claimedSizeBytes: 10 }],
      extra: { "payload.fromusername": "wxid_a" },
    });
    expect(
      readPayload('<msg><voicemsg voicelength="3480" length="5120"/><voicetrans transtext="周五前付清"/></msg>'),
    ).toMatchObject({
      kind: "voice",
      attachments: [{ claimedDurationMs: 3480, claimedSizeBytes: 5120, claimedMd5: null }],
      extra: { "payload.transtext": "周五前付清" },
    });
    expect(
      readPayload(
        `<msg><emoji fromusername="wxid_a" tousername="wxid_b" md5="${MD5}" len="99" cdnurl="http://x/y?a=1&amp;b=2"/></msg>`,
      ),
    ).toMatchObject({
      kind: "sticker",
      attachments: [{ claimedMd5: MD5, remoteUrl: "http://x/y?a=1&b=2" }],
      extra: { "payload.fromusername": "wxid_a", "payload.tousername": "wxid_b" },
    });
  });

  test("states name, size and digest of a file", () => {
    const xml = app(6, `<appattach><totallen>20480</totallen><fileext>docx</fileext></appattach><md5>${MD5}</md5>`);
    expect(readPayload(xml)).toMatchObject({
      kind: "file",
      appType: "6",
      text: "标题",
      attachments: [{ name: "标题", claimedSizeBytes: 20480, claimedMd5: MD5 }],
    });
  });

  test("keeps coordinates as written: x is the latitude", () => {
    expect(
      readPayload(
        '<msg><location x="31.230416" y="121.473701" scale="16" label="上海市黄浦区" poiname="人民广场"/></msg>',
      ),
    ).toMatchObject({
      kind: "location",
      text: "人民广场 上海市黄浦区",
      location: { latitudeText: "31.230416", longitudeText: "121.473701", label: "上海市黄浦区", poi: "人民广场" },
    });
  });

  test("names the account of a card, and the sender of a friend request", () => {
    expect(readPayload('<msg username="wxid_c" nickname="张律师" alias="zhang"/>')).toMatchObject({
      kind: "card",
      text: "张律师",
      extra: { "payload.username": "wxid_c" },
    });
    expect(
      readPayload(
        '<msg fromusername="wxid_d" encryptusername="v3_x@stranger" fromnickname="李四" content="我是李四"/>',
      ),
    ).toMatchObject({
      kind: "system",
      text: "我是李四",
      extra: { "payload.fromusername": "wxid_d" },
    });
  });

  test("takes the type of an app message only from its direct child", () => {
    const xml = app(
      57,
      "<refermsg><type>49</type><svrid>7301845512204467713</svrid><fromusr>1@chatroom</fromusr><chatusr>wxid_b</chatusr><displayname>老王</displayname><createtime>1709000001</createtime><content>" +
        escaped(app(5, "")) +
        "</content></refermsg>",
    );
    expect(readPayload(xml)).toMatchObject({
      kind: "quote",
      appType: "57",
      text: "标题",
      quote: { targetServerId: "7301845512204467713", sender: "wxid_b", sentAt: 1709000001000, text: "标题" },
    });
    expect(readPayload(app(5, "<patMsg><type>62</type></patMsg><url>https://example.com</url>"))).toMatchObject({
      kind: "link",
      extra: { "payload.url": "https://example.com" },
    });
  });

  test("gives the quoted words as quoted, and none for a quoted voice", () => {
    const quote = (type: number, content: string) =>
      readPayload(
        app(
          57,
          `<refermsg><type>${type}</type><svrid>0</svrid><fromusr>wxid_b</fromusr><content>${content}</content></refermsg>`,
        ),
      )?.quote;
    expect(quote(1, "货款 &lt;5000&gt;")).toEqual({
      targetServerId: null,
      sender: "wxid_b",
      sentAt: null,
      text: "货款 <5000>",
      kind: "text",
    });
    expect(quote(34, "wxid_b:3480:1:")).toMatchObject({ text: null });
  });

  test("reads both sides of a transfer", () => {
    const transfer = (subtype: number, amount: string) =>
      readPayload(
        app(
          2000,
          `<wcpayinfo><paysubtype>${subtype}</paysubtype><feedesc><![CDATA[${amount}]]></feedesc><transcationid>100050</transcationid><transferid>1000500001</transferid><pay_memo>首期</pay_memo><payer_username>wxid_b</payer_username></wcpayinfo>`,
        ),
      );
    expect(transfer(1, "￥5,000.00")).toMatchObject({
      kind: "transfer",
      transfer: {
        amountText: "￥5,000.00",
        amountFen: 500000,
        memo: "首期",
        state: "sent",
        transferId: "1000500001",
        transactionId: "100050",
      },
      extra: { "payload.payer_username": "wxid_b", "payload.paysubtype": "1" },
    });
    expect([3, 4, 10, 77].map((subtype) => transfer(subtype, "￥1.00")?.transfer?.state)).toEqual([
      "received",
      "returned",
      "expired",
      "unknown",
    ]);
  });

  test("reads a red packet, which states no amount", () => {
    expect(readPayload(app(2001, "<wcpayinfo><sendertitle>恭喜发财</sendertitle></wcpayinfo>"))).toMatchObject({
      kind: "redPacket",
      redPacket: { title: "恭喜发财" },
      transfer: null,
    });
  });

  test("reads merged records, also inside one another and however they are escaped", () => {
    const inner = `<recordinfo><title>内层</title><datalist count="1"><dataitem datatype="1"><sourcename>丙</sourcename><datadesc>最里面</datadesc></dataitem></datalist></recordinfo>`;
    const record = `<recordinfo><title>群聊的聊天记录</title><datalist count="3"><dataitem datatype="1"><sourcename>甲</sourcename><sourcetime>2024-2-27 10:13</sourcetime><datadesc>第一句</datadesc></dataitem><dataitem datatype="8"><sourcename>乙</sourcename><datatitle>合同.docx</datatitle></dataitem><dataitem datatype="17"><datatitle>内层</datatitle><recordxml>${inner}</recordxml></dataitem></datalist></recordinfo>`;
    const expected = {
      kind: "forward",
      forward: {
        title: "群聊的聊天记录",
        items: [
          { sender: "甲", sentAtText: "2024-2-27 10:13", kind: "text", text: "第一句" },
          { sender: "乙", sentAtText: null, kind: "file", text: "合同.docx" },
          { sender: null, kind: "forward", text: "内层" },
          { sender: "丙", kind: "text", text: "最里面" },
        ],
      },
      extra: { "payload.datalist.count": "3" },
    };
    expect(readPayload(app(19, `<recorditem>${escaped(record)}</recorditem>`))).toMatchObject(expected);
    expect(readPayload(app(19, `<recorditem><![CDATA[${record}]]></recorditem>`))).toMatchObject(expected);
    expect(readPayload(app(19, `<recorditem>${record}</recorditem>`))).toMatchObject(expected);
  });

  test("reads calls in both forms", () => {
    expect(
      readPayload(
        '<voipmsg type="VoIPBubbleMsg"><VoIPBubbleMsg><msg><![CDATA[通话时长 01:31]]></msg><room_type>1</room_type></VoIPBubbleMsg></voipmsg>',
      ),
    ).toMatchObject({
      kind: "call",
      call: { media: "voice", outcome: "通话时长 01:31", durationSec: 91 },
    });
    expect(
      readPayload(
        "<voipinvitemsg><invite_type>0</invite_type></voipinvitemsg><voipextinfo/><voiplocalinfo><duration>0</duration><diaplay_content>已取消</diaplay_content></voiplocalinfo>",
      ),
    ).toMatchObject({
      kind: "call",
      call: { media: "video", outcome: "已取消", durationSec: null },
      isDamaged: false,
    });
  });

  test("names the message that was taken back", () => {
    expect(
      readPayload(
        '<sysmsg type="revokemsg"><revokemsg><session>wxid_b</session><msgid>1</msgid><newmsgid>7301845512204467713</newmsgid><replacemsg><![CDATA["老王" 撤回了一条消息]]></replacemsg></revokemsg></sysmsg>',
      ),
    ).toMatchObject({
      kind: "recall",
      text: '"老王" 撤回了一条消息',
      recall: { by: null, byName: "老王", targetServerId: "7301845512204467713" },
    });
  });

  test("fills members into a notice and gives their accounts", () => {
    const member = (id: string, name: string) =>
      `<memberlist><member><username>${id}</username><nickname>${name}</nickname></member></memberlist>`;
    const xml = `<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template type="tmpl_type_profile"><plain></plain><template><![CDATA["$username$"邀请"$names$"加入了群聊]]></template><link_list><link name="username" type="link_profile">${member("wxid_a", "老王")}</link><link name="names" type="link_profile">${member("wxid_b", "小李")}</link></link_list></content_template></sysmsgtemplate></sysmsg>`;
    expect(readPayload(xml)).toMatchObject({
      kind: "system",
      text: '"老王"邀请"小李"加入了群聊',
      system: { event: "member-joined", actor: "wxid_a", subjects: ["wxid_b"] },
    });
  });

  test("reads pats of both forms, removals and pinned messages", () => {
    expect(
      readPayload(
        '<sysmsg type="pat"><pat><fromusername>wxid_a</fromusername><pattedusername>wxid_b</pattedusername><template><![CDATA["${wxid_a}" 拍了拍 "${wxid_b}"]]></template></pat></sysmsg>',
      ),
    ).toMatchObject({
      kind: "pat",
      text: '"wxid_a" 拍了拍 "wxid_b"',
      system: { actor: "wxid_a", subjects: ["wxid_b"] },
    });
    expect(
      readPayload(
        app(
          62,
          "<patMsg><records><record><fromUser>wxid_a</fromUser><pattedUser>wxid_b</pattedUser><templete>我拍了拍你</templete></record></records></patMsg>",
        ),
      ),
    ).toMatchObject({ kind: "pat", text: "我拍了拍你" });
    expect(
      readPayload(
        '<sysmsg type="delchatroommember"><delchatroommember><plain><![CDATA[你将"小李"移出了群聊]]></plain><link><memberlist><username>wxid_b</username></memberlist></link></delchatroommember></sysmsg>',
      ),
    ).toMatchObject({
      system: { event: "member-removed", subjects: ["wxid_b"] },
    });
    expect(
      readPayload(
        '<sysmsg type="mmchatroomtopmsg"><mmchatroomtopmsg><op>1</op><newmsgid>730184551</newmsgid><username>wxid_a</username></mmchatroomtopmsg></sysmsg>',
      ),
    ).toMatchObject({
      system: { event: "pinned", actor: "wxid_a", value: "730184551" },
    });
  });
});

describe("what ties a message to others", () => {
  test("a transfer names both accounts, its codes and times", () => {
    const pay =
      "<wcpayinfo><paysubtype>1</paysubtype><receivestatus>2</receivestatus><feedesc>￥1.00</feedesc><payer_username>wxid_a</payer_username><receiver_username>wxid_b</receiver_username><begintransfertime>1772413200</begintransfertime><invalidtime>1772499600</invalidtime></wcpayinfo>";
    expect(readPayload(app(2000, pay))?.transfer).toEqual({
      amountText: "￥1.00",
      amountFen: 100,
      memo: null,
      state: "sent",
      transferId: null,
      transactionId: null,
      payer: "wxid_a",
      receiver: "wxid_b",
      subtype: "1",
      receiveStatus: "2",
      beganAt: 1_772_413_200_000,
      expiresAt: 1_772_499_600_000,
    });
  });

  test("a red packet names its payment", () => {
    const pay = "<wcpayinfo><sendertitle>辛苦了</sendertitle><paymsgid>1000039501</paymsgid></wcpayinfo>";
    expect(readPayload(app(2001, pay))?.redPacket).toEqual({ title: "辛苦了", paymentId: "1000039501" });
  });

  test("an item of a merged record names the message it was made from, at its depth", () => {
    const inner = `<recordinfo><datalist count="1"><dataitem datatype="1"><datadesc>里</datadesc></dataitem></datalist></recordinfo>`;
    const record = `<recordinfo><datalist count="3"><dataitem datatype="8" dataid="x"><datatitle>合同.docx</datatitle><sourcename>甲</sourcename><datasize>2048</datasize><fullmd5>${MD5.toUpperCase()}</fullmd5><srcMsgCreateTime>1772413200</srcMsgCreateTime><srcMsgLocalid>17</srcMsgLocalid><fromnewmsgid>7301845512204467713</fromnewmsgid><dataitemsource><fromusr>wxid_a</fromusr><realchatname>1@chatroom</realchatname></dataitemsource></dataitem><dataitem datatype="17"><recordxml>${inner}</recordxml></dataitem></datalist></recordinfo>`;
    expect(readPayload(app(19, `<recorditem>${escaped(record)}</recorditem>`))?.forward).toEqual({
      title: "标题",
      statedCount: 3,
      items: [
        {
          sender: "甲",
          sentAtText: null,
          kind: "file",
          text: "合同.docx",
          serverId: "7301845512204467713",
          localId: "17",
          sentAt: 1_772_413_200_000,
          senderAccount: "wxid_a",
          room: "1@chatroom",
          claimedMd5: MD5,
          claimedSizeBytes: 2048,
        },
        { sender: null, sentAtText: null, kind: "forward", text: null },
        { sender: null, sentAtText: null, kind: "text", text: "里", depth: 1 },
      ],
    });
  });

  test.each([
    [3, '<msg><img md5="x"/></msg>', { kind: "image", text: null }],
    [
      48,
      '<msg><location x="31.2" y="121.4" label="黄浦区" poiname="人民广场"/></msg>',
      { kind: "location", text: "人民广场" },
    ],
    [42, '<msg username="wxid_c" nickname="张律师"/>', { kind: "card", text: "张律师" }],
    [49, app(2000, ""), { kind: "transfer", text: "标题" }],
    [34, "wxid_b:3480:1:", { kind: "voice", text: null }],
    [77, "何物", { text: null }],
  ])("a quoted message of type %i says its kind", (type, content, expected) => {
    const refer = `<refermsg><type>${type}</type><svrid>5</svrid><chatusr>wxid_b</chatusr><content>${escaped(content)}</content></refermsg>`;
    const quote = readPayload(app(57, refer))?.quote;
    expect(quote).toEqual({ targetServerId: "5", sender: "wxid_b", sentAt: null, ...expected });
  });

  test("pats of one row are listed, the last one first in what people read", () => {
    const record = (from: string, at: number, id: string) =>
      `<record><fromUser>${from}</fromUser><pattedUser>wxid_b</pattedUser><templete>"\${${from}}" 拍了拍 "\${wxid_b}"</templete><createTime>${at}</createTime><svrId>${id}</svrId></record>`;
    const pats = `<patMsg><chatUser>1@chatroom</chatUser><records>${record("wxid_a", 1772413200, "11")}${record("wxid_c", 1772413260, "12")}</records></patMsg>`;
    expect(readPayload(app(62, pats))).toMatchObject({
      kind: "pat",
      text: '"wxid_c" 拍了拍 "wxid_b"',
      system: {
        event: "pat",
        actor: "wxid_c",
        pats: [
          { from: "wxid_a", to: "wxid_b", at: 1_772_413_200_000, serverId: "11", text: '"wxid_a" 拍了拍 "wxid_b"' },
          { from: "wxid_c", at: 1_772_413_260_000, serverId: "12" },
        ],
      },
    });
  });

  test.each([
    `<revokemsg><content>"老王" 撤回了一条消息</content><revoketime>1772413200</revoketime></revokemsg>`,
    `<sysmsg type="revokemsg"><revokemsg><content>"老王" 撤回了一条消息</content><revoketime>1772413200</revoketime></revokemsg></sysmsg>`,
    `<sysmsg type="revokemsg"><revokemsg><replacemsg><revokemsg><content>"老王" 撤回了一条消息</content><revoketime>1772413200</revoketime></revokemsg></replacemsg></revokemsg></sysmsg>`,
    `<sysmsg type="revokemsg"><revokemsg><replacemsg><![CDATA[<revokemsg><content>"老王" 撤回了一条消息</content><revoketime>1772413200</revoketime></revokemsg>]]></replacemsg></revokemsg></sysmsg>`,
  ])("a recall of version 4 has words and time in each of its forms", (xml) => {
    expect(readPayload(xml)).toMatchObject({
      kind: "recall",
      text: '"老王" 撤回了一条消息',
      recall: { byName: "老王", targetServerId: null, recalledAt: 1_772_413_200_000 },
    });
  });

  test("accounts of a template stand beside the names anybody can bear", () => {
    const xml = `<sysmsg type="sysmsgtemplate"><sysmsgtemplate><content_template type="tmpl_type_profilewithrevoke"><plain/><template><![CDATA[你邀请"$names$"加入了群聊  $revoke$]]></template><link_list><link name="names" type="link_profile"><memberlist><member><username>wxid_b</username><nickname>wxid_a</nickname></member><member><username/><nickname>老李</nickname></member></memberlist><separator>、</separator></link><link name="revoke" type="link_revoke" hidden="1"><title>撤销</title><usernamelist><username>wxid_b</username></usernamelist></link></link_list></content_template></sysmsgtemplate></sysmsg>`;
    expect(readPayload(xml)).toMatchObject({
      text: '你邀请"wxid_a、老李"加入了群聊  ',
      system: {
        event: "member-joined",
        actor: "你",
        subjects: ["wxid_b", "老李"],
        members: [
          { account: "wxid_b", name: "wxid_a", role: "names" },
          { account: "wxid_b", name: null, role: "revoke" },
        ],
      },
    });
  });

  test("an unpinned message, a to-do of the group and a deletion from the cloud are told apart", () => {
    const system = (type: string, body: string) =>
      readPayload(`<sysmsg type="${type}"><${type}>${body}</${type}></sysmsg>`);
    expect(system("mmchatroomtopmsg", "<op>2</op><newmsgid>73</newmsgid><username>wxid_a</username>")?.system).toEqual({
      event: "unpinned",
      actor: "wxid_a",
      subjects: [],
      value: "73",
    });
    expect(system("roomtoolstips", "")?.system?.event).toBe("group-to-do");
    expect(
      system("clouddelmsg", "<delcommand>1</delcommand><msgid>9</msgid><fromuser>wxid_a</fromuser>"),
    ).toMatchObject({
      system: { event: "cloud-deletion", actor: "wxid_a", value: "9" },
      extra: { "payload.delcommand": "1" },
    });
    expect(system("qy_revoke_msg", "")?.kind).toBe("recall");
    expect(system("constructor", "")).toMatchObject({
      kind: "system",
      system: { event: "other", value: "constructor" },
    });
  });

  test("a file that is still going up names the message that will take its place", () => {
    expect(readPayload(app(74, "<overwrite_newmsgid>7301</overwrite_newmsgid>"))).toMatchObject({
      kind: "file",
      extra: { "payload.overwrite_newmsgid": "7301" },
    });
  });

  test("a link with an empty pat in it stays a link", () => {
    expect(
      readPayload(app(5, "<patMsg><chatUser/><records><recordNum>0</recordNum></records></patMsg>")),
    ).toMatchObject({
      kind: "link",
      system: null,
    });
  });

  test("an announcement gives its words", () => {
    expect(readPayload(app(87, "<textannouncement>周五前付清尾款</textannouncement>"))).toMatchObject({
      kind: "announcement",
      text: "周五前付清尾款",
    });
  });
});

describe("hostile or foreign text", () => {
  test("is no payload", () => {
    for (const text of ["", "你好", "a < b > c", "<b>粗体</b>", "<html><img/></html>", "<msg></msg>"])
      expect(readPayload(text), text).toBeNull();
  });

  test("nested without end or of enormous size is given up, not read", () => {
    expect(readPayload("<msg>".repeat(100_000))).toBeNull();
    expect(readPayload(`<msg><img/>${"<a/>".repeat(300_000)}</msg>`)).toBeNull();
    expect(readPayload(`<msg>${" ".repeat(17 * 1024 * 1024)}</msg>`)).toBeNull();
  });

  test("escaped inside itself many times ends at the eighth level", () => {
    let record =
      "<recordinfo><datalist><dataitem datatype='1'><datadesc>x</datadesc></dataitem></datalist></recordinfo>";
    for (let level = 0; level < 12; level++) {
      record = `<recordinfo><datalist><dataitem datatype='17'><recordxml>${escaped(record)}</recordxml></dataitem></datalist></recordinfo>`;
    }
    expect(readPayload(app(19, `<recorditem>${escaped(record)}</recorditem>`))?.forward?.items).toHaveLength(9);
  });

  test("does not expand entities it defines", () => {
    const bomb =
      '<!DOCTYPE msg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>' + app(5, "").replace("标题", "&b;").slice(11);
    expect(readPayload(bomb)?.text).toBe("&b;");
  });

  test("cut off is read as far as it goes and said to be damaged", () => {
    expect(readPayload('<msg><img length="5" md5="' + MD5 + '"/>')).toMatchObject({ kind: "image", isDamaged: true });
  });

  test("never ends in an exception", () => {
    const piece = fc.constantFrom(
      "<msg>",
      "</msg>",
      "<appmsg>",
      "<type>57</type>",
      "<refermsg>",
      "<![CDATA[",
      "]]>",
      "&lt;",
      "&#0;",
      "&#x110000;",
      "<img md5='",
      "'/>",
      "<sysmsg type='__proto__'>",
      "<constructor>",
      "货",
      "<",
      ">",
      '"',
      "<!--",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        readPayload(pieces.join(""));
      }),
    );
  });
});

describe("small texts", () => {
  test("fen only where the text is unambiguously yuan", () => {
    expect(["￥5000.00", "¥0.5", "￥1,234,567.89", "12元", "CNY 3.20"].map(fenOf)).toEqual([
      500000, 50, 123456789, 1200, 320,
    ]);
    expect(["5000", "HK$5.00", "￥12,34.00", "￥1.234", "", null, "$5"].map(fenOf)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  test("voice of the short form has a length", () => {
    expect(voiceDurationOf("wxid_b:3480:1:")).toBe(3480);
    expect(voiceDurationOf("10:30 见")).toBeNull();
  });

  test("a notice is read without its tags", () => {
    expect(
      plainNotice(
        '<img src="SystemMessages_HongbaoIcon.png"/> 你领取了老王的<_wc_custom_link_ color="#FD9931">红包</_wc_custom_link_>',
      ),
    ).toBe("你领取了老王的红包");
  });
});
