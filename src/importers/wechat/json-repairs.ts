import { EvidenceError } from "../../base/errors.ts";
import { indexJson, type JsonFile, type JsonIndex, type JsonMember, type JsonRepair } from "../../base/json-reader.ts";
import type { Yielded } from "../importer.ts";

export type Repair = Extract<Yielded, { type: "repair" }>;

/** What was mended in one value, with the place of each in the file. `pointer` is that of the value. */
export function repairsOf(file: JsonFile, pointer: string, repairs: readonly JsonRepair[]): Repair[] {
  return repairs.map(({ code, byte, detail }) => {
    return { type: "repair", at: { path: file.path, pointer, byte }, code, detail };
  });
}

/** Every member of an object whose key stands in it before; `pointer` is that of the object. */
export function repeatedKeys(file: JsonFile, { members }: JsonIndex, pointer = ""): Repair[] {
  const seen = new Set<string>();
  const repairs: Repair[] = [];
  for (const { key, keyAt } of members) {
    const at = { path: file.path, pointer: `${pointer}/${key}`, byte: keyAt };
    if (seen.has(key)) repairs.push({ type: "repair", at, code: "duplicate-key", detail: JSON.stringify(key) });
    seen.add(key);
  }
  return repairs;
}

/**
 * Repeated keys of objects that are never loaded, such as pictures of everybody by their account, in flat memory. One
 * that is too damaged to be looked through is told; nothing of the messages depends on it.
 */
export function* repeatedKeysUnread(file: JsonFile, members: readonly JsonMember[]): Generator<Repair, void, void> {
  for (const { key, type, span } of members) {
    if (type !== "object") continue;
    try {
      yield* repeatedKeys(file, indexJson(file, span), `/${key}`);
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error;
      const at = { path: file.path, pointer: `/${key}`, byte: span.start };
      yield { type: "repair", at, code: "list-unreadable", detail: error.message };
    }
  }
}
