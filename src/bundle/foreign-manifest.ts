import { nameText } from "../base/zip.ts";
import type { BagView } from "./bag-view.ts";
import type { OnFault } from "./integrity.ts";

/** Lines of a manifest of any maker: digest by the path of a file that is in the bag, or by the path as it is listed. */
export interface ForeignManifest {
  readonly path: string;
  /** Node's name of the algorithm; null where it is not known here. */
  readonly algorithm: string | null;
  readonly digests: ReadonlyMap<string, string>;
}

/** Names of RFC 8493 2.4 (lower case, letters and digits) and what Node calls them. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  md5: "md5",
  sha1: "sha1",
  sha224: "sha224",
  sha256: "sha256",
  sha384: "sha384",
  sha512: "sha512",
  sha512256: "sha512-256",
  sha3224: "sha3-224",
  sha3256: "sha3-256",
  sha3384: "sha3-384",
  sha3512: "sha3-512",
  blake2b512: "blake2b512",
  blake2s256: "blake2s256",
  sm3: "sm3",
};

export const MANIFEST_NAME = /^(tag)?manifest-([a-z0-9]+)\.txt$/i;

export function algorithmOf(manifest: string): string | null {
  const name = MANIFEST_NAME.exec(manifest)?.[2]?.toLowerCase() ?? "";
  return Object.hasOwn(ALGORITHMS, name) ? (ALGORITHMS[name] ?? null) : null;
}

const LINE = /^([0-9a-f]+)[ \t]+(.+)$/i;

/** Reads a manifest as RFC 8493 2.1.3 has it; what other programs write besides is taken as it is meant. */
export function readForeignManifest(view: BagView, path: string, text: string, add: OnFault): ForeignManifest {
  const digests = new Map<string, string>();
  const find = finder(view);
  for (const [index, line] of text.split(/\r\n|\r|\n/).entries()) {
    if (line === "") continue;
    const [, digest = "", listed = ""] = LINE.exec(line) ?? [];
    if (digest === "") {
      add({ code: "MANIFEST_LINE", path, expected: `line ${index + 1}: hex digits, blanks, a path`, found: nameText(Buffer.from(line.slice(0, 120))) }); // prettier-ignore
      continue;
    }
    const name = decoded(listed);
    if (leadsOut(name)) {
      add({ code: "BAG_PATH_ESCAPES", path, expected: `line ${index + 1}: a path inside the bag`, found: nameText(Buffer.from(name.slice(0, 120))) }); // prettier-ignore
      continue;
    }
    const key = find(name);
    const before = digests.get(key);
    const hex = digest.toLowerCase();
    if (before !== undefined) {
      const code = before === hex ? "MANIFEST_DUPLICATE" : "MANIFEST_CONTRADICTION";
      add({ code, path, expected: `line ${index + 1}: ${key} once, ${before}`, found: `again, ${hex}` });
    }
    digests.set(key, before ?? hex);
  }
  return { path, algorithm: algorithmOf(path), digests };
}

/** RFC 8493 2.1.3: LF, CR and % are percent-encoded, and only those. */
export function decoded(listed: string): string {
  return listed.replace(/%(0A|0D|25)/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** RFC 8493 5.1: absolute paths, `..`, home folders, drive letters and UNC paths. */
export function leadsOut(path: string): boolean {
  return /^(?:[/\\~]|[a-z]:)/i.test(path) || path.split(/[/\\]/).includes("..");
}

/** The file of the bag a listed name means: the same bytes; else without `*` or `./`; else in another normal form. */
function finder(view: BagView): (name: string) => string {
  const present = new Set(view.paths);
  let normalized: Map<string, string> | undefined;
  return (name) => {
    const plain = name.replace(/^\*?(?:\.\/)*/, "");
    for (const candidate of [name, plain]) {
      const key = nameText(Buffer.from(candidate));
      if (present.has(key)) return key;
    }
    normalized ??= new Map(view.paths.map((path) => [bytesOf(path).toString("utf8").normalize("NFC"), path]));
    return normalized.get(plain.normalize("NFC")) ?? nameText(Buffer.from(plain));
  };
}

/** The bytes behind the escaped form of a name. */
function bytesOf(key: string): Buffer {
  const text = key.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(text, "latin1");
}
