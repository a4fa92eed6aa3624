import { countText } from "../../base/sentence.ts";
import type { Export } from "../../model/chat.ts";
import type { CoverageItem, DatabaseFile, Provenance, ProvenanceSign } from "../../model/database.ts";
import { PROVENANCE, sqliteVersionText } from "../../model/provenance.ts";
import type { Block, Text } from "../block.ts";
import { LONGEST, type ReportContext } from "../context.ts";

const MOST_SIGNS = 6;
const MOST_ITEMS = 40;
const MOST_FILES = 30;
/** Where the whole lists stand. */
const FILE = "record/conversations.json";

/** What a set of databases is, what of it was given, and what each file says of itself. Nothing for other formats. */
export function databases(context: ReportContext, of: Export): Block[] {
  const { provenance, coverage = [], databases: files = [] } = of;
  if (provenance === undefined) return [];
  return [
    { type: "fields", rows: provenanceRows(context, provenance, of) },
    ...coverageTable(context, coverage),
    ...filesTable(context, files),
  ];
}

function provenanceRows(context: ReportContext, provenance: Provenance, of: Export): (readonly [string, Text])[] {
  const said = context.words.databases;
  const { name, numbersCount } = PROVENANCE[provenance.class];
  const shifted = (of.senderMaps ?? []).filter(({ isShifted }) => isShifted).length;
  return [
    [said.class, [{ text: name[context.language], style: "bold" }, said.classes[provenance.class]]],
    [said.signs, signs(context, provenance.signs)],
    [said.numbering, numbersCount ? said.numberingCounts : said.numberingVoid],
    ...(shifted === 0 ? [] : [[said.senders, context.say(said.sendersShifted, { count: shifted })] as const]),
  ];
}

/** Signs by their code: how many there are, and the first of each. */
function signs(context: ReportContext, all: readonly ProvenanceSign[]): Text {
  const { words } = context;
  if (all.length === 0) return words.none;
  const names: Readonly<Record<string, string>> = words.databases.signNames;
  const codes = [...new Set(all.map(({ code }) => code))];
  const { shown, rest } = context.bounded(codes, MOST_SIGNS, FILE);
  const lines = shown.map((code) => {
    const mine = all.filter((sign) => sign.code === code);
    const detail = context.clip(mine[0]?.detail ?? "", LONGEST.name);
    return context.say(words.databases.signText, { name: names[code] ?? code, count: mine.length, detail });
  });
  return [...lines, ...(rest === null ? [] : [rest])];
}

function coverageTable(context: ReportContext, items: readonly CoverageItem[]): Block[] {
  if (items.length === 0) return [];
  const said = context.words.databases;
  const { shown, rest } = context.bounded(items, MOST_ITEMS, FILE);
  return [
    { type: "group", title: said.coverage },
    {
      type: "table",
      columns: [
        { title: said.part, width: { share: 2 } },
        { title: said.file, width: { share: 3 } },
        { title: said.state, width: { share: 2 } },
        { title: said.weakens, width: { share: 4 } },
      ],
      rows: shown.map((item) => coverageRow(context, item)),
    },
    { type: "paragraph", text: rest === null ? said.coverageNote : [said.coverageNote, rest], small: true },
  ];
}

function coverageRow(context: ReportContext, { item, name, state, reason, weakens }: CoverageItem): Text[] {
  const said = context.words.databases;
  const parts: Readonly<Record<string, string>> = said.parts;
  const reasons: Readonly<Record<string, string>> = said.reasons;
  const why = reason === null ? "" : context.say(said.because, { reason: reasons[reason] ?? reason });
  const checks = state === "given" ? "—" : context.list([...new Set(weakens.map((id) => context.checkTitle(id)))]);
  return [parts[item] ?? item, context.clip(name, LONGEST.path), said.states[state] + why, checks];
}

function filesTable(context: ReportContext, files: readonly DatabaseFile[]): Block[] {
  if (files.length === 0) return [];
  const said = context.words.databases;
  const { shown, rest } = context.bounded(files, MOST_FILES, FILE);
  const folder = commonFolder(files.map(({ path }) => path));
  const title = folder === "" ? said.files : context.say(said.filesIn, { folder: context.clip(folder, LONGEST.path) });
  return [
    { type: "group", title },
    {
      type: "table",
      columns: [
        { title: said.file, width: { share: 4 } },
        { title: said.sqlite, width: { mm: 18 } },
        { title: said.log, width: { share: 2 } },
        { title: said.rows, width: { share: 2 } },
        { title: said.state, width: { share: 2 } },
      ],
      rows: shown.map((file) => fileRow(context, file, folder)),
    },
    { type: "paragraph", text: rest === null ? said.filesNote : [said.filesNote, rest], small: true },
  ];
}

/** The folder that all of them lie in, with its last `/`; said once instead of in every row. */
function commonFolder(paths: readonly string[]): string {
  const [first = "", ...others] = paths.map((path) => path.slice(0, path.lastIndexOf("/") + 1));
  let folder = first;
  while (folder !== "" && !others.every((other) => other.startsWith(folder))) {
    folder = folder.slice(0, folder.lastIndexOf("/", folder.length - 2) + 1);
  }
  return folder;
}

function fileRow(context: ReportContext, file: DatabaseFile, folder: string): Text[] {
  const { words } = context;
  const said = words.databases;
  return [
    [context.clip(file.path.slice(folder.length), LONGEST.path), { text: said.roles[file.role], style: "small" }],
    sqliteVersionText(file.sqliteVersion) ?? words.notStated,
    log(context, file),
    rows(context, file),
    health(context, file),
  ];
}

function log(context: ReportContext, { journal, wal }: DatabaseFile): string {
  const said = context.words.databases;
  if (wal?.committedFrames === 0) return said.logEmpty;
  if (wal !== null) return context.say(said.logGiven, { frames: wal.committedFrames });
  return journal === "wal" ? said.logAbsent : said.logNone;
}

function rows(context: ReportContext, { rows: counts }: DatabaseFile): Text {
  const said = context.words.databases;
  if (counts === null) return "—";
  const { withWal, withoutWal } = counts;
  if (withoutWal === null || withoutWal === withWal) return countText(withWal);
  return [
    context.say(said.rowsWith, { count: withWal }),
    { text: context.say(said.rowsWithout, { count: withoutWal }), style: "small" },
  ];
}

function health(context: ReportContext, { integrity, zeroTails }: DatabaseFile): Text {
  const said = context.words.databases;
  const isSound = integrity?.length === 1 && integrity[0] === "ok";
  const word = integrity === null ? said.notTested : isSound ? said.sound : said.faulty;
  if (zeroTails === null || zeroTails.zero === 0) return word;
  return [
    word,
    { text: context.say(said.emptyTails, { zero: zeroTails.zero, pages: zeroTails.pages }), style: "small" },
  ];
}
