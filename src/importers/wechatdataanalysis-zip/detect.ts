import { posix } from "node:path";
import { EvidenceError } from "../../base/errors.ts";
import { isJsonObject, parseJsonPrefix, type JsonObject, type JsonValue } from "../../base/json-reader.ts";
import { looksLikeWorkbook } from "../../base/xlsx.ts";
import type { Source, SourceFile } from "../../model/source.ts";
import type { Claim } from "../importer.ts";
import { looksLikePage } from "./read-page.ts";
import { looksLikeText } from "./read-text.ts";
import { isMessageWorkbook } from "./read-workbook.ts";
import { isRowId } from "./normalize.ts";

const HEAD_BYTES = 64 << 10;

/** True for the file that heads an archive. */
export function isManifest(path: string): boolean {
  return posix.basename(path) === "manifest.json";
}

/** One claim for each archive, and one for each conversation file that lies in none. */
export async function* detectArchives(source: Source, importer: string): AsyncGenerator<Claim, void, void> {
  const roots: string[] = [];
  for (const { path } of source.files) {
    const root = path.slice(0, -"manifest.json".length);
    if (!isManifest(path) || !hasExportId(source, path) || !hasConversations(source, root)) continue;
    roots.push(root);
    yield { importer, entry: path, strength: "signature", basis: archiveBasis(source, root) };
  }
  for (const file of source.files) {
    if (file.sizeBytes === 0 || roots.some((root) => file.path.startsWith(root))) continue;
    const basis = await looseBasis(source, file);
    if (basis !== null) yield { importer, entry: file.path, strength: "signature", basis };
  }
}

function hasExportId(source: Source, path: string): boolean {
  const head = headObject(source, path);
  return head !== null && "exportId" in head && ("stats" in head || "filters" in head || "scope" in head);
}

function hasConversations(source: Source, root: string): boolean {
  return source.files.some(({ path }) => path.startsWith(`${root}conversations/`));
}

function archiveBasis(source: Source, root: string): Claim["basis"] {
  const isSealed = source.files.some(({ path }) => /^_integrity\/signature\./.test(path.slice(root.length)) && path.startsWith(root)); // prettier-ignore
  const seal = isSealed
    ? {
        zh: "；包内有该工具的签名文件，其公钥未公开，本程序只核对清单中的校验值，不验证签名",
        en: "; a signature of the program is enclosed, whose key is not public: the digests it lists are compared here, the signature is not verified",
      }
    : { zh: "", en: "" };
  return {
    zh: `manifest.json 带有 exportId，旁边有 conversations 文件夹${seal.zh}`,
    en: `manifest.json has an exportId, with a folder conversations beside it${seal.en}`,
  };
}

async function looseBasis(source: Source, { path }: SourceFile): Promise<Claim["basis"] | null> {
  const first = source.read(path, 0, 64);
  if (looksLikeWorkbook(first)) {
    return (await isMessageWorkbook(source, path))
      ? {
          zh: "工作簿有“消息”“会话信息”两表，列名相符",
          en: "a workbook with sheets 消息 and 会话信息 and their columns",
        }
      : null;
  }
  const start = first.toString("utf8").replace(/^\ufeff/, "").trimStart(); // prettier-ignore
  if (start.startsWith("{")) {
    return isMessageFile(headObject(source, path))
      ? { zh: "文件带有 schemaVersion、account、conversation，消息编号写有分库和表", en: "the file has schemaVersion, account and conversation, and ids of messages that name shard and table" }
      : null;
  } // prettier-ignore
  if (start.startsWith("会话: ") && looksLikeText(source, path)) {
    return { zh: "文件头有“会话”“账号”“导出时间”三行", en: "a header of the lines 会话, 账号 and 导出时间" };
  }
  if (start.startsWith("<") && looksLikePage(source, path)) {
    return { zh: "网页带有 wce 标记", en: "a page with the marks wceMediaIndex or data-wce-create-time" };
  }
  return null;
}

function headObject(source: Source, path: string): JsonObject | null {
  try {
    const head = parseJsonPrefix(
      source
        .read(path, 0, HEAD_BYTES)
        .toString("utf8")
        .replace(/^\ufeff/, ""),
    );
    return isJsonObject(head) ? head : null;
  } catch (error) {
    if (error instanceof EvidenceError) return null;
    throw error;
  }
}

function isMessageFile(head: JsonObject | null): boolean {
  if (head === null || !["schemaVersion", "account", "conversation"].every((key) => key in head)) return false;
  const rows = head["messages"];
  const first = Array.isArray(rows) ? rows.find(isJsonObject) : undefined;
  return isJsonObject(head["conversation"]) && (first === undefined ? hasNames(head) : isMessageRow(first));
}

/** A conversation without messages is known by its own fields. */
function hasNames(head: JsonObject): boolean {
  const conversation: JsonValue | undefined = head["conversation"];
  return isJsonObject(conversation) && "username" in conversation && "isGroup" in conversation;
}

function isMessageRow(row: JsonObject): boolean {
  const { id } = row;
  return (typeof id === "string" && isRowId(id)) || ("renderType" in row && "conversationUsername" in row);
}
