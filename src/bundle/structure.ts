import { DECLARATION_TEXT, FORMAT_LABEL, parseBagInfo, payloadOxum, type BagInfoField } from "./bag-info.ts";
import type { OnFault } from "./integrity.ts";
import {
  BAG_INFO,
  DECLARATION,
  FORMAT_VERSION,
  MANIFEST,
  PROFILE,
  REQUIRED_TAG_FILES,
  TAG_MANIFEST,
} from "./layout.ts";
import { contentOf, type Lists } from "./lists.ts";
import type { OpenedBundle } from "./open.ts";
import { PROFILE_IDENTIFIER, PROFILE_TEXT } from "./profile.ts";

/** Level 1: what must be there is there and says what it must, and every listed file exists. */
export function structureFaults(opened: OpenedBundle, lists: Lists, add: OnFault): void {
  exactFile(opened, DECLARATION, DECLARATION_TEXT, "BAGIT_TXT", add);
  exactFile(opened, PROFILE, PROFILE_TEXT, "PROFILE_DIFFERS", add);
  bagInfoFaults(opened, add);
  for (const path of REQUIRED_TAG_FILES) {
    if (path !== PROFILE && !opened.has(path)) {
      add({ code: "REQUIRED_FILE_MISSING", path, expected: "present", found: "missing" });
    }
  }
  if (!opened.paths.some((path) => path.startsWith("data/"))) {
    add({ code: "PAYLOAD_MISSING", path: "data/", expected: "at least one file", found: "none" });
  }
  listedFaults(opened, lists, add);
}

/** A file of which format 1 knows one content only. */
function exactFile(opened: OpenedBundle, path: string, text: string, code: string, add: OnFault): void {
  const content = contentOf(opened, path, add);
  if (!content || content.equals(Buffer.from(text))) return;
  add({ code, path, expected: excerpt(text), found: excerpt(content.toString("utf8")) });
}

function excerpt(text: string): string {
  return JSON.stringify(text.length > 200 ? `${text.slice(0, 200)}…` : text);
}

function bagInfoFaults(opened: OpenedBundle, add: OnFault): void {
  const content = contentOf(opened, BAG_INFO, add);
  if (!content) return;
  const fields = parseBagInfo(content, ({ code, line, expected, found }) => {
    add({ code, path: BAG_INFO, expected: `line ${line}: ${expected}`, found });
  });
  const payload = opened.paths.filter((path) => path.startsWith("data/"));
  const bytes = payload.reduce((sum, path) => sum + (opened.sizeOf(path) ?? 0), 0);
  once(fields, "Payload-Oxum", payloadOxum(bytes, payload.length), "PAYLOAD_OXUM", add);
  once(fields, "BagIt-Profile-Identifier", PROFILE_IDENTIFIER, "PROFILE_IDENTIFIER", add);
  once(fields, FORMAT_LABEL, FORMAT_VERSION, "FORMAT_VERSION", add);
  once(fields, "Bagging-Date", /^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/, "BAGGING_DATE", add);
  once(fields, "External-Identifier", /./, "EXTERNAL_IDENTIFIER", add);
  once(fields, "Bag-Software-Agent", /./, "SOFTWARE_AGENT", add);
}

/** Labels count without case (RFC 8493 2.2.2), so that a second one in another case is seen too. */
function once(
  fields: readonly BagInfoField[],
  label: string,
  expected: string | RegExp,
  code: string,
  add: OnFault,
): void {
  const values = fields.filter((field) => field.label.toLowerCase() === label.toLowerCase()).map(({ value }) => value);
  const [value] = values;
  const isRight = typeof expected === "string" ? value === expected : value !== undefined && expected.test(value);
  if (isRight && values.length === 1) return;
  const wanted = typeof expected === "string" ? expected : `a value like ${expected.source}`;
  add({
    code,
    path: BAG_INFO,
    expected: `${label}: ${wanted}, once`,
    found: values.length > 0 ? values.join(" | ") : "missing",
  });
}

/** Every line names a file that is there, of the kind the list is for. */
function listedFaults(opened: OpenedBundle, lists: Lists, add: OnFault): void {
  for (const { path, sha256 } of lists.payload ?? []) {
    if (!path.startsWith("data/"))
      add({ code: "MANIFEST_OUTSIDE_DATA", path, expected: "a path under data/", found: path });
    if (!opened.has(path)) add({ code: "LISTED_FILE_MISSING", path, expected: sha256, found: "missing" });
  }
  for (const { path, sha256 } of lists.tagFiles ?? []) {
    if (path.startsWith("data/") || path.startsWith("seal/") || path === TAG_MANIFEST) {
      add({ code: "TAG_MANIFEST_LISTS", path, expected: "tag files only", found: path });
    }
    if (!opened.has(path)) add({ code: "LISTED_FILE_MISSING", path, expected: sha256, found: "missing" });
  }
  const listed = new Set(lists.tagFiles?.map(({ path }) => path));
  for (const path of [DECLARATION, BAG_INFO, MANIFEST]) {
    if (lists.tagFiles && !listed.has(path))
      add({ code: "TAG_FILE_NOT_LISTED", path, expected: `listed in ${TAG_MANIFEST}`, found: "not listed" });
  }
}
