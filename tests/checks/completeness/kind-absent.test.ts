import { kindAbsent } from "../../../src/checks/completeness/kind-absent.ts";
import type { Kind } from "../../../src/model/kind.ts";
import { START } from "../../support/chat.ts";
import { checkTester } from "../../support/check-tester.ts";

const ALL: readonly Kind[] = ["text", "image", "voice", "video", "sticker", "file", "link", "system"];
const record = (kinds: readonly Kind[], count: number, days: number) =>
  Array.from({ length: count }, (_, index) => ({
    kind: kinds[index % kinds.length] ?? "text",
    sentAt: START + Math.floor((index * days * 86_400_000) / (count - 1)),
  }));

checkTester(kindAbsent, {
  quiet: [
    { name: "a long record with every usual kind", chat: { messages: record(ALL, 1000, 90) } },
    { name: "a long record of few days", outcome: "not-applicable", chat: { messages: record(["text"], 1000, 20) } },
    { name: "few messages over a long time", outcome: "not-applicable", chat: { messages: record(["text"], 50, 400) } },
    {
      name: "a format without types",
      outcome: "not-applicable",
      chat: { without: ["type-code"], messages: record(["text"], 1000, 90) },
    },
  ],
  finds: [
    {
      name: "kinds that nobody ever sent",
      chat: { messages: record(ALL.filter((kind) => kind !== "voice" && kind !== "image"), 1000, 90) }, // prettier-ignore
      finds: [
        { word: "image", level: "note", facts: { messages: 1000, days: 90 } },
        { word: "voice", level: "note" },
      ],
    },
  ],
});
