import type { JsonValue } from "../../base/json-reader.ts";
import type { Locator } from "../../model/locator.ts";

/** One record of any layout, as the source states it. */
export interface Row {
  readonly at: Locator;
  /** Running number of the exporter; null before it had one. */
  readonly id: string | null;
  readonly serverId: string;
  readonly word: string;
  readonly isSender: string;
  readonly talker: string;
  readonly room: string;
  readonly msg: string;
  /** A path or address, or the record of a merged forward; null where nothing stands there. */
  readonly src: JsonValue;
  readonly time: string;
  /** Fields the exporter does not write. */
  readonly extra: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
}

/** What a row is read against. */
export interface RowContext {
  /** Folder of the row's file with a trailing `/`, or empty. */
  readonly folder: string;
  /** Account the export was made from, where the path or the file names it. */
  readonly owner: string | null;
}
