// Seconds of import and of all checks for one export, rows and peak memory in MB after the import, as JSON. Run by
// bench/run.mjs in a process of its own: stages.mjs <folder> [import]; with `import`, nothing is checked.
import { Scratch } from "../dist/base/scratch.js";
import { runChecks } from "../dist/checks/run.js";
import { importSource } from "../dist/importers/import.js";
import { readSource } from "../dist/source/read.js";

const [, , folder, only] = process.argv;
const settings = { date: "2026-09-01", language: "zh", timeZone: "Asia/Shanghai", timeZoneBasis: "zone-assumed", importer: null, chats: [], from: null, until: null, caseFile: null, listProfile: "court", annexes: [], acquisitionReport: "internal", transcript: false, maskNumbers: false, exhibits: [], exhibitContext: 0, sourceName: null }; // prettier-ignore
const scratch = new Scratch();
const source = await readSource(folder, scratch);
const started = performance.now();
const { chat } = await importSource(source, settings, scratch);
const importSeconds = (performance.now() - started) / 1000;
const peakMb = process.resourceUsage().maxRSS / 1024;
const count = (table) => [...chat.query(`SELECT count(*) AS n FROM ${table}`)][0].n;
const rows = count("message") + count("bill");
const found = { importers: chat.exports.map(({ importer }) => importer), rows, skipped: count("skipped") };
const checking = performance.now();
if (only !== "import") await runChecks(chat, source);
const checkSeconds = (performance.now() - checking) / 1000;
chat.close();
source.close();
scratch.dispose();
console.log(JSON.stringify({ importSeconds, checkSeconds, peakMb, ...found }));
