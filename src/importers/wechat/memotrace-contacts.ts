import { readCsv } from "../../base/csv.ts";
import { SourceError } from "../../base/errors.ts";
import { decodeText } from "../../base/text-decode.ts";
import { encodingOf } from "../../base/text-encoding.ts";
import type { Source } from "../../model/source.ts";
import { membersOf, type ListedMember } from "./memotrace-members.ts";

const NAME = "contacts.csv";
/** A list of people, not a chat: far below what a client's address book takes. */
const MAX_BYTES = 64 * 1024 * 1024;

/** The list beside an export. */
export interface ContactsFile {
  readonly path: string;
  readonly members: readonly ListedMember[];
}

/** Reads `contacts.csv` in a folder; null where there is none or it is no list of accounts (then it stays an unused file). */
export function contactsIn(source: Source, folder: string): ContactsFile | null {
  const path = folder + NAME;
  const file = source.file(path);
  if (file === undefined || file.sizeBytes === 0 || file.sizeBytes > MAX_BYTES) return null;
  try {
    const encoding = encodingOf(() => source.chunks(path), path);
    const text = decodeText(source.chunks(path), encoding, () => undefined);
    const members = membersOf(fieldsOf(readCsv(text, { path, onRepair: () => undefined })));
    return members === null ? null : { path, members };
  } catch (error) {
    if (error instanceof SourceError) return null;
    throw error;
  }
}

function* fieldsOf(records: Iterable<{ readonly fields: string[] }>): Generator<string[]> {
  for (const { fields } of records) yield fields;
}
