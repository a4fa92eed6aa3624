import { mkdtempSync, rmSync, statSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FORMATS } from "./formats.mjs";
import { makeExport } from "./make-export.mjs";
import { measure } from "./measure.mjs";

const MOST_MB = 512;
const STAGES = join(import.meta.dirname, "stages.mjs");

/**
 * Imports `count` rows of every format, one after the other, each in a process of its own: what `pack` does before it
 * checks. The floor of the same run is `sqlite3 .import` of the same file, a line a row: reading the bytes and storing
 * them, without knowing what they mean (of a workbook, the unzipped XML of its sheet and its strings).
 */
export async function measureFormats(count, only = "") {
  const rows = [];
  for (const format of FORMATS.filter(({ name }) => name.includes(only))) {
    const folder = mkdtempSync(join(tmpdir(), "evidence-formats-"));
    try {
      rows.push(await measureOne(format, folder, count));
      console.log(Object.values(rows.at(-1)).join("  "));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return rows;
}

async function measureOne(format, folder, count) {
  const file = await makeExport(format, join(folder, "source"), count);
  const floor = await measure("sqlite3", [join(folder, "floor.sqlite"), ...asLines(format, file)]);
  rmSync(join(folder, "floor.sqlite"));
  const stages = [STAGES, join(folder, "source"), "import"];
  const ours = JSON.parse(execFileSync(process.execPath, stages, { encoding: "utf8" }));
  return {
    format: format.name,
    rows: ours.rows,
    MB: Math.round(statSync(file).size / 1e6),
    seconds: ours.importSeconds.toFixed(1),
    "rows/s": Math.round(ours.rows / ours.importSeconds),
    "sqlite3 .import": floor.seconds.toFixed(2),
    ratio: (ours.importSeconds / floor.seconds).toFixed(1),
    "peak MB": Math.round(ours.peakMb),
    note: remarks(format, ours, count),
  };
}

function remarks(format, { importers, rows, skipped, peakMb }, count) {
  const notes = [];
  if (peakMb > MOST_MB) notes.push(`OVER ${MOST_MB} MB`);
  if (rows !== count || skipped !== 0) notes.push(`${count} WRITTEN, ${skipped} SKIPPED`);
  if (importers.join() !== format.importer) notes.push(`READ AS ${importers.join()}`);
  return notes.join("; ");
}

function asLines({ workbook }, file) {
  const from = workbook === undefined ? file : `|unzip -p '${file}' xl/worksheets/sheet1.xml xl/sharedStrings.xml`;
  return ["CREATE TABLE line(text)", ".mode ascii", '.separator "\\037" "\\n"', `.import "${from}" line`];
}
