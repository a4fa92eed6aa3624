import { expect, test } from "vitest";
import { attachmentMissing } from "../../../src/checks/completeness/attachment-missing.ts";
import type { MessageFacts, StatedAttachment } from "../../../src/importers/importer.ts";
import type { Kind } from "../../../src/model/kind.ts";
import { checkTester, outcomesOf } from "../../support/check-tester.ts";
import { traced } from "../../support/trace.ts";

const stated = (path: string | null, more: Partial<StatedAttachment> = {}): StatedAttachment => ({
  role: "main", statedPath: path, remoteUrl: null, name: null, claimedMd5: null, claimedSizeBytes: null,
  claimedDurationMs: null, candidates: path === null ? [] : [path], ...more,
}); // prettier-ignore
const carrying = (kind: Kind, ...attachments: StatedAttachment[]): Partial<MessageFacts> => ({ kind, attachments });
const image = (path: string) => carrying("image", stated(path));
const files = { "images/a.jpg": "A", "images/b.jpg": "B" };
const numbered = (count: number) => Array.from({ length: count }, (_, index) => image(`images/${index}.jpg`));

checkTester(attachmentMissing, {
  quiet: [
    { name: "files at their paths", chat: { files, messages: [image("images/a.jpg"), image("images/b.jpg")] } },
    { name: "messages without attachments", chat: { messages: [{}, {}] } },
    {
      name: "a thumbnail without its picture, which another check tells",
      chat: {
        files,
        messages: [carrying("image", stated("images/x.jpg"), stated("images/a.jpg", { role: "thumbnail" }))],
      },
    },
    {
      name: "a thumbnail that is absent beside its picture",
      chat: {
        files,
        messages: [carrying("image", stated("images/a.jpg"), stated("images/x.jpg", { role: "thumbnail" }))],
      },
    },
    {
      name: "a format without media",
      outcome: "not-applicable",
      chat: { without: ["media-path"], messages: [{ kind: "image" }] },
    },
  ],
  finds: [
    {
      name: "each absent file with its message",
      chat: {
        files,
        messages: [image("images/a.jpg"), image("images/x.jpg"), carrying("voice", stated("voices/1.wav"))],
      },
      finds: [
        { word: "missing-image", level: "warning", facts: { seq: 2, path: "images/x.jpg" }, messages: [2] },
        { word: "missing-voice", level: "warning", facts: { seq: 3, path: "voices/1.wav" } },
      ],
    },
    {
      name: "what the client itself says of the reason",
      chat: {
        export: { databases: [] },
        files,
        messages: [
          image("images/a.jpg"),
          ...[2, 3, 4].map((id) => ({ ...carrying("image", stated(id === 4 ? null : `images/${id}.jpg`)), localId: String(id), localIdScope: "t" })), // prettier-ignore
        ],
        yields: [
          traced({ kind: "delete-resource", relation: "deleted", localId: "2", localIdScope: "t" }),
          traced({ kind: "image-table", localId: "3", detail: { iscomplete: "0" } }),
        ],
      },
      finds: [
        { word: "missing-cleaned-image", level: "warning", facts: { seq: 2 } },
        { word: "missing-not-downloaded-image", facts: { seq: 3 } },
        { word: "missing-unnamed-image", facts: { seq: 4 } },
      ],
    },
    {
      name: "a name that several different files bear",
      chat: { files: { "one/c.jpg": "1", "two/c.jpg": "2" }, messages: [image("three/c.jpg")] },
      finds: [{ word: "ambiguous-image", level: "warning", facts: { path: "three/c.jpg" } }],
    },
    {
      name: "files found by name elsewhere, as a note",
      chat: {
        files: { "moved/d.jpg": "D", "moved/e.jpg": "E" },
        messages: [image("images/d.jpg"), image("images/e.jpg")],
      },
      finds: [
        { word: "by-name-image", level: "note", facts: { count: 2, seq: 1, path: "images/d.jpg" }, messages: [1, 2] },
      ],
    },
    {
      name: "addresses on the net, by kind",
      chat: {
        messages: [
          carrying("video", stated(null, { remoteUrl: "https://example.com/1" })),
          carrying("video", stated(null, { remoteUrl: "https://example.com/2" })),
        ],
      },
      finds: [{ word: "remote-only-video", level: "warning", facts: { count: 2, seq: 1 } }],
    },
    {
      name: "media that the format does not write, by kind",
      chat: {
        without: ["media-path"],
        messages: [
          carrying("voice", stated(null, { notExported: true })),
          carrying("image", stated(null, { notExported: true })),
        ],
      },
      finds: [
        { word: "not-exported-image", level: "warning", facts: { count: 1, seq: 2 } },
        { word: "not-exported-voice", level: "warning", facts: { count: 1, seq: 1 } },
      ],
    },
    {
      name: "absent stickers as a note",
      chat: { messages: [carrying("sticker", stated("emojis/1.gif"))] },
      finds: [{ word: "missing-sticker", level: "note" }],
    },
    {
      name: "other kinds under one name",
      chat: { messages: [carrying("link", stated("thumbs/1.jpg")), carrying("music", stated("thumbs/2.jpg"))] },
      finds: [
        { word: "missing-other", facts: { seq: 1 } },
        { word: "missing-other", facts: { seq: 2 } },
      ],
    },
    {
      name: "a kind of which nothing was handed over, in one sentence",
      chat: { messages: numbered(30) },
      finds: [{ word: "none-received-image", level: "warning", facts: { count: 30, seq: 1, path: "images/0.jpg" } }],
    },
  ],
});

test("absent files beyond the list are counted", async () => {
  const [outcome] = await outcomesOf(attachmentMissing, { files, messages: [image("images/a.jpg"), ...numbered(230)] });
  expect(outcome?.findings).toHaveLength(201);
  expect(outcome?.findings.at(-1)).toMatchObject({ word: "more-image", facts: { count: 30, seq: 202 } });
  expect(outcome?.counts).toEqual({ attachments: 231, byName: 0, present: 1, missing: 230 });
});
