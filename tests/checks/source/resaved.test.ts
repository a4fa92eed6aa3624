import { resaved } from "../../../src/checks/source/resaved.ts";
import type { Yielded } from "../../../src/importers/importer.ts";
import { checkTester } from "../../support/check-tester.ts";

const repair = (code: string, row: number, detail = ""): Yielded => ({
  type: "repair",
  at: { path: "chat.json", row },
  code,
  detail,
});
const ids = ["7301845512204467713", "7301845512204467801", "5520013399120045511", "5520013399120045987"];

checkTester(resaved, {
  quiet: [
    {
      name: "times and ids as the exporter writes them",
      chat: { messages: ids.map((serverId) => ({ serverId, sentAtText: "2024-02-27 10:13:21" })) },
    },
    { name: "padded dates with slashes and seconds", chat: { messages: [{ sentAtText: "2024/02/27 10:13:21" }] } },
    {
      name: "minutes in a format that has no seconds",
      chat: { without: ["sent-second"], messages: [{ sentAtText: "2024-02-27 10:13" }] },
    },
    {
      name: "one id that ends in zeros by chance",
      chat: { messages: [...ids, "730184551220446000"].map((serverId) => ({ serverId })) },
    },
    {
      name: "text that holds a date",
      chat: { messages: [{ text: "2024/2/27 10:13 见", sentAtText: "2024-02-27 10:13:21" }] },
    },
    { name: "UTF-8 with a mark", chat: { export: { encoding: "utf-8-bom" }, messages: [{}] } },
    { name: "a workbook, which has no encoding of text", chat: { export: { encoding: "xlsx" }, messages: [{}] } },
    {
      name: "an export that is no table",
      outcome: "not-applicable",
      chat: { messages: [{ locator: { path: "chat.json", pointer: "/messages/0" }, sentAtText: "2024/2/27 10:13" }] },
    },
    { name: "a repair that is none of a spreadsheet's", chat: { messages: [{}], yields: [repair("blank-lines", 3)] } },
  ],
  finds: [
    {
      name: "dates rewritten in part of the rows",
      chat: {
        messages: [
          { sentAtText: "2024-02-27 10:13:21" },
          { sentAtText: "2024/2/27 10:14" },
          { sentAtText: "2024/12/27 10:15" },
        ],
      },
      finds: [{ word: "dates", level: "warning", facts: { count: 2, among: 3, value: "2024/2/27 10:14" } }],
    },
    {
      name: "dates of an American spreadsheet",
      chat: { messages: [{ sentAtText: "2/27/2024 10:14" }] },
      finds: [{ word: "dates", facts: { count: 1, value: "2/27/2024 10:14" } }],
    },
    {
      name: "serial numbers in place of times",
      chat: { messages: [{ sentAtText: "45349.4259375" }] },
      finds: [{ word: "serial-dates", facts: { count: 1, among: 1, value: "45349.4259375" } }],
    },
    {
      name: "seconds left out",
      chat: { messages: [{ sentAtText: "2024-02-27 10:13" }] },
      finds: [{ word: "seconds-lost", facts: { count: 1, among: 1, value: "2024-02-27 10:13" } }],
    },
    {
      name: "ids in scientific notation",
      chat: { messages: [{ serverId: "7.30185E+18" }, { serverId: "7.30185E+18" }, { serverId: "0" }] },
      finds: [{ word: "scientific", facts: { count: 2, among: 3, value: "7.30185E+18" } }],
    },
    {
      name: "ids with fifteen significant digits",
      chat: {
        messages: ["7301845512204460000", "7301845512204470000", "5520013399120040000"].map((serverId) => ({
          serverId,
        })),
      },
      finds: [{ word: "fifteen-digits", facts: { count: 3, among: 3, value: "7301845512204460000" } }],
    },
    {
      name: "another encoding",
      chat: { export: { encoding: "gb18030" }, messages: [{}] },
      finds: [{ word: "encoding", facts: { value: "gb18030" } }],
    },
    {
      name: "what the importer saw in the file, each sign once",
      chat: {
        messages: [{ sentAtText: "2024/2/27 10:14" }],
        yields: [
          repair("resaved-delimiter", 1, "1: ;"),
          repair("resaved-trailing-columns", 1),
          repair("resaved-trailing-columns", 2),
          repair("resaved-date", 1, "1: 2024/2/27 10:14"),
          repair("resaved-something-new", 1),
        ],
      },
      finds: [
        { word: "dates", facts: { count: 1 } },
        { word: "delimiter", facts: { count: 1, value: ";" } },
        { word: "trailing-columns", facts: { count: 2 } },
        { word: "other", facts: { count: 1, code: "resaved-something-new" } },
      ],
    },
    {
      name: "a repair of the whole file, with the number of places it states",
      chat: {
        messages: [{}],
        yields: [repair("resaved-number", 7, "12: 1.70904E+09"), repair("resaved-date", 7, "3: 27.2.2024")],
      },
      finds: [
        { word: "number", facts: { count: 12, value: "1.70904E+09" } },
        { word: "date", facts: { count: 3, value: "27.2.2024" } },
      ],
    },
    {
      name: "what the importer saw even where no row is a table's",
      chat: {
        messages: [{ locator: { path: "chat.json", pointer: "/messages/0" } }],
        yields: [repair("resaved-application", 1, "1: WPS Office")],
      },
      finds: [{ word: "application", facts: { value: "WPS Office" } }],
    },
  ],
});
