import type { BagView } from "./bag-view.ts";
import { decoded, leadsOut } from "./foreign-manifest.ts";
import type { OnFault } from "./integrity.ts";
import { BAG_INFO } from "./layout.ts";

/** Reads a tag file in the encoding that the bag declares; null, with a fault told, where it cannot. */
type TextOf = (path: string) => string | null;

const FIELD = /^([^\s:](?:[^:]*[^\s:])?):(?:[ \t](.*))?$/;

/** RFC 8493 2.2.2: labels and values, and a Payload-Oxum at most once that is right. */
export function bagInfoFaults(view: BagView, textOf: TextOf, add: OnFault): void {
  const text = view.sizeOf(BAG_INFO) === undefined ? null : textOf(BAG_INFO);
  if (text === null) return;
  const sums: string[] = [];
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    // An indented line goes on with the value before it.
    if (line === "" || (index > 0 && /^[ \t]/.test(line))) continue;
    const [whole, label = "", value = ""] = FIELD.exec(line) ?? [];
    if (whole === undefined)
      add({ code: "BAG_INFO_LINE", path: BAG_INFO, expected: `line ${index + 1}: Label: value`, found: JSON.stringify(line.slice(0, 120)) }); // prettier-ignore
    if (label.toLowerCase() === "payload-oxum") sums.push(value.trim());
  }
  const payload = view.paths.filter((path) => path.startsWith("data/"));
  const bytes = payload.reduce((sum, path) => sum + (view.sizeOf(path) ?? 0), 0);
  const expected = `${bytes}.${payload.length}`;
  if (sums.length > 1 || sums.some((sum) => sum !== expected))
    add({ code: "PAYLOAD_OXUM", path: BAG_INFO, expected: `Payload-Oxum: ${expected}, once`, found: sums.join(" | ") });
}

const FETCH = "fetch.txt";
const FETCH_LINE = /^(\S+)[ \t]+(\d+|-)[ \t]+(.+)$/;

/** RFC 8493 2.2.3: a bag whose files are yet to be fetched is not complete, and nothing is ever fetched here. */
export function fetchFaults(view: BagView, textOf: TextOf, add: OnFault): void {
  const text = view.sizeOf(FETCH) === undefined ? null : textOf(FETCH);
  if (text === null) return;
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line === "") continue;
    const path = decoded(FETCH_LINE.exec(line)?.[3] ?? "");
    if (path === "")
      add({ code: "BAG_FETCH", path: FETCH, expected: `line ${index + 1}: address, length, path`, found: JSON.stringify(line.slice(0, 120)) }); // prettier-ignore
    else if (leadsOut(path))
      add({ code: "BAG_PATH_ESCAPES", path: FETCH, expected: `line ${index + 1}: a path inside the bag`, found: JSON.stringify(path.slice(0, 120)) }); // prettier-ignore
    else if (!path.startsWith("data/"))
      add({ code: "BAG_FETCH", path: FETCH, expected: `line ${index + 1}: a path under data/`, found: JSON.stringify(path.slice(0, 120)) }); // prettier-ignore
  }
}
