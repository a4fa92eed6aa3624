import { EvidenceError } from "../../base/errors.ts";
import { isJsonObject, type JsonObject } from "../../base/json-reader.ts";
import type { Source } from "../../model/source.ts";
import type { Yielded } from "../importer.ts";
import type { Repair } from "../wechat/json-repairs.ts";
import { objectWith } from "./archive.ts";
import { count, text } from "./manifest.ts";

/** One file as the exporter listed it when it sealed the archive. */
interface Listed {
  readonly path: string;
  readonly sizeBytes: number | null;
  readonly sha256: string;
}

/** A list of digests in an archive. */
export interface DigestList {
  readonly path: string;
  readonly files: readonly Listed[];
  /** Files the list names as its own companions and does not cover. */
  readonly companions: readonly string[];
  /** What had to be read around in the list. */
  readonly repairs: readonly Repair[];
}

/**
 * Where lists lie: beside the signature, or among the assets of pages. Content decides, since pages have lists of their
 * own names.
 *
 * @source documented: export-formats.md §4.4.1; observed: exporter's source @a7092e7 (`f`), and a fork's plain checksums (`files`)
 */
const PLACES = /^(?:_integrity\/|assets\/_wce\/|[^/]+\.(?:wce|json)$)/;
const MOST_BYTES = 256 << 20;
const PLAIN_FILES = new Set(["manifest.json", "report.json"]);

/** The lists of digests in the archive at `root`. The signature over them is not verified: its key is not public. */
export function digestLists(source: Source, root: string): DigestList[] {
  return source.files.flatMap(({ path, sizeBytes }) => {
    const name = path.slice(root.length);
    if (!path.startsWith(root) || !PLACES.test(name) || PLAIN_FILES.has(name) || sizeBytes > MOST_BYTES) return [];
    const { object, repairs } = readable(source, path);
    const list = object?.["f"] ?? object?.["files"];
    const files = Array.isArray(list) ? list.map((item) => (isJsonObject(item) ? listed(item) : null)) : [];
    const known = files.filter((file) => file !== null);
    const isList = known.length > 0 || repairs.length > 0;
    return isList ? [{ path, files: known, companions: companionsOf(object), repairs }] : [];
  });
}

function readable(source: Source, path: string): { object: JsonObject | null; repairs: readonly Repair[] } {
  const first = source.read(path, 0, 64).toString("latin1").trimStart();
  if (!first.startsWith("{")) return { object: null, repairs: [] };
  try {
    return objectWith(source, path);
  } catch (error) {
    if (error instanceof EvidenceError) return { object: null, repairs: [] };
    throw error;
  }
}

function listed(item: JsonObject): Listed | null {
  const [path, sha256] = [text(item["path"]), text(item["sha256"])];
  if (path === null || sha256 === null || !/^[0-9a-f]{64}$/i.test(sha256)) return null;
  return { path, sizeBytes: count(item["size"]), sha256: sha256.toLowerCase() };
}

function companionsOf(object: JsonObject | null): string[] {
  const assets = object?.["a"];
  return isJsonObject(assets) ? Object.values(assets).flatMap((value) => text(value) ?? []) : [];
}

/** Folders whose every file the exporter lists. */
const COVERED = /^(?:conversations|media)\//;

/** Members of a zip that was sent as a file, and what operating systems leave in folders. */
const NOT_WRITTEN = /!\/|(?:^|\/)(?:\.[^/]*|Thumbs\.db|desktop\.ini)$/i;

/** Compares every listed file with what was received: altered, absent, and added files are told. */
export function* compareDigests(source: Source, root: string, list: DigestList): Generator<Yielded, void, void> {
  yield { type: "used", path: list.path };
  yield* list.repairs;
  if (list.files.length === 0) return;
  const names = new Set<string>(list.companions);
  for (const { path, sizeBytes, sha256 } of list.files) {
    names.add(path);
    const file = source.file(root + path);
    if (file === undefined) {
      yield { type: "repair", at: { path: list.path }, code: "integrity-file-absent", detail: path };
    } else if (file.sha256 !== sha256 || (sizeBytes !== null && file.sizeBytes !== sizeBytes)) {
      const detail = `${sizeBytes ?? "?"} B ${sha256} -> ${file.sizeBytes} B ${file.sha256}`;
      yield { type: "repair", at: { path: file.path }, code: "integrity-manifest-differs", detail };
    }
    if (file !== undefined && !COVERED.test(path)) yield { type: "used", path: file.path };
  }
  for (const { path } of source.files) {
    const name = path.slice(root.length);
    if (!path.startsWith(root) || !COVERED.test(name) || NOT_WRITTEN.test(name) || names.has(name)) continue;
    yield { type: "repair", at: { path }, code: "integrity-file-unlisted", detail: name };
  }
}
