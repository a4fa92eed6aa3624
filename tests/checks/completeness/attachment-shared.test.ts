import { attachmentShared } from "../../../src/checks/completeness/attachment-shared.ts";
import type { MessageFacts, StatedAttachment } from "../../../src/importers/importer.ts";
import type { Kind } from "../../../src/model/kind.ts";
import { checkTester } from "../../support/check-tester.ts";

const stated = (path: string, claimedMd5: string | null = null): StatedAttachment => ({
  role: "main", statedPath: path, remoteUrl: null, name: null, claimedMd5, claimedSizeBytes: null,
  claimedDurationMs: null, candidates: [path],
}); // prettier-ignore
const carrying = (kind: Kind, path: string, md5?: string): Partial<MessageFacts> => ({
  kind,
  attachments: [stated(path, md5 ?? null)],
});
const files = { "f/报价.xlsx": "1", "f/合同.pdf": "2", "e/笑.gif": "3" };
const [one, two] = ["0cc175b9c0f1b6a831c399e269772661", "92eb5ffee6ae2fec3ad71c777531578f"];

checkTester(attachmentShared, {
  quiet: [
    { name: "a file for each message", chat: { files, messages: [carrying("file", "f/报价.xlsx"), carrying("file", "f/合同.pdf")] } }, // prettier-ignore
    { name: "one sticker sent again and again", chat: { files, messages: [carrying("sticker", "e/笑.gif"), carrying("sticker", "e/笑.gif"), carrying("file", "f/合同.pdf")] } }, // prettier-ignore
    { name: "one message that names a file twice", chat: { files, messages: [{ kind: "file", attachments: [stated("f/合同.pdf"), stated("f/合同.pdf")] }] } }, // prettier-ignore
    { name: "no file at all", outcome: "not-applicable", chat: { messages: [carrying("file", "f/报价.xlsx")] } },
  ],
  finds: [
    {
      name: "one file that was sent twice, as a note",
      chat: { files, messages: [carrying("file", "f/合同.pdf", one), {}, carrying("file", "f/合同.pdf", one)] },
      finds: [{ word: "shared", level: "note", facts: { path: "f/合同.pdf", count: 2, seq: 1 }, messages: [1, 3] }],
    },
    {
      name: "messages that state different digests and are given one file",
      chat: { files, messages: [carrying("file", "f/合同.pdf", one), carrying("file", "f/合同.pdf", two)] },
      finds: [{ word: "digests-differ", level: "warning", facts: { count: 2, digests: 2 }, messages: [1, 2] }],
    },
  ],
});
