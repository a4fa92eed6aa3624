import Database from "better-sqlite3";
import { readFileSync } from "node:fs";
import { afterAll, describe, expect, test } from "vitest";
import { readCsv } from "../../src/base/csv.ts";
import { sha256 } from "../../src/base/digest.ts";
import { xored } from "../../src/base/media/xor-image.ts";
import { Scratch } from "../../src/base/scratch.ts";
import type { ConversationFacts, MessageFacts, StatedAttachment } from "../../src/importers/importer.ts";
import { DERIVED_COLUMNS } from "../../src/model/derived-table.ts";
import type { Document } from "../../src/model/document.ts";
import type { Dossier } from "../../src/model/dossier.ts";
import { deriveViewingCopies, type ViewingCopies } from "../../src/report/derived.ts";
import { chatOf, type ChatCase } from "../support/chat.ts";
import { box, film, pdf, picture } from "../support/media.ts";
import { bitmap, recording } from "../support/recording.ts";
import { settingsOf } from "../support/settings.ts";

const scratch = new Scratch();
afterAll(() => {
  scratch.dispose();
});

const [jpeg, png, gif] = await Promise.all([picture("jpeg"), picture("png"), picture("gif")]);
const voice = await recording(400);
const v2 = Buffer.from("070856320807000400000004000001aabbccdd", "hex");

/** The copies of a source of these files beside an empty chat, or of the case given. */
async function copiesOf(files: Readonly<Record<string, Buffer>>, of: ChatCase = {}, settings = settingsOf({})) {
  const { chat, source, dispose } = await chatOf({ ...of, files });
  const payload = source.files.map(({ path }) => ({ path, bundlePath: `data/source/${path}` }));
  const dossier = { settings, payload: { files: payload } } as unknown as Dossier;
  try {
    return await deriveViewingCopies({ source, chat, dossier, scratch });
  } finally {
    dispose();
  }
}

const bytesOf = ({ content }: Document): Buffer => (Buffer.isBuffer(content) ? content : readFileSync(content.file));

/** Rows of the table, each as column -> cell. */
function rowsOf({ documents }: ViewingCopies): Record<string, string>[] {
  const table = documents.find(({ path }) => path === "report/derived/derived.csv");
  if (!table) return [];
  const text = bytesOf(table).toString("utf8");
  expect(text.startsWith("\ufeff")).toBe(true);
  const [header, ...rows] = [...readCsv([text.slice(1)], { path: "derived.csv" })].map(({ fields }) => fields);
  expect(header).toEqual([...DERIVED_COLUMNS]);
  return rows.map((row) => Object.fromEntries(DERIVED_COLUMNS.map((column, at) => [column, row[at] ?? ""])));
}

describe("nothing is made", () => {
  test("of a source in which every file opens as it is", async () => {
    const copies = await copiesOf({
      "a.jpg": jpeg, "b.png": png, "c.dat": jpeg, "d.mp4": film(), "e.pdf": pdf(), "f.dat": Buffer.from("设置"),
    }); // prettier-ignore
    expect(copies.documents).toEqual([]);
    expect(copies.counts).toEqual({ pictures: 0, voices: 0, voicesWithNote: 0, notViewable: {}, failed: {} });
  });

  test("of an XORed picture under another name than .dat, which nothing here calls a picture", async () => {
    expect((await copiesOf({ "a.bin": xored(jpeg, 7) })).documents).toEqual([]);
  });
});

