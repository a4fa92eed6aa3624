import { renumberedIds } from "../../../src/checks/source/renumbered-ids.ts";
import { checkTester } from "../../support/check-tester.ts";

const rows = (count: number, first: number) =>
  Array.from({ length: count }, (_, index) => ({ localId: String(first + index) }));

checkTester(renumberedIds, {
  quiet: [
    { name: "ids of the client with a start of their own", chat: { messages: rows(30, 5121) } },
    { name: "ids of the client's own table", chat: { export: { localIdOrigin: "native" }, messages: rows(30, 1) } },
    { name: "too few rows to tell", chat: { messages: rows(5, 1) } },
    {
      name: "no ids at all",
      outcome: "not-applicable",
      chat: { export: { localIdOrigin: "none" }, messages: [{}, {}] },
    },
    {
      name: "an exporter that numbers, but nothing is numbered",
      outcome: "not-applicable",
      chat: { export: { localIdOrigin: "renumbered" }, messages: [{}] },
    },
  ],
  finds: [
    {
      name: "a format that numbers its rows itself",
      chat: { export: { localIdOrigin: "renumbered" }, messages: [{ exporterIndex: "1" }, { exporterIndex: "2" }, {}] },
      finds: [{ word: "by-format", level: "note", facts: { numbered: 2, messages: 3, origin: "renumbered" } }],
    },
    {
      name: "a database that other software has worked on",
      chat: {
        export: { localIdOrigin: "renumbered", provenance: { class: "rebuilt-copy", signs: [] } },
        messages: rows(3, 1),
      },
      finds: [{ word: "by-copy", level: "note", facts: { numbered: 3, messages: 3 } }],
    },
    {
      name: "carried ids that equal every position",
      chat: { messages: rows(20, 1) },
      finds: [{ word: "equal-to-position", level: "note", facts: { numbered: 20, messages: 20, equalToPosition: 20 } }],
    },
  ],
});
