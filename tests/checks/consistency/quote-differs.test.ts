import { quoteDiffers } from "../../../src/checks/consistency/quote-differs.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import type { Quote } from "../../../src/model/message.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

const ID = "5520013399120045511";
const said = (text: string, more: Partial<MessageFacts> = {}): Partial<MessageFacts> => ({
  serverId: ID,
  text,
  ...more,
});
const quoting = (text: string | null, more: Partial<Quote> = {}): Partial<MessageFacts> => ({
  serverId: "5520013399120045599", kind: "quote", text: "好的",
  quote: { targetServerId: ID, sender: "wxid_peer", sentAt: START, text, ...more },
}); // prettier-ignore

checkTester(quoteDiffers, {
  quiet: [
    { name: "equal words", chat: { messages: [said("尾款五万月底付清"), quoting("尾款五万月底付清")] } },
    {
      name: "words that differ in spaces, emoji, escapes and the account in front alone",
      chat: { messages: [said("wxid_li88:\nA&B 尾款[微笑]\u2005月底付清👍"), quoting("A&amp;B尾款[Smile] 月底付清")] },
    },
    {
      name: "a quote that says it was cut",
      chat: { messages: [said("尾款五万月底付清，逾期按日计息"), quoting("尾款五万月底…")] },
    },
    {
      name: "one of two rows with the id that has the words",
      chat: { messages: [said("改过的"), said("尾款五万"), quoting("尾款五万")] },
    },
    {
      name: "a quoted picture",
      outcome: "not-applicable",
      chat: { messages: [said("[图片]", { kind: "image" }), quoting("[图片]")] },
    },
    {
      name: "a quote of a payload",
      outcome: "not-applicable",
      chat: { messages: [said("合同"), quoting("合同.pdf", { kind: "file" })] },
    },
    { name: "no quote", outcome: "not-applicable", chat: { messages: [said("你好")] } },
  ],
  finds: [
    {
      name: "a stored text that says another amount than its quote",
      chat: { messages: [said("尾款50000元月底付清"), quoting("尾款80000元月底付清")] },
      finds: [
        {
          word: "differs",
          level: "warning",
          facts: { seq: 2, quotedSeq: 1, quoteText: "尾款80000元月底付清", storedText: "尾款50000元月底付清" },
          messages: [2, 1],
        },
      ],
    },
    {
      name: "words added after the quote, as a note",
      chat: { messages: [said("同意，但以书面合同为准"), quoting("同意")] },
      finds: [{ word: "shorter", level: "note" }],
    },
  ],
});
