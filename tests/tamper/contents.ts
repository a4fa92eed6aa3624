import { sha256 } from "../../src/base/digest.ts";
import { EditedBundle } from "../bundle/edited-bundle.ts";
import type { Row } from "./row.ts";

type Change = (bundle: EditedBundle) => EditedBundle;

const edited = (change: Change) => (zip: Buffer) => change(new EditedBundle(zip)).zip();
const A = "data/source/messages.json";
const LIST = "manifest-sha256.txt";
const TAGS = "tagmanifest-sha256.txt";
const BAGIT = "bagit.txt";
const INFO = "bag-info.txt";

const finds = (item: number, level: number, what: string, change: Change): Row => ({
  item, what, act: edited(change), level, outcome: "fail", word: "not-intact",
}); // prettier-ignore
/** A payload file of this name (bytes as Latin-1), listed as it must be. */
const named = (item: number, name: string): Row =>
  finds(item, 3, `the name ${JSON.stringify(name.slice(0, 30))}`, (b) => b.set(`data/source/${Buffer.from(name).toString("latin1")}`, "x").rehash()); // prettier-ignore
const list = (item: number, what: string, change: (text: string) => string): Row =>
  finds(item, 1, `the list: ${what}`, (b) => b.edit(LIST, change).rehashTagFiles());
const text = (item: number, path: string, what: string, change: (text: string) => string): Row =>
  finds(item, 1, `${path}: ${what}`, (b) => b.edit(path, change).rehashTagFiles());

/** Items 31 to 60: names, and what BagIt and the profile ask for. Lists are made anew wherever that hides the change. */
export const CONTENTS: readonly Row[] = [
  named(31, "../x"),
  named(33, "a\\b"),
  named(34, "C:x"),
  named(35, "./x"),
  named(35, "/x"),
  ...["CON", "nul.txt", "com1"].map((name) => named(36, name)),
  named(37, "x."),
  named(37, "x "),
  named(38, "100%25.txt"),
  named(38, "a%0Ab"),
  named(39, "cafe\u0301"),
  finds(40, 3, "two names that differ in case", (b) => b.set("data/source/Messages.json", "x").rehash()),
  finds(41, 3, "a file and a folder of one name", (b) => b.set(`${A}/x`, "x").rehash()),
  finds(42, 3, "a name in CP936", (b) => b.set("data/source/\xba\xcf\xcd\xac", "x").rehash()),
  named(43, "a\x1b[31m"),
  named(43, "\u202etxt.exe"),
  named(44, "a".repeat(300)),
  finds(45, 3, "two folders at the top", (b) => {
    b.outside.set("other/readme.txt", Buffer.from("x"));
    return b;
  }),
  finds(32, 3, "an absolute name", (b) => {
    b.outside.set("/x", Buffer.from("x"));
    return b;
  }),
  finds(31, 3, "a name that leads upwards out of the zip", (b) => {
    b.outside.set("../../x", Buffer.from("x"));
    return b;
  }),
  finds(46, 1, "no bagit.txt", (b) => b.remove(BAGIT).rehash()),
  text(46, BAGIT, "a byte order mark", (t) => `\xef\xbb\xbf${t}`),
  text(46, BAGIT, "a third line", (t) => `${t}X: y\n`),
  text(46, BAGIT, "a blank before the colon", (t) => t.replace("Version:", "Version :")),
  text(46, BAGIT, "version 0.97", (t) => t.replace("1.0", "0.97")),
  text(46, BAGIT, "a blank behind the version", (t) => t.replace("1.0", "1.0 ")),
  finds(47, 1, "no data/", (b) => {
    for (const path of [...b.files.keys()].filter((name) => name.startsWith("data/"))) b.remove(path);
    return b.rehash();
  }),
  finds(48, 1, "no list", (b) => b.remove(LIST).rehashTagFiles()),
  list(48, "empty", () => ""),
  list(48, "CR LF", (t) => t.replaceAll("\n", "\r\n")),
  list(48, "upper case", (t) => t.replace(/^\w+/, (hex) => hex.toUpperCase())),
  list(48, "a star", (t) => t.replace("  data", " *data")),
  list(48, "one blank", (t) => t.replace("  data", " data")),
  list(48, "./", (t) => t.replace("  data", "  ./data")),
  list(48, "a line twice", (t) => t + (t.split("\n")[0] ?? "") + "\n"),
  list(48, "two digests of one file", (t) => `${t}${sha256("x")}  ${A}\n`),
  list(48, "a line that is none", (t) => `${t}hello\n`),
  list(48, "a file that is not there", (t) => `${t}${sha256("x")}  data/source/zzz.txt\n`),
  finds(49, 3, "a file that its list leaves out", (b) => b.edit(LIST, (t) => t.replace(/.*messages\.json\n/, "")).rehashTagFiles()), // prettier-ignore
  finds(50, 3, "a pair of lists by SHA-512", (b) => b.set("manifest-sha512.txt", "x").set("tagmanifest-sha512.txt", "x").rehash()), // prettier-ignore
  finds(51, 3, "a list by MD5", (b) => b.set("manifest-md5.txt", "x").rehash()),
  finds(51, 3, "a list by SM3", (b) => b.set("manifest-sm3.txt", "x").rehash()),
  finds(52, 1, "no list of the tag files", (b) => b.remove(TAGS)),
  finds(53, 1, "the tag list names itself", (b) => b.edit(TAGS, (t) => `${t}${sha256("x")}  ${TAGS}\n`)),
  finds(53, 1, "the tag list names a payload file", (b) => b.edit(TAGS, (t) => `${sha256(b.text(A))}  ${A}\n${t}`)),
  finds(54, 3, "a tag file that is not listed", (b) => b.set("report/more.pdf", "x")),
  finds(54, 3, "a payload file that is not listed", (b) => b.set("data/source/more.txt", "")),
  finds(55, 1, "a listed file is missing", (b) => b.remove(A)),
  finds(56, 2, "a payload byte changed", (b) => b.edit(A, (t) => t.replace("m", "n"))),
  finds(57, 2, "a tag file changed", (b) => b.set("record/checks.json", "{}")),
  text(58, INFO, "a wrong Payload-Oxum", (t) => t.replace(/Oxum: \d+/, "Oxum: 1")),
  text(58, INFO, "Payload-Oxum twice", (t) => t + (/Payload-Oxum.*\n/.exec(t)?.[0] ?? "")),
  text(58, INFO, "no Payload-Oxum", (t) => t.replace(/Payload-Oxum.*\n/, "")),
  finds(59, 3, "fetch.txt", (b) => b.set("fetch.txt", `https://example.org/x 1 ${A}\n`).rehash()),
  text(60, INFO, "no profile named", (t) => t.replace(/BagIt-Profile.*\n/, "")),
  text(60, INFO, "another profile named", (t) => t.replace("bundle:1", "bundle:2")),
  finds(76, 3, "an unknown file in seal/", (b) => b.set("seal/note.txt", "x")),
];
