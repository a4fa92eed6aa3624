import { describe, expect, test } from "vitest";
import { runChecks } from "../../../src/checks/run.ts";
import { unusedFile } from "../../../src/checks/source/unused-file.ts";
import { chatOf } from "../../support/chat.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";

const JPEG = Buffer.from("ffd8ffe000104a464946000101", "hex");
const APPLE_DOUBLE = Buffer.from("0005160700020000", "hex");

checkTester(unusedFile, {
  quiet: [
    { name: "only the export itself", chat: { messages: [{}] } },
    {
      name: "a file the importer says it read",
      chat: { files: { "users.json": "{}" }, yields: [{ type: "used", path: "users.json" }] },
    },
    {
      name: "media that no message names, which another check reports",
      chat: { files: { "image/a": JPEG, "voice/b.mp3": "" } },
    },
    {
      name: "a file that a message names",
      chat: {
        files: { "file/合同.docx": "PK" },
        messages: [
          {
            kind: "file",
            attachments: [
              {
                role: "main", statedPath: "file/合同.docx", remoteUrl: null, name: "合同.docx", claimedMd5: null,
                claimedSizeBytes: null, claimedDurationMs: null, candidates: ["file/合同.docx"],
              }, // prettier-ignore
            ],
          },
        ],
      },
    },
  ],
  finds: [
    {
      name: "other files one by one",
      chat: { files: { "合同.docx": "PK\x03\x04", "说明.txt": "", "b.json": "[]" } },
      finds: [
        { word: "unused", level: "note", facts: { path: "b.json", sizeBytes: 2 } },
        { word: "unused", facts: { path: "合同.docx", sizeBytes: 4 } },
        { word: "empty", facts: { path: "说明.txt", sizeBytes: 0 } },
      ],
    },
    {
      name: "what systems leave behind, together",
      chat: {
        files: {
          ".DS_Store": "x",
          "image/Thumbs.db": "xy",
          "image/desktop.ini": "z",
          "__MACOSX/image/._a.jpg": APPLE_DOUBLE,
          "~$合同.docx": "x",
        },
      },
      finds: [{ word: "system-leftover", facts: { count: 5, totalBytes: 13, path: ".DS_Store" } }],
    },
  ],
});

describe("unused files", () => {
  test("are listed up to a limit and counted beyond it", async () => {
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`web/${100 + index}.js`, "//"]));
    const [outcome] = await outcomesOf(unusedFile, { files });
    expect(outcome?.findings).toHaveLength(51);
    expect(outcome?.findings.at(-1)).toMatchObject({
      word: "more",
      facts: { count: 10, totalBytes: 20, path: "web/150.js" },
    });
    expect(outcome?.counts).toEqual({ files: 61, unused: 60, leftovers: 0, media: 0 });
  });

  test("name the members of an archive, not the archive", async () => {
    const { chat, source, dispose } = await chatOf({
      files: { "a.zip": "PK", "a.zip!/notes.txt": "一", "b.zip": "PK" },
    });
    try {
      const files = source.files.map((file) => ({
        ...file,
        container: file.path.startsWith("a.zip!") ? "a.zip" : null,
      }));
      const { outcomes } = await runChecks(chat, { ...source, files }, [unusedFile]);
      const paths = outcomes[0]?.findings.map(({ facts }) => facts["path"]);
      expect(paths).toEqual(["a.zip!/notes.txt", "b.zip"]);
    } finally {
      dispose();
    }
  });
});
