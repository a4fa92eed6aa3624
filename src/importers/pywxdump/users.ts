import { EvidenceError } from "../../base/errors.ts";
import {
  indexJson,
  isJsonObject,
  jsonFile,
  readJson,
  type JsonFile,
  type JsonIndex,
  type JsonMember,
  type JsonSpan,
} from "../../base/json-reader.ts";
import type { ObservedName } from "../../model/chat.ts";
import type { Source } from "../../model/source.ts";
import { repeatedKeys, type Repair } from "../wechat/json-repairs.ts";

/** Names of one account as the list of users gives them. */
export type UserNames = readonly Pick<ObservedName, "kind" | "text">[];

const KEYS: readonly (readonly [string, ObservedName["kind"]])[] = [
  ["remark", "remark"],
  ["nickname", "nickname"],
  ["account", "alias"],
];

/**
 * Accounts by id: `users.json` beside the tables, or the list of a page. Read one by one, so that a list of all contacts
 * costs no memory; only those who speak in the export are anybody's business.
 *
 * @source documented: export-formats.md §2.2
 */
export class Users {
  /** Accounts that the list has twice; of them the last stands. */
  readonly repairs: readonly Repair[];
  private readonly file: JsonFile;
  private readonly members: ReadonlyMap<string, JsonMember>;

  constructor(file: JsonFile, index: JsonIndex) {
    this.file = file;
    this.members = new Map(index.members.map((member) => [member.key, member]));
    this.repairs = repeatedKeys(file, index, "/users");
  }

  namesOf(account: string): UserNames {
    const member = this.members.get(account);
    if (member?.type !== "object") return [];
    const user = readable(() => readJson(this.file, member.span).value);
    if (user === null || !isJsonObject(user)) return [];
    return KEYS.flatMap(([key, kind]) => {
      const text = user[key];
      return typeof text === "string" && text !== "" ? [{ kind, text }] : [];
    });
  }
}

/** The list in `span` of a file, or in the whole file; null where there is none that can be read. */
export function usersIn(source: Source, path: string, span?: JsonSpan): Users | null {
  if (source.file(path) === undefined) return null;
  const file = jsonFile(source, path);
  const index = readable(() => indexJson(file, span));
  return index?.type === "object" ? new Users(file, index) : null;
}

/** The value, or null where the file is too damaged to give it. */
function readable<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}
