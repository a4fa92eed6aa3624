import { roundedIds } from "../../../src/checks/source/rounded-ids.ts";
import { checkTester } from "../../support/check-tester.ts";

const exact = ["7301845512204467713", "7301845512204467801", "5520013399120045511", "5520013399120045987"];
const rounded = exact.map((id) => BigInt(Number(id)).toString());
const messages = (ids: readonly string[]) => ids.map((serverId) => ({ serverId }));

checkTester(roundedIds, {
  quiet: [
    { name: "ids with all their digits", chat: { messages: messages(exact) } },
    { name: "one rounded by chance among exact ones", chat: { messages: messages([...exact, rounded[0] ?? ""]) } },
    { name: "ids too small to lose digits", chat: { messages: messages(["1", "2", "9007199254740991"]) } },
    { name: "no ids", outcome: "not-applicable", chat: { messages: [{}, {}] } },
    {
      name: "the format carries none",
      outcome: "not-applicable",
      chat: { without: ["server-id"], messages: messages(rounded) },
    },
  ],
  finds: [
    {
      name: "all ids rounded in a format that writes every digit",
      chat: { messages: messages(rounded) },
      finds: [
        {
          word: "after-export",
          level: "warning",
          facts: { serverIds: 4, aboveDouble: 4, rounded: 4 },
          messages: [1, 2, 3, 4],
        },
      ],
    },
    {
      name: "ids written through a double by the exporter",
      chat: { export: { serverIdOrigin: "through-double" }, messages: messages([...rounded, "12"]) },
      finds: [{ word: "by-exporter", level: "warning", facts: { serverIds: 5, aboveDouble: 4, rounded: 4 } }],
    },
  ],
});
