import { FORMAT_HEAD_BYTES, formatOf } from "../base/media/format.ts";
import type { Source, SourceFile } from "../model/source.ts";

/** What material that no importer claims may be, the most telling first. */
export const LOOKS = [
  "encrypted-database",
  "locked",
  "database",
  "training-data",
  "chat-page",
  "chat-data",
  "other-bill",
  "packed",
  "document",
  "media",
] as const;
export type Look = (typeof LOOKS)[number];

export interface Recognised {
  readonly look: Look;
  /** The program that writes such files, where a sign in the content names it. */
  readonly tool: string | null;
  /** All files of this look, in the order of the source. */
  readonly paths: readonly string[];
}

type Seen = Pick<Recognised, "look" | "tool">;

/** Files looked into; a folder of a hundred thousand pictures is known after the first few. */
const MOST_FILES = 500;
/** Text read of one file: pages carry their style sheet before their messages. */
const TEXT_BYTES = 1 << 20;
const MOST_TEXTS = 40;

/**
 * Says what material is that nobody claims, so that the operator knows what to ask for. Nothing is read from it.
 *
 * @returns the most telling look among the files; null where none is known
 * @source export-formats.md §10 (signs), design.md §5 (what is named and refused)
 */
export async function recognise(source: Source): Promise<Recognised | null> {
  const seen: (Seen & { path: string })[] = lockedZips(source).map((path) => ({ look: "locked", tool: null, path }));
  let texts = 0;
  for (const file of source.files.slice(0, MOST_FILES)) {
    const head = Buffer.from(source.read(file.path, 0, FORMAT_HEAD_BYTES));
    const found = (await byBytes(file, head)) ?? (isText(head) && texts++ < MOST_TEXTS ? byText(source, file) : null);
    if (found !== null) seen.push({ ...found, path: file.path });
  }
  const look = LOOKS.find((candidate) => seen.some((one) => one.look === candidate));
  if (look === undefined) return null;
  const alike = seen.filter((one) => one.look === look);
  const tool = alike.find((one) => one.tool !== null)?.tool ?? (look === "database" ? packageTool(source) : null);
  return { look, tool, paths: alike.map(({ path }) => path) };
}

/** wechatDataBackup keeps decrypted databases under `User/`, beside its settings. @source documented: export-formats.md §9 */
function packageTool(source: Source): string | null {
  const isPackage = source.files.some(({ path }) => {
    const root = /^(.*\/|)config\.json$/.exec(path)?.[1];
    if (root === undefined || !source.files.some((file) => file.path.startsWith(`${root}User/`))) return false;
    const text = decoded(Buffer.from(source.read(path, 0, 1 << 16)));
    return /"exportpath"\s*:/i.test(text) && /"userconfig"\s*:/i.test(text);
  });
  return isPackage ? "wechatDataBackup" : null;
}

/** Zips with members that need a password. */
function lockedZips({ files, notTaken }: Source): string[] {
  const locked = notTaken.filter(({ reason }) => reason === "member-encrypted").map(({ path }) => path);
  return files.map(({ path }) => path).filter((path) => locked.some((member) => member.startsWith(`${path}!/`)));
}

const SQLITE = Buffer.from("SQLite format 3\0", "latin1");
/** Compound files: .doc, .xls, .ppt. */
const COMPOUND = Buffer.from("d0cf11e0a1b11ae1", "hex");
const PACKED = ["526172211a07", "377abcaf271c", "1f8b08", "425a68", "fd377a585a00"].map((hex) =>
  Buffer.from(hex, "hex"),
);

async function byBytes(file: SourceFile, head: Buffer): Promise<Seen | null> {
  const starts = (magic: Buffer) => head.subarray(0, magic.length).equals(magic);
  if (starts(SQLITE)) return { look: "database", tool: null };
  if (PACKED.some(starts)) return { look: "packed", tool: null };
  if (starts(COMPOUND)) return { look: "document", tool: null };
  const format = await formatOf(head);
  // A plain zip stands for its members, which are files of the source themselves.
  if (format?.family === "document" && format.name !== "zip") return { look: "document", tool: null };
  if (format !== null && format.family !== "document" && format.family !== "other")
    return { look: "media", tool: null };
  if (/\.(docx?|xlsx?|pptx?|wps)$/i.test(file.path)) return { look: "document", tool: null };
  return isEncryptedDatabase(file, head) ? { look: "encrypted-database", tool: null } : null;
}

const PAGE_BYTES = 4096;
/** Bits per byte over one page: random bytes give 7.95, compressed text and program code stay below 7.7. */
const RANDOM_BITS = 7.8;

/** Whole pages, a database's name, and a first page that reads like noise: a header that is encrypted too. */
function isEncryptedDatabase({ path, sizeBytes }: SourceFile, head: Buffer): boolean {
  if (!/\.(db|db3|sqlite3?)$/i.test(path) || sizeBytes < PAGE_BYTES || sizeBytes % 1024 !== 0) return false;
  return bitsPerByte(head.subarray(0, PAGE_BYTES)) >= RANDOM_BITS;
}

