import { expect, test } from "vitest";
import { typePayload } from "../../../src/checks/consistency/type-payload.ts";
import type { MessageFacts } from "../../../src/importers/importer.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const plain = (count: number): Partial<MessageFacts>[] => Array.from({ length: count }, () => ({}));
const warned = (code: string, more: Partial<MessageFacts> = {}) => ({ typeCode: "1", warnings: [code], ...more });

checkTester(typePayload, {
  quiet: [
    { name: "rows without a warning", chat: { messages: plain(5) } },
    { name: "rows warned of something else", chat: { messages: [...plain(5), warned("FETCHED_AS_HISTORY")] } },
    {
      name: "a format that is no database",
      outcome: "not-applicable",
      chat: { without: ["client-table"], messages: [warned("STORAGE_TAG_DIFFERS")] },
    },
  ],
  finds: [
    {
      name: "a tag that does not fit the storage",
      chat: { messages: [...plain(9), warned("STORAGE_TAG_DIFFERS")] },
      finds: [{ word: "storage-tag", level: "warning", facts: { seq: 10 }, messages: [10] }],
    },
    {
      name: "a text that holds XML, with its beginning",
      chat: { messages: [...plain(9), warned("TYPE_PAYLOAD_DIFFERS", { text: "<msg><appmsg>…</appmsg></msg>" })] },
      finds: [
        { word: "type", facts: { seq: 10, typeCode: "1", text: "<msg><appmsg>…</appmsg></msg>" }, messages: [10] },
      ],
    },
    {
      name: "a whole file that was unpacked in place, in one sentence",
      chat: { messages: Array.from({ length: 30 }, () => warned("STORAGE_TAG_DIFFERS")) },
      finds: [{ word: "storage-tag-throughout", facts: { count: 30, messages: 30, seq: 1 } }],
    },
    {
      name: "contents that cannot be decoded, as a note",
      chat: { messages: [...plain(3), warned("CONTENT_NOT_DECODED"), warned("CONTENT_NOT_DECODED")] },
      finds: [{ word: "not-decoded", level: "note", facts: { count: 2, seq: 4 }, messages: [4] }],
    },
  ],
});

test("rows beyond the list are counted, and the strength is that of the finding", async () => {
  const messages = [...plain(1000), ...Array.from({ length: 120 }, () => warned("STORAGE_TAG_DIFFERS"))];
  const [outcome] = await outcomesOf(typePayload, { messages });
  expect(outcome?.findings).toHaveLength(101);
  expect(outcome?.findings.at(-1)).toMatchObject({ word: "more-storage-tag", facts: { count: 20, seq: 1101 } });
  expect(outcome).toMatchObject({ strength: "A", counts: { messages: 1120, STORAGE_TAG_DIFFERS: 120 } });
});
