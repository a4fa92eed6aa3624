import { elements, isJsonObject, printJson, type JsonElement } from "../../base/json-reader.ts";
import { SourceError } from "../../base/errors.ts";
import type { Yielded } from "../importer.ts";
import { recordOfLaterPage } from "./escapes.ts";
import type { LaterRecords } from "./read-later.ts";

/** Differences told one by one; beyond them only their number. */
const MOST_TOLD = 20;

/**
 * The same export stands in a `.html.json` and in the page beside it. The list is read; here the page is held against it,
 * record by record, and every record that says something else is told.
 */
export function* differencesOf(list: LaterRecords, page: LaterRecords): Generator<Yielded> {
  let count = 0;
  try {
    for (const { index, byte, detail } of unlike(list, page)) {
      count += 1;
      const at = { path: page.file.path, pointer: `/${index}`, ...(byte === null ? {} : { byte }) };
      if (count <= MOST_TOLD) yield { type: "repair", at, code: "page-differs", detail };
    }
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    yield { type: "repair", at: { path: page.file.path }, code: "page-damaged", detail: error.code };
  }
  if (count <= MOST_TOLD) return;
  yield { type: "repair", at: { path: page.file.path }, code: "page-differs", detail: `${count} records in all` };
}

interface Unlike {
  readonly index: number;
  readonly byte: number | null;
  readonly detail: string;
}

function* unlike(list: LaterRecords, page: LaterRecords): Generator<Unlike> {
  const listed = elements(list.file, list.span);
  const shown = elements(page.file, page.span);
  for (let index = 0; ; index += 1) {
    const [a, b] = [listed.next(), shown.next()];
    if (a.done === true && b.done === true) return;
    const left = a.done === true ? null : textOf(a.value, list.isPage);
    const right = b.done === true ? null : textOf(b.value, page.isPage);
    if (left === right) continue;
    const detail = right === null ? "only in the list" : left === null ? "only in the page" : right.slice(0, 300);
    yield { index, byte: b.done === true ? null : b.value.byte, detail };
  }
}

function textOf(element: JsonElement, isPage: boolean): string {
  if (element.type === "damaged") return element.raw;
  const { value } = element;
  return printJson(isPage && isJsonObject(value) ? recordOfLaterPage(value) : value);
}
