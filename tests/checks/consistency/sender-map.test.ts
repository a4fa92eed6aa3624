import { senderMap } from "../../../src/checks/consistency/sender-map.ts";
import type { SenderMap } from "../../../src/model/database.ts";
import { checkTester } from "../../support/check-tester.ts";

const map = (path: string, tested: number, contradicted: number, isShifted = false): SenderMap => ({
  path,
  tested,
  contradicted,
  isShifted,
});
const maps = (...senderMaps: SenderMap[]) => ({ export: { senderMaps } });

checkTester(senderMap, {
  quiet: [
    { name: "maps that fit", chat: maps(map("message_0.db", 120, 0), map("message_1.db", 40, 0)) },
    { name: "a single contradiction, which is listed row by row elsewhere", chat: maps(map("message_0.db", 120, 1)) },
    { name: "no map at all", outcome: "not-applicable", chat: {} },
    { name: "a map that no row tests", outcome: "not-applicable", chat: maps(map("message_0.db", 0, 0)) },
    {
      name: "a format that is no database",
      outcome: "not-applicable",
      chat: { ...maps(map("message_0.db", 9, 9, true)), without: ["client-table"] },
    },
  ],
  finds: [
    {
      name: "the one database whose map is off",
      chat: maps(map("message_0.db", 120, 0), map("message_1.db", 40, 31, true)),
      finds: [
        {
          word: "shifted",
          level: "error",
          facts: { path: "message_1.db", tested: 40, contradicted: 31 },
          messages: [],
        },
      ],
    },
  ],
});
