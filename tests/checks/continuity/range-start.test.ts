import { rangeStart } from "../../../src/checks/continuity/range-start.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import type { SystemEvent } from "../../../src/model/message.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

const event = (name: SystemEvent["event"], actor: string | null, subjects: string[] = []): Partial<MessageFacts> => ({
  kind: "system", direction: "system", sender: null, text: "系统提示",
  system: { event: name, actor, subjects, value: null },
}); // prettier-ignore
const ordinary = Array.from({ length: 12 }, () => ({}));

checkTester(rangeStart, {
  quiet: [
    { name: "a contact added at the start", chat: { messages: [event("friend-added", "你", ["老王"]), ...ordinary] } },
    { name: "a greeting before the notice", chat: { messages: [{}, {}, event("friend-added", "你"), ...ordinary] } },
    {
      name: "the divider of a greeting",
      chat: { messages: [{ text: "我是王建国" }, { text: "以上是打招呼的内容" }, ...ordinary] },
    },
    {
      name: "an accepted request, which is an ordinary text",
      chat: { messages: [{ text: "我通过了你的朋友验证请求，现在我们可以开始聊天了" }] },
    },
    {
      name: "a group the account was invited to",
      chat: { conversation: { type: "group" }, messages: [event("member-joined", "老王", ["你"]), ...ordinary] },
    },
    {
      name: "a group the account made",
      chat: { conversation: { type: "group" }, messages: [event("member-joined", "你", ["老王", "小李"])] },
    },
    {
      name: "a group joined under the account's id",
      chat: { messages: [event("member-joined", "wxid_peer", ["wxid_me"])] },
    },
    {
      name: "an official account",
      outcome: "not-applicable",
      chat: { conversation: { type: "official" }, messages: ordinary },
    },
    { name: "a conversation without messages", outcome: "not-applicable", chat: {} },
    {
      name: "a format without notices",
      outcome: "not-applicable",
      chat: { without: ["system-notices"], messages: ordinary },
    },
  ],
  finds: [
    {
      name: "a start in the middle",
      chat: { messages: ordinary },
      finds: [{ word: "no-beginning", level: "note", facts: { seq: 1, firstAt: START, examined: 10 }, messages: [1] }],
    },
    {
      name: "somebody else joining a group",
      chat: { conversation: { type: "group" }, messages: [event("member-joined", "老王", ["小李"]), {}] },
      finds: [{ word: "no-beginning", facts: { examined: 2 } }],
    },
    {
      name: "the account inviting somebody into a group that talks already",
      chat: { conversation: { type: "group" }, messages: [{}, event("member-joined", "你", ["小李"]), {}] },
      finds: [{ word: "no-beginning" }],
    },
    {
      name: "a contact added again later",
      chat: { messages: [...ordinary, event("friend-added", "你")] },
      finds: [{ word: "no-beginning" }],
    },
    {
      name: "the range that the export states",
      chat: { export: { statedRange: "20260301-20260331" }, messages: ordinary },
      finds: [{ word: "no-beginning-stated-range", facts: { statedRange: "20260301-20260331" } }],
    },
  ],
});