describe("copies", () => {
  const files = {
    "Image/b.dat": xored(png, 0x5a),
    "Image/a.dat": xored(jpeg, 0xc3),
    "Image/c.DAT": xored(gif, 1),
    "Image/d.dat": xored(bitmap(), 0x80),
    "Image/e.dat": v2,
    "ordinary.jpg": jpeg,
    "voice/一": voice,
    "voice/x.silk": voice.subarray(1),
  };

  test("are numbered in code-point order of the source path, not-viewable files taking their number too", async () => {
    const copies = await copiesOf(files);
    expect(copies.documents.map(({ path, role }) => [path, role])).toEqual([
      ["report/derived/000001.jpg", "view"],
      ["report/derived/000002.png", "view"],
      ["report/derived/000003.gif", "view"],
      ["report/derived/000004.bmp", "view"],
      ["report/derived/000006.wav", "view"],
      ["report/derived/000007.wav", "view"],
      ["report/derived/derived.csv", "view"],
    ]);
    expect(copies.counts).toMatchObject({ pictures: 4, voices: 2, voicesWithNote: 0, notViewable: { "dat-v2": 1 } });
    expect([...copies.exact].every((path) => !path.endsWith(".wav"))).toBe(true);
    expect(copies.notMadeHere).toEqual([]);
  });

  test("hold the picture below the key, byte for byte, under the digest they state", async () => {
    const { documents } = await copiesOf(files);
    expect(bytesOf(documents[0] as Document).equals(jpeg)).toBe(true);
    expect(bytesOf(documents[1] as Document).equals(png)).toBe(true);
    for (const document of documents) {
      expect(sha256(bytesOf(document))).toBe(document.sha256);
      expect(bytesOf(document).length).toBe(document.sizeBytes);
    }
  });

  test("come out the same, byte for byte, when made again", async () => {
    const [one, two] = [await copiesOf(files), await copiesOf(files)];
    expect(two.documents.map(({ path, sha256: digest }) => [path, digest])).toEqual(
      one.documents.map(({ path, sha256: digest }) => [path, digest]),
    );
  });

  test("stand in the table with source, way and digests", async () => {
    const copies = await copiesOf(files);
    const rows = rowsOf(copies);
    expect(rows.map((row) => [row["source_path"], row["derived"], row["state"]])).toEqual([
      ["Image/a.dat", "jpg", "derived"],
      ["Image/b.dat", "png", "derived"],
      ["Image/c.DAT", "gif", "derived"],
      ["Image/d.dat", "bmp", "derived"],
      ["Image/e.dat", "", "not-viewable-here:dat-v2"],
      ["voice/x.silk", "wav", "derived"],
      ["voice/一", "wav", "derived"],
    ]);
    expect(rows[0]).toEqual({
      bundle_path: "data/source/Image/a.dat",
      source_path: "Image/a.dat",
      source_sha256: sha256(xored(jpeg, 0xc3)),
      derived_path: "report/derived/000001.jpg",
      derived: "jpg",
      how: "xor c3",
      derived_sha256: sha256(jpeg),
      state: "derived",
      note: "",
    });
    expect(rows[5]?.["how"]).toMatch(/^silk-wasm \d+\.\d+\.\d+; 24000 Hz; mono; 16 bit; 400 ms; 20 packets$/);
    expect(rows[5]?.["derived_sha256"]).toBe(rows[6]?.["derived_sha256"]);
  });
});

test("what cannot be shown or is broken has a row and no copy, and a voice that breaks off is noted", async () => {
  const copies = await copiesOf({
    "1.dat": Buffer.concat([Buffer.from("070856310807", "hex"), Buffer.alloc(40, 3)]),
    "2.dat": Buffer.from("wxgf\x0e\x01", "latin1"),
    "3.jpg": Buffer.from("wxgf\x0e\x01", "latin1"),
    "4.heic": Buffer.concat([box("ftyp", Buffer.from("heic\0\0\0\0mif1heic", "latin1")), box("meta")]),
    "5.dat": xored(png.subarray(0, png.length >> 1), 0x21),
    "6.dat": xored(Buffer.from("49492a0008000000", "hex"), 0x21),
    "7.silk": voice.subarray(0, 10),
    "8.silk": voice.subarray(0, voice.length - 3),
    "9.silk": Buffer.concat([voice.subarray(0, 10), Buffer.from([0x00, 0x80, 1])]),
  });
  expect(rowsOf(copies).map(({ state, note }) => [state, note])).toEqual([
    ["not-viewable-here:dat-v1", ""],
    ["not-viewable-here:wxgf", ""],
    ["not-viewable-here:wxgf", ""],
    ["not-viewable-here:heic", ""],
    ["failed:truncated", "png"],
    ["not-viewable-here:tif", ""],
    ["failed:no-packets", ""],
    ["derived", "source breaks off within a packet; whole packets decoded"],
    ["failed:damaged", ""],
  ]);
  expect(copies.documents.map(({ path }) => path)).toEqual(["report/derived/000008.wav", "report/derived/derived.csv"]);
  expect(copies.counts).toEqual({
    pictures: 0, voices: 1, voicesWithNote: 1,
    notViewable: { "dat-v1": 1, wxgf: 2, heic: 1, tif: 1 },
    failed: { truncated: 1, "no-packets": 1, damaged: 1 },
  }); // prettier-ignore
});

test("a path that a spreadsheet would run is guarded", async () => {
  const { documents } = await copiesOf({ "=1+1.dat": xored(jpeg, 9) });
  expect(bytesOf(documents[1] as Document).toString()).toContain(",'=1+1.dat,");
});

