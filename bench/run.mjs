// Speed and memory, as ratios against a foreign tool in the same run.
// Usage: npm run bench [-- [--small] [--databases | --formats[=<part of a name>]]]
import Database from "better-sqlite3";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { makePhotos } from "./make-photos.mjs";
import { FORMATS } from "./formats.mjs";
import { makeExport } from "./make-export.mjs";
import { measureFormats } from "./measure-formats.mjs";
import { measureDatabase } from "./measure-database.mjs";
import { measure, median } from "./measure.mjs";

const EVIDENCE = resolve(import.meta.dirname, "../bin/evidence.js");
const small = process.argv.includes("--small");
const [MESSAGES, PHOTOS, RUNS] = small ? [50_000, 100, 1] : [1_000_000, 2000, 3];
const PRINTED = 20_000;
const FORMAT_ROWS = small ? 20_000 : 1_000_000;
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
  const sums = `find ${at("photos")} -type f -exec openssl dgst -sha256 {} + > /dev/null`;
  const copy = await median(RUNS, ...shell(`cp -r ${at("photos")} ${at("copy")}`), {
    before: () => rmSync(at("copy"), { recursive: true, force: true }),
  });
  const digest = await median(RUNS, ...shell(sums));
  const clean = () => { for (const name of readdirSync(folder)) if (name.startsWith("photos.")) rmSync(at(name)); }; // prettier-ignore
  const pack = await median(
    RUNS,
    ...evidence("pack", at("photos"), "-o", at("photos.zip"), "--fail-on", "never", "--quiet"),
    { before: clean },
  );
  row(
    `pack ${PHOTOS} photos`,
    pack.seconds,
    copy.seconds + digest.seconds,
    "cp -r + openssl",
    "≤ 1.2",
    `peak ${Math.round(pack.peakMb)} MB; cp alone ${(pack.seconds / copy.seconds).toFixed(2)}`,
  );
  const verify = await median(RUNS, ...evidence("verify", at("photos.zip"), "--no-rederive", "--quiet"));
  const zip = await median(RUNS, "openssl", ["dgst", "-sha256", at("photos.zip")]);
  row(
    "verify, levels 0–3",
    verify.seconds,
    zip.seconds,
    "openssl dgst",
    "≤ 1.5",
    `peak ${Math.round(verify.peakMb)} MB`,
  );
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
      await messages();
      await transcript();
    }
    await databases();
    console.table(rows);
  }
  if (!onlyDatabases) console.table(await measureFormats(FORMAT_ROWS, formats?.split("=")[1]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
