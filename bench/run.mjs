// Speed and memory, as ratios against a foreign tool in the same run.
// Usage: npm run bench [-- [--small] [--media | --databases | --formats[=<part of a name>]]]
import Database from "better-sqlite3";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makeFilm, makeSmallFiles } from "./make-files.mjs";
import { makePhotos } from "./make-photos.mjs";
import { FORMATS } from "./formats.mjs";
import { makeExport } from "./make-export.mjs";
import { measureFormats } from "./measure-formats.mjs";
import { measureDatabase } from "./measure-database.mjs";
import { measure, median } from "./measure.mjs";

const EVIDENCE = resolve(import.meta.dirname, "../bin/evidence.js");
const small = process.argv.includes("--small");
const [MESSAGES, PHOTOS, RUNS] = small ? [50_000, 100, 1] : [1_000_000, 2000, 3];
const [FILM_BYTES, SMALL_FILES] = small ? [2 ** 25 + 1, 1000] : [2 ** 32 + 2 ** 27, 70_000];
const PRINTED = 20_000;
const FORMAT_ROWS = small ? 20_000 : 1_000_000;
const onlyMedia = process.argv.includes("--media");
const onlyDatabases = process.argv.includes("--databases");
const formats = process.argv.find((word) => /^--formats(=|$)/.test(word));
const folder = mkdtempSync(join(tmpdir(), "evidence-bench-"));
const at = (...names) => join(folder, ...names);
const rows = [];

function row(work, ours, limit, limitName, target, note = "") {
  const ratio = ours / limit;
  rows.push({
    work,
    seconds: ours.toFixed(2),
    against: `${limitName} ${limit.toFixed(2)} s`,
    ratio: ratio.toFixed(2),
    target,
    note,
  });
}

const evidence = (...parameters) => [process.execPath, [EVIDENCE, ...parameters]];
const shell = (line) => ["bash", ["-c", line]];

async function start() {
  const ours = await median(9, ...evidence("--version"));
  const node = await median(9, process.execPath, ["-e", "0"]);
  row("start (--version)", ours.seconds, node.seconds, "node -e 0", "≤ 3");
}

async function media() {
  await makePhotos(at("photos"), PHOTOS);
  await packed("photos", `${PHOTOS} photos`, ["--no-transcript"]);
  await packed("photos", `${PHOTOS} photos, each printed`, []);
  makeFilm(at("film"), FILM_BYTES);
  await packed("film", `one file of ${(FILM_BYTES / 2 ** 30).toFixed(2)} GiB`, ["--no-transcript"]);
  makeSmallFiles(at("small"), SMALL_FILES);
  await packed("small", `${SMALL_FILES} small files`, ["--no-transcript"]);
}

const MEGABYTES = ({ peakMb }) => `peak ${Math.round(peakMb)} MB`;

/** Packs a folder and verifies the bundle, beside everything else that reads or packs the same bytes. */
async function packed(name, title, more) {
  const [source, bundle] = [at(name), at(`${name}.zip`)];
  const remove = (...paths) => { for (const path of paths) rmSync(path, { recursive: true, force: true }); }; // prettier-ignore
  const clean = () => { for (const found of readdirSync(folder)) if (found.startsWith(`${name}.`)) remove(at(found)); }; // prettier-ignore
  const copying = { before: () => remove(at("copy")) };
  const copy = await median(RUNS, ...shell(`cp -r ${source} ${at("copy")}`), copying);
  remove(at("copy"));
  const digest = await median(RUNS, ...shell(`find ${source} -type f -exec openssl dgst -sha256 {} + > /dev/null`));
  const pack = await median(RUNS, ...evidence("pack", source, "-o", bundle, "--fail-on", "never", "--quiet", ...more), { before: clean }); // prettier-ignore
  const note = `${MEGABYTES(pack)}; cp alone ${(pack.seconds / copy.seconds).toFixed(2)}`;
  row(`pack ${title}`, pack.seconds, copy.seconds + digest.seconds, "cp -r + openssl", "≤ 1.2, < 512 MB", note);
  for (const [tool, line] of PACKERS) await besides(title, pack, tool, line, source);
  const verify = await median(RUNS, ...evidence("verify", bundle, "--no-rederive", "--quiet"));
  const zip = await median(RUNS, "openssl", ["dgst", "-sha256", bundle]);
  row(`verify ${title}, levels 0–3`, verify.seconds, zip.seconds, "openssl dgst", "≤ 1.5, < 512 MB", MEGABYTES(verify));
  // A foreign witness: the bundle is one that other programs read.
  execFileSync("unzip", ["-tqq", bundle], { stdio: "ignore" });
  clean();
}

/** Programs that put the same files into an archive without compressing; they digest nothing and read nothing back. */
const PACKERS = [
  ["zip", (source, target) => `cd ${source} && zip -0 -q -r ${target} .`],
  ["bsdtar", (source, target) => `bsdtar -c --format zip --options zip:compression=store -f ${target} -C ${source} .`],
];

