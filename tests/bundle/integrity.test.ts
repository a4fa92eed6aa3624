import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sha256 } from "../../src/base/digest.ts";
import { checkIntegrity } from "../../src/bundle/integrity.ts";
import { openBundle } from "../../src/bundle/open.ts";
import { EditedBundle } from "./edited-bundle.ts";
import { sealedBytes, temporaryFolder } from "./sealed.ts";
import { buildZip, deflated, piecesOf } from "./zip-builder.ts";

const folder = temporaryFolder();
const path = join(folder.path, "tampered.zip");
let good: Buffer = Buffer.alloc(0);
beforeAll(async () => {
  good = (await sealedBytes({ "a.txt": "第一条\n", "图片/b.jpg": Buffer.from([0xff, 0xd8]) })).bytes;
});
afterAll(() => {
  folder.dispose();
});

/** Outcomes of the four levels, and every fault as `level CODE path`. */
async function judged(zip: Buffer): Promise<{ outcomes: string; faults: string[] }> {
  writeFileSync(path, zip);
  const opened = await openBundle(path);
  try {
    const { levels } = checkIntegrity(opened);
    for (const { level, outcome, faults } of levels) {
      expect([level, faults.length > 0]).toEqual([level, outcome === "fail"]);
      for (const fault of faults) expect(fault.expected).not.toBe("");
    }
    const faults = levels.flatMap((level) =>
      level.faults.map((fault) => `${fault.level} ${fault.code} ${fault.path ?? ""}`.trim()),
    );
    return { outcomes: levels.map(({ outcome }) => outcome).join(" "), faults };
  } finally {
    opened.close();
  }
}

test("an untouched bundle passes every level without a fault", async () => {
  expect(await judged(good)).toEqual({ outcomes: "pass pass pass pass", faults: [] });
});

type Change = (bundle: EditedBundle) => EditedBundle;
const A = "data/source/a.txt";
const MANIFEST = "manifest-sha256.txt";
const TAGS = "tagmanifest-sha256.txt";
const line = (digestOf: string, of: string) => `${sha256(digestOf)}  ${of}\n`;
/** A change to the payload list, with the tag list made to fit. */
const list =
  (change: (text: string) => string): Change =>
  (bundle) =>
    bundle.edit(MANIFEST, change).rehashTagFiles();
const info =
  (change: (text: string) => string): Change =>
  (bundle) =>
    bundle.edit("bag-info.txt", change).rehashTagFiles();

/**
 * Contents tampered with inside a container that is canonical again. The faults are all that must be told, so a change
 * that is noticed twice is listed twice.
 */
