import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { median } from "./measure.mjs";

const here = (name) => join(import.meta.dirname, name);

/**
 * Imports `count` messages from the databases of client 4.x in a process of its own, with all checks. The floor of the
 * same run is `sqlite3` writing the rows of the same tables, in the same order, as JSON.
 */
export async function measureDatabase(folder, count, runs) {
  const made = execFileSync(process.execPath, ["--import", "tsx", here("make-database.mjs"), folder, String(count)], { encoding: "utf8" }); // prettier-ignore
  const floor = await median(runs, "bash", ["-c", selectOf(folder, made.trim().split("\n"))]);
  rmSync(`${folder}.jsonl`);
  return { floorSeconds: floor.seconds, ...stagesOf(folder) };
}

function stagesOf(folder) {
  return JSON.parse(execFileSync(process.execPath, [here("stages.mjs"), folder], { encoding: "utf8" }));
}

function selectOf(folder, paths) {
  const lines = paths.map((path, shard) => {
    const script = `${folder}.${shard}.sql`;
    writeFileSync(script, tablesOf(path).map((name) => `SELECT * FROM "${name}" ORDER BY sort_seq, local_id;\n`).join("")); // prettier-ignore
    return `sqlite3 -json -readonly '${path}' < '${script}'`;
  });
  return `{ ${lines.join("; ")}; } > '${folder}.jsonl'`;
}

function tablesOf(path) {
  const db = new Database(path, { readonly: true });
  const names = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'Msg\\_%' ESCAPE '\\'").pluck().all(); // prettier-ignore
  db.close();
  return names;
}
