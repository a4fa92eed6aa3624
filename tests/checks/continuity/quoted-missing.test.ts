import { quotedMissing } from "../../../src/checks/continuity/quoted-missing.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

const DAY = 86_400_000;
const FIRST = 5_520_013_399_120_045_511n;
const id = (index: number) => String(FIRST + BigInt(index) * 7_777_777_777_777n);
const talk = (count: number): Partial<MessageFacts>[] =>
  Array.from({ length: count }, (_, index) => ({ serverId: id(index) }));
const quoting = (target: string, sentAt: number | null, more: Partial<MessageFacts> = {}): Partial<MessageFacts> => ({
  serverId: id(900 + Number(target.slice(-2))),
  kind: "quote",
  text: "收到",
  quote: { targetServerId: target, sender: "王建国", sentAt, text: "货款月底前付清，逾期按日千分之一计" },
  ...more,
});
const added: Partial<MessageFacts> = {
  kind: "system", direction: "system", sender: null, text: "你已添加了老王，现在可以开始聊天了。", serverId: id(990),
  system: { event: "friend-added", actor: "你", subjects: ["老王"], value: null },
}; // prettier-ignore
const recallOf = (target: string): Partial<MessageFacts> => ({
  kind: "recall", direction: "system", sender: null, text: "老王撤回了一条消息", serverId: id(980),
  recall: { by: null, byName: "老王", targetServerId: target },
}); // prettier-ignore
const late = (target: string): Partial<MessageFacts> => quoting(target, null, { sentAt: START + 40 * DAY });

checkTester(quotedMissing, {
  quiet: [
    { name: "a quoted message that is there", chat: { messages: [...talk(5), quoting(id(2), START)] } },
    { name: "a quote whose target is not stated", chat: { messages: [...talk(5), quoting("0", START)] } },
    {
      name: "a target that is there with its last digits lost in another way",
      chat: {
        export: { serverIdOrigin: "through-double" },
        messages: [
          ...talk(8).map(({ serverId }) => ({ serverId: String(BigInt(Number(serverId))) })),
          quoting(`${id(3).slice(0, 15)}0000`, START, { serverId: null }),
        ],
      },
    },
    { name: "records without server ids", outcome: "not-applicable", chat: { messages: [{}, { quote: null }] } },
    {
      name: "a format whose quotes name no target",
      outcome: "not-applicable",
      chat: { without: ["quote-target"], messages: talk(3) },
    },
  ],
  finds: [
    {
      name: "a quoted message absent within the record, with the words that the quote preserved",
      chat: {
        messages: [...talk(5), quoting(id(77), START + 90_000), quoting(id(77), START + 90_000, { serverId: id(901) })],
      },
      finds: [
        {
          word: "absent",
          level: "warning",
          facts: {
            target: id(77), count: 2, seq: 6, quotedAt: START + 90_000, quotedSender: "王建国",
            quotedText: "货款月底前付清，逾期按日千分之一计",
          }, // prettier-ignore
          messages: [6, 7],
        },
      ],
    },
    {
      name: "a quoted message older than the record as a note",
      chat: { messages: [...talk(5), quoting(id(77), START - DAY)] },
      finds: [{ word: "before-record", level: "note", facts: { quotedAt: START - DAY, firstAt: START } }],
    },
    {
      name: "a quote without a time near a start that is no beginning as a note",
      chat: { messages: [...talk(5), quoting(id(77), null)] },
      finds: [{ word: "absent-time-unknown", level: "note", facts: { target: id(77), count: 1 } }],
    },
    {
      name: "a quote without a time in a record that begins with its beginning",
      chat: { messages: [added, ...talk(5), quoting(id(77), null)] },
      finds: [{ word: "absent-time-unknown", level: "warning" }],
    },
    {
      name: "a quote without a time long after the start",
      chat: { messages: [...talk(5), late(id(77))] },
      finds: [{ word: "absent-time-unknown", level: "warning" }],
    },
    {
      name: "a quoted message that was recalled as a note",
      chat: { messages: [...talk(5), recallOf(id(77)), quoting(id(77), START + 90_000)] },
      finds: [{ word: "recalled", level: "note", facts: { recallSeq: 6 } }],
    },
    {
      name: "two different absent messages, in order of their quotes",
      chat: { messages: [...talk(5), quoting(id(78), START + 1000), quoting(id(77), START + 1000)] },
      finds: [
        { word: "absent", facts: { target: id(78) } },
        { word: "absent", facts: { target: id(77) } },
      ],
    },
  ],
});
