const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const gb18030 = new TextDecoder("gb18030", { fatal: true, ignoreBOM: true });

/** A name as text, and how sure that text is. */
export interface DecodedName {
  readonly text: string;
  /** `utf-8`: its bytes are this text; `gb18030`: they read so under Chinese Windows; `none`: a stand-in only. */
  readonly encoding: "utf-8" | "gb18030" | "none";
}

/** Text of name bytes: strict UTF-8, else strict GB18030 (a superset of CP936), else with U+FFFD for what is neither. */
export function decodeName(bytes: Buffer): DecodedName {
  const text = strictUtf8(bytes);
  if (text !== null) return { text, encoding: "utf-8" };
  try {
    return { text: gb18030.decode(bytes), encoding: "gb18030" };
  } catch {
    return { text: bytes.toString("utf8"), encoding: "none" };
  }
}

/** Text of bytes that are UTF-8 without a fault; null otherwise. */
export function strictUtf8(bytes: Buffer): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** `name` itself if nobody has it, else with `~2`, `~3` … before its extension. The answer is added to `taken`. */
export function uniqueName(name: string, taken: Set<string>): string {
  let unique = name;
  const slash = name.lastIndexOf("/");
  const dot = name.lastIndexOf(".");
  const cut = dot > slash + 1 ? dot : name.length;
  for (let count = 2; taken.has(unique); count += 1) {
    unique = `${name.slice(0, cut)}~${count}${name.slice(cut)}`;
  }
  taken.add(unique);
  return unique;
}

/** Hex of name bytes where they are not the UTF-8 form of `path`; null where they are. */
export function nameHexOf(path: string, bytes: Buffer): string | null {
  return bytes.equals(Buffer.from(path)) ? null : bytes.toString("hex");
}
