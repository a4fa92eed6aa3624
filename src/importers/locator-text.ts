import { jsonName, jsonString } from "../base/sorted-json.ts";
import type { Locator } from "../model/locator.ts";

/** RFC 8785 text of a locator: keys in code-unit order. */
export function sortedLocator(l: Locator): string {
  let text = "";
  if (l.byte !== undefined) text += `"byte":${l.byte},`;
  if (l.line !== undefined) text += `"line":${l.line},`;
  text += `"path":${jsonName(l.path)}`;
  if (l.pointer !== undefined) text += `,"pointer":${jsonString(l.pointer)}`;
  if (l.row !== undefined) text += `,"row":${l.row}`;
  if (l.rowid !== undefined) text += `,"rowid":${jsonString(l.rowid)}`;
  if (l.sheet !== undefined) text += `,"sheet":${jsonName(l.sheet)}`;
  if (l.table !== undefined) text += `,"table":${jsonName(l.table)}`;
  return `{${text}}`;
}

/**
 * The locator as the tables keep it is JSON in two halves, `fileOf + placeOf`. This one, of path, sheet and table, is
 * the same for many records.
 */
export function fileOf(l: Locator): string {
  let text = `{"path":${jsonName(l.path)}`;
  if (l.sheet !== undefined) text += `,"sheet":${jsonName(l.sheet)}`;
  if (l.table !== undefined) text += `,"table":${jsonName(l.table)}`;
  return text;
}

/** The half that tells one record of a file from the next. */
export function placeOf(l: Locator): string {
  let text = "";
  if (l.pointer !== undefined) text += `,"pointer":${jsonString(l.pointer)}`;
  if (l.line !== undefined) text += `,"line":${l.line}`;
  if (l.byte !== undefined) text += `,"byte":${l.byte}`;
  if (l.row !== undefined) text += `,"row":${l.row}`;
  if (l.rowid !== undefined) text += `,"rowid":${jsonString(l.rowid)}`;
  return `${text}}`;
}
