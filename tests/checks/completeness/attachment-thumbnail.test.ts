import type { StatedAttachment } from "../../../src/importers/importer.ts";
import { attachmentThumbnail } from "../../../src/checks/completeness/attachment-thumbnail.ts";
import { checkTester } from "../../support/check-tester.ts";
import { START } from "../../support/chat.ts";

const picture = (role: StatedAttachment["role"], path: string): StatedAttachment => ({
  role,
  statedPath: path,
  remoteUrl: null,
  name: null,
  claimedMd5: null,
  claimedSizeBytes: null,
  claimedDurationMs: null,
  candidates: [path],
});
const both = [picture("main", "a.jpg"), picture("thumbnail", "a_t.jpg")];

checkTester(attachmentThumbnail, {
  quiet: [
    { name: "picture and thumbnail", chat: { messages: [{ kind: "image", attachments: both }], files: { "a.jpg": "1", "a_t.jpg": "2" } } }, // prettier-ignore
    { name: "neither: that is a missing attachment", chat: { messages: [{ kind: "image", attachments: both }] } },
    { name: "a format without media paths", chat: { without: ["media-path"], messages: [{}] }, outcome: "not-applicable" }, // prettier-ignore
  ],
  finds: [
    {
      name: "the thumbnail alone",
      chat: { messages: [{}, { kind: "image", attachments: both }], files: { "a_t.jpg": "2" } },
      finds: [{ word: "thumbnail", level: "warning", facts: { seq: 2, sentAt: START + 60_000, path: "a.jpg" }, messages: [2] }], // prettier-ignore
    },
    {
      name: "more than are listed one by one",
      chat: { messages: Array.from({ length: 202 }, () => ({ kind: "image" as const, attachments: both })), files: { "a_t.jpg": "2" } }, // prettier-ignore
      finds: [...Array.from({ length: 200 }, () => ({ word: "thumbnail" })), { word: "more", facts: { count: 2 } }],
    },
  ],
});
