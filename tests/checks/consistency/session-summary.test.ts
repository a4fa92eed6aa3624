import { sessionSummary } from "../../../src/checks/consistency/session-summary.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import type { Trace } from "../../../src/model/database.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";
import { traced } from "../../support/trace.ts";

const SCOPE = "message_0.db#Msg_k";
const MINUTE = 60_000;
const rows = (...texts: string[]): Partial<MessageFacts>[] =>
  texts.map((text, index) => ({ localId: String(index + 1), localIdScope: SCOPE, text }));
const session = (facts: Partial<Trace>) => traced({ kind: "session", relation: "last", typeCode: "1", ...facts });

checkTester(sessionSummary, {
  quiet: [
    {
      name: "a list that names the last row",
      chat: { messages: rows("你好", "收到"), yields: [session({ localId: "2", at: START + MINUTE, text: "收到" })] },
    },
    {
      name: "a summary with the name in front that was cut",
      chat: {
        messages: rows("你好", "收到，下周一到公司签合同，带上公章"),
        yields: [session({ localId: "2", text: "老王: 收到，下周一到公司…" })],
      },
    },
    {
      name: "a summary of a kind that is not text",
      chat: {
        messages: rows("你好", "合同"),
        yields: [session({ localId: "2", typeCode: "49", text: "[文件] 合同.pdf" })],
      },
    },
    {
      name: "a time somewhat later than the last row, as after a pat",
      chat: { messages: rows("你好"), yields: [session({ at: START + 5 * MINUTE, text: "拍了拍" })] },
    },
    { name: "no entry of the list", outcome: "not-applicable", chat: { messages: rows("你好") } },
    {
      name: "an official account",
      outcome: "not-applicable",
      chat: { conversation: { type: "official" }, messages: rows("你好"), yields: [session({ localId: "9" })] },
    },
    {
      name: "an emptied conversation whose entry is empty too",
      outcome: "not-applicable",
      chat: { yields: [session({})] },
    },
  ],
  finds: [
    {
      name: "a last message that no row bears, with its words",
      chat: {
        messages: rows("你好", "收到"),
        yields: [session({ localId: "3", at: START + 9 * MINUTE, text: "那笔钱我不还了" })],
      },
      finds: [
        {
          word: "absent-id",
          level: "warning",
          facts: { localId: "3", text: "那笔钱我不还了", lastAt: START + MINUTE },
        },
      ],
    },
    {
      name: "a later time than the last row where the list has no number",
      chat: { messages: rows("你好"), yields: [session({ at: START + 60 * MINUTE, text: "那笔钱我不还了" })] },
      finds: [{ word: "later", facts: { at: START + 60 * MINUTE, lastAt: START } }],
    },
    {
      name: "other words than the row",
      chat: { messages: rows("你好", "尾款五万"), yields: [session({ localId: "2", text: "尾款八万" })] },
      finds: [{ word: "text-differs", facts: { seq: 2, text: "尾款八万", storedText: "尾款五万" }, messages: [2] }],
    },
  ],
});
