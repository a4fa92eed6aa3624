import { createHash } from "node:crypto";
import { attachmentDigest } from "../../../src/checks/completeness/attachment-digest.ts";
import type { MessageFacts, StatedAttachment } from "../../../src/importers/importer.ts";
import type { Kind } from "../../../src/model/kind.ts";
import { checkTester } from "../../support/check-tester.ts";

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const carrying = (kind: Kind, path: string, md5Stated: string | null, size: number | null): Partial<MessageFacts> => {
  const attachment: StatedAttachment = {
    role: "main", statedPath: path, remoteUrl: null, name: null, claimedMd5: md5Stated, claimedSizeBytes: size,
    claimedDurationMs: null, candidates: [path],
  }; // prettier-ignore
  return { kind, attachments: [attachment] };
};
const contract = "甲方乙方……";
const files = { "file/合同.pdf": contract };
const bytes = Buffer.byteLength(contract);

checkTester(attachmentDigest, {
  quiet: [
    { name: "a file with the size and MD5 stated", chat: { files, messages: [carrying("file", "file/合同.pdf", md5(contract).toUpperCase(), bytes)] } }, // prettier-ignore
    { name: "a file of which only the size is stated", chat: { files, messages: [carrying("file", "file/合同.pdf", null, bytes)] } }, // prettier-ignore
    { name: "a picture in the client's own form", chat: { files: { "a/1_t.dat": "xx" }, messages: [carrying("image", "a/1_t.dat", md5("other"), 999)] } }, // prettier-ignore
    { name: "nothing stated", outcome: "not-applicable", chat: { files, messages: [carrying("file", "file/合同.pdf", null, null)] } }, // prettier-ignore
    { name: "a file that is absent", outcome: "not-applicable", chat: { messages: [carrying("file", "file/合同.pdf", md5(contract), bytes)] } }, // prettier-ignore
  ],
  finds: [
    {
      name: "a document of another size",
      chat: { files, messages: [{}, carrying("file", "file/合同.pdf", md5(contract), bytes + 1)] },
      finds: [{ word: "size-differs", level: "error", facts: { seq: 2, sizeBytes: bytes, claimedBytes: bytes + 1 }, messages: [2] }], // prettier-ignore
    },
    {
      name: "a document of the same size and other content",
      chat: { files, messages: [carrying("file", "file/合同.pdf", md5("原来的合同"), bytes)] },
      finds: [{ word: "md5-differs", level: "error", facts: { seq: 1, md5: md5(contract) } }],
    },
    {
      name: "the right document under another name, as a note",
      chat: {
        files: { ...files, "file/合同(1).pdf": "乙方甲方……" },
        messages: [carrying("file", "file/合同.pdf", md5("乙方甲方……"), bytes)],
      },
      finds: [{ word: "elsewhere", level: "note", facts: { other: "file/合同(1).pdf" } }],
    },
    {
      name: "pictures that were encoded anew, together and as a note",
      chat: {
        files: { "i/1.jpg": "1", "i/2.jpg": "2" },
        messages: [carrying("image", "i/1.jpg", md5("x"), 500), carrying("image", "i/2.jpg", md5("y"), null)],
      },
      finds: [{ word: "differ-image", level: "note", facts: { count: 2, seq: 1 }, messages: [1, 2] }],
    },
    {
      name: "a recording inside a database of another size than stated",
      chat: {
        messages: [
          {
            kind: "voice",
            attachments: [
              {
                role: "main", statedPath: null, remoteUrl: null, name: null, claimedMd5: null, claimedSizeBytes: 900,
                claimedDurationMs: null, candidates: [],
                embedded: { at: { path: "media_0.db", table: "VoiceInfo", rowid: "1", column: "voice_data" }, sizeBytes: 912, sha256: "0".repeat(64) }, // prettier-ignore
              }, // prettier-ignore
            ],
          },
        ],
      },
      finds: [{ word: "differ-voice", level: "note", facts: { count: 1, seq: 1, path: "media_0.db" } }],
    },
  ],
});