const TAMPERED: readonly [what: string, change: Change, faults: readonly string[]][] = [
  // Payload.
  ["a payload byte", (b) => b.set(A, "第二条\n"), [`1 PAYLOAD_OXUM bag-info.txt`, `2 DIGEST_DIFFERS ${A}`]],
  ["a payload byte, of the same length", (b) => b.edit(A, (t) => t.replace("\n", "\t")), [`2 DIGEST_DIFFERS ${A}`]],
  ["a payload file removed", (b) => b.remove(A), ["1 PAYLOAD_OXUM bag-info.txt", `1 LISTED_FILE_MISSING ${A}`]],
  [
    "a payload file removed with its line",
    (b) => b.remove(A).edit(MANIFEST, (t) => t.replace(/.*a\.txt\n/, "")),
    ["1 PAYLOAD_OXUM bag-info.txt", `2 DIGEST_DIFFERS ${MANIFEST}`],
  ],
  [
    "a payload file added",
    (b) => b.set("data/source/z.txt", ""),
    ["1 PAYLOAD_OXUM bag-info.txt", "3 UNLISTED_FILE data/source/z.txt"],
  ],
  [
    "a payload file renamed",
    (b) => b.rename(A, "data/source/c.txt"),
    [`1 LISTED_FILE_MISSING ${A}`, "3 UNLISTED_FILE data/source/c.txt"],
  ],
  [
    "no payload at all ↻",
    (b) => b.remove(A).remove("data/source/000001.jpg").rehash(),
    [`1 MANIFEST_EMPTY ${MANIFEST}`, "1 PAYLOAD_MISSING data/"],
  ],
  ["payload out of place ↻", (b) => b.set("data/other/x.txt", "x").rehash(), ["3 FILE_OUT_OF_PLACE data/other/x.txt"]],
  // Tag files.
  ["a tag file changed", (b) => b.set("record/checks.json", "{}"), ["2 DIGEST_DIFFERS record/checks.json"]],
  ["a tag file added", (b) => b.set("report/more.pdf", "x"), ["3 UNLISTED_FILE report/more.pdf"]],
  ["a tag file added at the top", (b) => b.set("readme.txt", "x"), ["3 FILE_OUT_OF_PLACE readme.txt"]],
  ["a tag file added at the top ↻", (b) => b.set("readme.txt", "x").rehash(), ["3 FILE_OUT_OF_PLACE readme.txt"]],
  ["a folder nobody knows ↻", (b) => b.set("more/x.txt", "x").rehash(), ["3 FILE_OUT_OF_PLACE more/x.txt"]],
  [
    "a required file removed ↻",
    (b) => b.remove("record/checks.json").rehash(),
    ["1 REQUIRED_FILE_MISSING record/checks.json"],
  ],
  [
    "a required file removed",
    (b) => b.remove("meta/VERIFY.txt"),
    ["1 REQUIRED_FILE_MISSING meta/VERIFY.txt", "1 LISTED_FILE_MISSING meta/VERIFY.txt"],
  ],
  ["the tag list removed", (b) => b.remove(TAGS), [`1 REQUIRED_FILE_MISSING ${TAGS}`]],
  [
    "the payload list removed ↻",
    (b) => b.remove(MANIFEST).rehashTagFiles(),
    [`1 REQUIRED_FILE_MISSING ${MANIFEST}`, `1 TAG_FILE_NOT_LISTED ${MANIFEST}`],
  ],
  [
    "the payload list empty ↻",
    list(() => ""),
    [`1 MANIFEST_EMPTY ${MANIFEST}`, "3 UNLISTED_FILE data/source/000001.jpg", `3 UNLISTED_FILE ${A}`],
  ],
  [
    "the tag list without bagit.txt",
    (b) => b.edit(TAGS, (t) => t.replace(/.*bagit\.txt\n/, "")),
    ["1 TAG_FILE_NOT_LISTED bagit.txt", "3 UNLISTED_FILE bagit.txt"],
  ],
  [
    "the tag list naming itself",
    (b) => b.edit(TAGS, (t) => t + line("", TAGS)),
    [`1 TAG_MANIFEST_LISTS ${TAGS}`, `2 DIGEST_DIFFERS ${TAGS}`],
  ],
  [
    "the tag list naming a payload file",
    (b) => b.edit(TAGS, (t) => line("第一条\n", A).replace(/^.{64}/, "0".repeat(64)) + t),
    [`1 MANIFEST_ORDER ${TAGS}`, `1 TAG_MANIFEST_LISTS ${A}`, `2 DIGEST_DIFFERS ${A}`],
  ],
  [
    "the payload list naming a tag file ↻",
    list((t) => `${line("", "bagit.txt")}${t}`),
    ["1 MANIFEST_OUTSIDE_DATA bagit.txt", "2 DIGEST_DIFFERS bagit.txt"],
  ],
  [
    "another profile ↻",
    (b) => b.edit("meta/profile.json", (t) => t.replace("false", "true")).rehash(),
    ["1 PROFILE_DIFFERS meta/profile.json"],
  ],
  // Lists in other forms.
  [
    "CR LF in the list ↻",
    list((t) => t.replaceAll("\n", "\r\n")),
    [`1 MANIFEST_LINE_END ${MANIFEST}`, `1 MANIFEST_LINE_END ${MANIFEST}`],
  ],
  [
    "upper-case hex in the list ↻",
    list((t) => t.replace(/^\w+/, (h) => h.toUpperCase())),
    [`1 MANIFEST_UPPER_CASE ${MANIFEST}`],
  ],
  [
    "a binary mark in the list ↻",
    list((t) => t.replace("  data/source/a", " *data/source/a")),
    [`1 MANIFEST_BINARY_MARK ${MANIFEST}`],
  ],
  [
    "one blank in the list ↻",
    list((t) => t.replace("  data/source/a", " data/source/a")),
    [`1 MANIFEST_SPACING ${MANIFEST}`],
  ],
  [
    "./ in the list ↻",
    list((t) => t.replace("  data/source/a", "  ./data/source/a")),
    [`1 MANIFEST_DOT_SLASH ${MANIFEST}`],
  ],
  ["a line twice ↻", list((t) => t + (t.split("\n")[1] ?? "") + "\n"), [`1 MANIFEST_DUPLICATE ${MANIFEST}`]],
  ["two digests for one file ↻", list((t) => t + line("x", A)), [`1 MANIFEST_CONTRADICTION ${MANIFEST}`]],
  ["an unknown line ↻", list((t) => `${t}hello\n`), [`1 MANIFEST_LINE ${MANIFEST}`]],
  [
    "a way upwards in the list ↻",
    list((t) => line("x", "data/../../etc/passwd") + t),
    ["1 LISTED_FILE_MISSING data/../../etc/passwd"],
  ],
  [
    "an absolute path in the list ↻",
    list((t) => line("x", "/etc/passwd") + t),
    ["1 MANIFEST_OUTSIDE_DATA /etc/passwd", "1 LISTED_FILE_MISSING /etc/passwd"],
  ],
  [
    "a home folder in the list ↻",
    list((t) => t + line("x", "~root/x")),
    ["1 MANIFEST_OUTSIDE_DATA ~root/x", "1 LISTED_FILE_MISSING ~root/x"],
  ],
  // Other lists and fetch.txt.
  ["a list by MD5 ↻", (b) => b.set("manifest-md5.txt", "x").rehash(), ["3 EXTRA_MANIFEST manifest-md5.txt"]],
  ["a list by SM3 ↻", (b) => b.set("manifest-sm3.txt", "x").rehash(), ["3 EXTRA_MANIFEST manifest-sm3.txt"]],
  ["a tag list by SHA-512", (b) => b.set("tagmanifest-sha512.txt", "x"), ["3 EXTRA_MANIFEST tagmanifest-sha512.txt"]],
  [
    "fetch.txt ↻",
    (b) => b.set("fetch.txt", "http://example.org/a 1 data/source/a.txt\n").rehash(),
    ["3 FETCH_FILE fetch.txt"],
  ],
  // bagit.txt and bag-info.txt.
  [
    "bagit.txt missing ↻",
    (b) => b.remove("bagit.txt").rehash(),
    ["1 REQUIRED_FILE_MISSING bagit.txt", "1 TAG_FILE_NOT_LISTED bagit.txt"],
  ],
  ...[
    ["a byte order mark", (t: string) => `\xef\xbb\xbf${t}`],
    ["a third line", (t: string) => `${t}X: y\n`],
    ["a blank before the colon", (t: string) => t.replace("Version:", "Version :")],
    ["version 0.97", (t: string) => t.replace("1.0", "0.97")],
    ["a trailing blank", (t: string) => t.replace("1.0", "1.0 ")],
    ["another encoding", (t: string) => t.replace("UTF-8", "GB18030")],
    ["CR LF", (t: string) => t.replaceAll("\n", "\r\n")],
  ].map(([what, change]): [string, Change, string[]] => [
    `bagit.txt with ${what as string} ↻`,
    (b) => b.edit("bagit.txt", change as (text: string) => string).rehash(),
    ["1 BAGIT_TXT bagit.txt"],
  ]),
  ["a wrong Payload-Oxum ↻", info((t) => t.replace(/Oxum: \d+/, "Oxum: 1")), ["1 PAYLOAD_OXUM bag-info.txt"]],
  [
    "two Payload-Oxum ↻",
    info((t) => t + (/payload-oxum.*\n/i.exec(t)?.[0] ?? "").toUpperCase()),
    ["1 PAYLOAD_OXUM bag-info.txt"],
  ],
  ["no Payload-Oxum ↻", info((t) => t.replace(/Payload-Oxum.*\n/, "")), ["1 PAYLOAD_OXUM bag-info.txt"]],
  ["no profile identifier ↻", info((t) => t.replace(/BagIt-Profile.*\n/, "")), ["1 PROFILE_IDENTIFIER bag-info.txt"]],
  [
    "another profile identifier ↻",
    info((t) => t.replace("bundle:1", "bundle:2")),
    ["1 PROFILE_IDENTIFIER bag-info.txt"],
  ],
  ["another format ↻", info((t) => t.replace("Format: 1", "Format: 2")), ["1 FORMAT_VERSION bag-info.txt"]],
  ["no date ↻", info((t) => t.replace(/Bagging-Date.*\n/, "")), ["1 BAGGING_DATE bag-info.txt"]],
  ["a date that is none ↻", info((t) => t.replace("2026-03-01", "2026-13-01")), ["1 BAGGING_DATE bag-info.txt"]],
  [
    "an empty date ↻",
    info((t) => t.replace("2026-03-01", "")),
    ["1 BAG_INFO_LINE bag-info.txt", "1 BAGGING_DATE bag-info.txt"],
  ],
  // Names.
  ...[
    "data/source/../x",
    "data/source//x",
    "data/source/./x",
    "data/source/a\\b",
    "data/source/CON",
    "data/source/nul.txt",
    "data/source/com1",
    "data/source/x.",
    "data/source/x ",
    "data/source/100%25.txt",
    "data/source/C:x",
    "data/source/.hidden",
    `data/source/${"a".repeat(65)}`,
    `data/${"source/".repeat(42)}x`,
  ].map((name): [string, Change, string[]] => [
    `the name ${name.slice(0, 40)} ↻`,
    (b) => b.set(name, "x").rehash(),
    [`3 UNSAFE_NAME ${name.replace("\\", "\\x5c").replace(" ", "\\x20")}`],
  ]),
  ["a name in another case ↻", (b) => b.set("data/source/A.txt", "x").rehash(), [`3 NAME_COLLISION ${A}`]],
  [
    "a file of the name of a folder ↻",
    (b) => b.set("data/source/a.txt/x", "x").rehash(),
    ["3 FILE_AND_FOLDER data/source/a.txt/x"],
  ],
  ["an unsafe folder name", (b) => Object.assign(b, { stem: "案件" }), ["0", "3 UNSAFE_NAME"]],
  // Seal.
  ["an unknown file in seal/", (b) => b.set("seal/note.txt", "x"), ["3 UNKNOWN_SEAL_FILE seal/note.txt"]],
  [
    "an unknown file in seal/, listed ↻",
    (b) => b.set("seal/note.txt", "x").edit(TAGS, (t) => t.replace(/(?=.{64} {2}tagmani|$)/, "")),
    ["3 UNKNOWN_SEAL_FILE seal/note.txt"],
  ],
  [
    "a seal in the tag list",
    (b) => b.set("seal/signer.pub.pem", "x").edit(TAGS, (t) => t + line("x", "seal/signer.pub.pem")),
    ["1 TAG_MANIFEST_LISTS seal/signer.pub.pem"],
  ],
];

