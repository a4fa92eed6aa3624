import { describe, expect, test } from "vitest";
import { parseNotice } from "../../../src/importers/wechat/notice.ts";

describe("recall notices", () => {
  test.each([
    ["你撤回了一条消息", "你"],
    ['"老王" 撤回了一条消息', "老王"],
    ["“老王” 撤回了一条消息", "老王"],
    ["老王撤回了一条消息", "老王"],
    ["对方撤回了一条消息", "对方"],
    ["You recalled a message", "You"],
    ['"Lao Wang" has recalled a message.', "Lao Wang"],
    ["你撤回了一条消息 重新编辑", "你"],
    ['"老"王" 撤回了一条消息', '老"王'],
    ['"李梅"撤回了成员"赵六"的一条消息', "李梅"],
    ["You've recalled a message", "You"],
    ['"Lao Wang" recalled a message', "Lao Wang"],
  ])("%s is a recall by %s", (text, byName) => {
    expect(parseNotice(text)).toEqual({
      kind: "recall",
      system: null,
      recall: { by: null, byName, targetServerId: null },
    });
  });
});

describe("system events", () => {
  test.each([
    ["你已添加了王建国，现在可以开始聊天了。", "friend-added", "你", ["王建国"], null],
    ["王建国刚刚把你添加到通讯录，现在可以开始聊天了。", "friend-added", "王建国", ["你"], null],
    ["You have added Lao Wang as your WeChat contact. Start chatting!", "friend-added", "You", ["Lao Wang"], null],
    [
      "Lao Wang just added you to his/her contacts list. Send a message to him/her now!",
      "friend-added",
      "Lao Wang",
      ["you"],
      null,
    ],
    ["我通过了你的朋友验证请求，现在我们可以开始聊天了", "friend-added", null, [], null],
    [
      "王建国开启了朋友验证，你还不是他（她）朋友。请先发送朋友验证请求，对方验证通过后，才能聊天。",
      "not-friend",
      "王建国",
      [],
      null,
    ],
    ["消息已发出，但被对方拒收了。", "blocked", null, [], null],
    ['你邀请"李梅"加入了群聊  $revoke$', "member-joined", "你", ["李梅"], null],
    ['"李梅"邀请你加入了群聊，群聊参与人还有：赵六、钱七', "member-joined", "李梅", ["你"], null],
    ["“李梅”邀请你和“赵六、钱七”加入了群聊", "member-joined", "李梅", ["你", "赵六", "钱七"], null],
    ['"李梅"邀请"赵六"加入了群聊', "member-joined", "李梅", ["赵六"], null],
    ['" 赵六"通过扫描你分享的二维码加入群聊', "member-joined", "你", ["赵六"], null],
    ['" 赵六"通过扫描"李梅"分享的二维码加入群聊', "member-joined", "李梅", ["赵六"], null],
    ["Li Mei invited you and Zhao to the group chat", "member-joined", "Li Mei", ["you", "Zhao"], null],
    ["You invited Zhao to the group chat", "member-joined", "You", ["Zhao"], null],
    ['"Zhao" joined group chat via the QR code you shared', "member-joined", "you", ["Zhao"], null],
    ['"Zhao" joined group chat via the QR code shared by "Li Mei"', "member-joined", "Li Mei", ["Zhao"], null],
    ['你将"赵六"移出了群聊', "member-removed", "你", ["赵六"], null],
    ['你被"李梅"移出群聊', "member-removed", "李梅", ["你"], null],
    ['You were removed from the group chat by "Li Mei"', "member-removed", "Li Mei", ["You"], null],
    ['"赵六"退出了群聊', "member-left", null, ["赵六"], null],
    ['"李梅"修改群名为“三号楼“样板”组”', "group-renamed", "李梅", [], "三号楼“样板”组"],
    ["你修改群名为“工程款核对”", "group-renamed", "你", [], "工程款核对"],
    ['"Li Mei" changed the group name to "Site 3"', "group-renamed", "Li Mei", [], "Site 3"],
    ['"赵六"已成为新群主', "owner-changed", null, ["赵六"], null],
    ["李梅置顶了一条消息", "pinned", "李梅", [], null],
    ["李梅移除了一条置顶消息", "unpinned", "李梅", [], null],
    ['你将"赵六"添加为群管理员', "admin-added", "你", ["赵六"], null],
    ["“李梅”将“赵六、钱七”添加为群管理员", "admin-added", "李梅", ["赵六", "钱七"], null],
    ["以上是打招呼的内容", "greeting", null, [], null],
    ["以上是打招呼的消息", "greeting", null, [], null],
    ["你已成为新群主", "owner-changed", null, ["你"], null],
    ["“李梅”邀请“Li, Wei、赵六”加入了群聊", "member-joined", "李梅", ["Li, Wei", "赵六"], null],
    ["李梅 invited 赵六, Qian to the group chat", "member-joined", "李梅", ["赵六", "Qian"], null],
    ["Li Mei invited you to a group chat with Zhao, Qian", "member-joined", "Li Mei", ["you"], null],
    ['"赵六" joined the group chat via the QR Code shared by "李梅".', "member-joined", "李梅", ["赵六"], null],
    ['"赵六" joined group chat via the QR code "you" shared.', "member-joined", "you", ["赵六"], null],
    ['You removed "Zhao" from the group chat', "member-removed", "You", ["Zhao"], null],
    ["你被“李梅”移出群聊", "member-removed", "李梅", ["你"], null],
    ["Lao Wang has enabled Friend Confirmation. You are not his friend yet.", "not-friend", "Lao Wang", [], null],
    ["I've accepted your friend request. Now let's chat!", "friend-added", null, [], null],
    ["I’ve accepted your friend request. Now let’s chat!", "friend-added", null, [], null],
    ["Lao Wang opened your Red Packet", "red-packet-opened", "Lao Wang", ["you"], null],
    ["You opened Lao Wang's Red Packet", "red-packet-opened", "You", ["Lao Wang"], null],
    ['你邀请"撤回了一条消息"加入了群聊', "member-joined", "你", ["撤回了一条消息"], null],
    ['"李梅"邀请"撤回了一条消息"加入了群聊', "member-joined", "李梅", ["撤回了一条消息"], null],
    ["收款方24小时内未接收你的转账，已过期", "transfer-expired", null, [], null],
    ["你领取了王建国的红包", "red-packet-opened", "你", ["王建国"], null],
    ["王建国领取了你的红包", "red-packet-opened", "王建国", ["你"], null],
  ])("%s", (text, event, actor, subjects, value) => {
    expect(parseNotice(text)).toEqual({ kind: "system", system: { event, actor, subjects, value }, recall: null });
  });

  test("a pat names who and whom, and keeps the suffix", () => {
    expect(parseNotice('"老王" 拍了拍 "李梅" 的肩膀')).toEqual({
      kind: "pat",
      system: { event: "pat", actor: "老王", subjects: ["李梅"], value: "的肩膀" },
      recall: null,
    });
    expect(parseNotice("我拍了拍自己").system).toEqual({
      event: "pat",
      actor: "我",
      subjects: ["自己"],
      value: null,
    });
  });

  test("a template variable that was never filled in is not taken for a name", () => {
    expect(parseNotice('"$username$"邀请"$names$"加入了群聊').system).toEqual({
      event: "member-joined",
      actor: null,
      subjects: [],
      value: null,
    });
  });

  test.each([
    "",
    "今天撤回的货到了",
    "通话时长 00:31",
    "李梅修改了群公告",
    "This message was not sent. Joined the group chat later.",
    "x".repeat(100_000),
  ])("unknown wording stays other", (text) => {
    expect(parseNotice(text)).toEqual({
      kind: "system",
      system: { event: "other", actor: null, subjects: [], value: null },
      recall: null,
    });
  });

  test("a name with quotes of its own is shown as it was written", () => {
    expect(parseNotice('你将"老"王"移出了群聊').system?.subjects).toEqual(['老"王']);
  });
});
