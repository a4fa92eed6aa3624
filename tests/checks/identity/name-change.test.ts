import { nameChange } from "../../../src/checks/identity/name-change.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

const notice = (name: string) => ({
  kind: "system" as const,
  direction: "system" as const,
  sender: null,
  system: { event: "member-joined" as const, actor: name, subjects: [], value: null, members: [{ account: "wxid_peer", name, role: "username" }] },
}); // prettier-ignore
const held = (kind: "nickname" | "remark" | "group-nickname", text: string, seenAt: number | null) =>
  ({ type: "name", seen: { account: "wxid_peer", name: { kind, text }, seenAt } }) as const;

checkTester(nameChange, {
  quiet: [
    { name: "one name throughout, with the account itself and 我 beside it", chat: { messages: [{ senderName: "老王" }, { senderName: "wxid_peer" }, { senderName: "我" }] } }, // prettier-ignore
    {
      name: "a remark name beside messages, a nickname in a notice, another in the contacts",
      chat: { messages: [{ senderName: "恒昌王总" }, notice("阳光")], yields: [held("nickname", "阳光灿烂", null)] },
    },
    { name: "names without accounts", outcome: "not-applicable", chat: { conversation: { talker: null }, messages: [{ sender: null, senderName: "甲" }] } }, // prettier-ignore
  ],
  finds: [
    {
      name: "another name from a message on",
      chat: { messages: [{ senderName: "老王" }, { senderName: "老王" }, { senderName: "恒昌建材" }] },
      finds: [
        {
          word: "shown",
          level: "note",
          facts: {
            account: "wxid_peer",
            before: "老王",
            beforeSeq: 2,
            name: "恒昌建材",
            seq: 3,
            sentAt: START + 120_000,
          },
          messages: [2, 3],
        },
      ],
    },
    {
      name: "two names by turns",
      chat: { messages: [{ senderName: "老王" }, { senderName: "王建国" }, { senderName: "老王" }] },
      finds: [{ word: "shown-both", facts: { before: "老王", beforeSeq: 3, name: "王建国", seq: 2 } }],
    },
    {
      name: "an account that notices name in two ways",
      chat: { messages: [notice("阳光"), notice("阳光"), notice("暴雨"), {}] },
      finds: [{ word: "notice", facts: { before: "阳光", beforeSeq: 2, name: "暴雨", seq: 3 } }],
    },
    {
      name: "nicknames of the source in the order in which they were seen, the one of the contacts last",
      chat: {
        messages: [{}],
        yields: [held("nickname", "今天", null), held("nickname", "昨天", START), held("remark", "王总", null)],
      },
      finds: [{ word: "nickname", facts: { before: "昨天", beforeAt: START, name: "今天", firstAt: null } }],
    },
  ],
});
