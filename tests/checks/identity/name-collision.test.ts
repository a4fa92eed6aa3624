import { nameCollision } from "../../../src/checks/identity/name-collision.ts";
import { checkTester } from "../../support/check-tester.ts";

const group = (...accounts: string[]) => ({
  type: "group" as const,
  talker: "1@chatroom",
  members: accounts.map((participant) => ({ participant, role: "member" as const, groupNickname: null })),
});
const nick = (account: string | null, text: string) =>
  ({ type: "name", seen: { account, name: { kind: "nickname", text }, seenAt: null } }) as const;
const avatar = (account: string, avatarSha256: string) => ({ type: "account", seen: { account, avatarSha256, extra: {} } }) as const; // prettier-ignore
const alias = (account: string, text: string) => ({ type: "name", seen: { account, name: { kind: "alias", text }, seenAt: null } }) as const; // prettier-ignore

checkTester(nameCollision, {
  quiet: [
    {
      name: "other names, and chosen account names, which are not compared",
      chat: {
        conversation: group("wxid_peer", "wxid_b"),
        messages: [{}],
        yields: [nick("wxid_peer", "阳光"), nick("wxid_b", "月光"), alias("wxid_peer", "x"), alias("wxid_b", "x")],
      },
    },
    {
      name: "members who never write, and contacts of other conversations",
      chat: {
        conversation: group("wxid_a", "wxid_b"),
        messages: [{ sender: "wxid_c" }],
        yields: [nick("wxid_a", "阳光"), nick("wxid_b", "阳光"), nick("wxid_c", "小陈"), nick("wxid_far", "小陈")],
      },
    },
    {
      name: "names without accounts, which nothing tells apart",
      outcome: "not-applicable",
      chat: { conversation: { talker: null }, messages: [{ sender: null, senderName: "阳光" }, { sender: null, senderName: "阳光" }] }, // prettier-ignore
    },
  ],
  finds: [
    {
      name: "one name on the account that writes and on a member who does not, but for a blank",
      chat: {
        conversation: group("wxid_peer", "wxid_b"),
        messages: [{}],
        yields: [nick("wxid_peer", "阳光"), nick("wxid_b", "阳光 ")],
      },
      finds: [{ word: "name", level: "note", facts: { name: "阳光", accounts: 2, listed: "wxid_b, wxid_peer", conversation: "c1" } }], // prettier-ignore
    },
    {
      name: "one avatar on three accounts",
      chat: {
        messages: [{}, { sender: "wxid_b" }, { sender: "wxid_c" }],
        yields: ["wxid_peer", "wxid_b", "wxid_c"].map((account) => avatar(account, "ab".repeat(32))),
      },
      finds: [{ word: "avatar", facts: { accounts: 3, sha256: "ab".repeat(32) } }],
    },
  ],
});
