/** Names of the tags we know; the others are left out. @source wechat-databases.md §2.3 */
const TAGS: Readonly<Record<string, string>> = {
  "74752C06": "gender",
  "46CF10C4": "signature",
  A4D9024A: "country",
  E2EAA8D1: "province",
  "1D025BBF": "city",
  F917BCC0: "company",
  "759378AD": "phone",
  "4EB96D85": "enterprise",
  "81AE19B4": "momentsCover",
  "0E719F13": "remarkPicture",
  "945F3190": "remarkPicture2",
};

const NUMBER = 0x04;
const EIGHT_BYTES = 0x05;
const UTF8 = 0x17;
const UTF16 = 0x18;

/** Fields of `Contact.ExtraBuf` as `ExtraBuf.<name>`; reading stops quietly where the bytes are no such list. */
export function readExtraBuf(bytes: Buffer): Record<string, string> {
  const found: Record<string, string> = {};
  for (let at = 0; at + 5 <= bytes.length;) {
    const tag = bytes.toString("hex", at, at + 4).toUpperCase();
    const field = fieldAt(bytes, at + 5, bytes[at + 4] ?? 0);
    if (field === null) break;
    const name = Object.hasOwn(TAGS, tag) ? TAGS[tag] : undefined;
    if (name !== undefined && field.text !== "" && field.text !== "0") found[`ExtraBuf.${name}`] = field.text;
    at = field.next;
  }
  return found;
}

function fieldAt(bytes: Buffer, at: number, type: number): { text: string; next: number } | null {
  if (type === NUMBER) return at + 4 > bytes.length ? null : { text: String(bytes.readUInt32LE(at)), next: at + 4 };
  if (type === EIGHT_BYTES) return at + 8 > bytes.length ? null : { text: "", next: at + 8 };
  if ((type !== UTF8 && type !== UTF16) || at + 4 > bytes.length) return null;
  const next = at + 4 + bytes.readUInt32LE(at);
  if (next > bytes.length) return null;
  const text = bytes.toString(type === UTF8 ? "utf8" : "utf16le", at + 4, next);
  return { text: text.replace(/\u0000+$/, ""), next };
}
