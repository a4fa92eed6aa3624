import type { Source } from "../../model/source.ts";
import type { Claim, ReadSettings, Yielded } from "../importer.ts";
import { BackupReader } from "./backup-read.ts";
import { withoutLost } from "./carried.ts";
import { ClientReader } from "./client-read.ts";
import { contactsIn } from "../wechat/memotrace-contacts.ts";
import { CsvFile } from "./csv-file.ts";
import { memberNames, memberViews } from "../wechat/memotrace-members.ts";
import { OfficialReader } from "./official-read.ts";
import { placeOf, type Place } from "../wechat/memotrace-place.ts";
import { Resaved } from "./resaved.ts";
import { wordsExport } from "./words-export.ts";
import { isWordsRecord, WordsReader } from "./words-read.ts";

/** Reads a delimited table of any generation. */
export function* readTable(source: Source, claim: Claim, settings: ReadSettings): Generator<Yielded> {
  const file = new CsvFile(source, claim.entry);
  const place = placeOf(claim);
  const resaved = new Resaved();
  noteStructure(file, resaved);
  switch (file.header.layout) {
    case "backup":
      yield* new BackupReader(file, place, settings, resaved).read();
      break;
    case "client":
    case "named":
      yield* readClientTable(source, new ClientReader(file, place, settings, resaved), place);
      break;
    case "words":
      yield* readWordsTable(source, file, place, { settings, resaved });
      break;
    case "official":
      yield* readOfficialTable(file, place, settings);
  }
  yield* resaved.repairs();
}

/** What the exporter never writes: another delimiter, another encoding, empty columns at the end. */
function noteStructure({ path, header, encoding }: CsvFile, resaved: Resaved): void {
  const at = { path, line: 1 };
  if (header.delimiter !== ",") resaved.note("resaved-delimiter", at, JSON.stringify(header.delimiter));
  if (encoding.encoding !== "utf-8") resaved.note("resaved-encoding", at, encoding.encoding);
  if (header.addedColumns.length > 0) resaved.note("resaved-added-columns", at, header.addedColumns.join(", "));
  if (header.emptyColumns > 0) resaved.note("resaved-trailing-columns", at, String(header.emptyColumns));
}

/** Beside V1 to V4 the list holds all contacts of the owner: only those who speak in the export are anybody's business. */
function* readClientTable(source: Source, reader: ClientReader, place: Place): Generator<Yielded> {
  yield* reader.read();
  const contacts = contactsIn(source, place.folder);
  if (contacts === null) return;
  yield { type: "used", path: contacts.path };
  const { accounts } = reader;
  yield* memberNames(contacts.members.filter(({ account }) => accounts.has(account)));
}

function* readWordsTable(
  source: Source,
  file: CsvFile,
  place: Place,
  { settings, resaved }: { settings: ReadSettings; resaved: Resaved },
): Generator<Yielded> {
  const reader = new WordsReader(place, settings, resaved, file.header);
  const contacts = contactsIn(source, place.folder);
  const members = contacts?.members ?? [];
  const facts = wordsExport({ variant: "V5", encoding: file.encoding.encoding }, []);
  yield { type: "export", facts };
  if (contacts !== null) yield { type: "used", path: contacts.path };
  yield reader.conversation(memberViews(members));
  const pending: Yielded[] = [];
  for (const row of file.rows(isWordsRecord, (item) => pending.push(item))) {
    yield* pending.splice(0);
    yield* reader.row(row);
  }
  yield* pending;
  yield { type: "export", facts: withoutLost(facts, reader.carried) };
  yield reader.conversation(memberViews(members));
  yield* memberNames(members);
  yield* reader.defects();
}

function* readOfficialTable(file: CsvFile, place: Place, settings: ReadSettings): Generator<Yielded> {
  const reader = new OfficialReader(place, settings);
  const facts = wordsExport({ variant: "V5-official", encoding: file.encoding.encoding, serverIdOrigin: "none" }, []);
  yield { type: "export", facts: { ...facts, provides: ["sent-second", "row-order"] } };
  yield reader.conversation();
  const pending: Yielded[] = [];
  for (const row of file.rows(
    () => false,
    (item) => pending.push(item),
  )) {
    yield* pending.splice(0);
    yield* reader.row(row);
  }
  yield* pending;
  yield* reader.defects();
}