describe("files that only messages outside the record use", () => {
  const file = (path: string): StatedAttachment => ({
    role: "main", statedPath: path, remoteUrl: null, name: null, claimedMd5: null, claimedSizeBytes: null,
    claimedDurationMs: null, candidates: [path],
  }); // prettier-ignore
  const message = (path: string): Partial<MessageFacts> => ({ kind: "image", attachments: [file(path)] });
  const files = { "in.dat": xored(jpeg, 1), "out.dat": xored(png, 2), "unused.dat": xored(gif, 3) };
  const paths = (copies: ViewingCopies) => rowsOf(copies).map((row) => row["source_path"]);

  test("a conversation that was left out brings no copy", async () => {
    const other: ConversationFacts = {
      key: "other", type: "private", talker: "wxid_other", title: "小陈", statedMessageCount: null,
      statedLastMessageAt: null, members: [],
    }; // prettier-ignore
    const hidden: MessageFacts = {
      locator: { path: "chat.json", row: 9 }, sentAt: 1_772_413_200_000, sentAtText: null, timePrecision: "s",
      timeBasis: "epoch", direction: "received", kind: "image", kindBasis: "code", sender: "wxid_other",
      senderBasis: "stated", text: null, attachments: [file("out.dat")],
    }; // prettier-ignore
    const of: ChatCase = {
      messages: [message("in.dat")],
      yields: [
        { type: "conversation", facts: other },
        { type: "message", conversation: "other", facts: hidden },
      ],
    };
    const all = await copiesOf(files, of);
    expect(paths(all)).toEqual(["in.dat", "out.dat", "unused.dat"]);
    const { chat, source, dispose } = await chatOf({ ...of, files });
    const conversations = chat.conversations.map((each) => ({ ...each, selected: each.title !== "小陈" }));
    const dossier = { settings: settingsOf({}), payload: { files: [] } } as unknown as Dossier;
    const copies = await deriveViewingCopies({
      source, dossier, scratch, chat: Object.assign(Object.create(chat) as typeof chat, { conversations }),
    }); // prettier-ignore
    dispose();
    expect(paths(copies)).toEqual(["in.dat", "unused.dat"]);
  });

  test("a period brings no copy of what lies outside it", async () => {
    const of = { messages: [message("out.dat"), message("in.dat")] };
    const from = 1_772_413_200_000 + 30_000;
    expect(paths(await copiesOf(files, of, settingsOf({ from })))).toEqual(["in.dat", "unused.dat"]);
    expect(paths(await copiesOf(files, of, settingsOf({ until: from })))).toEqual(["out.dat", "unused.dat"]);
  });
});

describe("recordings inside a database", () => {
  const database = (): Buffer => {
    const db = new Database(":memory:");
    db.exec("CREATE TABLE VoiceInfo(local_id INTEGER, voice_data BLOB)");
    db.prepare("INSERT INTO VoiceInfo VALUES (1, ?), (2, ?)").run(voice, Buffer.from("#!AMR\n"));
    const bytes = db.serialize();
    db.close();
    return bytes;
  };
  const spoken = (rowid: string, bytes: Buffer): Partial<MessageFacts> => ({
    kind: "voice",
    attachments: [
      {
        role: "main",
        statedPath: null,
        remoteUrl: null,
        name: null,
        claimedMd5: null,
        claimedSizeBytes: null,
        claimedDurationMs: null,
        candidates: [],
        embedded: {
          at: { path: "media_0.db", table: "VoiceInfo", rowid, column: "voice_data" },
          sizeBytes: bytes.length,
          sha256: sha256(bytes),
        },
      },
    ],
  });

  test("become WAV copies behind those of files, named by table, row and column", async () => {
    const messages = [spoken("1", voice), spoken("2", Buffer.from("#!AMR\n"))];
    const copies = await copiesOf({ "media_0.db": database(), "b.dat": xored(png, 0x5a) }, { messages });
    expect(rowsOf(copies).map((row) => [row["source_path"], row["derived_path"], row["source_sha256"]])).toEqual([
      ["b.dat", "report/derived/000001.png", sha256(xored(png, 0x5a))],
      ["media_0.db#VoiceInfo/1/voice_data", "report/derived/000002.wav", sha256(voice)],
    ]);
    expect(rowsOf(copies)[1]?.["bundle_path"]).toBe("data/source/media_0.db");
    expect(copies.counts.voices).toBe(1);
  });

  test("of messages outside the record are not brought back", async () => {
    const settings = settingsOf({ from: 4_000_000_000_000 });
    const copies = await copiesOf({ "media_0.db": database() }, { messages: [spoken("1", voice)] }, settings);
    expect(copies.documents).toEqual([]);
  });
});
