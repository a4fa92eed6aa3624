import { attachmentUnclaimed } from "../../../src/checks/completeness/attachment-unclaimed.ts";
import type { StatedAttachment } from "../../../src/importers/importer.ts";
import { checkTester } from "../../support/check-tester.ts";

const JPEG = Buffer.from("ffd8ffe000104a46494600", "hex");
const stated = (path: string): StatedAttachment => ({
  role: "main", statedPath: path, remoteUrl: null, name: null, claimedMd5: null, claimedSizeBytes: null,
  claimedDurationMs: null, candidates: [path],
}); // prettier-ignore
const using = (path: string) => [{ kind: "image" as const, attachments: [stated(path)] }];
const folder = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`avatars/${index}.jpg`, JPEG]));

checkTester(attachmentUnclaimed, {
  quiet: [
    { name: "a picture that a message carries", chat: { files: { "a.jpg": JPEG }, messages: using("a.jpg") } },
    {
      name: "files that are no media",
      chat: { files: { "style.css": "body{}", "notes.txt": "记录" }, messages: [{}] },
    },
    {
      name: "a picture the export itself consists of",
      chat: { files: { "cover.jpg": JPEG }, yields: [{ type: "used", path: "cover.jpg" }] },
    },
  ],
  finds: [
    {
      name: "a picture nobody refers to, with its size",
      chat: { files: { "a.jpg": JPEG, "b.jpg": JPEG }, messages: using("a.jpg") },
      finds: [{ word: "unclaimed", level: "note", facts: { path: "b.jpg", sizeBytes: 11 } }],
    },
    {
      name: "a recording told by its content",
      chat: { files: { "voice/1": Buffer.from("\x02#!SILK_V3abc", "latin1") } },
      finds: [{ word: "unclaimed", facts: { path: "voice/1" } }],
    },
    {
      name: "many of one folder together",
      chat: { files: { ...folder(6), "z.jpg": JPEG } },
      finds: [
        { word: "folder", facts: { folder: "avatars/", count: 6, totalBytes: 66, path: "avatars/0.jpg" } },
        { word: "unclaimed", facts: { path: "z.jpg" } },
      ],
    },
    {
      name: "what is beyond the list, counted",
      chat: {
        files: Object.fromEntries(
          Array.from({ length: 53 }, (_, index) => [`d${String(index).padStart(2, "0")}/a.jpg`, JPEG]),
        ),
      },
      finds: [
        ...Array.from({ length: 50 }, () => ({ word: "unclaimed" })),
        { word: "more", facts: { count: 3, totalBytes: 33, path: "d50/a.jpg" } },
      ],
    },
  ],
});
