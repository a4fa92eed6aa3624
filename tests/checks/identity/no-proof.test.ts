import { noProof } from "../../../src/checks/identity/no-proof.ts";
import { checkTester } from "../../support/check-tester.ts";

const messages = [{}, { sender: "wxid_me", direction: "sent" }] as const;
const me = { account: "wxid_me", claimedPerson: { name: "陈晓", role: "plaintiff" } } as const;
const peer = { account: "wxid_peer", claimedPerson: { name: "王建国", role: "defendant" } } as const;
const admission = { type: "SELF_ADMISSION", messages: "1" } as const;
const proven = { ...me, identityProofs: [admission] };

checkTester(noProof, {
  quiet: [
    { name: "nobody writes", outcome: "not-applicable", chat: {} },
    {
      name: "every party has a document of a kind with messages, a file or particulars",
      chat: {
        messages,
        declared: {
          participants: [
            proven,
            { ...peer, identityProofs: [{ type: "TRANSFER_VOUCHER", enclosures: ["凭证.pdf"] }] },
            { account: "wxid_guest", claimedPerson: { role: "witness" } },
          ],
        },
        yields: [
          { type: "name", seen: { account: "wxid_guest", name: { kind: "nickname", text: "老周" }, seenAt: null } },
        ],
      },
    },
  ],
  finds: [
    {
      name: "no case file at all: one note, however many accounts write",
      chat: { messages },
      finds: [{ word: "not-provided", level: "note", facts: { accounts: 2 } }],
    },
    {
      name: "a case file that calls nobody a party",
      chat: { messages, declared: {} },
      finds: [
        { word: "no-party", level: "warning", facts: { accounts: 2 } },
        { word: "unlisted", level: "note", facts: { count: 2 } },
      ],
    },
    {
      name: "a party without a document",
      chat: { messages, declared: { participants: [proven, peer] } },
      finds: [{ word: "none", level: "warning", facts: { account: "wxid_peer", field: "participants[1]", person: "王建国" } }], // prettier-ignore
    },
    {
      name: "a remark name alone, which is no document",
      chat: {
        messages,
        declared: {
          participants: [
            proven,
            { ...peer, identityProofs: [{ type: "OTHER", display: { remark: "恒昌王总", seenAt: "2026-03-01" } }] },
          ],
        },
      },
      finds: [{ word: "remark-only", facts: { account: "wxid_peer", remark: "恒昌王总" } }],
    },
    {
      name: "documents without a kind or without anything in them",
      chat: {
        messages,
        declared: { participants: [proven, { ...peer, identityProofs: [{ type: "WITNESS" }, { messages: "1" }] }] },
      },
      finds: [{ word: "without-content", facts: { account: "wxid_peer", proofs: 2 } }],
    },
    {
      name: "an account that is not in the record, and one that writes and is not declared",
      chat: { messages, declared: { participants: [proven, { account: "wxid_nobody" }] } },
      finds: [
        { word: "unknown-account", facts: { field: "participants[1]", typed: "wxid_nobody" } },
        { word: "unlisted", facts: { count: 1, account: "wxid_peer" } },
      ],
    },
  ],
});
