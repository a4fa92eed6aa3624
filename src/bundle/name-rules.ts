/** Systems whose rules for file names are known. */
export const NAME_RULES = ["linux", "macos", "windows"] as const;

export type NameRulesId = (typeof NAME_RULES)[number];

/** What keeps a received name from being a file's name on a system. */
export type NameProblem =
  | "empty-or-dots"
  | "control-character"
  | "forbidden-character"
  | "trailing-dot-or-space"
  | "reserved-name"
  | "segment-too-long"
  | "path-too-long"
  | "not-text"
  | "taken"
  | "refused-by-disk";

/** The name of a received file as the table of the bundle has it. */
export interface ReceivedName {
  readonly path: string;
  /** Bytes of the whole path in hex where they are not the UTF-8 form of `path`. */
  readonly nameHex: string | null;
}

/** How one system takes names. Paths are bytes with `/` between segments; nothing here touches a disk. */
export interface NameRules {
  /** The bytes a file of this name would bear. */
  bytes(name: ReceivedName): Buffer;
  /** Why a path cannot be borne below a folder of `rootLength` characters; null where it can. */
  problem(path: Buffer, rootLength: number): NameProblem | null;
  /** Two paths of one key are one file to the system. */
  key(path: Buffer): string;
}

const SEGMENT_BYTES_MAX = 255;
/** PATH_MAX of Linux, less its closing zero. @source documented: limits.h, open(2) */
const LINUX_PATH_BYTES_MAX = 4095;
/** PATH_MAX of macOS, less its closing zero. @source documented: sys/syslimits.h */
const MACOS_PATH_BYTES_MAX = 1023;
/** MAX_PATH of Windows, less its closing zero; Explorer opens nothing longer. @source documented: Naming Files, Paths, and Namespaces */
const WINDOWS_PATH_MAX = 259;
/** A folder leaves room for a name of the 8.3 form. @source documented: as above */
const WINDOWS_FOLDER_MAX = 247;

const linux: NameRules = {
  bytes: ({ path, nameHex }) => (nameHex === null ? Buffer.from(path) : Buffer.from(nameHex, "hex")),
  problem(path, rootLength) {
    for (const segment of segmentsOf(path)) {
      if (isNoName(segment)) return "empty-or-dots";
      if (segment.includes(0)) return "control-character";
      if (segment.length > SEGMENT_BYTES_MAX) return "segment-too-long";
    }
    return rootLength + 1 + path.length > LINUX_PATH_BYTES_MAX ? "path-too-long" : null;
  },
  key: (path) => path.toString("latin1"),
};

const macos: NameRules = {
  bytes: ({ path }) => Buffer.from(path),
  problem(path, rootLength) {
    const found = linux.problem(path, rootLength);
    if (found !== null) return found;
    if (path.includes("\ufffd")) return "not-text";
    return rootLength + 1 + path.length > MACOS_PATH_BYTES_MAX ? "path-too-long" : null;
  },
  // The file system takes names in any case and either normal form for one.
  key: (path) => folded(path.toString("utf8").normalize("NFD")).normalize("NFD"),
};

const FORBIDDEN = /[<>:"\\|?*]/;
const CONTROL = /[\u0000-\u001f]/;
/** Device names with any ending; Windows drops blanks before the dot and reads superscript digits too. @source documented: as above */
const RESERVED = /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]) *(?:\.|$)/i;

const windows: NameRules = {
  bytes: ({ path }) => Buffer.from(path),
  problem(path, rootLength) {
    const text = path.toString("utf8");
    if (text.includes("\ufffd")) return "not-text";
    for (const segment of text.split("/")) {
      if (segment === "" || segment === "." || segment === "..") return "empty-or-dots";
      if (CONTROL.test(segment)) return "control-character";
      if (FORBIDDEN.test(segment)) return "forbidden-character";
      if (/[. ]$/.test(segment)) return "trailing-dot-or-space";
      if (RESERVED.test(segment)) return "reserved-name";
      if (segment.length > SEGMENT_BYTES_MAX) return "segment-too-long";
    }
    const folderLength = Math.max(0, text.lastIndexOf("/"));
    const isLong =
      rootLength + 1 + text.length > WINDOWS_PATH_MAX || rootLength + 1 + folderLength > WINDOWS_FOLDER_MAX;
    return isLong ? "path-too-long" : null;
  },
  key: (path) => folded(path.toString("utf8")),
};

const RULES: Readonly<Record<NameRulesId, NameRules>> = { linux, macos, windows };

export function nameRules(id: NameRulesId): NameRules {
  return RULES[id];
}

/** Wider than any system's own table, so that nothing it takes for one name is left as two. */
function folded(text: string): string {
  return text.toUpperCase().toLowerCase();
}

const SLASH = 0x2f;

function* segmentsOf(path: Buffer): Generator<Buffer> {
  let start = 0;
  for (let slash = path.indexOf(SLASH); slash >= 0; slash = path.indexOf(SLASH, start)) {
    yield path.subarray(start, slash);
    start = slash + 1;
  }
  yield path.subarray(start);
}

function isNoName(segment: Buffer): boolean {
  return segment.length === 0 || (segment.length <= 2 && segment.every((byte) => byte === 0x2e));
}
