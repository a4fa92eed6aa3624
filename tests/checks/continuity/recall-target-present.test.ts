import { recallTargetPresent } from "../../../src/checks/continuity/recall-target-present.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";
import { traced } from "../../support/trace.ts";

const ID = "5520013399120045511";
const said: Partial<MessageFacts> = { serverId: ID, text: "价格可以再降两万" };
const notice = (more: Partial<MessageFacts> = {}): Partial<MessageFacts> => ({
  kind: "recall", direction: "system", sender: null, text: '"老王" 撤回了一条消息', serverId: "5520013399120045577",
  recall: { by: null, byName: "老王", targetServerId: ID }, ...more,
}); // prettier-ignore

checkTester(recallTargetPresent, {
  quiet: [
    { name: "a notice in the place of its message", chat: { messages: [{}, notice({ serverId: ID })] } },
    { name: "a notice whose message is gone", chat: { messages: [{ serverId: "1" }, notice()] } },
    {
      name: "a list of recalls whose message is a notice by now",
      chat: {
        messages: [notice({ serverId: ID, recall: null })],
        yields: [traced({ kind: "revoke-table", relation: "revoked", serverId: ID })],
      },
    },
    { name: "nothing that was recalled", outcome: "not-applicable", chat: { messages: [said] } },
    {
      name: "notices that do not say which",
      outcome: "not-applicable",
      chat: { messages: [said, notice({ recall: null })] },
    },
  ],
  finds: [
    {
      name: "a recalled message that is still there, with its words",
      chat: { messages: [said, notice()] },
      finds: [
        {
          word: "present",
          level: "warning",
          facts: { target: ID, seq: 1, sentAt: START, noticeSeq: 2, text: "价格可以再降两万" },
          messages: [2, 1],
        },
      ],
    },
    {
      name: "a message that the list of recalls names and that is still there",
      chat: { messages: [said], yields: [traced({ kind: "revoke-table", relation: "revoked", serverId: ID })] },
      finds: [{ word: "listed-as-recalled", facts: { kind: "revoke-table", seq: 1 } }],
    },
  ],
});
