import { idAboveSequence } from "../../../src/checks/continuity/id-above-sequence.ts";
import type { Numbering, Provenance } from "../../../src/model/database.ts";
import { numbering } from "../../support/database-case.ts";
import { checkTester } from "../../support/check-tester.ts";
import type { ChatCase } from "../../support/chat.ts";

const rows = (...ids: number[]) => ids.map((id) => ({ localId: String(id), localIdScope: "message_0.db#Msg_a" }));
const of = (stated: Partial<Numbering>, messages = rows(1, 2, 3, 4, 5)): ChatCase => ({
  messages,
  yields: [numbering(stated)],
});
const lacking: Provenance = {
  class: "rebuilt-copy",
  signs: [{ code: "no-autoincrement", path: "message_0.db", detail: "Msg_a", tool: null }],
};

checkTester(idAboveSequence, {
  quiet: [
    { name: "a counter that equals the highest number", chat: of({}) },
    { name: "a counter above the highest number", chat: of({ sequence: "9" }) },
    {
      name: "an empty table without a counter",
      chat: of({ sequence: null, rows: 0, lowest: null, highest: null }, []),
    },
    {
      name: "a client that does not number by the counter",
      chat: of({ isAutoincrement: false, sequence: null }),
      outcome: "not-applicable",
    },
    {
      name: "a shared table whose high numbers are other conversations'",
      chat: of({ isShared: true, sequence: "6", highest: "9" }),
    },
    { name: "nothing known of the tables", chat: { messages: rows(1) }, outcome: "not-applicable" },
  ],
  finds: [
    {
      name: "numbers above the counter, with their rows",
      chat: of({ highest: "900" }, rows(1, 2, 800, 900)),
      finds: [{ word: "above", facts: { sequence: "5", highest: "900", count: 2, seq: 3 }, messages: [3, 4] }],
    },
    {
      name: "rows without a counter",
      chat: of({ sequence: null }),
      finds: [{ word: "no-counter", facts: { rows: 5 } }],
    },
    {
      name: "a table without AUTOINCREMENT where this client has it, also in a copy",
      chat: {
        ...of({ isAutoincrement: false, sequence: null }),
        export: { provenance: lacking, localIdOrigin: "renumbered" },
      },
      finds: [{ word: "not-autoincrement", level: "warning", facts: { table: "Msg_a" } }],
    },
  ],
});
