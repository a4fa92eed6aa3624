import { describe, expect, test } from "vitest";
import { memorySource } from "../../support/memory-source.ts";
import { chatOf, Read } from "./reading.ts";

const ROOM = "20012345678@chatroom";

const row = (localId: number, different: object = {}) => ({
  localId, createTime: 1781990000 + localId, formattedTime: "2026-06-21 05:13:20", type: "文本消息", localType: 1,
  content: "好", isSend: 0, senderID: localId, source: "", ...different,
}); // prettier-ignore

/** As later versions write the arkme variant: `accountId` in place of `wxid`, and a list of the group's members. */
const LATE = {
  weflow: { version: "1.0.3", exportedAt: 1782000000, generator: "WeFlow", format: "arkme-json" },
  session: { accountId: ROOM, nickname: "二期货款", remark: "", displayName: "二期货款", type: "群聊", messageCount: 4 },
  senders: [
    { senderID: 1, accountId: "wxid_wang", displayName: "王经理", nickname: "王建国", remark: "王经理" },
    { senderID: 2, accountId: ROOM, displayName: "二期货款", nickname: "二期货款" },
    { senderID: 3, accountId: "unknown", displayName: "unknown", nickname: "unknown" },
    { senderID: 4, accountId: "wxid_me", displayName: "我", nickname: "李梅" },
  ],
  messages: [row(1), row(2, { type: "系统消息", localType: 10000 }), row(3), row(4, { isSend: 1 })],
  groupMembers: [
    { accountId: "wxid_wang", displayName: "王经理", nickname: "王建国", remark: "王经理", alias: "wang_jg", isFriend: true, messageCount: 1 },
    { accountId: "wxid_silent", displayName: "赵总", nickname: "赵六", remark: "", alias: "", groupNickname: "赵总", isFriend: false, messageCount: 0 },
  ],
}; // prettier-ignore

describe("accounts of the arkme variant as later versions name them", () => {
  const read = new Read(memorySource({ "二期货款.json": JSON.stringify(LATE, null, 2) }));

  test("are the senders of the rows", () => {
    expect(read.messages().map(({ sender, senderName }) => [sender, senderName])).toEqual([
      ["wxid_wang", "王经理"],
      [null, null],
      [null, null],
      ["wxid_me", "我"],
    ]);
    expect(read.export()).toMatchObject({ owner: "wxid_me", variant: "arkme-json" });
  });

  test("a sender that the exporter calls unknown is nobody, and the row keeps its number", () => {
    expect(read.row(3)).toMatchObject({ sender: null, senderBasis: "none", extra: { senderID: "3" } });
  });

  test("are members, also those who said nothing; the room is none of them", () => {
    const [conversation] = read.of("conversation");
    expect(conversation?.facts).toMatchObject({ type: "group", talker: ROOM });
    expect(conversation?.facts.members.map(({ participant, groupNickname }) => [participant, groupNickname])).toEqual([
      ["wxid_wang", null],
      ["wxid_silent", "赵总"],
      ["wxid_me", null],
    ]);
    const names = read.of("name").map(({ seen }) => `${seen.account} ${seen.name.kind} ${seen.name.text}`);
    expect(names).toContain("wxid_wang alias wang_jg");
    expect(names).toContain("wxid_silent group-nickname 赵总");
    expect(names.filter((name) => name.startsWith(ROOM) || name.startsWith("unknown"))).toEqual([]);
  });

  test("an entry of the list that cannot be read is told and costs no other", () => {
    const broken = JSON.stringify(LATE).replace('{"accountId":"wxid_wang"', '{"accountId" "wxid_wang"');
    const damaged = new Read(memorySource({ "a.json": broken }));
    expect(damaged.of("repair").map(({ code, at }) => [code, at.pointer])).toEqual([
      ["sender-unreadable", "/groupMembers/0"],
    ]);
    expect(damaged.messages()).toHaveLength(4);
    expect(damaged.of("conversation")[0]?.facts.members).toHaveLength(3);
  });
});

test.each([
  ["王经理_20260601-20260630.json", "20260601-20260630"],
  ["王经理_20260601.json", "20260601"],
  ["王经理_20260601-至今_2.json", "20260601-至今"],
  ["王经理_截至-20260630.json", "截至-20260630"],
  ["王经理-3fa9c01b22_全部时间.json", "全部时间"],
  ["王经理_13800138000.json", null],
  ["王经理_2.json", null],
])("the file name %s states the range %s", (name, range) => {
  expect(new Read(memorySource({ [name]: chatOf({}) })).export()?.statedRange).toBe(range);
});