describe("contents that were tampered with", () => {
  test.each(TAMPERED)("%s", async (_what, change, expected) => {
    const { outcomes, faults } = await judged(change(new EditedBundle(good)).zip());
    for (const wanted of expected) expect(faults.some((fault) => fault.startsWith(wanted))).toBe(true);
    // Nothing else is told, so that one change does not look like ten.
    const unexpected = faults.filter((fault) => !expected.some((wanted) => fault.startsWith(wanted)));
    expect(unexpected).toEqual([]);
    const levels = new Set(faults.map((fault) => Number(fault[0])));
    for (const level of levels) expect(outcomes.split(" ")[level]).toBe("fail");
  });

  test("a level that compares with lists does not pass without them", async () => {
    expect((await judged(new EditedBundle(good).remove(TAGS).zip())).outcomes).toBe(
      "pass fail undetermined undetermined",
    );
    expect((await judged(new EditedBundle(good).remove(MANIFEST).rehashTagFiles().zip())).outcomes).toBe(
      "pass fail undetermined undetermined",
    );
  });

  test("names in other bytes are faults of the container and of the closed world, shown as codes", async () => {
    for (const name of ["图.txt", "\u202etxt.exe", "a\u0301", "\x1b[31m"]) {
      const { outcomes, faults } = await judged(
        new EditedBundle(good)
          .set(`data/source/${Buffer.from(name).toString("latin1")}`, "x")
          .rehash()
          .zip(),
      );
      expect(outcomes).toBe("fail pass pass fail");
      expect(faults.filter((fault) => fault.startsWith("3 UNSAFE_NAME")).length).toBe(1);
      expect(faults.join("")).toMatch(/^[\x20-\x7e]*$/);
    }
  });

  test("a second folder in the zip, or a file beside the folder, is told", async () => {
    const bundle = new EditedBundle(good);
    bundle.outside.set("other/readme.txt", Buffer.from("x")).set("evil.txt", Buffer.from("x"));
    expect(await judged(bundle.zip())).toEqual({
      outcomes: "pass pass pass fail",
      faults: ["3 OUTSIDE_BAG_FOLDER evil.txt", "3 OUTSIDE_BAG_FOLDER other/readme.txt"],
    });
  });

  test("seals may be added under their fixed names without changing anything else", async () => {
    const bundle = new EditedBundle(good);
    for (const name of ["tagmanifest-sha256.txt.sig", "signer.pub.pem", "tagmanifest-sha256.txt.tsr"])
      bundle.set(`seal/${name}`, "x");
    expect(await judged(bundle.zip())).toEqual({ outcomes: "pass pass pass pass", faults: [] });
  });

  test("everything is collected, up to a bound that says how much is left", async () => {
    const bundle = new EditedBundle(good);
    for (let count = 0; count < 1500; count += 1) bundle.set(`report/x${count}.txt`, "");
    const { faults } = await judged(bundle.zip());
    expect(faults.length).toBe(1001);
    expect(faults.at(-1)).toBe("3 MORE_FAULTS");
  });
});

