import type { NotTaken, SourceFile } from "../model/source.ts";
import { NAME_BYTES_MAX } from "./limits.ts";
import { decodeName, nameHexOf, strictUtf8, uniqueName } from "./names.ts";
import type { Directory, DirectoryEntry } from "./zip-directory.ts";

/** A member that may be unpacked; its path is a name in our lists only, nothing is ever written to it. */
export interface Member {
  readonly path: string;
  readonly nameHex: string | null;
  readonly entry: DirectoryEntry;
}

type Refusal = Pick<NotTaken, "reason" | "detail">;

const METHOD_STORED = 0;
const METHOD_DEFLATED = 8;
const TYPE_REGULAR = 0o100000;
const TYPE_FOLDER = 0o040000;
const TYPE_FIFO = 0o010000;
const TYPE_LINK = 0o120000;

/** Sorts the entries of a zip into members to unpack and members not taken, both in the order of the directory. */
export function sortMembers(zip: SourceFile, directory: Directory): { members: Member[]; notTaken: NotTaken[] } {
  const names = namesOf(directory.entries);
  const sharing = entriesSharingBytes(directory);
  const members: Member[] = [];
  const notTaken: NotTaken[] = [];
  for (const [index, entry] of directory.entries.entries()) {
    const name = names[index] ?? "";
    if (isFolder(name, entry)) continue;
    const refusal = sharing.has(entry) ? SHARED_BYTES : refusalOf(name, entry);
    if (refusal === null) members.push({ ...identity(zip, normalized(name), entry), entry });
    else notTaken.push({ ...identity(zip, name, entry), ...refusal });
  }
  return { members, notTaken };
}

/** How a member of a zip is called: the zip's path, `!/`, its own. */
export function memberPath(zip: SourceFile, name: string): string {
  return `${zip.path}!/${name}`;
}

const SHARED_BYTES: Refusal = {
  reason: "member-damaged",
  detail: "shares bytes with another member or with the directory",
};

function identity(zip: SourceFile, name: string, entry: DirectoryEntry): Pick<Member, "path" | "nameHex"> {
  if (entry.rawName.length > NAME_BYTES_MAX) {
    return { path: memberPath(zip, `${[...name.slice(0, 400)].slice(0, 200).join("")}…`), nameHex: null };
  }
  const path = memberPath(zip, name);
  const container = zip.nameHex === null ? Buffer.from(zip.path) : Buffer.from(zip.nameHex, "hex");
  return { path, nameHex: nameHexOf(path, Buffer.concat([container, Buffer.from("!/"), entry.rawName])) };
}

/** Texts of all names; those whose bytes cannot be read as text get stand-ins that nobody else has. */
function namesOf(entries: readonly DirectoryEntry[]): string[] {
  const decoded = entries.map(nameOf);
  const taken = new Set(decoded.filter(({ sure }) => sure).map(({ text }) => text));
  return decoded.map(({ text, sure }) => (sure ? text : uniqueName(text, taken)));
}

function nameOf({ unicodeName, utf8Flag, rawName }: DirectoryEntry): { text: string; sure: boolean } {
  if (unicodeName !== null) return { text: unicodeName, sure: true };
  if (utf8Flag) {
    const text = strictUtf8(rawName);
    return { text: text ?? rawName.toString("utf8"), sure: text !== null };
  }
  const { text, encoding } = decodeName(rawName);
  return { text, sure: encoding !== "none" };
}

/** `./a` is what some packers write for `a`; the header's bytes stay in `nameHex`. */
function normalized(name: string): string {
  const segments = name.split("/");
  return segments.includes(".") ? segments.filter((segment) => segment !== ".").join("/") : name;
}

function isFolder(name: string, { sizeBytes, unixType }: DirectoryEntry): boolean {
  return sizeBytes === 0 && (name.endsWith("/") || unixType === TYPE_FOLDER);
}

function refusalOf(name: string, entry: DirectoryEntry): Refusal | null {
  const unsafe = unsafeName(name, entry.rawName.length);
  if (unsafe !== null) return { reason: "unsafe-name", detail: unsafe };
  const { unixType, encrypted, method, compressedBytes, sizeBytes } = entry;
  if (unixType === TYPE_LINK) return { reason: "symlink", detail: "symbolic link inside the zip" };
  // Info-ZIP gives what it was fed through a pipe the type of the pipe.
  const isFed = unixType === TYPE_FIFO && sizeBytes > 0;
  if (unixType !== 0 && unixType !== TYPE_REGULAR && !isFed) {
    return { reason: "special-file", detail: `Unix file type ${unixType.toString(8)} inside the zip` };
  }
  if (encrypted) return { reason: "member-encrypted", detail: "needs a password" };
  if (method !== METHOD_STORED && method !== METHOD_DEFLATED) {
    return { reason: "member-unsupported", detail: `compression method ${method}` };
  }
  if (method === METHOD_STORED && compressedBytes !== sizeBytes) {
    return { reason: "member-damaged", detail: `stored in ${compressedBytes} B, stated as ${sizeBytes} B` };
  }
  return null;
}

/** Why a name is not safe to be a relative path everywhere; null when it is. @source APPNOTE 4.4.17.1 */
function unsafeName(name: string, rawBytes: number): string | null {
  if (rawBytes > NAME_BYTES_MAX) return `name of ${rawBytes} bytes, the limit is ${NAME_BYTES_MAX}`;
  if (name.includes("\0")) return "NUL in the name";
  if (name.includes("\\")) return "backslash in the name";
  if (name.startsWith("/")) return "absolute path";
  if (/^[A-Za-z]:/.test(name)) return "drive letter";
  const segments = normalized(name).split("/");
  if (segments.includes("..")) return "path leads out of the zip (..)";
  if (name.endsWith("/")) return "folder with content";
  return segments.includes("") ? "empty path segment" : null;
}

/**
 * Members whose records overlap: a zip can so expand far beyond its size, and readers disagree on what it holds.
 * @source bundle-standards §8.1 class c1; CVE-2024-0450
 */
function entriesSharingBytes({ entries, offset: directoryOffset }: Directory): Set<DirectoryEntry> {
  const sharing = new Set<DirectoryEntry>();
  const inOrder = [...entries].sort((a, b) => a.offset - b.offset);
  let reach: DirectoryEntry | null = null;
  for (const entry of inOrder) {
    if (reach !== null && entry.offset < endOf(reach)) sharing.add(entry).add(reach);
    if (endOf(entry) > directoryOffset) sharing.add(entry);
    if (reach === null || endOf(entry) > endOf(reach)) reach = entry;
  }
  return sharing;
}

/** The least that a record takes: local header (30 bytes), name and data. */
function endOf({ offset, rawName, compressedBytes }: DirectoryEntry): number {
  return offset + 30 + rawName.length + compressedBytes;
}
