// Seconds of import and of all checks for one export, as JSON; run by bench/run.mjs in a process of its own.
import { Scratch } from "../dist/base/scratch.js";
import { runChecks } from "../dist/checks/run.js";
import { importSource } from "../dist/importers/import.js";
import { readSource } from "../dist/source/read.js";

const settings = { date: "2026-09-01", language: "zh", timeZone: "Asia/Shanghai", timeZoneBasis: "zone-assumed", importer: null, chats: [], from: null, until: null, sourceName: null }; // prettier-ignore
const scratch = new Scratch();
const source = await readSource(process.argv[2], scratch);
const started = performance.now();
const { chat } = await importSource(source, settings, scratch);
const imported = performance.now();
await runChecks(chat, source);
const checked = performance.now();
chat.close();
source.close();
scratch.dispose();
console.log(JSON.stringify({ importSeconds: (imported - started) / 1000, checkSeconds: (checked - imported) / 1000 }));