async function besides(title, pack, tool, line, source) {
  const target = at("foreign.zip");
  const before = () => rmSync(target, { force: true });
  if (!isInstalled(tool)) {
    rows.push({ work: `pack ${title}`, seconds: "", against: `${tool}: not installed`, ratio: "", target: "", note: "" }); // prettier-ignore
    return;
  }
  const theirs = await median(RUNS, ...shell(line(source, target)), { before });
  before();
  row(`pack ${title}`, pack.seconds, theirs.seconds, tool, "");
}

function isInstalled(tool) {
  try {
    execFileSync("bash", ["-c", `command -v ${tool}`], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

async function messages() {
  await makeExport(
    FORMATS.find(({ name }) => name === "weflow-json"),
    at("chat"),
    MESSAGES,
  );
  const stages = JSON.parse(
    execFileSync(process.execPath, [join(import.meta.dirname, "stages.mjs"), at("chat")], { encoding: "utf8" }),
  );
  sqliteTwin();
  const select = await median(
    RUNS,
    ...shell(`sqlite3 -json ${at("twin.sqlite")} "SELECT * FROM message ORDER BY id" > ${at("twin.jsonl")}`),
  );
  row(`import ${MESSAGES} messages (JSON)`, stages.importSeconds, select.seconds, "sqlite3 SELECT as JSON", "");
  row(`all checks, ${MESSAGES} messages`, stages.checkSeconds, stages.importSeconds, "the import", "≤ 1");
  const pack = await measure(
    ...evidence("pack", at("chat"), "-o", at("chat-bundle.zip"), "--fail-on", "never", "--quiet", "--no-transcript"),
  );
  rows.push({
    work: `pack ${MESSAGES} messages`,
    seconds: pack.seconds.toFixed(2),
    against: "",
    ratio: "",
    target: "< 512 MB",
    note: `peak ${Math.round(pack.peakMb)} MB`,
  });
}

/** What the printed messages add to a packing, held against 50 pages a second. */
async function transcript() {
  await makeExport(
    FORMATS.find(({ name }) => name === "weflow-json"),
    at("printed"),
    PRINTED,
  );
  const pack = (name, ...more) => measure(...evidence("pack", at("printed"), "-o", at(name), "--fail-on", "never", "--quiet", ...more)); // prettier-ignore
  const without = await pack("unprinted.zip", "--no-transcript");
  const printed = await pack("printed.zip");
  // Only pages of the printed messages state their unit; the zip stores its files as they are.
  const pages = readFileSync(at("printed.zip")).toString("latin1").split("/UserUnit 1").length - 1;
  const note = `${pages} pages; peak ${Math.round(printed.peakMb)} MB`;
  row(`print ${PRINTED} messages`, printed.seconds - without.seconds, pages / 50, "50 pages/s", "≤ 1, < 1 GB", note);
}

async function databases() {
  const found = await measureDatabase(at("account"), MESSAGES, RUNS);
  const { importSeconds, checkSeconds, floorSeconds, peakMb, rows: kept } = found;
  const note = `peak ${Math.round(peakMb)} MB${kept === MESSAGES ? "" : `; ${kept} ROWS KEPT`}`;
  row(`import ${MESSAGES} messages (4.x databases)`, importSeconds, floorSeconds, "sqlite3 SELECT as JSON", "≤ 3, < 512 MB", note); // prettier-ignore
  row(`all checks, ${MESSAGES} messages of databases`, checkSeconds, importSeconds, "the import", "≤ 1");
}

/** The same rows as a database, for the foreign tool to read. */
function sqliteTwin() {
  const db = new Database(at("twin.sqlite"));
  db.exec(
    "CREATE TABLE message(id INTEGER PRIMARY KEY, time INTEGER, sender TEXT, type INTEGER, content TEXT, server_id TEXT)",
  );
  const insert = db.prepare("INSERT INTO message VALUES (?,?,?,?,?,?)");
  db.transaction(() => {
    for (let i = 1; i <= MESSAGES; i += 1)
      insert.run(
        i,
        1_600_000_000 + i * 37,
        i % 3 ? "wxid_bench" : "wxid_me",
        1,
        `货已经装车，下午三点前到工地（${i}）`,
        String(5_520_013_399_120_045_511n + BigInt(i) * 104_729n),
      );
  })();
  db.close();
}

try {
  if (formats === undefined) {
    if (!onlyDatabases) {
      await start();
      await media();
    }
    if (!onlyDatabases && !onlyMedia) {
      await messages();
      await transcript();
    }
    if (!onlyMedia) await databases();
    console.table(rows);
  }
  if (!onlyDatabases && !onlyMedia) console.table(await measureFormats(FORMAT_ROWS, formats?.split("=")[1]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
