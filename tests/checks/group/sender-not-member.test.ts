import { senderNotMember } from "../../../src/checks/group/sender-not-member.ts";
import { checkTester } from "../../support/check-tester.ts";

const members = ["wxid_peer", "wxid_me"].map((participant) => ({
  participant,
  role: "member" as const,
  groupNickname: null,
}));
const group = { type: "group" as const, talker: "1@chatroom", members };

checkTester(senderNotMember, {
  quiet: [
    { name: "everybody who writes is a member", chat: { conversation: group, messages: [{}, { sender: "wxid_me" }] } },
    {
      name: "notices, recalls and the group itself",
      chat: {
        conversation: group,
        messages: [
          {},
          { kind: "recall", sender: "wxid_gone" },
          { kind: "system", direction: "system", sender: null },
          { sender: "1@chatroom" },
        ],
      },
    },
    { name: "a private chat", outcome: "not-applicable", chat: { messages: [{}] } },
    { name: "a group without a list", outcome: "not-applicable", chat: { conversation: { ...group, members: [] }, messages: [{}] } }, // prettier-ignore
    { name: "senders without ids", outcome: "not-applicable", chat: { conversation: group, messages: [{ sender: null, senderName: "老王" }] } }, // prettier-ignore
    { name: "a format without ids of senders", outcome: "not-applicable", chat: { conversation: group, without: ["sender-id"], messages: [{ sender: "wxid_gone" }] } }, // prettier-ignore
  ],
  finds: [
    {
      name: "two accounts that are no members, in the order in which they first wrote",
      chat: {
        conversation: group,
        messages: [{}, { sender: "wxid_gone", senderName: "钱七" }, { sender: "wxid_late" }, { sender: "wxid_gone", senderName: "钱七" }], // prettier-ignore
      },
      finds: [
        { word: "absent", level: "note", facts: { account: "wxid_gone", name: "钱七", messages: 2, firstSeq: 2, seq: 4 }, messages: [2, 4] }, // prettier-ignore
        { word: "absent", facts: { account: "wxid_late", messages: 1 }, messages: [3] },
      ],
    },
  ],
});