function bitsPerByte(bytes: Buffer): number {
  const counts = new Map<number, number>();
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1);
  return [...counts.values()].reduce((sum, count) => sum - (count / bytes.length) * Math.log2(count / bytes.length), 0);
}

function isText(head: Buffer): boolean {
  return head.length > 0 && (!head.includes(0) || (head[0] === 0xff && head[1] === 0xfe));
}

/** One sign of a format in text: every pattern is found. */
interface Sign extends Seen {
  readonly all: readonly RegExp[];
}

const PAGE = /^\s*(<!--|<!doctype html|<html|<\?xml)/i;

const SIGNS: readonly Sign[] = [
  { look: "training-data", tool: null, all: [/^[\s[]*\{\s*"(conversations|instruction)"\s*:/] },
  { look: "training-data", tool: null, all: [/^[\s[]*\{\s*"messages"\s*:\s*\[\s*\{\s*"role"\s*:/] },
  { look: "chat-data", tool: "CipherTalk", all: [/^\s*\{/, /"generator"\s*:\s*"CipherTalk"/] },
  { look: "chat-data", tool: "ChatLab", all: [/^\s*\{/, /"chatlab"\s*:\s*\{/] },
  { look: "chat-data", tool: "ChatLab", all: [/^\s*\{\s*"_type"\s*:\s*"header"/] },
  { look: "chat-data", tool: "WeChatDataAnalysis", all: [/^\s*\{/, /"schemaVersion"/, /"account"/, /"conversation"/] },
  { look: "chat-data", tool: "EchoTrace", all: [/^\s*\{/, /"exportTime"/, /"session"\s*:\s*\{/, /"wxid"/] },
  { look: "chat-data", tool: "chatlog", all: [/^\s*\[\s*\{/, /"(seq|sequence)"\s*:/, /"(talker|talkerID)"\s*:/] },
  { look: "chat-data", tool: "PyWxDump", all: [/^\s*\[\s*\{/, /"MsgSvrID"\s*:/, /"type_name"\s*:/] },
  { look: "chat-data", tool: "PyWxDump", all: [/^(id,)?MsgSvrID,type_name,/] },
  { look: "chat-data", tool: "chatlog", all: [/^(MessageID,)?Time,SenderName,/] },
  { look: "chat-data", tool: "MemoTrace", all: [/^\s*\[\s*\{/, /"server_id"\s*:/, /"is_send"\s*:/, /"xml_dict"\s*:/] },
  { look: "other-bill", tool: "支付宝", all: [/支付宝/, /(交易分类|交易创建时间|交易号),/] },
  { look: "chat-page", tool: "WeFlow", all: [PAGE, /window\.WEFLOW_DATA/] },
  { look: "chat-page", tool: "CipherTalk", all: [PAGE, /window\.CHAT_DATA/] },
  { look: "chat-page", tool: "EchoTrace", all: [PAGE, /const messagesData/] },
  { look: "chat-page", tool: "MemoTrace", all: [PAGE, /const chatMessages/] },
  { look: "chat-page", tool: "WeChatDataAnalysis", all: [PAGE, /wcePageMeta/] },
  { look: "chat-page", tool: "WechatExporter", all: [PAGE, /msgid=/, /dspname/, /wxId=/] },
  { look: "chat-page", tool: null, all: [PAGE, /<html/i] },
];

function byText(source: Source, { path }: SourceFile): Seen | null {
  const bytes = Buffer.from(source.read(path, 0, TEXT_BYTES));
  const text = decoded(bytes).replace(/^\uFEFF/, "");
  const sign = SIGNS.find(({ all }) => all.every((pattern) => pattern.test(text)));
  return sign === undefined ? null : { look: sign.look, tool: sign.tool };
}

/** Signs are ASCII but for the pay bill, which is often GB18030. A character cut at the end of the sample is no matter. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  const text = new TextDecoder("utf-8").decode(bytes);
  return text.slice(0, 4096).includes("\uFFFD") ? new TextDecoder("gb18030").decode(bytes) : text;
}

/**
 * Roots of evidence bundles in the source, each ending in `/` or empty: a bundle holds an export, but with its files
 * renamed, so that reading it as one would find faults that are not there.
 */
export function bundleRoots(source: Source): string[] {
  const marks = ["tagmanifest-sha256.txt", "record/files.csv", "meta/tool.json"];
  return source.files
    .filter(({ path }) => /(^|\/)bagit\.txt$/.test(path))
    .map(({ path }) => path.slice(0, -"bagit.txt".length))
    .filter((root) => marks.every((mark) => source.file(`${root}${mark}`) !== undefined));
}