describe("containers that are not as they were written", () => {
  test("packed again with the same contents: the container fails, the contents pass", async () => {
    const pieces = piecesOf(good).map(deflated);
    expect((await judged(buildZip({ pieces }))).outcomes).toBe("fail pass pass pass");
  });

  test("packed again with other contents: both fail", async () => {
    const pieces = piecesOf(new EditedBundle(good).set("record/checks.json", "{}").zip()).map(deflated);
    expect((await judged(buildZip({ pieces }))).outcomes).toBe("fail pass fail pass");
  });

  test("a file whose bytes cannot be unpacked is no file that agrees", async () => {
    const pieces = piecesOf(good)
      .map(deflated)
      .map((piece) => (piece.name.toString().endsWith("a.txt") ? { ...piece, data: Buffer.from("garbage") } : piece));
    const { outcomes, faults } = await judged(buildZip({ pieces }));
    expect(outcomes).toBe("fail pass fail pass");
    expect(faults).toContain(`2 FILE_UNREADABLE ${A}`);
  });

  test("cut off at any of sixteen places: nothing passes", async () => {
    for (let part = 1; part < 16; part += 1) {
      const { outcomes } = await judged(good.subarray(0, Math.floor((good.length * part) / 16)));
      expect(outcomes).toBe("fail undetermined undetermined undetermined");
    }
  });

  test("one bit flipped in any byte is never passed", { timeout: 600_000 }, async () => {
    for (let at = 0; at < good.length; at += 1) {
      const flipped = Buffer.from(good);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(path, flipped);
      const outcome = await openBundle(path).then(
        (opened) => {
          const { levels } = checkIntegrity(opened);
          opened.close();
          return levels[0]?.outcome;
        },
        () => "refused",
      );
      expect([at, outcome]).not.toEqual([at, "pass"]);
    }
  });
});
