import { forwardDiffers } from "../../../src/checks/consistency/forward-differs.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";
import { forwardOf } from "../../support/forward.ts";

const ID = "5520013399120045511";
const said = (text: string, more: Partial<MessageFacts> = {}): Partial<MessageFacts> => ({
  serverId: ID,
  text,
  ...more,
});
const MD5 = "1b0a7c6e5d4f3a2918e7d6c5b4a39281";
const file = (claimedMd5: string): Partial<MessageFacts> =>
  said("合同.pdf", {
    kind: "file",
    attachments: [{
      role: "main", statedPath: null, remoteUrl: null, name: "合同.pdf", claimedMd5, claimedSizeBytes: null,
      claimedDurationMs: null, candidates: [], notExported: true,
    }],
  }); // prettier-ignore

checkTester(forwardDiffers, {
  quiet: [
    { name: "equal words", chat: { messages: [said("月底付清"), forwardOf([{ serverId: ID, text: "月底付清" }])] } },
    {
      name: "names of emoji in another language",
      chat: { messages: [said("好[微笑]"), forwardOf([{ serverId: ID, text: "好[Smile]" }])] },
    },
    {
      name: "a file with the same digest",
      chat: { messages: [file(MD5), forwardOf([{ serverId: ID, kind: "file", claimedMd5: MD5.toUpperCase() }])] },
    },
    {
      name: "an item whose message is not here",
      chat: { messages: [said("月底付清"), forwardOf([{ serverId: "77", text: "别的" }])] },
    },
    {
      name: "items that name no message",
      outcome: "not-applicable",
      chat: { messages: [said("月底付清"), forwardOf([{ text: "别的" }])] },
    },
  ],
  finds: [
    {
      name: "words that were otherwise when forwarded",
      chat: { messages: [said("利息按年6%算"), forwardOf([{ serverId: ID, text: "利息按年12%算" }])] },
      finds: [
        {
          word: "text",
          level: "warning",
          facts: { heldSeq: 2, seq: 1, sentAt: START, itemText: "利息按年12%算", storedText: "利息按年6%算" },
          messages: [2, 1],
        },
      ],
    },
    {
      name: "a forward that stops early, as a note",
      chat: { messages: [said("利息按年6%算，另付违约金"), forwardOf([{ serverId: ID, text: "利息按年6%算" }])] },
      finds: [{ word: "text-shorter", level: "note" }],
    },
    {
      name: "another file than the one forwarded",
      chat: { messages: [file(MD5), forwardOf([{ serverId: ID, kind: "file", claimedMd5: MD5.replace("1b", "2c") }])] },
      finds: [{ word: "md5", facts: { storedText: MD5 } }],
    },
  ],
});
